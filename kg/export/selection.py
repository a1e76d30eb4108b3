"""Which part of a graph an export holds: around entities, or by type, status, time and source."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.export.network import Network
from kg.model import EntityType, Predicate, Status, check_period
from kg.quads.literals import period_end, period_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.export.network import Edge, Node


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted; of each kind of condition one must hold, and of all kinds.

    ``about`` are names or IRIs of entities, with what lies within ``depth`` facts of them.
    ``types``, ``predicates`` and ``statuses`` are those of the ontology, ``articles`` ids.
    ``since`` and ``until`` are ISO 8601 dates, a year or month standing for its first and last
    day: a fact's time is its own, else the day on which an article that states it appeared; one
    that has neither is left out. ``entities`` and ``statements`` are IRIs, such as a query found.

    Raises:
        UsageError: A condition that nothing can meet.
    """

    about: tuple[str, ...] = ()
    depth: int = 1
    types: tuple[str, ...] = ()
    predicates: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    min_confidence: float = 0.0
    entities: frozenset[str] | None = None
    statements: frozenset[str] | None = None

    def __post_init__(self) -> None:
        _check("entity type", self.types, EntityType)
        _check("predicate", self.predicates, Predicate)
        _check("status", self.statuses, Status)
        if self.depth < 0:
            msg = f"depth {self.depth} is below 0: expected how many facts away from the entity"
            raise UsageError(msg)
        for period in filter(None, (self.since, self.until)):
            try:
                check_period(period)
            except ValueError as error:
                raise UsageError(str(error)) from error

    def __bool__(self) -> bool:
        return self != Selection()

    @property
    def chooses_facts(self) -> bool:
        """Whether facts are chosen by what they are, so that entities without one are left out."""
        chosen = (self.predicates, self.statuses, self.since, self.until, self.min_confidence)
        return any(chosen) or self.statements is not None


def _check(what: str, given: Iterable[str], known: Iterable[str]) -> None:
    expected = [str(name) for name in known]
    for name in given:
        if name not in expected:
            msg = f"{name!r} is no {what}: expected one of {', '.join(expected)}"
            raise UsageError(msg)


def select(network: Network, selection: Selection) -> Network:
    """Return the part of a network that is wanted.

    Raises:
        UsageError: A name in ``about`` names no entity.
    """
    wanted = _resolve(network.nodes, selection.about)
    nodes = {
        iri: node
        for iri, node in network.nodes.items()
        if iri in wanted or _keeps_node(node, selection)
    }
    edges = [
        edge
        for edge in network.edges
        if edge.source in nodes and edge.target in nodes and _keeps_edge(edge, selection)
    ]
    kept = set(nodes)
    if selection.chooses_facts:
        kept = wanted | {end for edge in edges for end in (edge.source, edge.target)}
    if selection.about:
        kept &= _within(wanted, edges, selection.depth)
    return Network(
        {iri: node for iri, node in nodes.items() if iri in kept},
        tuple(edge for edge in edges if edge.source in kept and edge.target in kept),
    )


def _keeps_node(node: Node, selection: Selection) -> bool:
    if selection.types and node.type not in selection.types:
        return False
    if selection.articles and not set(selection.articles) & set(node.articles):
        return False
    return selection.entities is None or node.iri in selection.entities


def _keeps_edge(edge: Edge, selection: Selection) -> bool:
    if selection.predicates and edge.predicate not in selection.predicates:
        return False
    if selection.statuses and edge.status not in selection.statuses:
        return False
    if selection.articles and not set(selection.articles) & set(edge.articles):
        return False
    if selection.statements is not None and not selection.statements & set(edge.statements):
        return False
    return edge.confidence >= selection.min_confidence and _is_in_time(edge, selection)


def _is_in_time(edge: Edge, selection: Selection) -> bool:
    if not selection.since and not selection.until:
        return True
    first, last = edge.start or edge.published, edge.end or edge.published
    if first is None or last is None:
        return False
    return (not selection.since or last >= period_start(selection.since)) and (
        not selection.until or first <= period_end(selection.until)
    )


def _within(wanted: set[str], edges: Iterable[Edge], depth: int) -> set[str]:
    """Return what lies within ``depth`` facts of the entities wanted."""
    near: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        near[edge.source].add(edge.target)
        near[edge.target].add(edge.source)
    reached, border = set(wanted), set(wanted)
    for _ in range(depth):
        border = {other for iri in border for other in near[iri]} - reached
        reached |= border
    return reached


def _resolve(nodes: Mapping[str, Node], names: Iterable[str]) -> set[str]:
    """Return the entities of the names, each by IRI, label or alias, letter case aside.

    Raises:
        UsageError: A name is that of none.
    """
    found: set[str] = set()
    by_name: dict[str, set[str]] = defaultdict(set)
    for name in names:
        if name in nodes:
            found.add(name)
            continue
        if not by_name:
            for iri, node in nodes.items():
                for known in (node.label, *node.aliases):
                    by_name[known.casefold()].add(iri)
        if name.casefold() not in by_name:
            raise UsageError(_unknown(name, nodes, by_name))
        found |= by_name[name.casefold()]
    return found


def _unknown(name: str, nodes: Mapping[str, Node], by_name: Mapping[str, set[str]]) -> str:
    close = difflib.get_close_matches(name.casefold(), by_name, n=3, cutoff=0.6)
    inside = sorted(known for known in by_name if name.casefold() in known)[:3]
    likely = dict.fromkeys(nodes[iri].label for known in close + inside for iri in by_name[known])
    hint = (
        f": did you mean {', '.join(list(likely)[:3])}?" if likely else ": expected a name or IRI"
    )
    return f"{name!r} names no entity of the graph{hint}"
