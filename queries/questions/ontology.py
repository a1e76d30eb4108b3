"""What a graph's own vocabulary and data say of classes and properties."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from queries.questions.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.questions.layers import Layers


class Hanger(StrEnum):
    """What a property is of: a thing, the statement of a relation, or a number about a thing."""

    THING = "thing"
    STATEMENT = "statement"
    OBSERVATION = "observation"


@dataclass(frozen=True, slots=True)
class Concept:
    """A class: its label, all its names, the classes right above it, and its comment."""

    iri: str
    label: str
    names: tuple[str, ...]
    parents: tuple[str, ...]
    comment: str = ""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """A property. ``subjects`` and ``objects`` map classes to how many things of them have it.

    ``forward`` wordings lead from subject to object, ``inverse`` ones back; ``subject_nouns`` name
    the subject as seen from the object, ``object_nouns`` the reverse. ``qualifiers`` are the
    properties of its statements, where it is reified; ``hangs_on`` is what has the property.
    ``step`` is the property of a node without name that holds the value, as in
    ``ex:length [ rdf:value 42 ; ex:unit ex:metre ]``; ``unit_step`` the one of its unit.
    """

    iri: str
    label: str
    names: tuple[str, ...]
    comment: str
    datatype: str | None
    domain: tuple[str, ...]
    range: tuple[str, ...]
    subjects: Mapping[str, int]
    objects: Mapping[str, int]
    transitive: bool = False
    symmetric: bool = False
    unit: tuple[str, float] | None = None
    one_way: bool = False  # symmetric, but the data state it in one direction only
    forward: tuple[str, ...] = ()
    inverse: tuple[str, ...] = ()
    subject_nouns: tuple[str, ...] = ()
    object_nouns: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    hangs_on: Hanger = Hanger.THING
    step: str = ""
    unit_step: str = ""

    @property
    def literal(self) -> bool:
        """Whether its values are literals."""
        return self.datatype is not None

    @property
    def kind(self) -> str:
        """What its values are: number, year, date, truth, text or thing."""
        if self.datatype is None:
            return "thing"
        name = self.datatype.rpartition("#")[2]
        if name in {"date", "dateTime", "gYearMonth", "time"}:
            return "date"
        if name == "boolean":
            return "truth"
        numeric = name in {"integer", "decimal", "double", "float", "int", "long", "short", "byte"}
        numeric = numeric or name.endswith(("Integer", "Int"))
        words = {token.lower for n in (*self.names, self.label) for token in tokenise(n)}
        if name == "gYear" or (numeric and "year" in words and "years" not in self.comment.lower()):
            return "year"
        return "number" if numeric else "text"


@dataclass(frozen=True, slots=True)
class Ontology:
    """Classes and properties by IRI."""

    classes: Mapping[str, Concept]
    links: Mapping[str, Link]
    layers: Layers | None = None
    _below: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def below(self, iris: Iterable[str]) -> frozenset[str]:
        """Return the classes and all under them."""
        found: set[str] = set()
        for iri in iris:
            if iri not in self._below:
                self._below[iri] = self._closure(iri)
            found |= self._below[iri]
        return frozenset(found)

    def _closure(self, iri: str) -> frozenset[str]:
        found, todo = {iri}, [iri]
        while todo:
            parent = todo.pop()
            children = {c.iri for c in self.classes.values() if parent in c.parents} - found
            found |= children
            todo.extend(children)
        return frozenset(found)

    def share(self, link: Link, classes: Iterable[str], *, as_object: bool = False) -> float:
        """Return which part (0 to 1) of the things of these classes has the property."""
        below = self.below(classes)
        size = sum(self.classes[c].size for c in below if c in self.classes)
        used = link.objects if as_object else link.subjects
        return sum(used.get(c, 0) for c in below) / size if size else 0.0

    def fits(self, classes: tuple[str, ...], allowed: tuple[str, ...]) -> bool:
        """Whether something of ``classes`` may be one of ``allowed`` (empty: anything).

        A class fits if it lies under an allowed one, or an allowed one lies under it.
        """
        if not classes or not allowed:
            return True
        return bool(self.below(classes) & self.below(allowed))

    def relations(self) -> list[Link]:
        """Return the properties that join two things and have wordings."""
        return [link for link in self.links.values() if link.forward and not link.literal]

    def qualifiers(self) -> list[Link]:
        """Return the properties that say more of a statement: amount, date, role."""
        return [link for link in self.links.values() if link.hangs_on is Hanger.STATEMENT]
