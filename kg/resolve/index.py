"""Resolution in step with a store: what one change to an article changes.

The store keeps, in a hidden graph, the keys of each entity and the links that each block gave, so
that a change asks only about the blocks of the entities that it touches. The outcome is that of
:func:`kg.resolve.clusters.resolve` over everything; a property test holds both together.

The outcome is a graph too, in the view and in exports: ``nk:resolvedTo`` from each IRI that goes by
another, and an ``nk:Merge`` for each link, with rule, confidence, reason and articles.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg import vocab
from kg.quads.literals import decimal_literal
from kg.resolve.clusters import Cluster, clusters, user_links
from kg.resolve.decisions import DECISIONS, Decisions, gather, read_decisions
from kg.resolve.graph import NAME, ChangedGraph
from kg.resolve.profile import Profile, keys
from kg.resolve.rules import LARGEST_BLOCK, Link, links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.resolve.graph import Match, Term

RESOLUTION: Final = NamedNode(vocab.BASE + "resolution")
"""The graph of what was joined, and why."""

BLOCKS: Final = NamedNode(vocab.BASE + "blocks")
"""The hidden graph of keys and links."""

_KEY = NamedNode(vocab.NK + "blockKey")
_IN_BLOCK = NamedNode(vocab.NK + "inBlock")
_DETAIL = NamedNode(vocab.NK + "detail")
_CANDIDATE = NamedNode(vocab.NK + "candidate")
RESOLVED_TO: Final = NamedNode(vocab.NK + "resolvedTo")
_TYPE = NamedNode(vocab.RDF + "type")
_ENTITY = NamedNode(vocab.NK + "entity")
_DERIVED = NamedNode(vocab.PROV + "wasDerivedFrom")


@dataclass(slots=True)
class Step:
    """What a change does to resolution.

    ``gone`` and ``come`` are quads of the graphs of this module; ``before`` and ``after`` map each
    unit whose entity may differ to the IRI that stands for it; ``earlier`` and ``later`` are the
    users' decisions.
    """

    earlier: Decisions
    later: Decisions
    gone: set[Quad] = field(default_factory=set)
    come: set[Quad] = field(default_factory=set)
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)

    @property
    def moved(self) -> frozenset[NamedNode]:
        """The IRIs of articles that go by another IRI than before."""
        own = {
            unit: iri
            for decisions in (self.earlier, self.later)
            for (_, iri), unit in decisions.elsewhere.items()
        }
        units = {unit for unit, now in self.after.items() if self.before[unit] != now}
        told = set(self.earlier.elsewhere.items()) ^ set(self.later.elsewhere.items())
        iris = {own.get(unit, unit) for unit in units} | {iri for (_, iri), _ in told}
        return frozenset(NamedNode(iri) for iri in iris)

    def visible(self) -> tuple[frozenset[Quad], frozenset[Quad]]:
        """Return the quads that go and come in the graph of what was joined."""
        gone, come = (
            frozenset(quad for quad in quads if quad.graph_name == RESOLUTION)
            for quads in (self.gone, self.come)
        )
        return gone, come

    def hidden(self) -> tuple[frozenset[Quad], frozenset[Quad]]:
        """Return the quads that go and come in the hidden graph."""
        gone, come = self.visible()
        return frozenset(self.gone - gone), frozenset(self.come - come)


def advance(match: Match, old: frozenset[Quad], new: frozenset[Quad]) -> Step:
    """Return what follows when the named graphs lose ``old`` and get ``new``; ``match`` is before.

    Either may hold quads of :data:`~kg.resolve.decisions.DECISIONS`.
    """
    return _Advance(match, old, new).step()


def start_again(match: Match) -> Step:
    """Return what turns the resolution that a store has, by whatever rules, into that of these."""

    def unresolved(
        subject: Term | None,
        predicate: NamedNode | None,
        value: Term | None,
        graph: NamedNode | None,
    ) -> Iterable[Quad]:
        return () if graph == BLOCKS else match(subject, predicate, value, graph)

    every = frozenset(
        quad for quad in match(None, NAME, None, None) if quad.graph_name != DefaultGraph()
    )
    step = _Advance(unresolved, every, every).step()
    left = {quad.subject for quad in match(None, RESOLVED_TO, None, RESOLUTION)}
    for unit in {node.value for node in left} - step.after.keys():  # type: ignore[union-attr]
        step.before[unit], step.after[unit] = resolved(unit, match), unit
    held = set(match(None, None, None, RESOLUTION)) | set(match(None, None, None, BLOCKS))
    will = (set(match(None, None, None, RESOLUTION)) - step.gone) | step.come
    will -= {
        _resolved_quad(unit, iri) for unit, iri in step.before.items() if step.after[unit] == unit
    }
    step.gone, step.come = held - will, will - held
    return step


def unit_names(quads: Iterable[Quad], decisions: Decisions) -> set[str]:
    """Return the units that quads name."""
    return {
        decisions.unit(quad.graph_name.value, quad.subject.value)  # type: ignore[union-attr]
        for quad in quads
        if quad.predicate == NAME and isinstance(quad.subject, NamedNode)
    }


class _Advance:
    def __init__(self, match: Match, old: frozenset[Quad], new: frozenset[Quad]) -> None:
        self._match = match
        held = frozenset(match(None, None, None, DECISIONS))
        earlier = gather(read_decisions(held))
        self._decisions = gather(read_decisions((held - old) | new)) if old or new else earlier
        self._graph = ChangedGraph(match, old - new, new - old, self._decisions)
        self._profiles: dict[str, Profile | None] = {}
        self._touched = unit_names(old, earlier) | unit_names(new, self._decisions)
        if earlier != self._decisions:
            self._touched |= earlier.of() | self._decisions.of()
        self._keys = {unit: self._keys_of(unit) for unit in self._touched}
        self._lost: dict[str, set[tuple[str, Link]]] = {}
        self._won: dict[str, set[tuple[str, Link]]] = {}
        self._step = Step(earlier, self._decisions)

    def step(self) -> Step:
        changed = self._change_keys()
        affected = set(self._touched)
        for key in sorted(changed):
            affected |= self._change_block(key)
        seen: set[str] = set()
        for unit in sorted(affected):
            if unit not in seen:
                seen |= self._change_component(unit)
        self._step.gone, self._step.come = (
            self._step.gone - self._step.come,
            self._step.come - self._step.gone,
        )
        return self._step

    def _profile(self, unit: str) -> Profile | None:
        if unit not in self._profiles:
            self._profiles[unit] = self._graph.profile(unit)
        return self._profiles[unit]

    def _keys_of(self, unit: str) -> frozenset[str]:
        profile = self._profile(unit)
        return keys(profile) if profile else frozenset()

    def _change_keys(self) -> set[str]:
        """Bring the keys of the touched units up to date; return those and the former ones."""
        every: set[str] = set()
        for unit in self._touched:
            node = NamedNode(unit)
            before = {quad.object.value for quad in self._match(node, _KEY, None, BLOCKS)}  # type: ignore[union-attr]
            after = self._keys[unit]
            self._step.gone |= {Quad(node, _KEY, Literal(k), BLOCKS) for k in before - after}
            self._step.come |= {Quad(node, _KEY, Literal(k), BLOCKS) for k in after - before}
            every |= before | after
        return every

    # --- blocks ---------------------------------------------------------------------------

    def _change_block(self, key: str) -> set[str]:
        """Compare a block's profiles anew; return the units whose links differ."""
        node = Literal(key)
        held = {quad.subject.value for quad in self._match(None, _KEY, node, BLOCKS)}  # type: ignore[union-attr]
        members = {unit for unit in held if unit not in self._touched}
        members |= {unit for unit in self._touched if key in self._keys[unit]}
        after: set[Link] = set()
        if 2 <= len(members) <= LARGEST_BLOCK:
            profiles = [p for unit in sorted(members) if (p := self._profile(unit)) is not None]
            after = set(links(key, profiles, self._graph))
        before = {
            _read_link(quad.subject, self._match)  # type: ignore[arg-type]
            for quad in (self._match(None, _IN_BLOCK, node, BLOCKS) if len(held) > 1 else ())
        }
        for link in before - after:
            self._step.gone |= _link_quads(link, key)
        for link in after - before:
            self._step.come |= _link_quads(link, key)
        for link in before ^ after:
            book = self._lost if link in before else self._won
            for unit in (link.left, link.right):
                book.setdefault(unit, set()).add((key, link))
        return {unit for link in before ^ after for unit in (link.left, link.right)}

    # --- components -----------------------------------------------------------------------

    def _links_of(self, unit: str) -> set[Link]:
        held = {
            (_key_of(quad.object, self._match), _read_link(quad.object, self._match))  # type: ignore[arg-type]
            for quad in self._match(NamedNode(unit), _CANDIDATE, None, BLOCKS)
        }
        held = (held - self._lost.get(unit, set())) | self._won.get(unit, set())
        decided = {link for link in user_links(self._decisions) if unit in (link.left, link.right)}
        return {link for _, link in held} | decided

    def _change_component(self, start: str) -> set[str]:
        """Cluster anew all units that links lead to from ``start``; return them."""
        found: set[Link] = set()
        seen, ahead = {start}, [start]
        while ahead:
            for link in self._links_of(ahead.pop()):
                found.add(link)
                new = {link.left, link.right} - seen
                seen |= new
                ahead += new
        profiles = {unit: p for unit in seen if (p := self._profile(unit)) is not None}
        self._change_clusters(seen, clusters(found, profiles, self._decisions) if found else [])
        return seen

    def _change_clusters(self, units: set[str], found: list[Cluster]) -> None:
        step = self._step
        standing = {member: cluster.iri for cluster in found for member in cluster.members}
        for unit in units:
            step.before[unit] = resolved(unit, self._match)
            step.after[unit] = standing.get(unit, unit)
            if step.before[unit] != unit:
                step.gone.add(_resolved_quad(unit, step.before[unit]))
            if step.after[unit] != unit:
                step.come.add(_resolved_quad(unit, step.after[unit]))
            for quad in self._match(None, _ENTITY, NamedNode(unit), RESOLUTION):
                step.gone |= set(self._match(quad.subject, None, None, RESOLUTION))
        for cluster in found:
            for link in cluster.links:
                step.come |= self._merge_quads(link)

    def _merge_quads(self, link: Link) -> set[Quad]:
        node = NamedNode(f"{vocab.BASE}merge/{_digest(link.left, link.right)}")
        first = {
            min(profile.articles)
            for unit in (link.left, link.right)
            if (profile := self._profile(unit)) is not None
        }
        said: set[tuple[NamedNode, NamedNode | Literal]] = {
            (_TYPE, NamedNode(vocab.NK + "Merge")),
            (_ENTITY, NamedNode(link.left)),
            (_ENTITY, NamedNode(link.right)),
            (NamedNode(vocab.NK + "rule"), Literal(link.rule)),
            (NamedNode(vocab.NK + "certainty"), decimal_literal(link.confidence)),
            (NamedNode(vocab.NK + "reason"), Literal(link.why)),
            *((_DERIVED, NamedNode(graph)) for graph in first),
        }
        return {Quad(node, predicate, value, RESOLUTION) for predicate, value in said}


