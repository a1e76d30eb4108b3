"""Which quads belong to a part of a graph: all that is said of its entities and facts.

That is the entities' own triples and the direct ones among them, the statements of the facts, the
numbers about the entities, the articles that speak of them and the sentences that say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg import vocab
from kg.model import SYMMETRIC_PREDICATES, Predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.export.network import Network
    from kg.store import GraphStore

_FACTS: Final = {ox.NamedNode(vocab.predicate_iri(predicate)) for predicate in Predicate}
_SYMMETRIC: Final = {predicate.value for predicate in SYMMETRIC_PREDICATES}
_ABOUT: Final = ox.NamedNode(vocab.NK + "about")
_MENTIONS: Final = ox.NamedNode(vocab.NK + "mentions")
_PART: Final = ox.NamedNode(vocab.NK + "part")
_SPANS: Final = (
    ox.NamedNode(vocab.NK + "mentionedAt"),
    ox.NamedNode(vocab.PROV + "wasQuotedFrom"),
)
_DERIVED: Final = ox.NamedNode(vocab.PROV + "wasDerivedFrom")


class Subset:
    """The subjects of a part, and a test of their quads."""

    def __init__(self, store: GraphStore, part: Network) -> None:
        self._store = store
        self._entities = {ox.NamedNode(iri) for iri in part.nodes}
        self._direct = set(_direct(part))
        claims = {ox.NamedNode(iri) for edge in part.edges for iri in edge.statements}
        for entity in self._entities:
            claims |= set(self._subjects(_ABOUT, entity))
        articles = {term for claim in claims for term in self._objects(claim, _DERIVED)}
        for entity in self._entities:
            articles |= set(self._subjects(_MENTIONS, entity))
        said = self._entities | claims
        spans = {
            term for subject in said for path in _SPANS for term in self._objects(subject, path)
        }
        self.subjects = frozenset(said | articles | spans)

    def keeps(self, quad: ox.Quad) -> bool:
        """Whether a quad whose subject is one of the part's belongs to the part."""
        if quad.predicate in _FACTS:
            return (quad.subject, quad.predicate, quad.object) in self._direct
        if quad.predicate == _MENTIONS:
            return quad.object in self._entities
        return quad.predicate != _PART

    def _subjects(self, predicate: ox.NamedNode, value: ox.NamedNode) -> Iterable[ox.NamedNode]:
        found = self._store.match(None, predicate, value, ox.DefaultGraph())
        return (quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode))

    def _objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> Iterable[ox.NamedNode]:
        found = self._store.match(subject, predicate, None, ox.DefaultGraph())
        return (quad.object for quad in found if isinstance(quad.object, ox.NamedNode))


def _direct(part: Network) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]]:
    """Yield the direct triples of the part's actual facts; a symmetric one has two."""
    for edge in part.edges:
        if edge.status == "actual":
            source, target = ox.NamedNode(edge.source), ox.NamedNode(edge.target)
            predicate = ox.NamedNode(vocab.NK + edge.predicate)
            yield source, predicate, target
            if edge.predicate in _SYMMETRIC:
                yield target, predicate, source
