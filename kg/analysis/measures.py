"""Centrality, communities and bridges of a network of facts; the same network gives the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import networkx as nx

from kg.model import SYMMETRIC_PREDICATES, Predicate

if TYPE_CHECKING:
    from kg.export.network import Network

EXACT: Final = 1000
"""Entities up to which betweenness is exact; beyond, it is estimated from so many sources."""
SOURCES: Final = 300
_SEED: Final = 7
_DIGITS: Final = 9
_SYMMETRIC: Final = {predicate.value for predicate in SYMMETRIC_PREDICATES}


@dataclass(frozen=True, slots=True)
class Measures:
    """An entity's place in the network.

    ``degree`` is the number of entities that it relates to, ``partners`` of those that it
    partners with. ``page_rank`` sums to 1 over all entities (Page, Brin 1998; damping 0.85);
    ``betweenness`` is the share, 0 to 1, of shortest paths that go through it (Freeman 1977).
    ``community`` is the number of its community, 1 for the largest.
    """

    iri: str
    label: str
    type: str
    degree: int
    partners: int
    page_rank: float
    betweenness: float
    community: int


@dataclass(frozen=True, slots=True)
class Community:
    """Entities that relate to each other more than to others, the most central first."""

    number: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The measures of entities that relate to any other, highest page rank first.

    ``communities`` are found by Louvain's method (Blondel et al. 2008), facts weighted by how many
    articles state them; ``modularity`` tells how well they part. ``bridges`` are pairs of entities
    whose relation alone joins two parts, those of the most central entities first.
    ``exact`` says whether betweenness is not estimated.
    """

    entities: tuple[Measures, ...]
    communities: tuple[Community, ...]
    bridges: tuple[tuple[str, str], ...]
    modularity: float
    exact: bool


def analyse(network: Network, *, statuses: frozenset[str] = frozenset({"actual"})) -> Analysis:
    """Measure the facts of these statuses; entities without any are left out."""
    directed = _directed(network, statuses)
    plain = _undirected(directed)
    if not plain:
        return Analysis((), (), (), 0.0, exact=True)
    ranks = _rounded(nx.pagerank(directed, weight="weight"))
    exact = len(plain) <= EXACT
    sources = None if exact else SOURCES
    between = _rounded(nx.betweenness_centrality(plain, k=sources, seed=_SEED))
    communities = _communities(plain, ranks)
    number = {iri: found.number for found in communities for iri in found.members}
    partners = _partners(network, statuses)
    entities = (
        Measures(
            iri,
            network.nodes[iri].label,
            network.nodes[iri].type,
            plain.degree(iri),
            len(partners.get(iri, ())),
            ranks[iri],
            between[iri],
            number[iri],
        )
        for iri in plain
    )
    return Analysis(
        tuple(sorted(entities, key=lambda found: (-found.page_rank, found.iri))),
        communities,
        _bridges(plain, ranks),
        nx.community.modularity(plain, [set(found.members) for found in communities]),
        exact=exact,
    )


def _rounded(values: dict[str, float]) -> dict[str, float]:
    """Return values without the noise of floats, which would order equals at random."""
    return {iri: round(value, _DIGITS) for iri, value in values.items()}


def _directed(network: Network, statuses: frozenset[str]) -> nx.DiGraph[str]:
    """Return a fact as an arrow, weighted by its articles; a symmetric one as two."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    for edge in network.edges:
        if edge.status not in statuses:
            continue
        ends = [(edge.source, edge.target)]
        if edge.predicate in _SYMMETRIC:
            ends.append((edge.target, edge.source))
        for source, target in ends:
            before = graph.get_edge_data(source, target, {"weight": 0})["weight"]
            graph.add_edge(source, target, weight=before + edge.weight)
    return graph


def _undirected(directed: nx.DiGraph[str]) -> nx.Graph[str]:
    """Return one edge for each related pair, nodes and edges in order, as seeded methods need."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(directed))
    for source, target in sorted(directed.edges()):
        before = graph.get_edge_data(source, target, {"weight": 0})["weight"]
        graph.add_edge(source, target, weight=before + directed.edges[source, target]["weight"])
    return graph


def _communities(plain: nx.Graph[str], ranks: dict[str, float]) -> tuple[Community, ...]:
    found = nx.community.louvain_communities(plain, weight="weight", seed=_SEED)
    ordered = sorted(found, key=lambda members: (-len(members), min(members)))
    return tuple(
        Community(number, tuple(sorted(members, key=lambda iri: (-ranks[iri], iri))))
        for number, members in enumerate(ordered, 1)
    )


def _bridges(plain: nx.Graph[str], ranks: dict[str, float]) -> tuple[tuple[str, str], ...]:
    pairs = [(min(pair), max(pair)) for pair in nx.bridges(plain)]
    return tuple(sorted(pairs, key=lambda pair: (-min(ranks[iri] for iri in pair), pair)))


def _partners(network: Network, statuses: frozenset[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for edge in network.edges:
        if edge.predicate == Predicate.PARTNERS_WITH.value and edge.status in statuses:
            found.setdefault(edge.source, set()).add(edge.target)
            found.setdefault(edge.target, set()).add(edge.source)
    return found
