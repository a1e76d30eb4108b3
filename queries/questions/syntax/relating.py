"""Joining two phrases by a relation: direction, domain and range, places within places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.questions.syntax.clauses import (
    Known,
    Op,
    Qualifier,
    Relation,
    Variable,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from queries.questions.lexicon import Lexicon
    from queries.questions.syntax.clauses import Node, Pattern
    from queries.questions.syntax.pieces import Sense

_UNFIT = 1.5
"""Cost of a known thing of a class that the relation does not expect; classes may be wrong."""
_IMPOSSIBLE = 4.0
"""Cost of a variable of such a class: the answer would be empty by definition."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Patterns that join two nodes, and what they cost."""

    patterns: tuple[Pattern, ...]
    cost: float


@dataclass(frozen=True, slots=True)
class Relater:
    """Joins nodes by senses, over one graph's lexicon."""

    lexicon: Lexicon

    def join(self, senses: Iterable[Sense], first: Node, second: Node) -> Iterator[Joined]:
        """Yield the ways in which ``first`` (a wording's subject) may relate to ``second``."""
        for sense in senses:
            subject, obj = (second, first) if sense.inverse else (first, second)
            yield self._joined((sense.predicate,), subject, obj, roles=sense.roles)

    def _joined(
        self, predicates: tuple[str, ...], subject: Node, obj: Node, *, roles: tuple[str, ...] = ()
    ) -> Joined:
        qualifiers: tuple[Qualifier, ...] = ()
        if roles:
            layers = self.lexicon.ontology.layers
            if layers is not None:
                qualifiers = (Qualifier(layers.statements.role, Op.ONE_OF, roles),)
        cost = min(self._cost(predicate, subject, obj) for predicate in predicates)
        if self._holds_within(predicates, obj):
            at = Variable(f"at_{_slug(subject)}_{_slug(obj)}", label="place")
            relation = Relation(subject, predicates, at, qualifiers=qualifiers)
            return Joined((relation, Within(at, obj)), cost)
        return Joined((Relation(subject, predicates, obj, qualifiers=qualifiers),), cost)

    def _holds_within(self, predicates: tuple[str, ...], obj: Node) -> bool:
        """Whether a larger place stands for all in it: known, or of a class such as country."""
        if not set(predicates) <= self.lexicon.places["containing"]:
            return False
        if isinstance(obj, Known):
            return self.is_place(obj)
        ontology = self.lexicon.ontology
        every = ontology.below(self.place_classes())
        return self.is_place(obj) and not every <= ontology.below(obj.classes)

    def classes(self, node: Node) -> tuple[str, ...]:
        """Return the classes that the node may have."""
        if isinstance(node, Variable):
            return node.classes
        names = self.lexicon.names
        return tuple(c for iri in node.iris for c in names.classes(iri))

    def is_place(self, node: Node) -> bool:
        """Whether the node is of a class that only places are of."""
        classes, ontology = self.classes(node), self.lexicon.ontology
        ranges = self.place_classes()
        return bool(classes) and bool(ranges) and set(classes) <= ontology.below(ranges)

    def place_classes(self) -> tuple[str, ...]:
        """Return the classes of the objects of place relations."""
        found = (self.lexicon.ontology.links[p].range for p in self.lexicon.places["in"])
        return tuple(dict.fromkeys(c for classes in found for c in classes))

    def _cost(self, predicate: str, subject: Node, obj: Node) -> float:
        info = self.lexicon.ontology.links[predicate]
        return self._misfit(subject, info.domain) + self._misfit(obj, info.range)

    def _misfit(self, node: Node, allowed: tuple[str, ...]) -> float:
        if self.lexicon.ontology.fits(self.classes(node), allowed):
            return 0.0
        return _UNFIT if isinstance(node, Known) else _IMPOSSIBLE

    def located(self, use: str, thing: Node, place: Node) -> Iterator[Joined]:
        """Yield how ``thing`` is ``in`` or ``from`` a place, or of its nation."""
        if use != "nation" and self.is_place(thing) and self.is_place(place):
            yield Joined((Within(thing, place),), 0.0)
            return
        if not self.is_place(place) and isinstance(place, Known):
            return
        properties = self.lexicon.ontology.links
        fitting = tuple(
            predicate
            for predicate in sorted(self.lexicon.places[use])
            if self.lexicon.ontology.fits(self.classes(thing), properties[predicate].domain)
        )
        if fitting:
            yield self._joined(fitting, thing, place)

    def somehow(self, first: Node, second: Node) -> Iterator[Joined]:
        """Yield the relations that may join two nodes when no word says which."""
        for info in self.lexicon.ontology.relations():
            for subject, obj in ((first, second), (second, first)):
                if self._cost(info.iri, subject, obj) == 0 and self._specific(
                    info.domain, info.range, first
                ):
                    yield Joined((Relation(subject, (info.iri,), obj),), 1.0)
                if info.symmetric:
                    break

    def _specific(self, domain: tuple[str, ...], range_: tuple[str, ...], node: Node) -> bool:
        return bool(domain and range_ and self.classes(node))


def _slug(node: Node) -> str:
    return (
        node.name
        if isinstance(node, Variable)
        else "".join(c for c in node.name.lower() if c.isascii() and c.isalnum())
    )
