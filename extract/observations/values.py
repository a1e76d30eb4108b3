"""The values of a sentence with what they measure and count, before it is known whose they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from extract.observations.counting import name_counted
from extract.observations.indicators import Reading, inherit_unit, lends_unit, read_quantity
from extract.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Span

    from extract.relations.views import View
    from kg.model import Fact

_MILLION: Final = 1e6
_ALIKE: Final = 5
"""A bare number so many times as large as an amount, or as small, may be one of its currency."""


class ValueReader:
    """Reads the values of an article, sentence by sentence: units are told once and carried on."""

    def __init__(self) -> None:
        self._last: Reading | None = None

    def read(
        self, view: View, facts: Sequence[Fact], sentence: Span
    ) -> tuple[list[tuple[int, Reading]], frozenset[int]]:
        """Return a sentence's values, understood, and the items that are amounts of its facts."""
        used = _used_values(facts, sentence)
        readings = [(i, self._with_unit(reading)) for i, reading in _readings(view, sentence)]
        amounts = (i for i, _ in readings if (v := view.items[i].value) and v.value in used)
        return readings, frozenset(amounts)

    def _with_unit(self, plain: Reading) -> Reading:
        reading = inherit_unit(plain, self._last)
        self._last = reading if lends_unit(reading) else self._last
        return reading


def _used_values(facts: Sequence[Fact], sentence: Span) -> set[float]:
    """Return the numbers that facts of the sentence carry as qualifiers."""
    used: set[float] = set()
    for fact in facts:
        if any(sentence.start_char <= e.start < sentence.end_char for e in fact.evidence):
            values = (fact.qualifiers.amount, fact.qualifiers.share, fact.qualifiers.number)
            used |= {value for value in values if value is not None}
    return used


def _readings(view: View, sentence: Span) -> list[tuple[int, Reading]]:
    readings: list[tuple[int, Reading]] = []
    parsed = sentence.doc.has_annotation("DEP")
    for i, item in enumerate(view.items):
        if isinstance(item.value, Quantity):
            reading = read_quantity(view, i)
            if reading is not None:
                counted = name_counted(view, i, reading, sentence.doc) if parsed else reading
                readings.append((i, counted))
    return _inherit(readings)


def _inherit(readings: Sequence[tuple[int, Reading]]) -> list[tuple[int, Reading]]:
    """Give a bare number the indicator and unit of a number before it ("up from 58 in June").

    One that may be of the same sort comes first: a fraction after a percentage is one too, a
    million after an amount of money likewise.
    """
    shared: list[tuple[int, Reading]] = []
    last: Reading | None = None
    before: list[Reading] = []
    for i, reading in readings:
        bare = reading.kind in {"number-bare", "number-bracket"} and reading.unit is None
        alike = next((r for r in reversed(before) if _same_sort(reading, r)), None)
        if bare and alike is not None and (alike is before[-1] or alike.kind.startswith("money")):
            family = alike.kind.partition("-")[0]
            kind = f"{family}-bare"
            same = replace(reading, kind=kind, indicator=alike.indicator, unit=alike.unit)
            shared.append((i, same))
            continue
        before.append(reading)
        if bare and last is not None:
            shared.append((i, replace(reading, indicator=last.indicator, unit=last.unit)))
            continue
        if reading.rank is None and not reading.kind.startswith(("money", "percent", "age")):
            last = reading
        shared.append((i, reading))
    return shared


def _same_sort(bare: Reading, before: Reading) -> bool:
    """Tell whether a bare number may have the unit of one before it, by its size."""
    if bare.value is None or not before.value:
        return False
    near = 1 / _ALIKE <= abs(bare.value / before.value) <= _ALIKE
    if before.kind.startswith("percent") and not before.kind.startswith("percent-change"):
        return not bare.value.is_integer()
    return before.kind.startswith("money") and (abs(bare.value) >= _MILLION or near)
