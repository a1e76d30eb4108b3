"""What a graph says of entities, as resolution reads it, while one change to it is under way."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg import vocab
from kg.model import EntityType
from kg.resolve.articles import is_place
from kg.resolve.profile import Profile
from kg.view import choose_type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pyoxigraph import BlankNode, Triple

    from kg.resolve.decisions import Decisions

    Term = NamedNode | BlankNode | Literal | Triple
    Match = Callable[[Term | None, NamedNode | None, Term | None, NamedNode | None], Iterable[Quad]]
    """The quads of a store of this subject, predicate, object and graph; None is any."""

NAME = NamedNode(vocab.NK + "name")
TYPE = NamedNode(vocab.RDF + "type")
ALIAS = NamedNode(vocab.SKOS + "altLabel")
SAME_AS = NamedNode(vocab.OWL + "sameAs")
MENTIONS = NamedNode(vocab.NK + "mentions")
SUBJECT = NamedNode(vocab.RDF + "subject")
OBJECT = NamedNode(vocab.RDF + "object")
_ENDS = ((SUBJECT, OBJECT), (OBJECT, SUBJECT))
_CLASSES = {vocab.class_iri(type_): type_ for type_ in EntityType}


class ChangedGraph:
    """A store's articles as they will be once ``gone`` quads have left and ``come`` are there.

    Units are the IRIs of entities under the users' ``decisions``: an article's own IRI, or another
    where a user said that the article means someone else.
    """

    def __init__(
        self, match: Match, gone: frozenset[Quad], come: frozenset[Quad], decisions: Decisions
    ) -> None:
        self._match = match
        self._gone = gone
        self._come = come
        self.decisions = decisions
        self._own = {unit: (graph, iri) for (graph, iri), unit in decisions.elsewhere.items()}

    @cached_property
    def _come_by_subject(self) -> dict[Term, list[Quad]]:
        found: dict[Term, list[Quad]] = defaultdict(list)
        for quad in self._come:
            found[quad.subject].append(quad)
        return found

    @cached_property
    def _come_by_object(self) -> dict[Term, list[Quad]]:
        found: dict[Term, list[Quad]] = defaultdict(list)
        for quad in self._come:
            found[quad.object].append(quad)
        return found

    def of(self, subject: NamedNode, predicate: NamedNode) -> Iterator[Quad]:
        """Yield the quads of a subject and predicate in the named graphs."""
        for quad in self._match(subject, predicate, None, None):
            if quad.graph_name != DefaultGraph() and quad not in self._gone:
                yield quad
        for quad in self._come_by_subject.get(subject, ()):
            if quad.predicate == predicate:
                yield quad

    def to(self, predicate: NamedNode, value: NamedNode) -> Iterator[Quad]:
        """Yield the quads of a predicate and object in the named graphs."""
        for quad in self._match(None, predicate, value, None):
            if quad.graph_name != DefaultGraph() and quad not in self._gone:
                yield quad
        for quad in self._come_by_object.get(value, ()):
            if quad.predicate == predicate:
                yield quad

    def _of_unit(self, unit: str, predicate: NamedNode) -> Iterator[Quad]:
        graph, iri = self._own.get(unit, (None, unit))
        for quad in self.of(NamedNode(iri), predicate):
            name = quad.graph_name.value  # type: ignore[union-attr]
            if name == graph or (graph is None and self.decisions.unit(name, iri) == unit):
                yield quad

    def profile(self, unit: str) -> Profile | None:
        """Return what is known of a unit; ``None`` if no article has it."""
        named = [(quad.graph_name.value, quad.object.value) for quad in self._of_unit(unit, NAME)]  # type: ignore[union-attr]
        classes = (quad.object.value for quad in self._of_unit(unit, TYPE))  # type: ignore[union-attr]
        types = Counter(_CLASSES[name] for name in classes if name in _CLASSES)
        if not named or not types:
            return None
        return Profile(
            unit,
            choose_type(types),
            tuple(sorted(name for _, name in named)),
            frozenset(quad.object.value for quad in self._of_unit(unit, ALIAS)),  # type: ignore[union-attr]
            frozenset(quad.object.value for quad in self._of_unit(unit, SAME_AS)),  # type: ignore[union-attr]
            frozenset(graph for graph, _ in named),
        )

    def partners(self, unit: str) -> frozenset[str]:
        """Return the entities, but no places, that a fact of some article links with ``unit``."""
        graph, iri = self._own.get(unit, (None, unit))
        found = set()
        for near, far in _ENDS:
            for quad in self.to(near, NamedNode(iri)):
                name = quad.graph_name.value  # type: ignore[union-attr]
                if name == graph or (graph is None and self.decisions.unit(name, iri) == unit):
                    ends = (other.object for other in self.of(quad.subject, far))  # type: ignore[arg-type]
                    found |= {end.value for end in ends if isinstance(end, NamedNode)}
        return frozenset(other for other in found if not is_place(other))

    def company(self, unit: str) -> frozenset[str]:
        """Return the other entities, but no places, that the articles of ``unit`` speak of."""
        iri = self._own.get(unit, (None, unit))[1]
        graphs = {quad.graph_name.value for quad in self._of_unit(unit, NAME)}  # type: ignore[union-attr]
        found = {
            quad.object.value  # type: ignore[union-attr]
            for graph in graphs
            for quad in self.of(NamedNode(graph), MENTIONS)
        }
        return frozenset(other for other in found if not is_place(other) and other != iri)
