"""The times that an article has spoken of so far, and those that its numbers were about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from extract.quantities import Period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.relations.views import View

_LENGTHS: Final = {"year": 4, "month": 7, "day": 10}


@dataclass
class Timeline:
    """What a reader has in mind: times told sentence by sentence, times of numbers so far."""

    published: date | None = None
    told: list[tuple[str, ...]] = field(default_factory=list)
    chosen: list[tuple[str, str]] = field(default_factory=list)
    """The time and the entity of each number so far."""
    here: int = 0
    """How many of ``chosen`` are of earlier sentences."""
    opened: int = 0
    """Where in ``chosen`` the numbers of the last sentence that had any begin."""

    def read(self, view: View) -> None:
        """Take note of a sentence that is over."""
        values = [item.value.value for item in view.items if isinstance(item.value, Period)]
        self.told.append(tuple(values))
        if len(self.chosen) > self.here:
            self.opened, self.here = self.here, len(self.chosen)

    def take(self, period: str | None, about: str) -> None:
        """Take note of the time of a number."""
        if period is not None:
            self.chosen.append((period, about))

    def reach(self, about: str) -> Iterator[tuple[str, str]]:
        """Yield times that a sentence may leave unsaid, each with where it comes from."""
        yield from self._calendar()
        kept: list[str] = []
        spoken = [values for values in self.told if values]
        if spoken:
            kept += [spoken[-1][-1]]
            yield spoken[-1][-1], "told-last"
            yield spoken[-1][0], "told-last-first"
            yield spoken[0][0], "told-first"
            yield _most(value for values in spoken for value in values), "told-often"
        if self.told and self.told[-1]:
            yield self.told[-1][-1], "told-just"
        for name, period in self._by_length(spoken):
            kept.append(period)
            yield period, name
        for name, period in self._of_numbers(about):
            kept.append(period)
            yield period, name
        for period in dict.fromkeys(kept):
            yield year_before(period), "year-before"

    def _by_length(self, spoken: list[tuple[str, ...]]) -> Iterator[tuple[str, str]]:
        """Yield the last year, quarter or month, and day told; the first of its sentence too."""
        for name, length in _LENGTHS.items():
            alike = [[v for v in values if len(v) == length] for values in reversed(spoken)]
            latest = next(filter(None, alike), None)
            if latest is not None:
                yield f"told-{name}", latest[-1]
                if latest[0] != latest[-1]:
                    yield f"told-{name}-first", latest[0]

    def _of_numbers(self, about: str) -> Iterator[tuple[str, str]]:
        if not self.chosen:
            return
        periods = [period for period, _ in self.chosen]
        yield "number-last", periods[-1]
        yield "number-often", _most(periods)
        if before := periods[: self.here]:
            yield "number-before", before[-1]
            yield "number-before-first", periods[self.opened]
        if here := periods[self.here :]:
            yield "number-here", here[-1]
            yield "number-here-first", here[0]
        if same := [period for period, iri in self.chosen if iri == about]:
            yield "number-same", same[-1]

    def _calendar(self) -> Iterator[tuple[str, str]]:
        today = self.published
        if today is None:
            return
        last_month = today.replace(day=1) - timedelta(days=1)
        quarters = today.year * 4 + (today.month - 1) // 3 - 1
        yield today.isoformat(), "today"
        yield (today - timedelta(days=1)).isoformat(), "yesterday"
        yield today.isoformat()[:7], "this-month"
        yield last_month.isoformat()[:7], "last-month"
        yield f"{quarters // 4}-Q{quarters % 4 + 1}", "last-quarter"
        yield str(today.year), "this-year"
        yield str(today.year - 1), "last-year"


def _most(values: Iterator[str] | list[str]) -> str:
    return Counter(values).most_common(1)[0][0]


def year_before(period: str) -> str:
    """Return the same time one year before.

    >>> year_before("2024-Q2"), year_before("2024")
    ('2023-Q2', '2023')
    """
    rest = "" if len(period) == len("2024-04-27") else period[4:]
    return f"{int(period[:4]) - 1:04}{rest}"
