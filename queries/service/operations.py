"""What those who run a server ask it: does it live, is it ready, how does it do."""

from __future__ import annotations

import contextlib
import json
import time
from typing import TYPE_CHECKING, Final

from kg.engine.messages import Query
from kg.engine.result import EngineError
from queries.service.access import Scope
from queries.service.failures import http_error
from queries.service.http import HttpError, Reply

if TYPE_CHECKING:
    from queries.service.http import Request
    from queries.service.kept import Kept
    from queries.service.service import Service

_READY_WITHIN: Final = 2.0
"""Seconds in which a worker must have answered the smallest query."""
_NEVER_KEPT: Final = {"Cache-Control": "no-store"}


def health(service: Service, counts: Kept[dict[str, int]], _: Request) -> Reply:
    """Say that the process lives, with counts of the graph if they are to be had and not private.

    It is no sign of ill health that the workers are busy or the graph cannot be read: asking again
    or starting anew would not help. :func:`ready` tells that.
    """
    counted = None
    if not service.settings.private:
        with contextlib.suppress(EngineError):
            counted = counts.get(service.engine.version())
    body = json.dumps({"status": "ok"} | (counted or {})).encode()
    return Reply(200, body, "application/json", _NEVER_KEPT)


def ready(service: Service, _: Request) -> Reply:
    """Say whether the service can answer a query now: a worker has just done so.

    Raises:
        HttpError: 503, it cannot, with why.
    """
    if service.stopping:
        raise HttpError(503, "The server is stopping", "stopping", {"Retry-After": "5"})
    end = time.monotonic() + _READY_WITHIN
    try:
        version = service.engine.version()
        service.engine.query(
            Query("ASK {}"), client="ready", gone=lambda: time.monotonic() > end
        ).close()
    except EngineError as error:
        if time.monotonic() > end:
            text = f"No worker has answered within {_READY_WITHIN:g} s"
            raise HttpError(503, text, "busy", {"Retry-After": "2"}) from error
        raise HttpError(
            503, error.failure.text, error.failure.reason.value, http_error(error.failure).headers
        ) from error
    body = json.dumps({"status": "ready", "version": version}).encode()
    return Reply(200, body, "application/json", _NEVER_KEPT)


def metrics(service: Service, request: Request) -> Reply:
    """Return the meters for Prometheus; a private service asks for a token of scope read.

    Raises:
        HttpError: 401 or 403, as for a query.
    """
    service.authorise(request, Scope.READ)
    body, media_type = service.metrics.exposition(request.header("accept"))
    return Reply(200, body, media_type, _NEVER_KEPT | {"Vary": "Accept, Accept-Encoding"})


def requests(service: Service, request: Request) -> Reply:
    """Return the requests that are being answered, to a token of scope admin.

    Raises:
        HttpError: 401 or 403 to anybody else.
    """
    service.authorise(request, Scope.ADMIN)
    body = json.dumps({"requests": service.running.listed()}).encode()
    return Reply(200, body, "application/json", _NEVER_KEPT)


def end(service: Service, id_: str, request: Request) -> Reply:
    """End the requests of an id, for a token of scope admin: their clients get 503.

    Raises:
        HttpError: 401 or 403 to anybody else, 404 if none of the id is running.
    """
    service.authorise(request, Scope.ADMIN)
    if not service.running.end(id_):
        raise HttpError(404, f"No request {id_[:100]!r} is running", "missing")
    return Reply(204, headers=_NEVER_KEPT)
