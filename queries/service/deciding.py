"""A user's word on entities, as a request has it: a JSON object (``docs/http-api.md``)."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Final

from kg.engine.messages import Decide
from queries.service.http import HttpError, Request

_KINDS: Final = ("same", "apart")
_SHAPE: Final = '{"kind": "same" or "apart", "entity": IRI, "other": IRI, "articles": [ID, ...]}'


def read(request: Request) -> Decide:
    """Return what a request says of entities.

    Raises:
        HttpError: 415 for another media type, 400 for what is no such object.
    """
    if request.media_type != "application/json":
        raise HttpError(415, "Send a JSON object as application/json", "media-type")
    try:
        given = json.loads(request.body)
    except ValueError as error:
        raise HttpError(400, f"Not JSON: {error}", "syntax") from error
    if (wrong := _wrong_in(given)) is not None:
        raise HttpError(400, f"{wrong}: expected {_SHAPE}", "parameters")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    articles = tuple(given.get("articles", ()))
    return Decide(given["kind"] == "same", given["entity"], given.get("other"), articles, now)


def _wrong_in(given: object) -> str | None:
    """Return what is wrong with a request's object, if anything is."""
    if not isinstance(given, dict) or given.get("kind") not in _KINDS:
        return "kind is not same or apart"
    other, articles = given.get("other"), given.get("articles", [])
    if not isinstance(given.get("entity"), str) or not isinstance(other, str | None):
        return "entity and other are not IRIs"
    if not isinstance(articles, list) or not all(isinstance(one, str) for one in articles):
        return "articles is no list of ids"
    return "same needs other" if given["kind"] == "same" and other is None else None
