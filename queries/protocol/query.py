"""A query answered in one piece, for the start page and for use without a server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from kg.errors import KgError, QueryError
from queries.protocol.accept import choose
from queries.protocol.guard import check_query

if TYPE_CHECKING:
    from queries.protocol.guard import QueryForm

TABLES: Final = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""Media types for SELECT and ASK, preferred first, and the store's name of each format."""

GRAPHS: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
}
"""Media types for CONSTRUCT and DESCRIBE."""

_TEXT: Final = "text/plain; charset=utf-8"
_BOOLEAN: Final = {kind: name for kind, name in TABLES.items() if name in {"json", "xml"}}


class Store(Protocol):
    """What the protocol needs of a graph: :class:`kg.store.GraphStore` has it."""

    def query(self, sparql: str, form: str = "json") -> bytes:
        """Evaluate a query and write its result in a format."""
        ...


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: HTTP status, media type, body."""

    status: int
    media_type: str
    body: bytes


def problem(status: int, text: str) -> Reply:
    """Return a refusal in one sentence.

    >>> problem(400, "query is missing").body
    b'query is missing\\n'
    """
    return Reply(status, _TEXT, f"{text}\n".encode())


def answer(store: Store, query: str | None, accept: str | None = None) -> Reply:
    """Answer a query in the format that the ``Accept`` header likes best.

    400 for what is no query, 406 if no format will do; an update is refused, and so is SERVICE,
    which would make the server call others.
    """
    if query is None or not query.strip():
        return problem(400, "Missing parameter: query, a SPARQL 1.1 query")
    try:
        offers = _offers(check_query(query).form)
        media_type = choose(accept, list(offers))
        if media_type is None:
            return problem(
                406, f"Cannot write {accept!r}: this query can be had as {', '.join(offers)}"
            )
        return Reply(200, _with_charset(media_type), store.query(query, offers[media_type]))
    except QueryError as error:
        return problem(400, str(error))
    except KgError as error:
        return problem(error.http_status, str(error))


def _offers(form: QueryForm) -> dict[str, str]:
    if form in {"CONSTRUCT", "DESCRIBE"}:
        return GRAPHS
    return _BOOLEAN if form == "ASK" else TABLES


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
