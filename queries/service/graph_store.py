"""The SPARQL 1.1 Graph Store HTTP Protocol: https://www.w3.org/TR/sparql11-http-rdf-update/."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from kg.engine.messages import Read, Write
from queries.protocol.accept import choose
from queries.service.formats import DATASETS, GRAPHS, TAKEN
from queries.service.http import HttpError, absolute, decoded

if TYPE_CHECKING:
    from queries.service.http import Request

STORE: Final = "/store"
_MULTIPART: Final = "multipart/form-data"
_MOST_PARTS: Final = 100
_LONGEST_ENTITY: Final = 256
_ENTITY: Final = re.compile(r"<!ENTITY\s+[^\s>]+\s+(\"[^\"]*\"|'[^']*'|[^\s>]*)")
_SENT_AS: Final = f"Send RDF as {', '.join(TAKEN)}, or several files as {_MULTIPART}"


def graph_of(request: Request) -> str | None:
    """Return the IRI of the graph that a request is about.

    Empty is the default graph, ``None`` none in particular. It is named by the parameter ``graph``
    or ``default`` (indirectly), or it is the request's own URL (directly).

    Raises:
        HttpError: It is named twice, or by what is no absolute IRI.
    """
    parameters = request.parameters()
    named, default = parameters.one("graph"), "default" in parameters
    if request.path not in {STORE, f"{STORE}/"}:
        if named is not None or default:
            raise HttpError(400, "The graph is named by the path and by a parameter", "parameters")
        return absolute(request.root + request.path, "path")
    if named is not None and default:
        raise HttpError(400, "Give graph or default, not both", "parameters")
    return absolute(named, "graph") if named is not None else "" if default else None


def read(request: Request) -> tuple[Read, str]:
    """Return what a GET or HEAD reads, and the media type to answer with.

    Raises:
        HttpError: 406 if no format will do.
    """
    graph = graph_of(request)
    offers = DATASETS if graph is None else GRAPHS
    accept = request.header("accept")
    media_type = choose(accept, list(offers))
    if media_type is None:
        text = f"Cannot write {(accept or '')[:200]!r}: this can be had as {', '.join(offers)}"
        raise HttpError(406, text, "media-type")
    return Read(graph, offers[media_type]), media_type


def write(request: Request, expected: str | None) -> tuple[Write, bool]:
    """Return what a PUT, POST or DELETE writes, and whether it is a new graph's.

    Raises:
        HttpError: 400 for what no graph is named of, 415 for a content that is not taken.
    """
    graph = graph_of(request)
    new = graph is None
    if new and request.method != "POST":
        text = "Name the graph: graph=IRI, default, or a path under /store"
        raise HttpError(400, text, "parameters")
    if request.method == "DELETE":
        return Write("DELETE", graph or "", expected=expected), False
    if request.header("content-range") is not None:
        raise HttpError(
            400, "A part of a graph cannot be written: leave out Content-Range", "content"
        )
    if request.header("content-encoding") not in {None, "identity"}:
        raise HttpError(415, "Send the content without Content-Encoding", "encoding")
    if graph is None:
        graph = f"{request.root}{STORE}/{uuid4()}"
    base = graph or request.root + STORE
    return Write(request.method, graph, _parts(request), base, expected), new


def _parts(request: Request) -> tuple[tuple[str, str], ...]:
    if request.media_type == _MULTIPART:
        return _form_parts(request)
    return (_part(_taken(request.media_type), request.text()),)


def _form_parts(request: Request) -> tuple[tuple[str, str], ...]:
    """Return the files of a form (RFC 7578)."""
    head = f"Content-Type: {request.header('content-type')}\r\n\r\n"
    message = message_from_bytes(
        head.encode("latin-1", "replace") + request.body, policy=policy.HTTP
    )
    parts = list(message.iter_parts()) if message.is_multipart() else []
    if not 1 <= len(parts) <= _MOST_PARTS:
        text = f"The form has {len(parts)} parts: expected 1 to {_MOST_PARTS}, each an RDF file"
        raise HttpError(400, text, "content")
    found = []
    for part in parts:
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            raise HttpError(400, "A part of the form has parts of its own", "content")
        content_type = str(part.get("content-type", ""))
        media_type = content_type.partition(";")[0].strip().lower()
        found.append(_part(_taken(media_type), decoded(content, content_type)))
    return tuple(found)


def _part(media_type: str, text: str) -> tuple[str, str]:
    """Return a part as it is; XML whose entities multiply is refused.

    An entity may stand for an IRI, as editors of ontologies write it, but not for further entities
    ("billion laughs"), nor for a file.
    """
    if media_type == "application/rdf+xml":
        for match in _ENTITY.finditer(text):
            if len(match[1]) > _LONGEST_ENTITY or match[1][:1] not in "\"'" or "&" in match[1]:
                detail = f"An entity must be a text of at most {_LONGEST_ENTITY} characters"
                raise HttpError(400, f"{detail} without entities in it", "content")
    return media_type, text


def _taken(media_type: str) -> str:
    if media_type not in TAKEN:
        raise HttpError(415, _SENT_AS, "media-type", {"Accept-Post": ", ".join(TAKEN)})
    return TAKEN[media_type]
