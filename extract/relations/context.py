"""What the rest of the article says against a possible fact: titles of people, nearer places.

"TSMC chairman Mark Liu and Commerce Secretary Jane Roe": a minister does not work for a company
that is named beside her. "Anagni, Italy, in Brussels and in Bloomington": Anagni is in Italy.
The title words are data.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from extract.grammar import governing_verb
from extract.relations.offices import Offices
from extract.relations.words import relation_words
from kg.model import Predicate

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from extract.document import EntityMention, ResolvedDoc

_TITLES: Final = frozenset({"appos", "compound", "flat", "nmod:desc", "nmod"})
_PLACES: Final = frozenset({"S", "T", "L"})
_AREAS: Final = frozenset({"N", "S"})
_PRIVATE: Final = frozenset({"C", "U"})
_PREPOSITIONS: Final = frozenset({"in", "at", "near", "from", "to", "outside", "on"})
_SHARES: Final = frozenset({"share", "stock", "security", "bond"})
FOCUS: Final = "focus"
"""What the names of patterns have in them that guess an end from what the text speaks of."""


class FactContext:
    """Reads an article once; ``letters`` are the types of its entities."""

    def __init__(self, resolved: ResolvedDoc, letters: Mapping[str, str]) -> None:
        self._resolved = resolved
        self._letters = letters
        self._parsed = resolved.doc.has_annotation("DEP")
        self._sentences = self._by_sentence()
        self._public = self._public_people()
        sentences = self._sentences.values() if self._parsed else ()
        self._offices = Offices(resolved.doc, letters, sentences)

    def _by_sentence(self) -> dict[int, list[EntityMention]]:
        starts = [sentence.start for sentence in self._resolved.content]
        found: dict[int, list[EntityMention]] = defaultdict(list)
        for mention in self._resolved.mentions:
            found[bisect_right(starts, mention.start)].append(mention)
        return found

    def _public_people(self) -> set[str]:
        """Return the people whose name stands with the title of a public office."""
        titles = relation_words().sets["public_role"]
        found: set[str] = set()
        for mention in self._resolved.mentions if self._parsed else ():
            if self._letters[mention.iri] != "P":
                continue
            root = self._resolved.doc[mention.start : mention.end].root
            beside = [child for child in root.children if child.dep_ in _TITLES]
            beside += [root.head] if root.dep_ in _TITLES else []
            if any(token.lower_ in titles for token in (*beside, root)):
                found.add(mention.iri)
        return found

    def contradicts(
        self, subject: str, predicate: Predicate, object_: str, patterns: Collection[str]
    ) -> bool:
        """Tell whether the text speaks against a fact that ``patterns``, or the head, found."""
        if predicate is Predicate.WORKS_FOR:
            stated = any(FOCUS not in name for name in patterns)
            public = subject in self._public and self._letters[object_] in _PRIVATE
            return (public and not stated) or self._offices.taken(subject, object_)
        if predicate is Predicate.LOCATED_IN and self._letters[subject] in _PLACES:
            return self._elsewhere(subject, object_)
        if predicate is Predicate.OPERATES_IN and not patterns:
            return self._traded(subject, object_)
        return False

    def _traded(self, subject: str, object_: str) -> bool:
        """Tell whether the place is only where shares move: "its stock rose in Taipei"."""
        places = [
            self._resolved.doc[other.start : other.end].root
            for mentions in self._sentences.values()
            if any(mention.iri == subject for mention in mentions)
            for other in mentions
            if other.iri == object_
        ]
        verbs = [governing_verb(place) for place in places if self._parsed]
        subjects = [
            {child.lemma_.lower() for child in verb.children if child.dep_ == "nsubj"}
            for verb in verbs
            if verb is not None
        ]
        return bool(subjects) and all(lemmas & _SHARES for lemmas in subjects)

    def _elsewhere(self, subject: str, object_: str) -> bool:
        """Tell whether, wherever both are named, the place lies in another area."""
        pairs = [
            (one, other, mentions)
            for mentions in self._sentences.values()
            for one in mentions
            for other in mentions
            if one.iri == subject and other.iri == object_
        ]
        return bool(pairs) and all(self._parted(*pair) for pair in pairs)

    def _parted(
        self, one: EntityMention, other: EntityMention, mentions: list[EntityMention]
    ) -> bool:
        """Tell whether a nearer area ends its item of the list: "Anagni, Italy, in Brussels"."""
        doc = self._resolved.doc
        for area in mentions:
            if self._letters[area.iri] not in _AREAS or area.iri in {one.iri, other.iri}:
                continue
            between = [token.lower_ for token in doc[one.end : area.start]]
            if between != [","]:
                continue
            if other.start > area.end:
                return _new_item([token.lower_ for token in doc[area.end : other.start]])
            return other.end <= one.start and self._letters[area.iri] == "N"
        return False


def _new_item(words: list[str]) -> bool:
    """Tell whether a list goes on between two places: "and", ";", or a comma and a preposition."""
    if {"and", "or", ";"} & set(words):
        return True
    return any(word == "," and after in _PREPOSITIONS for word, after in pairwise(words))
