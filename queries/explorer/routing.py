"""Requests of the explorer: the view's name and its parameters in, plain values out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError
from queries.explorer.articles import article, articles
from queries.explorer.entities import entity, evidence
from queries.explorer.network import network
from queries.explorer.overview import overview
from queries.explorer.suggesting import complete, find
from queries.explorer.terms import ontology
from queries.explorer.views import paths, subgraph
from queries.named import named_queries

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from queries.questions.layers import Graph

    Given = Mapping[str, Sequence[str]]

_LONGEST = 2_000


def answer(graph: Graph, view: str, given: Given) -> object:
    """Return what a view shows, as JSON can hold it; ``given`` has each parameter's values.

    Raises:
        UsageError: No such view, or a parameter that is missing, unknown or out of range.
    """
    if view not in _VIEWS:
        msg = f"there is no view {view!r}: expected one of {', '.join(_VIEWS)}"
        raise UsageError(msg)
    return _VIEWS[view](graph, given)


def _one(given: Given, name: str, default: str | None = None) -> str:
    values = given.get(name) or ([] if default is None else [default])
    if len(values) != 1 or len(values[0]) > _LONGEST:
        msg = f"parameter {name} is needed once, of at most {_LONGEST} characters"
        raise UsageError(msg)
    return values[0]


def _count(given: Given, name: str, default: int) -> int:
    text = _one(given, name, str(default))
    if not (text.isascii() and text.isdigit()):
        msg = f"{name}={text!r} is no whole number"
        raise UsageError(msg)
    return int(text)


def _graph(graph: Graph, given: Given) -> dict[str, Any]:
    depth, limit = _count(given, "depth", 1), _count(given, "limit", 500)
    return subgraph(network(graph), given.get("about", ()), depth=depth, limit=limit)


def _evidence(graph: Graph, given: Given) -> dict[str, Any]:
    edge = (_one(given, "subject"), _one(given, "predicate"), _one(given, "object"))
    return evidence(graph, network(graph), edge)


def _filled(_: Graph, given: Given) -> dict[str, str]:
    """Return a named query's SPARQL with its parameters bound."""
    name = _one(given, "query")
    query = named_queries().get(name)
    if query is None:
        msg = f"there is no query {name!r}: expected one of {', '.join(named_queries())}"
        raise UsageError(msg)
    return {"sparql": query.fill({key: _one(given, key) for key in given if key != "query"})}


_VIEWS: Final[dict[str, Callable[[Graph, Given], object]]] = {
    "overview": lambda graph, _: overview(graph, network(graph)),
    "ontology": lambda graph, _: ontology(graph),
    "articles": lambda graph, _: articles(graph),
    "find": lambda graph, given: find(network(graph), _one(given, "q", "")),
    "complete": lambda graph, given: complete(graph, network(graph), _one(given, "q", "")),
    "entity": lambda graph, given: entity(graph, network(graph), _one(given, "iri")),
    "article": lambda graph, given: article(graph, network(graph), _one(given, "id")),
    "graph": _graph,
    "paths": lambda graph, given: paths(network(graph), _one(given, "from"), _one(given, "to")),
    "evidence": _evidence,
    "filled": _filled,
}
