"""Failures of the engine as HTTP: which status each reason has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.engine.messages import Reason
from queries.service.http import HttpError

if TYPE_CHECKING:
    from kg.engine.messages import Failure

_STATUS: Final = {
    Reason.SYNTAX: 400,
    Reason.EVALUATION: 400,
    Reason.DEPTH: 400,
    Reason.REFUSED: 403,
    Reason.MISSING: 404,
    Reason.TIME: 408,
    Reason.CHANGED: 412,
    Reason.MEMORY: 503,
    Reason.SIZE: 503,
    Reason.BUSY: 503,
    Reason.STORE: 503,
    Reason.CRASH: 503,
}
_AGAIN: Final = {Reason.BUSY: "1", Reason.STORE: "2", Reason.CRASH: "1"}
"""Seconds after which it may go better."""


def http_error(failure: Failure) -> HttpError:
    """Return the HTTP error for a failure."""
    headers = {"Retry-After": _AGAIN[failure.reason]} if failure.reason in _AGAIN else {}
    return HttpError(_STATUS[failure.reason], failure.text, failure.reason.value, headers)
