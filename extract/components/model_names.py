"""The names of a trained pipeline, where one is plugged in: ``doc.ents`` merged with ours.

The model says where names are and of what family; within a family (any kind of organisation, any
kind of place) our hints decide the contract's type. Names that only our word lists find stay if
they are sure: in a gazetteer, or with a head word such as University.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extract.components.runs import Run
from kg.model import ORGANISATION_TYPES, PLACE_TYPES, EntityType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span

    from extract.components.hints import Hints
    from extract.components.words import Word

_WEIGHT = 6.0
_FINE_WEIGHT = 1.5
_SURE = 4.0
_TYPES = frozenset(kind.value for kind in EntityType)


@cache
def families() -> dict[str, frozenset[EntityType]]:
    """Return the contract's types that each label of common name models may stand for."""
    groups = {
        "PER PERSON": {EntityType.PERSON},
        "ORG": ORGANISATION_TYPES,
        "GPE LOC": PLACE_TYPES,
        "FAC": {EntityType.PLACE},
        "PRODUCT": {EntityType.PRODUCT},
        "EVENT": {EntityType.EVENT},
        "WORK WORK_OF_ART": {EntityType.WORK},
        "PROGRAM LAW": {EntityType.PROGRAM},
    }
    named = {
        label: frozenset(kinds) for labels, kinds in groups.items() for label in labels.split()
    }
    fine = {kind.value: frozenset({kind}) for kind in EntityType}
    fine |= {kind.value: ORGANISATION_TYPES for kind in ORGANISATION_TYPES}
    return named | fine | {kind.value: PLACE_TYPES for kind in PLACE_TYPES}


@dataclass(frozen=True, slots=True)
class ModelVote:
    """What the model says of a name: its family, and the very type if it names one."""

    family: frozenset[EntityType]
    type: EntityType | None = None

    def add_to(self, hints: Hints) -> None:
        """Add the vote: much for the family, a little for the type within it."""
        for kind in self.family:
            hints[kind] += _WEIGHT
        if self.type is not None:
            hints[self.type] += _FINE_WEIGHT


def model_runs(ents: Sequence[Span], words: Sequence[Word]) -> list[tuple[Run, ModelVote]]:
    """Return the names among ``words`` that the model found, with its vote."""
    if not words:
        return []
    known = families()
    found = []
    for ent in ents:
        if ent.end_char <= words[0].start or ent.start_char >= words[-1].end:
            continue
        kinds = known.get(ent.label_)
        inside = [
            n for n, w in enumerate(words) if w.start < ent.end_char and w.end > ent.start_char
        ]
        if kinds and inside:
            exact = EntityType(ent.label_) if ent.label_ in _TYPES else None
            found.append((Run(words, inside[0], inside[-1] + 1), ModelVote(kinds, exact)))
    return found


def is_sure(hints: Hints) -> bool:
    """Tell whether a name that the model did not find may stay."""
    return max(hints.values(), default=0.0) >= _SURE
