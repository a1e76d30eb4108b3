"""The names of a graph's entities: exact, partial ("Samsung"), by nationality, and nearest."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from kg import vocab
from kg.model import EntityType
from queries.questions.schema import texts
from queries.questions.tokens import plain
from queries.questions.words import demonyms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.questions.schema import Graph, Schema

_NAMES = f"""
SELECT ?entity ?class ?label ?name WHERE {{
  ?entity <{vocab.RDFS}label> ?label ; a ?class .
  OPTIONAL {{ ?entity <{vocab.NK}name>|<{vocab.SKOS}altLabel> ?name }}
}}"""
_DEGREES = f"""
SELECT ?entity (COUNT(*) AS ?facts) WHERE {{
  ?statement <{vocab.RDF}subject>|<{vocab.RDF}object>|<{vocab.NK}about> ?entity
}} GROUP BY ?entity"""
_ARTICLES = frozenset({"the", "a", "an"})
_CLOSE = 86
"""At this similarity (0 to 100) a name is taken for a misspelling of another."""


@lru_cache(maxsize=500_000)
def name_key(text: str) -> str:
    """Return the form under which two spellings of one name are equal.

    >>> name_key("The SK-Hynix Inc.") == name_key("SK hynix")
    True
    """
    key = vocab.normalise_name(plain(text).replace(" 's", "'s"), EntityType.COMPANY)
    return " ".join(word for word in key.split() if word not in _ARTICLES) or key


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity of the graph: its label, classes, and in how many statements it stands."""

    iri: str
    label: str
    classes: tuple[str, ...]
    facts: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """All names of a graph's entities; keys are :func:`name_key` of the names."""

    things: Mapping[str, Thing]
    keys: Mapping[str, tuple[str, ...]]
    prefixes: Mapping[str, tuple[str, ...]]
    surnames: Mapping[str, tuple[str, ...]]

    def exact(self, text: str) -> tuple[str, ...]:
        """Return the IRIs that bear this name, most spoken-of first."""
        return self.keys.get(name_key(text), ())

    def partial(self, text: str) -> tuple[str, ...]:
        """Return the IRI whose name begins with these words, or whose surname it is, if any."""
        key = name_key(text)
        found = self.prefixes.get(key, ()) or self.surnames.get(key, ())
        return found[:1]

    def misspelt(self, text: str) -> tuple[str, ...]:
        """Return the IRIs of the name of which ``text`` is surely a misspelling, if any."""
        key = name_key(text)
        if len(key) < 5:
            return ()
        match = process.extractOne(key, self.keys.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
        return self.keys[match[0]] if match else ()

    def of_country(self, demonym: str) -> tuple[str, ...]:
        """Return the IRIs of the country of "german" or "south korean" things."""
        countries = demonyms().get(plain(demonym), ())
        return tuple(dict.fromkeys(iri for name in countries for iri in self.exact(name)))

    def nearest(self, text: str, count: int = 3) -> list[str]:
        """Return the labels of the entities with the most similar names, for advice."""
        found = process.extract(
            name_key(text), self.keys.keys(), scorer=fuzz.WRatio, limit=count * 2, score_cutoff=60
        )
        labels = (self.things[self.keys[key][0]].label for key, _, _ in found)
        return list(dict.fromkeys(labels))[:count]


def read_names(graph: Graph, schema: Schema) -> Names:
    """Read the names of everything in the graph that has a label and a class of the ontology."""
    degrees = {row["entity"]: int(row["facts"]) for row in texts(graph, _DEGREES)}
    names: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    classes: dict[str, set[str]] = defaultdict(set)
    for row in texts(graph, _NAMES):
        iri, kind = row["entity"], row["class"]
        if kind not in schema.classes or iri in schema.classes or iri in schema.properties:
            continue
        labels[iri] = row["label"]
        classes[iri].add(kind)
        names[iri] |= {row["label"]} | ({row["name"]} if "name" in row else set())
    things = {
        iri: Thing(iri, label, tuple(sorted(classes[iri])), degrees.get(iri, 0))
        for iri, label in labels.items()
    }
    return _index(things, names)


def _index(things: Mapping[str, Thing], names: Mapping[str, set[str]]) -> Names:
    keys: dict[str, set[str]] = defaultdict(set)
    prefixes: dict[str, set[str]] = defaultdict(set)
    surnames: dict[str, set[str]] = defaultdict(set)
    person = vocab.class_iri(EntityType.PERSON)
    for iri, spellings in names.items():
        for name in spellings:
            words = name_key(name).split()
            keys[" ".join(words)].add(iri)
            for end in range(1, len(words)):
                prefixes[" ".join(words[:end])].add(iri)
            if person in things[iri].classes and len(words) > 1:
                surnames[words[-1]].add(iri)
    keys.pop("", None)

    def ordered(index: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
        return {
            key: tuple(sorted(iris, key=lambda iri: (-things[iri].facts, iri)))
            for key, iris in index.items()
        }

    return Names(things, ordered(keys), ordered(prefixes), ordered(surnames))
