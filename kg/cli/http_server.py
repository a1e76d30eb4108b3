"""uvicorn, run so that stopping loses no request and idle or dripping clients hold no place."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import resource
import signal
import socket
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from queries.service.asgi import LONGEST_HEAD, WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from queries.service.front import Front

_GARBAGE: Final = 20_000
"""Objects that are made before garbage is looked for: a request makes some dozens."""
_OTHER_FILES: Final = 256
_BACKLOG: Final = 2048
"""Connections that may wait to be taken."""
_FULL: Final = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n"
    b"Content-Length: 0\r\n\r\n"
)
_TOO_LARGE: Final = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\n"
    b"Content-Length: 0\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and how to listen.

    ``connections`` may be open at once; more are told to come again. One on which nothing moves for
    ``idle_seconds`` is closed, and so is one whose request has not come in whole after as long.
    When it is told to stop, the server gives requests that run ``grace_seconds`` to end.
    """

    host: str
    port: int
    connections: int
    idle_seconds: float
    grace_seconds: float


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
    """uvicorn over an application.

    Raises:
        OSError: The address cannot be listened at.
    """

    def __init__(self, application: Front, serving: Serving) -> None:
        self._sockets = _listening(serving.host, serving.port)
        self._config = uvicorn.Config(
            application,
            interface="asgi3",
            loop="uvloop",
            http=partial(_Connection, most=serving.connections),  # type: ignore[arg-type]
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            headers=[("Server", "newskg")],
            timeout_graceful_shutdown=serving.grace_seconds,  # type: ignore[arg-type] # or a float
            timeout_notify=0,  # each second
        )
        self._idle_seconds = serving.idle_seconds

    def run(self, on_stop: Callable[[], None] = lambda: None) -> bool:
        """Serve until SIGTERM or SIGINT; return whether all requests that ran then were answered.

        ``on_stop`` is called when it begins to stop; a second signal stops at once.
        """
        server = _Server(self._config, on_stop)

        async def sweep() -> None:
            now = asyncio.get_running_loop().time()
            for one in list(server.server_state.connections):
                if isinstance(one, _Connection):
                    one.close_if_stuck(now, self._idle_seconds)

        self._config.callback_notify = sweep
        gc.collect()
        gc.freeze()  # what is here stays: it need not be looked through again and again
        gc.set_threshold(_GARBAGE)
        server.run(self._sockets)
        return server.answered


class _Server(uvicorn.Server):
    """A server that says whether it has answered all; signals end it, not its process."""

    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_stop = on_stop
        self.answered = False

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Have signals handled by the loop."""
        loop, numbers = asyncio.get_running_loop(), (signal.SIGTERM, signal.SIGINT)
        for number in numbers:
            loop.add_signal_handler(number, self._stop)
        try:
            yield
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more requests, and wait for those that run and for their last bytes."""
        self._on_stop()
        await super().shutdown(sockets)
        self.answered = not (self.server_state.tasks or self.server_state.connections)

    def _stop(self) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


class _Connection(HttpToolsProtocol):
    """A connection that is told apart from one that waits in vain; one of ``most``."""

    def __init__(self, *arguments: Any, most: int, **options: Any) -> None:  # noqa: ANN401 - uvicorn's
        super().__init__(*arguments, **options)
        self._most = most
        self._head_bytes = 0
        self._passed = False
        self._in_head = True
        self._waiting_since = self._moved_at = self.loop.time()
        self._unsent = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; refuse one connection too many."""
        super().connection_made(transport)
        if len(self.connections) > self._most:
            self._refuse(_FULL)

    def data_received(self, data: bytes) -> None:
        """Take bytes; refuse a head without end."""
        self._passed = False
        super().data_received(data)
        if self._passed:  # what has come of the next head is of these bytes, and not yet counted
            self._head_bytes = 0
        elif self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > LONGEST_HEAD:
                self._refuse(_TOO_LARGE)

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._waiting_since = self.loop.time()

    def on_headers_complete(self) -> None:
        """Take a head."""
        super().on_headers_complete()
        self._in_head, self._passed = False, True
        if self.scope["method"] != "HEAD" and not self.expect_100_continue:
            self.cycle.transport = cast("asyncio.Transport", _OneWrite(self.transport))
            self.scope["extensions"] = cast("Any", {WHOLE: partial(self._send_whole, self.cycle)})

    def on_message_complete(self) -> None:
        """Take the end of a request."""
        super().on_message_complete()
        self._in_head = self._passed = True

    def on_response_complete(self) -> None:
        """End a reply as uvicorn does, but for a timer: who waits in vain is found by a sweep."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self._waiting_since = self.loop.time()
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())

    def _send_whole(
        self,
        cycle: RequestResponseCycle,
        status: int,
        headers: Iterable[tuple[bytes, bytes]],
        content: bytes,
    ) -> bool:
        """Send a reply at once, as two events of ASGI would; ``False`` if these are needed."""
        if cycle.disconnected or cycle.response_started or cycle.flow.write_paused:
            return False
        parts = [STATUS_LINE[status]]
        for name, value in (*cycle.default_headers, *headers):
            parts += (name, b": ", value, b"\r\n")
        if not cycle.keep_alive:
            parts.append(b"connection: close\r\n")
        parts += (b"\r\n", content)
        self.transport.write(b"".join(parts))
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()
        return True

    def close_if_stuck(self, now: float, seconds: float) -> None:
        """Close if the client has not taken a byte, or not sent its request, for so long."""
        unsent = self.transport.get_write_buffer_size()
        if unsent != self._unsent or not unsent:
            self._unsent, self._moved_at = unsent, now
        if unsent:
            if now - self._moved_at > seconds:
                self.transport.abort()
        elif self._waits() and now - self._waiting_since > seconds:
            self.transport.close()

    def _waits(self) -> bool:
        """Say whether it is the client's turn."""
        cycle = self.cycle
        return cycle is None or cycle.response_complete or cycle.more_body

    def _refuse(self, reply: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(reply)
            self.transport.close()


class _OneWrite:
    """The transport as one reply sees it: the head is sent with the first bytes of the body.

    Else a client that waits for a small reply is woken twice, which costs both sides.
    """

    __slots__ = ("_head", "_transport")

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head: bytes | None = None

    def write(self, data: bytes) -> None:
        """Write; the first bytes are the head."""
        if self._head is None:
            self._head = data
            return
        self._transport.write(self._head + data if self._head else data)
        self._head = b""

    def close(self) -> None:
        """Send what is held, and close."""
        if self._head:
            self._transport.write(self._head)
        self._transport.close()


def _listening(host: str, port: int) -> list[socket.socket]:
    """Return sockets that listen at all addresses of a host.

    Raises:
        OSError: One cannot be listened at.
    """
    found: list[socket.socket] = []
    try:
        for family, address in _addresses(host, port):
            one = socket.socket(family, socket.SOCK_STREAM)
            found.append(one)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind(address)
            one.listen(_BACKLOG)
    except OSError:
        for one in found:
            one.close()
        raise
    return found


def _addresses(host: str, port: int) -> dict[tuple[int, tuple[Any, ...]], None]:
    infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return dict.fromkeys((family, address) for family, _, _, _, address in infos)
