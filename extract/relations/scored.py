"""Mention pairs that only the head finds, in the form in which patterns leave their candidates.

So that status and qualifiers are read by the same code.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from extract.relations.matching import Candidate
from extract.relations.patterns import Pattern, end_letters
from extract.relations.views import LETTERS, View, flat_view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import EntityMention, ResolvedDoc
    from extract.relations.pairs import ScoredPair

_ACROSS: Final = 0.5
"""How much less a chance counts if the ends stand in two sentences."""
_SHARE: Final = 0.6
"""A sentence whose pair is this near to the best one states the fact too."""


def weight(pair: ScoredPair) -> float:
    """Return the chance by which pairs are ordered."""
    return pair.chance * (_ACROSS if pair.across else 1.0)


def best_pair(pairs: Sequence[ScoredPair]) -> ScoredPair:
    """Return the pair that states the fact most surely."""
    return max(pairs, key=weight)


def stating(pairs: Sequence[ScoredPair]) -> list[ScoredPair]:
    """Return the pairs that count as evidence."""
    least = _SHARE * weight(best_pair(pairs))
    return [pair for pair in pairs if weight(pair) >= least]


class PairViews:
    """The sentences of an article as views, made when a pair needs one."""

    def __init__(self, resolved: ResolvedDoc) -> None:
        self._resolved = resolved
        self._views: dict[int, View] = {}

    @cached_property
    def _letters(self) -> dict[str, str]:
        return {entity.iri: LETTERS[entity.type] for entity in self._resolved.entities}

    def candidate(self, pair: ScoredPair) -> Candidate:
        """Return the pair as a candidate that spans both ends."""
        start = pair.sentence.start
        if start not in self._views:
            self._views[start] = flat_view(pair.sentence, self._resolved, self._letters)
        view = self._views[start]
        places = [_place(view, end) for end in (pair.subject, pair.object)]
        known = [place for place in places if place is not None] or [0]
        first, last = min(known), max(known)
        subjects, objects = end_letters(pair.predicate)
        pattern = Pattern("model", pair.predicate, (), pair.chance, subjects, objects)
        return Candidate(pair.subject, pair.object, pattern, view, first, first + 1, last + 1)


def _place(view: View, mention: EntityMention) -> int | None:
    """Return the item that holds the mention, perhaps as part of a longer name."""
    for i, item in enumerate(view.items):
        if item.start <= mention.start and mention.end <= item.end and item.slot:
            return i
    return None
