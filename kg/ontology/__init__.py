"""The ontology as the program uses it: ``newskg.ttl`` read once into frozen types."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import vocab
from kg.model import EntityType, Predicate

if TYPE_CHECKING:
    from collections.abc import Mapping

_LABEL = vocab.RDFS + "label"
_DEFINITION = vocab.SKOS + "definition"
_ALT_LABEL = vocab.SKOS + "altLabel"
_INVERSE = vocab.OWL + "inverseOf"


@dataclass(frozen=True, slots=True)
class ClassInfo:
    """A class: a leaf that entities have, or a group of leaves such as ``AnyOrganization``.

    ``members`` are the leaves that it stands for; a leaf stands for itself. ``alt_labels`` are
    other nouns for it, in the singular.
    """

    name: str
    iri: str
    label: str
    definition: str
    alt_labels: tuple[str, ...]
    members: frozenset[EntityType]


@dataclass(frozen=True, slots=True)
class PredicateInfo:
    """A relation between two entities, and how English speaks of it.

    ``verbalisations`` lead from subject to object ("partners with"), ``inverse_verbalisations``
    from object to subject ("is led by"), both in the third person singular present.
    ``subject_nouns`` name the subject as seen from the object ("employee"), ``object_nouns`` the
    object as seen from the subject ("employer"), ``alt_labels`` the relation ("employment").
    ``qualifiers`` are those that a statement may have, by the names of
    :class:`kg.model.Qualifiers`. A symmetric relation is its own inverse.
    """

    predicate: Predicate
    iri: str
    label: str
    definition: str
    domain: frozenset[EntityType]
    range: frozenset[EntityType]
    qualifiers: frozenset[str]
    symmetric: bool
    inverse_iri: str
    inverse_label: str
    alt_labels: tuple[str, ...]
    subject_nouns: tuple[str, ...]
    object_nouns: tuple[str, ...]
    verbalisations: tuple[str, ...]
    inverse_verbalisations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """All that ``newskg.ttl`` says of classes and relations."""

    version: str
    classes: Mapping[EntityType, ClassInfo]
    groups: tuple[ClassInfo, ...]
    predicates: Mapping[Predicate, PredicateInfo]


def read_text(name: str) -> str:
    """Return the text of ``newskg.ttl`` or ``shapes.ttl``."""
    return resources.files(__name__).joinpath(name).read_text("utf-8")


@lru_cache(maxsize=1)
def ontology() -> Ontology:
    """Return the ontology; read at the first call.

    >>> ontology().predicates[Predicate.WORKS_FOR].inverse_label
    'employs'
    >>> sorted(ontology().predicates[Predicate.CITIZEN_OF].range)
    [<EntityType.COUNTRY: 'Country'>]
    """
    return _Reader(read_text("newskg.ttl")).ontology()


class _Reader:
    """The triples of the ontology by subject and predicate, values in order of the file."""

    def __init__(self, turtle: str) -> None:
        self._values: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._subclasses: dict[str, set[str]] = defaultdict(set)
        for triple in ox.parse(turtle, ox.RdfFormat.TURTLE):
            subject, value = _text(triple.subject), _text(triple.object)
            self._values[subject, triple.predicate.value].append(value)
            if triple.predicate.value == vocab.RDFS + "subClassOf":
                self._subclasses[value].add(subject)

    def ontology(self) -> Ontology:
        groups = [
            iri
            for iri in self._subclasses
            if iri.startswith(vocab.NK) and len(self._leaves(iri)) > 1
        ]
        return Ontology(
            version=self._one(vocab.ONTOLOGY_GRAPH, vocab.OWL + "versionInfo"),
            classes={type_: self._class(vocab.class_iri(type_)) for type_ in EntityType},
            groups=tuple(self._class(iri) for iri in sorted(groups)),
            predicates={predicate: self._predicate(predicate) for predicate in Predicate},
        )

    def _all(self, subject: str, predicate: str) -> tuple[str, ...]:
        return tuple(self._values.get((subject, predicate), ()))

    def _one(self, subject: str, predicate: str) -> str:
        (value,) = self._all(subject, predicate)
        return value

    def _leaves(self, class_: str) -> frozenset[EntityType]:
        """Return the leaf classes below a class, itself included."""
        name = class_.removeprefix(vocab.NK)
        own = {EntityType(name)} if name in set(EntityType) else set()
        return frozenset(own).union(
            *(self._leaves(below) for below in self._subclasses.get(class_, ()))
        )

    def _class(self, iri: str) -> ClassInfo:
        return ClassInfo(
            name=iri.removeprefix(vocab.NK),
            iri=iri,
            label=self._one(iri, _LABEL),
            definition=self._one(iri, _DEFINITION),
            alt_labels=self._all(iri, _ALT_LABEL),
            members=self._leaves(iri),
        )

    def _predicate(self, predicate: Predicate) -> PredicateInfo:
        iri = vocab.predicate_iri(predicate)
        symmetric = vocab.OWL + "SymmetricProperty" in self._all(iri, vocab.RDF + "type")
        inverse = iri if symmetric else self._one(iri, _INVERSE)
        verbalisations = self._all(iri, vocab.NK + "verbalisation")
        inverses = self._all(iri, vocab.NK + "inverseVerbalisation")
        return PredicateInfo(
            predicate=predicate,
            iri=iri,
            label=self._one(iri, _LABEL),
            definition=self._one(iri, _DEFINITION),
            domain=self._leaves(self._one(iri, vocab.RDFS + "domain")),
            range=self._leaves(self._one(iri, vocab.RDFS + "range")),
            qualifiers=self._qualifiers(iri),
            symmetric=symmetric,
            inverse_iri=inverse,
            inverse_label=self._one(inverse, _LABEL),
            alt_labels=self._all(iri, _ALT_LABEL),
            subject_nouns=self._all(iri, vocab.NK + "subjectNoun"),
            object_nouns=self._all(iri, vocab.NK + "objectNoun"),
            verbalisations=verbalisations,
            inverse_verbalisations=verbalisations if symmetric else inverses,
        )

    def _qualifiers(self, iri: str) -> frozenset[str]:
        values = self._all(iri, vocab.NK + "qualifier")
        return frozenset(value.removeprefix(vocab.NK) for value in values)


def _text(term: object) -> str:
    """Return the IRI or text of an RDF term; the ontology has no other terms."""
    if isinstance(term, (ox.NamedNode, ox.Literal)):
        return term.value
    msg = f"newskg.ttl has {term}, expected IRIs and literals only"
    raise TypeError(msg)