def resolved(unit: str, match: Match) -> str:
    """Return the IRI that stands for a unit."""
    found = match(NamedNode(unit), RESOLVED_TO, None, RESOLUTION)
    return next((quad.object.value for quad in found), unit)  # type: ignore[union-attr]


def _resolved_quad(unit: str, iri: str) -> Quad:
    return Quad(NamedNode(unit), RESOLVED_TO, NamedNode(iri), RESOLUTION)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _link_quads(link: Link, key: str) -> set[Quad]:
    detail = json.dumps(astuple(link), ensure_ascii=False)
    node = NamedNode(f"{vocab.BASE}link/{_digest(key, detail)}")
    return {
        Quad(node, _IN_BLOCK, Literal(key), BLOCKS),
        Quad(node, _DETAIL, Literal(detail), BLOCKS),
        Quad(NamedNode(link.left), _CANDIDATE, node, BLOCKS),
        Quad(NamedNode(link.right), _CANDIDATE, node, BLOCKS),
    }


def _read_link(node: NamedNode, match: Match) -> Link:
    quad = next(iter(match(node, _DETAIL, None, BLOCKS)))
    return Link(*json.loads(quad.object.value))  # type: ignore[union-attr]


def _key_of(node: NamedNode, match: Match) -> str:
    quad = next(iter(match(node, _IN_BLOCK, None, BLOCKS)))
    return str(quad.object.value)  # type: ignore[union-attr]
