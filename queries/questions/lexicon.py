"""All that questions to a graph may speak of: phrases, names, roles and indicators."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from queries.questions.cover.paths import Paths
from queries.questions.indicators import Indicators
from queries.questions.names_reading import event_classes, index_names, people_classes
from queries.questions.ontology_reading import local_name, read_ontology
from queries.questions.roots import Phrase, root
from queries.questions.syntax.roles import role_entries
from queries.questions.syntax.vocabulary import (
    Vocabulary,
    build_vocabulary,
    place_relations,
    restrict_by_role,
)
from queries.questions.targets import Target, build_targets
from queries.questions.tokens import plain, stem
from queries.questions.words import is_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.questions.layers import Graph
    from queries.questions.names import Names, Thing
    from queries.questions.ontology import Link, Ontology

_SHORTEST, _LONG, _SEEN = 5, 8, 3
_NUMBERED = re.compile(r"[A-Za-z]{0,12}[-_]?\d+|[0-9a-f-]{8,}")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Built once for a graph by :func:`build_lexicon`.

    ``phrases`` are the phrases that name classes and properties, ``vocabulary`` those with a part
    in a sentence. ``places`` maps a use of a place relation ("in", "nation") to properties,
    ``people`` are the classes that "who" may mean, each at a cost; ``events`` are those that a
    verb may mean ("lent": a loan).
    """

    ontology: Ontology
    names: Names
    phrases: Mapping[Phrase, tuple[Target, ...]]
    longest: int
    vocabulary: Vocabulary
    indicators: Indicators
    places: Mapping[str, frozenset[str]]
    paths: Paths
    people: Mapping[str, float]
    events: frozenset[str]

    def nameless(self, classes: Iterable[str]) -> bool:
        """Whether the things of these classes have no names: nodes that only hold a record."""
        held = [c for c in classes if c in self.ontology.classes and self.ontology.classes[c].size]
        known = self.names.examples(held, _SEEN)
        return bool(held) and all(_is_number(thing) for thing in known)

    def whole(self, classes: tuple[str, ...], link: Link) -> str | None:
        """Return the property from parts to wholes by which ``link`` holds for the parts as well.

        "Companies in Germany" are also those in its cities.
        """
        if link.transitive:
            return link.iri
        within = self.places["within"]
        if self.ontology.layers is not None and link.iri not in self.places["containing"]:
            return None
        below = self.ontology.below(classes)
        for each in self.ontology.links.values():
            if (each.transitive or each.iri in within) and each.iri != link.iri and (
                below & set(each.subjects) and below & set(each.objects)
            ):  # fmt: skip
                return each.iri
        return link.iri if link.iri in within else None

    def misspelt_word(self, word: str) -> str | None:
        """Return the word of the vocabulary that is surely meant by one it does not have."""
        if len(word) < _SHORTEST or not word.isalpha() or is_word(word.lower()):
            return None
        for key in dict.fromkeys((root(word), stem(plain(word)))):
            if len(key) < _SHORTEST:
                continue
            words = {w for p in self.phrases for w in p if len(w) > 3 and w[0] == key[0]}
            words = {w for w in words if not key.startswith(w) and not w.startswith(key)}
            most = 1 + (len(key) > _LONG)
            found = process.extractOne(key, sorted(words), scorer=OSA.distance, score_cutoff=most)
            if found:
                return found[0]
        return None


def _is_number(thing: Thing) -> bool:
    """Whether a thing has but its number in the graph for a name: ".../ascent-17"."""
    own = local_name(thing.iri)
    return thing.label == own and _NUMBERED.fullmatch(own) is not None


def build_lexicon(graph: Graph) -> Lexicon:
    """Read the lexicon of a graph: its vocabulary, its names, roles and indicators."""
    ontology = read_ontology(graph)
    return lexicon_with(graph, ontology, index_names(graph, ontology))


def lexicon_with(graph: Graph, ontology: Ontology, names: Names) -> Lexicon:
    """Return the lexicon over an ontology and names that were read before."""
    vocabulary = build_vocabulary(ontology)
    for entry in role_entries(graph, ontology):
        vocabulary.add(entry)
    restrict_by_role(vocabulary)
    phrases = build_targets(ontology)
    people = people_classes(ontology)
    return Lexicon(
        ontology,
        names,
        phrases,
        max((len(p) for p in phrases), default=1),
        vocabulary.freeze(),
        Indicators.read(graph, ontology.layers),
        place_relations(ontology),
        Paths(ontology),
        people,
        event_classes(ontology, people),
    )
