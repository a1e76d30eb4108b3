"""Parts of the network: the best connected, the neighbourhood of some nodes, ways between two."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from queries.explorer.network import Network

MOST_NODES: Final = 10_000
DEEPEST: Final = 3
_MOST_PATHS = 8
_LONGEST_PATH = 5
_DETOUR = 1
"""How many steps a path may be longer than the shortest."""


def subgraph(
    network: Network, about: Sequence[str] = (), *, depth: int = 1, limit: int = 500
) -> dict[str, Any]:
    """Return nodes and edges: those around ``about``, or else the best connected.

    Of what is too much for ``limit`` nodes, the better connected are kept. What has no edge is
    left out unless nothing has, or it is asked about.

    Raises:
        UsageError: A number out of range, or an IRI that is no node.
    """
    _check("limit", limit, MOST_NODES)
    _check("depth", depth, DEEPEST)
    for iri in about:
        _check_node(network, iri)
    chosen = (
        _around(network, about, depth, limit)
        if about
        else _best(network, network.incident or network.nodes)
    )
    return to_json(network, list(chosen)[:limit])


def paths(network: Network, start: str, end: str) -> dict[str, Any]:
    """Return the short ways from one node to another, shortest first, and the part they span.

    Directions do not count, and denied facts are no way.

    Raises:
        UsageError: An end is no node, or both are one.
    """
    for iri in (start, end):
        _check_node(network, iri)
    if start == end:
        msg = f"both ends are {network.nodes[start].label!r}: choose two entities"
        raise UsageError(msg)
    found = _paths(network, start, end)
    on_the_way = dict.fromkeys([start, end, *(iri for path in found for iri in path)])
    return to_json(network, list(on_the_way)) | {"paths": found}


def to_json(network: Network, chosen: Sequence[str]) -> dict[str, Any]:
    """Return the nodes ``chosen`` with the edges among them, as rows of short arrays.

    A node is ``[iri, label, type, degree in the whole graph]``, an edge ``[subject, object,
    relation, status, confidence, since, until, articles]`` with numbers of rows for the first
    three and for each article.
    """
    place = {iri: number for number, iri in enumerate(chosen)}
    inside = [e for e in network.edges if e.subject in place and e.object in place]
    relations = sorted({e.predicate for e in inside})
    articles = sorted({a for e in inside for a in e.articles})
    relation = {iri: number for number, iri in enumerate(relations)}
    article = {iri: number for number, iri in enumerate(articles)}
    known = (network.nodes[iri] for iri in chosen)
    return {
        "nodes": [[n.iri, n.label, n.type, network.degree(n.iri)] for n in known],
        "edges": [
            [
                *(place[e.subject], place[e.object], relation[e.predicate], e.status),
                *(e.confidence, e.since, e.until, [article[a] for a in e.articles]),
            ]
            for e in inside
        ],
        "relations": [
            {"iri": iri, "label": network.relations[iri], "symmetric": iri in network.symmetric}
            for iri in relations
        ],
        "articles": [network.articles.get(iri, {"id": iri}) for iri in articles],
        "total": {"nodes": len(network.nodes), "edges": len(network.edges)},
    }


def _best(network: Network, iris: Iterable[str]) -> list[str]:
    return sorted(iris, key=lambda iri: (-network.degree(iri), iri))


def _around(network: Network, about: Sequence[str], depth: int, limit: int) -> dict[str, None]:
    """Return the nodes within ``depth`` steps, nearest first, as keys in order."""
    reached, edge = dict.fromkeys(about), list(about)
    for _ in range(depth):
        beside: dict[str, None] = {}
        for iri in edge:
            for number in network.incident.get(iri, ()):
                found = network.edges[number]
                beside[found.object if found.subject == iri else found.subject] = None
        edge = [iri for iri in _best(network, beside) if iri not in reached]
        reached.update(dict.fromkeys(edge[: max(0, limit - len(reached))]))
    return reached


def _paths(network: Network, start: str, end: str) -> list[list[str]]:
    graph = network.simple
    if start not in graph or end not in graph or not nx.has_path(graph, start, end):
        return []
    found: list[list[str]] = []
    for path in islice(nx.shortest_simple_paths(graph, start, end), _MOST_PATHS):
        if found and len(path) > min(len(found[0]) + _DETOUR, max(_LONGEST_PATH, len(found[0]))):
            break
        found.append(path)
    return found


def _check(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        msg = f"{name}={value} is out of range: give 1 to {most}"
        raise UsageError(msg)


def _check_node(network: Network, iri: str) -> None:
    if iri not in network.nodes:
        msg = f"{iri!r} is no entity of this graph: search by name to find it"
        raise UsageError(msg)
