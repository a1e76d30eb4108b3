"""waitress, run so that stopping loses no request and idle or dripping clients hold no place."""

from __future__ import annotations

import resource
import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from wsgiref.types import WSGIApplication

_HEADER_BYTES: Final = 64 * 1024
"""The largest head of a request, with a query in its URL."""
_OTHER_FILES: Final = 256
_TICK: Final = 0.5
"""Seconds after which a wish to stop is seen at the latest."""
_SWEEP: Final = 1.0
"""Seconds between two looks at the clients."""


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and how to listen.

    ``threads`` answer requests; each needs one from its first byte to the last of its reply.
    ``connections`` may be open at once. One on which nothing moves for ``idle_seconds`` is closed,
    and so is one whose request has not come in whole after as long. When it is told to stop, the
    server gives requests that run ``grace_seconds`` to end. ``content_bytes`` is the largest
    content that is taken, ``buffer_bytes`` what is kept of a reply for a slow client.
    """

    host: str
    port: int
    threads: int
    connections: int
    idle_seconds: float
    grace_seconds: float
    content_bytes: int
    buffer_bytes: int


def allow_files(connections: int) -> None:
    """Raise the limit of open files, as far as may be, to what ``connections`` need.

    Each may have a socket and a file that keeps a reply for a slow client.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * connections + _OTHER_FILES
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class HttpServer:
    """waitress over an application.

    Raises:
        OSError: The address cannot be listened at.
    """

    def __init__(self, application: WSGIApplication, serving: Serving) -> None:
        self.serving = serving
        self.stopping = False
        self._map: dict[int, Any] = {}
        self._since: dict[HTTPChannel, tuple[object, float]] = {}
        self._next_sweep = 0.0
        self._server = create_server(
            application,
            map=self._map,
            host=serving.host,
            port=serving.port,
            threads=serving.threads,
            connection_limit=serving.connections,
            channel_timeout=max(1, round(serving.idle_seconds)),
            cleanup_interval=max(1, round(serving.idle_seconds / 4)),
            channel_request_lookahead=1,
            asyncore_use_poll=True,
            max_request_body_size=serving.content_bytes,
            outbuf_high_watermark=serving.buffer_bytes,
            max_request_header_size=_HEADER_BYTES,
            ident="newskg",
        )

    def run(self, on_stop: Callable[[], None] = lambda: None) -> bool:
        """Serve until SIGTERM or SIGINT; return whether all requests that ran then were answered.

        ``on_stop`` is called when it begins to stop; a second signal stops at once.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopping:
            self._step()
        on_stop()
        answered = self._finish()
        self._server.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._map)
        return answered

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as signal calls
        if self.stopping:
            raise KeyboardInterrupt
        self.stopping = True

    def _step(self, timeout: float = _TICK) -> None:
        wasyncore.loop(timeout=timeout, use_poll=True, map=self._map, count=1)
        now = time.monotonic()
        if now >= self._next_sweep:
            self._next_sweep = now + _SWEEP
            self._drop_dripping(now)

    def _finish(self) -> bool:
        """Take no more requests, and wait for those that run and for their last bytes."""
        self._step(0)
        for listener in self._of_kind(BaseWSGIServer):
            listener.accepting = False
            listener.del_channel()
            listener.socket.close()
        end = time.monotonic() + self.serving.grace_seconds
        while (left := self._at_work()) and time.monotonic() < end:
            self._step(0.05)
        return not left

    def _at_work(self) -> bool:
        """Close connections that wait for a request; say whether others are left."""
        channels = self._of_kind(HTTPChannel)
        for channel in channels:
            if not (channel.requests or channel.request or channel.total_outbufs_len):
                channel.will_close = True
        return any(not channel.will_close for channel in channels)

    def _drop_dripping(self, now: float) -> None:
        """Close connections whose request has been coming in for too long, byte by byte."""
        before, self._since = self._since, {}
        for channel in self._of_kind(HTTPChannel):
            request = channel.request
            if request is not None:
                known, since = before.get(channel, (None, now))
                self._since[channel] = (request, since if known is request else now)
        for channel, (_, since) in self._since.items():
            if now - since > self.serving.idle_seconds and not channel.requests:
                channel.will_close = True

    def _of_kind(self, kind: type[Any]) -> list[Any]:
        return [one for one in list(self._map.values()) if isinstance(one, kind)]
