"""What users decided: these are one, these are two, this one is another in that article.

Decisions are quads of a graph of their own, which no article touches, so they hold when articles
are read again, replaced or removed; they travel with an export.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DECISIONS: Final = NamedNode(vocab.BASE + "decisions")
"""The graph of the users' decisions."""

SAME, APART, ELSEWHERE = "SameDecision", "ApartDecision", "ApartInArticle"
_KINDS: Final = (SAME, APART, ELSEWHERE)
_TYPE = NamedNode(vocab.RDF + "type")
_ENTITY = NamedNode(vocab.NK + "entity")
_KEPT = NamedNode(vocab.NK + "kept")
_ARTICLE = NamedNode(vocab.NK + "decidedFor")
_AT = NamedNode(vocab.PROV + "generatedAtTime")


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision about entities, by the IRIs under which articles name them.

    ``SAME``: ``left`` and ``right`` are one, to be known as ``left``. ``APART``: they are two.
    ``ELSEWHERE``: ``left`` is another entity in the article whose IRI is ``right``.
    """

    kind: str
    left: str
    right: str

    def __post_init__(self) -> None:
        if self.left == self.right:
            msg = f"a decision needs two different entities, got {self.left} twice"
            raise ValueError(msg)

    @property
    def pair(self) -> frozenset[str]:
        """The two IRIs."""
        return frozenset({self.left, self.right})

    def quads(self, at: str | None = None) -> frozenset[Quad]:
        """Return the decision as RDF; ``at`` is when it was made, as ``xsd:dateTime`` has it."""
        ends = sorted(self.pair) if self.kind == APART else [self.left, self.right]
        digest = hashlib.sha256("\x1f".join((self.kind, *ends)).encode()).hexdigest()[:16]
        node = NamedNode(f"{vocab.BASE}decision/{digest}")
        said: set[tuple[NamedNode, NamedNode | Literal]] = {
            (_TYPE, NamedNode(vocab.NK + self.kind)),
            (_ENTITY, NamedNode(self.left)),
        }
        if self.kind == ELSEWHERE:
            said.add((_ARTICLE, NamedNode(self.right)))
        else:
            said.add((_ENTITY, NamedNode(self.right)))
        if self.kind == SAME:
            said.add((_KEPT, NamedNode(self.left)))
        if at is not None:
            said.add((_AT, Literal(at, datatype=NamedNode(vocab.XSD + "dateTime"))))
        return frozenset(Quad(node, predicate, value, DECISIONS) for predicate, value in said)


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions, ready for use.

    ``same`` are pairs to join, the IRI to keep first; ``apart`` pairs never to join; ``elsewhere``
    maps a graph and an IRI to the IRI under which that article's entity goes.
    """

    same: frozenset[tuple[str, str]] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()
    elsewhere: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def unit(self, graph: str, iri: str) -> str:
        """Return the IRI of an article's entity before any joining."""
        return self.elsewhere.get((graph, iri), iri) if self.elsewhere else iri

    def of(self) -> frozenset[str]:
        """Return every IRI that a decision speaks of."""
        ends = {iri for pair in (*self.same, *self.apart) for iri in pair}
        told_apart = {iri for (_, iri), unit in self.elsewhere.items() for iri in (iri, unit)}
        return frozenset(ends | told_apart)


def read_decisions(quads: Iterable[Quad]) -> list[Decision]:
    """Return the decisions among ``quads``, in a fixed order; other quads are passed over."""
    nodes: dict[str, dict[str, list[str]]] = {}
    for quad in quads:
        if quad.graph_name == DECISIONS and isinstance(quad.object, NamedNode):
            values = nodes.setdefault(str(quad.subject), {})
            values.setdefault(quad.predicate.value, []).append(quad.object.value)
    found = []
    for values in nodes.values():
        kind = next(iter(values.get(_TYPE.value, [])), "").removeprefix(vocab.NK)
        ends = sorted(values.get(_ENTITY.value, []))
        ends.sort(key=lambda iri: iri not in values.get(_KEPT.value, []))
        ends += values.get(_ARTICLE.value, [])
        if kind in _KINDS and len(ends) == 2:
            found.append(Decision(kind, *ends))
    return sorted(found, key=lambda decision: (decision.kind, decision.left, decision.right))


def gather(found: Iterable[Decision]) -> Decisions:
    """Return decisions ready for use."""
    found = list(found)
    elsewhere = {
        (d.right, d.left): f"{d.left}{vocab.LOCAL}{d.right.removeprefix(vocab.ARTICLE)}"
        for d in found
        if d.kind == ELSEWHERE
    }
    told_apart = {frozenset({iri, unit}) for (_, iri), unit in elsewhere.items()}
    return Decisions(
        same=frozenset((d.left, d.right) for d in found if d.kind == SAME),
        apart=frozenset(d.pair for d in found if d.kind == APART) | told_apart,
        elsewhere=elsewhere,
    )
