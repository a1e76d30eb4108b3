"""The SPARQL 1.1 Protocol: https://www.w3.org/TR/sparql11-protocol/."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from kg.engine.messages import Query, Update
from kg.errors import QueryError, RefusedError
from queries.protocol.accept import choose
from queries.protocol.guard import check_query
from queries.protocol.updates import check_update
from queries.service.formats import BOOLEANS, GRAPHS, TABLES
from queries.service.http import HttpError, Parameters

if TYPE_CHECKING:
    from queries.protocol.guard import QueryForm
    from queries.service.http import Request

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
_OTHER: Final = {"query": "update", "update": "query"}
_LONGEST_REMEMBERED: Final = 4096
"""Characters of parameters whose query is kept as it was read."""
_KIND: Final = {"SELECT": "table", "ASK": "boolean"}
"""What the result of a form is called in :class:`Query`; that of others is a graph."""
_TAKEN: Final = f"Send a query as {QUERY}, an update as {UPDATE}, or either as a form ({FORM})"


@dataclass(frozen=True, slots=True)
class QueryOperation:
    """A query that may run; ``media_type`` is what its result is called in the reply."""

    query: Query
    media_type: str
    volatile: bool


@dataclass(frozen=True, slots=True)
class UpdateOperation:
    """An update that may be tried; ``targets`` says for the log which graphs it names."""

    update: Update
    targets: tuple[str, ...]


def is_description(request: Request) -> bool:
    """Say whether a request asks for the service description: a GET without parameters."""
    return request.method in {"GET", "HEAD"} and not request.query


def is_update(request: Request) -> bool:
    """Say whether a request is an update, so that it can be told whether it may before more."""
    if request.method != "POST":
        return False
    if request.media_type == UPDATE:
        return True
    return request.media_type == FORM and "update" in request.form()


def read_query(
    request: Request, base_iri: str, allowed: frozenset[str], *, named: str | None = None
) -> QueryOperation:
    """Return the query of a request; ``named`` is one of the library, instead of the request's.

    Raises:
        HttpError: 400 for what is no query, 406 if no format will do, 415 for another content.
    """
    accept = request.header("accept")
    if named is not None:
        request.parameters()  # that they can be read
        return _operation(named, Parameters(()), accept, base_iri, allowed)
    if request.method != "POST" and len(request.query) <= _LONGEST_REMEMBERED:
        return _remembered(request.query, accept, base_iri, allowed)
    text, parameters = _text(request, request.parameters(), "query", QUERY)
    return _operation(text, parameters, accept, base_iri, allowed)


def _operation(
    text: str, parameters: Parameters, accept: str | None, base_iri: str, allowed: frozenset[str]
) -> QueryOperation:
    if not text.strip():
        raise HttpError(400, "Missing parameter: query, a SPARQL query", "parameters")
    try:
        checked = check_query(text, allowed)
    except QueryError as error:
        raise _refused(error) from error
    media_type, name = _format(checked.form, accept)
    default, graphs = parameters.iris("default-graph-uri"), parameters.iris("named-graph-uri")
    dataset = bool(default or graphs)
    query = Query(
        text,
        base_iri=base_iri,
        default_graphs=default if dataset else None,
        named_graphs=graphs if dataset else None,
        **{_KIND.get(checked.form, "graph"): name},
    )
    return QueryOperation(query, media_type, checked.volatile)


@lru_cache(maxsize=512)
def _remembered(
    sent: str, accept: str | None, base_iri: str, allowed: frozenset[str]
) -> QueryOperation:
    """Return the query in a URL's parameters; clients ask the same again."""
    parameters = Parameters.parse(sent)
    return _operation(_one(parameters, "query"), parameters, accept, base_iri, allowed)


def read_update(request: Request, base_iri: str, allowed: frozenset[str]) -> UpdateOperation:
    """Return the update of a request.

    Raises:
        HttpError: 400 for what is no update, 415 for another content.
    """
    text, parameters = _text(request, request.parameters(), "update", UPDATE)
    try:
        checked = check_update(text, base_iri, allowed)
        graphs = parameters.iris("using-graph-uri")
        over = checked.using(graphs, parameters.iris("using-named-graph-uri"))
    except QueryError as error:
        raise _refused(error) from error
    targets = checked.targets()
    return UpdateOperation(
        Update(over, base_iri, tuple(sorted(t for t in targets if t is not None))),
        tuple(sorted("any" if t is None else t or "default" for t in targets)),
    )


def _refused(error: QueryError) -> HttpError:
    """Return the HTTP error for what is no SPARQL, or may not be asked for."""
    kind = "refused" if isinstance(error, RefusedError) else "syntax"
    return HttpError(error.http_status, str(error), kind)


def _text(
    request: Request, parameters: Parameters, name: str, media_type: str
) -> tuple[str, Parameters]:
    """Return what is asked, and all parameters: from the URL, a form, or the content itself."""
    if request.method == "POST":
        other = _OTHER[name]
        if request.media_type == media_type:
            if name in parameters or other in parameters:
                text = f"Parameter {name} or {other} is given beside a content of {media_type}"
                raise HttpError(400, text, "parameters")
            return request.text(), parameters
        if request.media_type != FORM:
            raise HttpError(
                415, _TAKEN, "media-type", {"Accept-Post": f"{FORM}, {QUERY}, {UPDATE}"}
            )
        parameters = parameters + request.form()
    return _one(parameters, name), parameters


def _one(parameters: Parameters, name: str) -> str:
    """Return the parameter that is asked, beside which there is no other."""
    other = _OTHER[name]
    if other in parameters:
        text = "An update must be sent by POST" if other == "update" else f"Both {name} and {other}"
        raise HttpError(400, text, "parameters")
    given = parameters.one(name)
    if given is None:
        raise HttpError(400, f"Missing parameter: {name}, a SPARQL {name}", "parameters")
    return given


def _format(form: QueryForm, accept: str | None) -> tuple[str, str]:
    """Return the media type to answer with, and the engine's name of it."""
    offers = {"SELECT": TABLES, "ASK": BOOLEANS}.get(form, GRAPHS)
    media_type = choose(accept, list(offers))
    if media_type is None:
        wanted = (accept or "")[:200]
        text = f"Cannot write {wanted!r}: {form} can be had as {', '.join(offers)}"
        raise HttpError(406, text, "media-type")
    return media_type, offers[media_type]
