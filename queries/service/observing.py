"""What happens to requests, told to a log and to meters: a layer around the WSGI application.

Each request has an id: its ``X-Request-Id`` if that is sane, else a new one. It goes back in the
reply and stands in every line that is logged meanwhile. Of a request, its method, path without
parameters, status, time and size are logged; never a query, a header or a content.
"""

from __future__ import annotations

import logging
import random
import re
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.engine.result import never
from queries.service.running import RunningRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from queries.service.metrics import Metrics
    from queries.service.running import Running

REQUEST_ID: Final = "newskg.request_id"
"""Where the id is in the WSGI environment."""
ROUTE: Final = "newskg.route"
"""Where the application puts the route that a request took; there are few of them."""

ENDED: Final = "newskg.ended"
"""Where it says whether someone has ended the request."""
CLIENT_LEFT: Final = "newskg.client_left"
"""Where a server puts what says whether the client has left, if it can tell."""

REQUEST: ContextVar[str | None] = ContextVar("newskg.request", default=None)
"""The id of the request that this thread is answering."""

REQUESTS: Final = "newskg.request"
"""The logger of requests; each record has the attributes :data:`LOGGED`."""
LOGGED: Final = (
    *("request_id", "method", "path", "route", "status", "seconds", "bytes", "client"),
    "broken_off",
)
_LOGGER = logging.getLogger(REQUESTS)
_SANE = re.compile(r"[A-Za-z0-9._:+/=-]{1,128}\Z")
_METHODS: Final = frozenset(("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"))
_LONGEST_PATH: Final = 200
_LONGEST_METHOD: Final = 20


def request_id(sent: str | None) -> str:
    """Return the id that a client or proxy sent, if it is sane, or a new one; it is no secret.

    >>> request_id("trace-1"), len(request_id("a b")), len(request_id(None))
    ('trace-1', 32, 32)
    """
    return sent if sent and _SANE.match(sent) else f"{random.getrandbits(128):032x}"


def ended(environ: WSGIEnvironment) -> Callable[[], bool]:
    """Return what says whether someone has ended the request."""
    found: Callable[[], bool] = environ.get(ENDED, never)
    return found


def gone(environ: WSGIEnvironment) -> Callable[[], bool]:
    """Return what says whether nobody waits for the reply any more."""
    left: Callable[[], bool] = environ.get(CLIENT_LEFT, never)
    stopped = ended(environ)
    return lambda: left() or stopped()


class Observed:
    """A WSGI application whose requests are counted and logged."""

    def __init__(self, application: WSGIApplication, metrics: Metrics, running: Running) -> None:
        self._application = application
        self._metrics, self._running = metrics, running

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request as WSGI says (PEP 3333)."""
        seen = Seen(
            self._metrics,
            self._running,
            method=str(environ.get("REQUEST_METHOD", "")),
            path=_path(environ),
            client=str(environ.get("REMOTE_ADDR") or ""),
            sent_id=environ.get("HTTP_X_REQUEST_ID"),
        )
        environ[ENDED], environ[REQUEST_ID] = seen.ended, seen.id

        def start(status: str, headers: list[tuple[str, str]], *more: object) -> object:
            seen.status = int(status[:3])
            seen.route = str(environ.get(ROUTE, seen.route))
            return start_response(status, [*headers, ("X-Request-Id", seen.id)], *more)  # type: ignore[arg-type]

        before = REQUEST.set(seen.id)
        try:
            body = self._application(environ, start)  # type: ignore[arg-type]
        except BaseException:
            seen.end(broken=True)
            raise
        finally:
            REQUEST.reset(before)
        return SeenBody(body, seen)


class Seen:
    """One request, until it is over: who answers it sets ``route``, ``status`` and ``bytes``."""

    def __init__(
        self,
        metrics: Metrics,
        running: Running,
        *,
        method: str,
        path: str,
        client: str,
        sent_id: str | None,
    ) -> None:
        self.id = request_id(sent_id)
        self.route, self.status, self.bytes = "none", 500, 0
        self._metrics, self._running = metrics, running
        self._method = method if method in _METHODS else "other"
        shown = method[:_LONGEST_METHOD], path[:_LONGEST_PATH]
        self._request = running.begin(RunningRequest(self.id, *shown, client))
        self.ended = self._request.ended
        self._start = time.perf_counter()

    def end(self, *, broken: bool) -> None:
        """Count and log the request, whose last byte is out, or which has ``broken`` off."""
        seconds = time.perf_counter() - self._start
        metrics = self._metrics
        self._running.over(self._request)
        metrics.answered(self._method, self.route, self.status, seconds, self.bytes)
        level = logging.WARNING if broken or self.status >= 500 else logging.INFO
        if broken:
            metrics.broken.inc()
        if _LOGGER.isEnabledFor(level):
            facts = {
                "request_id": self.id,
                "method": self._method,
                "path": self._request.path,
                "route": self.route,
                "status": self.status,
                "seconds": round(seconds, 6),
                "bytes": self.bytes,
                "client": self._request.client,
                "broken_off": broken,
            }
            record = logging.LogRecord(REQUESTS, level, __file__, 0, "request", (), None)
            vars(record).update(facts)
            _LOGGER.handle(record)  # log() would look for the line that called it, each time


class SeenBody:
    """The pieces of a reply, counted; the request is over when they are closed."""

    def __init__(self, pieces: Iterable[bytes], seen: Seen) -> None:
        self._pieces, self._seen = pieces, seen
        self._iterator: Iterator[bytes] | None = None
        self._open, self._whole = True, False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._iterator is None:
            self._iterator = iter(self._pieces)
        before = REQUEST.set(self._seen.id)
        try:
            piece = next(self._iterator)
        except StopIteration:
            self._whole = True
            raise
        finally:
            REQUEST.reset(before)
        self._seen.bytes += len(piece)
        return piece

    def close(self) -> None:
        """Close the reply as PEP 3333 asks; a client that left has closed it early."""
        close: Callable[[], None] | None = getattr(self._pieces, "close", None)
        try:
            if close is not None:
                close()
        finally:
            if self._open:
                self._open = False
                self._seen.end(broken=not self._whole)


def _path(environ: WSGIEnvironment) -> str:
    """Return the path as it was sent, without parameters."""
    sent = environ.get("REQUEST_URI") or environ.get("RAW_URI")
    return str(sent).partition("?")[0] if sent else quote(str(environ.get("PATH_INFO", "")))
