"""The names of a trained pipeline, where one is plugged in: ``doc.ents`` merged with ours.

The model says where names are and of what family; within a family (any kind of organisation, any
kind of place) our hints decide the contract's type. Names that only our word lists find stay if
they are sure: in a gazetteer, or with a head word such as University.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extract.components.runs import Run
from kg.model import ORGANISATION_TYPES, EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Span

    from extract.components.hints import Hints
    from extract.components.words import Word

_WEIGHT = 12.0
_SURE = 4.0


@cache
def families() -> dict[str, frozenset[EntityType]]:
    """Return the contract's types that each label of common name models may stand for."""
    place = frozenset({EntityType.COUNTRY, EntityType.REGION, EntityType.CITY, EntityType.PLACE})
    groups = {
        "PER PERSON": {EntityType.PERSON},
        "ORG": ORGANISATION_TYPES,
        "GPE LOC": place,
        "FAC": {EntityType.PLACE},
        "PRODUCT": {EntityType.PRODUCT},
        "EVENT": {EntityType.EVENT},
        "WORK WORK_OF_ART": {EntityType.WORK},
        "PROGRAM LAW": {EntityType.PROGRAM},
    }
    named = {
        label: frozenset(kinds) for labels, kinds in groups.items() for label in labels.split()
    }
    return named | {kind.value: frozenset({kind}) for kind in EntityType}


def model_runs(
    ents: Sequence[Span], words: Sequence[Word]
) -> list[tuple[Run, frozenset[EntityType]]]:
    """Return the names among ``words`` that the model found, with their family."""
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
            found.append((Run(words, inside[0], inside[-1] + 1), kinds))
    return found


def in_family(hints: Hints, kinds: Iterable[EntityType]) -> Hints:
    """Return ``hints`` with the model's vote for each type of the family."""
    for kind in kinds:
        hints[kind] += _WEIGHT
    return hints


def is_sure(hints: Hints) -> bool:
    """Tell whether a name that the model did not find may stay."""
    return max(hints.values(), default=0.0) >= _SURE
