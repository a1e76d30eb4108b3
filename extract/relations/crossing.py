"""Pairs of names of which each has a clause, and a subject, of its own.

"Nokia bought Infinera, and Ericsson bought Vonage": nothing is said of Nokia and Vonage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extract.grammar import clause_relation, governing_verb
from extract.relations.joining import TREE
from extract.relations.scored import best_pair
from kg.model import Predicate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extract.document import EntityMention, ResolvedDoc
    from extract.relations.facts import Gathered, Key

_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_BESIDE: Final = frozenset(
    f"{way}:{dep}" for way in ("above", "below") for dep in ("conj", "parataxis", "advcl")
)
_OF_ONE: Final = frozenset(
    {Predicate.ACQUIRES, Predicate.WORKS_FOR, Predicate.EDUCATED_AT, Predicate.FOUNDER_OF}
    | {Predicate.TAKES_LEGAL_ACTION_AGAINST}
)
_PERSON: Final = "P"


class Crossing:
    """Tells which pairs of an article cross clauses; ``letters`` are its entities' types."""

    def __init__(self, resolved: ResolvedDoc, letters: Mapping[str, str]) -> None:
        self._doc = resolved.doc
        self._letters = letters
        self._parsed = resolved.doc.has_annotation("DEP")
        self._named = {
            resolved.doc[m.start : m.end].root.i: m.iri for m in resolved.mentions if self._parsed
        }

    def rival(self, one: EntityMention, other: EntityMention) -> str | None:
        """Return the subject of the clause of ``other`` if it could be ``one``, and is not."""
        if not self._parsed:
            return None
        here, there = (self._doc[m.start : m.end].root for m in (one, other))
        verb, second = governing_verb(here), governing_verb(there)
        if second is None or clause_relation(verb, second) not in _BESIDE:
            return None
        own = next((child for child in second.children if child.dep_ in _SUBJECTS), None)
        if own is None or own == there or own.is_ancestor(here):
            return None
        iri = self._named.get(own.i)
        if iri is None or iri in {one.iri, other.iri} or not self._alike(iri, one.iri):
            return None
        return iri

    def _alike(self, iri: str, other: str) -> bool:
        return (self._letters[iri] == _PERSON) == (self._letters[other] == _PERSON)


def without_crossed(gathered: Mapping[Key, Gathered], crossing: Crossing) -> dict[Key, Gathered]:
    """Leave out facts across two clauses, of which one surely says the same of its own subject.

    What the parse states is kept; and many may invest in a firm, so only such relations count
    that one name of a kind has at a time.
    """

    def crossed(key: Key, item: Gathered) -> bool:
        parsed = any(name.startswith(TREE) for name in item.patterns)
        if parsed or not item.pairs or key[1] not in _OF_ONE:
            return False
        best = best_pair(item.pairs)
        rival = None if best.across else crossing.rival(best.subject, best.object)
        stated = gathered.get((rival, key[1], key[2])) if rival is not None else None
        return stated is not None and stated.confidence > item.confidence

    return {key: item for key, item in gathered.items() if not crossed(key, item)}
