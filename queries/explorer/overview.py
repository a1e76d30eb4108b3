"""The whole graph at a glance: counts, the best connected, coverage, contradictions, the build."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from kg import vocab
from queries.explorer.articles import articles
from queries.explorer.network import end
from queries.explorer.terms import rows, texts

if TYPE_CHECKING:
    from datetime import datetime

    from queries.explorer.network import Network
    from queries.questions.layers import Graph

_COUNTED = {
    "articles": "?x a nk:Article",
    "entities": "?x nk:name ?y",
    "facts": "?x a nk:Statement",
    "numbers": "?x a nk:Observation",
}
_TOP = 15
_MOST_CONTRADICTIONS = 50
_METHODS = "SELECT ?method (COUNT(*) AS ?count) WHERE { ?c nk:method ?method } GROUP BY ?method"
_STAMPS = f"""
SELECT (COUNT(DISTINCT ?article) AS ?stamped) (COUNT(DISTINCT ?stamp) AS ?stamps) WHERE {{
  GRAPH <{vocab.BASE}builds> {{ ?article nk:buildStamp ?stamp }}
}}"""


_JOINED = "SELECT (COUNT(?name) AS ?count) WHERE { ?name nk:resolvedTo ?entity }"


@runtime_checkable
class Dated(Protocol):
    """A graph that knows when it was last written."""

    @property
    def written(self) -> datetime | None:
        """The time, if there is one."""
        ...


def counts(graph: Graph) -> dict[str, int]:
    """Return how many articles, entities, facts and numbers a graph of articles holds."""
    select = "SELECT (COUNT(DISTINCT ?x) AS ?count) WHERE {{ {} }}"
    return {name: _count(graph, select.format(what)) for name, what in _COUNTED.items()}


def overview(graph: Graph, network: Network) -> dict[str, Any]:
    """Return what the overview page shows."""
    listed = articles(graph)
    counted = counts(graph)
    return {
        "counts": counted
        | {
            "entities": len(network.nodes),
            "facts": counted["facts"] or len(network.edges),
            "edges": len(network.edges),
        },
        "types": _counted(Counter(node.type for node in network.nodes.values())),
        "relations": _relations(network),
        "top": _top(network),
        "articles": listed,
        "contradictions": _contradictions(network),
        "build": _build(graph, listed),
    }


def _counted(counter: Counter[str]) -> list[dict[str, Any]]:
    return [{"name": name, "count": count} for name, count in counter.most_common()]


def _count(graph: Graph, sparql: str) -> int:
    return int(next(rows(graph, sparql))["count"])


def _relations(network: Network) -> list[dict[str, Any]]:
    """Return the relations, most used first, with their edges by status."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for edge in network.edges:
        counted[edge.predicate][edge.status] += 1
    ordered = sorted(counted.items(), key=lambda item: (-item[1].total(), item[0]))
    return [
        {"iri": iri, "label": network.relations[iri], "count": by.total(), "status": dict(by)}
        for iri, by in ordered
    ]


def _top(network: Network) -> list[dict[str, Any]]:
    best = sorted(network.nodes, key=lambda iri: (-network.degree(iri), iri))[:_TOP]
    return [
        {"iri": n.iri, "label": n.label, "type": n.type, "facts": network.degree(n.iri)}
        for n in map(network.nodes.__getitem__, best)
        if network.degree(n.iri)
    ]


def _contradictions(network: Network) -> list[dict[str, Any]]:
    """Return the facts that the articles give different statuses, one of them denied or actual."""
    told: dict[tuple[str, str, str], list[Any]] = defaultdict(list)
    for edge in network.edges:
        told[(edge.subject, edge.predicate, edge.object)].append(edge)
    found = [(key, edges) for key, edges in told.items() if len(edges) > 1]
    return [
        {
            "subject": end(network, s),
            "predicate": p,
            "relation": network.relations[p],
            "object": end(network, o),
            "status": {e.status: [_id(network, a) for a in e.articles] for e in edges},
        }
        for (s, p, o), edges in found[:_MOST_CONTRADICTIONS]
    ]


def _id(network: Network, article: str) -> str:
    return str(network.articles.get(article, {"id": article})["id"])


def _build(graph: Graph, listed: list[dict[str, Any]]) -> dict[str, Any]:
    stamps = next(rows(graph, _STAMPS), {"stamped": 0})
    dates = sorted(str(one["published"]) for one in listed if one["published"])
    methods = Counter({str(r["method"]): int(str(r["count"])) for r in texts(graph, _METHODS)})
    written = graph.written if isinstance(graph, Dated) else None
    return {
        "written": written.strftime("%Y-%m-%dT%H:%M:%SZ") if written else None,
        "stamped": stamps["stamped"],
        "joined": _count(graph, _JOINED),
        "first": dates[0] if dates else None,
        "last": dates[-1] if dates else None,
        "methods": _counted(methods),
    }
