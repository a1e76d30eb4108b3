"""What an article speaks of: the entity that a sentence need not name again.

"The Coral Institute opens in May. ... The state gives 20 million euros." Whom it gives them is what
title or first sentence name and the text comes back to.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.model import Predicate

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from extract.document import EntityMention, ResolvedDoc
    from extract.relations.matching import Candidate

_HEAD: Final = 2
"""Sentences in which an article names what it is about: its title and the first of its text."""
_MADE: Final = frozenset("MR")
"""Letters of what others found and pay for: programmes and institutes."""
_LESSER: Final = {
    Predicate.PART_OF: "subject",
    Predicate.FOUNDER_OF: "object",
    Predicate.OWNS_STAKE_IN: "object",
    Predicate.RUNS_PROGRAM: "object",
    Predicate.INVESTS_IN: "object",
}
"""The end of a fact that another owns, founded, runs or pays for."""


class Topics:
    """Follows what one article speaks of; ``letters`` are the types of its entities."""

    def __init__(self, resolved: ResolvedDoc, letters: Mapping[str, str]) -> None:
        self._letters = letters
        self._sentences = resolved.content
        self._totals = Counter(mention.iri for mention in resolved.mentions)
        end = max((sentence.end for sentence in resolved.content[:_HEAD]), default=0)
        self._headed: dict[str, EntityMention] = {}
        for mention in resolved.mentions:
            if mention.start < end:
                self._headed.setdefault(mention.iri, mention)
        self._lesser: set[str] = set()

    def before(self, number: int, allowed: Collection[str]) -> EntityMention | None:
        """Return what the article speaks of most, of the types allowed, before a sentence."""
        begin = self._sentences[number].start
        seen = [
            mention
            for mention in self._headed.values()
            if mention.start < begin and self._letters[mention.iri] in allowed
        ]
        return max(seen, key=self._weight, default=None)

    def note(self, found: Iterable[Candidate]) -> None:
        """Remember whom sure facts call owned, founded, run or paid for by others."""
        for candidate in found:
            end = _LESSER.get(candidate.pattern.predicate)
            if end and candidate.pattern.opens:
                self._lesser.add(getattr(candidate, end).iri)

    def _weight(self, mention: EntityMention) -> int:
        """Return how much the text speaks of an entity; money goes to the lesser of two bodies."""
        made = self._letters[mention.iri] in _MADE
        return self._totals[mention.iri] * (1 + made + (mention.iri in self._lesser))
