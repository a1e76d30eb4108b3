"""What happens to requests, told to a log and to meters: a layer around the WSGI application.

Each request has an id: its ``X-Request-Id`` if that is sane, else a new one. It goes back in the
reply and stands in every line that is logged meanwhile. Of a request, its method, path without
parameters, status, time and size are logged; never a query, a header or a content.
"""

from __future__ import annotations

import logging
import re
import time
from contextvars import ContextVar
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from uuid import uuid4

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
    """Return the id that a client or proxy sent, if it is sane, or a new one.

    >>> request_id("trace-1"), len(request_id("a b")), len(request_id(None))
    ('trace-1', 32, 32)
    """
    return sent if sent and _SANE.match(sent) else uuid4().hex


def ended(environ: WSGIEnvironment) -> Callable[[], bool]:
    """Return what says whether someone has ended the request."""
    found: Callable[[], bool] = environ.get(ENDED, never)
    return found


def gone(environ: WSGIEnvironment) -> Callable[[], bool]:
    """Return what says whether nobody waits for the reply any more."""
    left: Callable[[], bool] = environ.get("waitress.client_disconnected", never)
    stopped = ended(environ)
    return lambda: left() or stopped()


class Observed:
    """A WSGI application whose requests are counted and logged."""

    def __init__(self, application: WSGIApplication, metrics: Metrics, running: Running) -> None:
        self._application = application
        self._metrics, self._running = metrics, running

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request as WSGI says (PEP 3333)."""
        seen = _Seen(environ, self._metrics, self._running)

        def start(status: str, headers: list[tuple[str, str]], *more: object) -> object:
            seen.status = int(status[:3])
            return start_response(status, [*headers, ("X-Request-Id", seen.id)], *more)  # type: ignore[arg-type]

        before = REQUEST.set(seen.id)
        try:
            body = self._application(environ, start)  # type: ignore[arg-type]
        except BaseException:
            seen.end(broken=True)
            raise
        finally:
            REQUEST.reset(before)
        return _Body(body, seen)


class _Seen:
    """One request, until it is over."""

    def __init__(self, environ: WSGIEnvironment, metrics: Metrics, running: Running) -> None:
        self.id = request_id(environ.get("HTTP_X_REQUEST_ID"))
        client = str(environ.get("REMOTE_ADDR") or "")
        method = str(environ.get("REQUEST_METHOD", ""))[:_LONGEST_METHOD]
        self._request = RunningRequest(self.id, method, _path(environ), client)
        self._running = running
        running.begin(self._request)
        environ[ENDED] = self._request.ended
        self.status, self.bytes = 500, 0
        environ[REQUEST_ID] = self.id
        self._environ, self._metrics = environ, metrics
        self._start = time.perf_counter()
        metrics.in_progress.inc()

    def end(self, *, broken: bool) -> None:
        seconds = time.perf_counter() - self._start
        environ, metrics = self._environ, self._metrics
        self._running.over(self._request)
        sent = str(environ.get("REQUEST_METHOD", ""))
        method = sent if sent in _METHODS else "other"
        route = str(environ.get(ROUTE, "none"))
        metrics.in_progress.dec()
        metrics.answered(method, route, self.status, seconds, self.bytes)
        level = logging.WARNING if broken or self.status >= 500 else logging.INFO
        if broken:
            metrics.broken.inc()
        if _LOGGER.isEnabledFor(level):
            facts = {
                "request_id": self.id,
                "method": method,
                "path": self._request.path,
                "route": route,
                "status": self.status,
                "seconds": round(seconds, 6),
                "bytes": self.bytes,
                "client": self._request.client,
                "broken_off": broken,
            }
            record = logging.LogRecord(REQUESTS, level, __file__, 0, "request", (), None)
            vars(record).update(facts)
            _LOGGER.handle(record)  # log() would look for the line that called it, each time


class _Body:
    """The pieces of a reply, counted; the request is over when they are closed."""

    def __init__(self, pieces: Iterable[bytes], seen: _Seen) -> None:
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
    """Return the path as it was sent, without parameters, and no longer than a line of a log."""
    sent = environ.get("REQUEST_URI") or environ.get("RAW_URI")
    path = str(sent).partition("?")[0] if sent else quote(str(environ.get("PATH_INFO", "")))
    return path[:_LONGEST_PATH]
