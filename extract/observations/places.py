"""Ranks of the values of a sentence: said beside them, or by the order of a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.observations.indicators import Reading
    from extract.relations.views import View

_BESIDE: Final = 12
_MOVES: Final = ("percent-change", "rank-steps")
"""Kinds of readings that say how far something moved: they have no rank."""
_LEADING: Final = frozenset(
    {"leads", "led", "lead", "leading", "tops", "topped", "largest", "biggest", "highest", "most"}
    | {"first", "top"}
)
_ENDING: Final = frozenset({";", "while", "whereas", "but", "although", "though", "last"})


@dataclass(frozen=True, slots=True)
class Judged:
    """A value at item ``i`` with the entity that it is about."""

    i: int
    reading: Reading
    about: str
    confidence: float
    method: str


def join_ranks(judged: Sequence[Judged]) -> list[Judged]:
    """Give a rank to the value beside it that is about the same entity."""
    values = {item.i: item for item in judged if item.reading.rank is None}
    joined: list[Judged] = []
    for item in judged:
        reading = item.reading
        if reading.rank is None:
            continue
        beside = [
            other
            for other in values.values()
            if other.reading.rank is None
            and not other.reading.kind.startswith(_MOVES)
            and abs(other.i - item.i) < _BESIDE
            and other.about == item.about
        ]
        if beside:
            nearest = min(beside, key=lambda other: abs(other.i - item.i))
            both = replace(nearest.reading, rank=reading.rank, out_of=reading.out_of)
            values[nearest.i] = replace(nearest, reading=both)
        else:
            joined.append(item)
    return sorted([*joined, *values.values()], key=lambda item: item.i)


def rank_listed(view: View, judged: Sequence[Judged]) -> list[Judged]:
    """Give the values of "A leads with 112, followed by B with 83 and C with 51" their ranks."""
    ranked = {item.i: item for item in judged}
    for k in range(len(view.words) - 1):
        if view.words[k : k + 2] not in {("followed", "by"), ("ahead", "of")}:
            continue
        if not _leads(view, k):
            continue
        plain = [item for item in judged if _may_rank(item)]
        leaders = [item for item in plain if item.i < k][-1:]
        end = next((j for j in range(k, len(view.words)) if view.words[j] in _ENDING), None)
        listed = [item for item in plain if k < item.i and (end is None or item.i < end)]
        places = [*leaders, *listed]
        if len({item.about for item in places}) < len(places):
            continue  # two numbers of one: no plain list
        for rank, item in enumerate(places, start=1 if leaders else 2):
            ranked[item.i] = replace(item, reading=replace(item.reading, rank=rank))
    return list(ranked.values())


def _leads(view: View, k: int) -> bool:
    """Tell whether the words before item ``k`` say that what stands there is first."""
    for j in range(k):
        if view.words[j] in _LEADING:
            before = view.items[j - 1] if j else None
            second = view.items[j - 2] if j > 1 and view.words[j - 1] == "-" else before
            if second is None or second.value is None:
                return True
    return False


def _may_rank(item: Judged) -> bool:
    kind = item.reading.kind
    return item.reading.rank is None and not kind.startswith((*_MOVES, "age"))
