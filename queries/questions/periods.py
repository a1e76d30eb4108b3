"""Dates and periods in a question: years, quarters, months, days, ranges, "last year"."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Sequence

_RELATIVE = {
    "last": -1,
    "this": 0,
    "next": 1,
    "previous": -1,
    "coming": 1,
    "past": -1,
    "current": 0,
}
_MONTHS = {"month": 1, "quarter": 3}
_LENGTHS = {"years": 12, "year": 12, "months": 1, "month": 1, "decades": 120}
_HALVES = {"first": 1, "second": 2, "h1": 1, "h2": 2}
_OPEN = frozenset({"since", "after", "before", "until"})
_INSIDE = frozenset(
    {"in", "during", "of", "for", "on", "by", "as", "at", "from", "over", "throughout"}
)
_YEAR_DIGITS = 4
_JOINING = frozenset({"and", "to", "until", "till", "through"})


@dataclass(frozen=True, slots=True)
class Period:
    """Days ``start`` to ``end``, both included and in ISO 8601; ``None`` is open.

    ``text`` is the period in ISO 8601 where it is a single year, quarter, month or day, else as
    in the question.
    """

    text: str
    start: str | None
    end: str | None

    @property
    def single(self) -> bool:
        """Whether it is one year, quarter, month or day rather than a range."""
        return self.start is not None and self.end is not None and " " not in self.text


def year(number: int) -> Period:
    """Return a whole year."""
    return Period(str(number), f"{number}-01-01", f"{number}-12-31")


def quarter(number: int, of: int) -> Period:
    """Return a quarter.

    >>> quarter(2, 2024)
    Period(text='2024-Q2', start='2024-04-01', end='2024-06-30')
    """
    last = calendar.monthrange(of, 3 * number)[1]
    start, end = f"{of}-{3 * number - 2:02}-01", f"{of}-{3 * number:02}-{last}"
    return Period(f"{of}-Q{number}", start, end)


def month(number: int, of: int) -> Period:
    """Return a month of a year."""
    last = calendar.monthrange(of, number)[1]
    return Period(f"{of}-{number:02}", f"{of}-{number:02}-01", f"{of}-{number:02}-{last}")


def day(number: int, of_month: int, of: int) -> Period | None:
    """Return a day, or ``None`` if the month has no such day."""
    try:
        text = date(of, of_month, number).isoformat()
    except ValueError:
        return None
    return Period(text, text, text)


def _year_at(words: Sequence[str], at: int) -> int | None:
    word = words[at] if at < len(words) else ""
    is_year = len(word) == _YEAR_DIGITS and word.isdigit() and word[:2] in {"18", "19", "20"}
    return int(word) if is_year else None


def _iso(word: str) -> Period | None:
    parts = word.split("-")
    if len(parts[0]) != _YEAR_DIGITS or not parts[0].isdigit() or len(parts) == 1:
        return None
    if parts[1][:1] == "q":
        return quarter(int(parts[1][1]), int(parts[0])) if parts[1][1:] in "1234" else None
    if not 1 <= int(parts[1]) <= 12:
        return None
    if len(parts) == 2:
        return month(int(parts[1]), int(parts[0]))
    return day(int(parts[2]), int(parts[1]), int(parts[0]))


def _day_number(word: str) -> int | None:
    digits = word.removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("th")
    return int(digits) if digits.isdigit() and 1 <= int(digits) <= 31 else None


def period_at(words: Sequence[str], at: int, today: date) -> tuple[Period, int] | None:
    """Return the period that begins at ``words[at]`` and where it ends, if there is one.

    Words are lower case without "the". ``today`` resolves "last year".
    """
    for reader in (_named_day, _named_month, _quarter, _half, _relative, _plain):
        found = reader(words, at, today)
        if found and found[0]:
            return found
    return None


def _plain(words: Sequence[str], at: int, _: date) -> tuple[Period, int] | None:
    if (number := _year_at(words, at)) is not None:
        if number % 10 == 0 and words[at + 1 : at + 2] == ["s"]:
            return Period(f"{number}s", f"{number}-01-01", f"{number + 9}-12-31"), at + 2
        return year(number), at + 1
    iso = _iso(words[at])
    return (iso, at + 1) if iso else None


def _relative(words: Sequence[str], at: int, today: date) -> tuple[Period, int] | None:
    step = _RELATIVE.get(words[at])
    unit = words[at + 1] if step is not None and at + 1 < len(words) else ""
    if step is None:
        return None
    if unit == "year":
        return year(today.year + step), at + 2
    if unit in _MONTHS:
        size = _MONTHS[unit]
        number = (12 * today.year + today.month - 1) // size + step
        if unit == "month":
            return month(number % 12 + 1, number // 12), at + 2
        return quarter(number % 4 + 1, number // 4), at + 2
    return _so_long(words, at, today) if step < 0 else None


def _so_long(words: Sequence[str], at: int, today: date) -> tuple[Period, int] | None:
    """Read "last two years", "past 18 months": the days up to today."""
    count = english().numbers.get(words[at + 1]) if at + 1 < len(words) else None
    if count is None and words[at + 1 : at + 2] and words[at + 1].isdigit():
        count = float(words[at + 1])
    months = _LENGTHS.get(words[at + 2]) if count and at + 2 < len(words) else None
    if count is None or months is None:
        return None
    number = 12 * today.year + today.month - 1 - int(count * months)
    last = calendar.monthrange(number // 12, number % 12 + 1)[1]
    start = date(number // 12, number % 12 + 1, min(today.day, last))
    text = " ".join(words[at : at + 3])
    return Period(text, start.isoformat(), today.isoformat()), at + 3


def _named_month(words: Sequence[str], at: int, _: date) -> tuple[Period, int] | None:
    number = english().months.get(words[at])
    after = at + 1 + (words[at + 1 : at + 2] in (["of"], [","]))
    which = _year_at(words, after)
    return (month(number, which), after + 1) if number and which else None


def _named_day(words: Sequence[str], at: int, _: date) -> tuple[Period, int] | None:
    """Read "15 April 2024", "15 of April 2024", "April 15, 2024", "April 15th 2024"."""
    months = english().months
    if words[at] in months and at + 1 < len(words):
        number, of_month, after = _day_number(words[at + 1]), months[words[at]], at + 2
        after += words[after : after + 1] in (["st"], ["nd"], ["rd"], ["th"])
        after += words[after : after + 1] == [","]
    else:
        number, after = _day_number(words[at]), at + 1
        after += words[after : after + 1] in (["st"], ["nd"], ["rd"], ["th"])
        after += words[after : after + 1] == ["of"]
        of_month = months.get(words[after], 0) if after < len(words) else 0
        after += 1
    which = _year_at(words, after)
    if number is None or not of_month or which is None:
        return None
    found = day(number, of_month, which)
    return (found, after + 1) if found else None


def _quarter(words: Sequence[str], at: int, _: date) -> tuple[Period, int] | None:
    number = english().quarters.get(words[at])
    if not number:
        return None
    after = at + 1
    if not words[at].startswith("q"):
        if words[after : after + 1] != ["quarter"]:
            return None
        after += 1
    after += words[after : after + 1] == ["of"]
    which = _year_at(words, after)
    return (quarter(number, which), after + 1) if which else None


def _half(words: Sequence[str], at: int, _: date) -> tuple[Period, int] | None:
    """Read "first half of 2024", "H1 2024"."""
    number = _HALVES.get(words[at])
    after = at + 1
    if number and not words[at].startswith("h"):
        if words[after : after + 1] != ["half"]:
            return None
        after += 1
    after += words[after : after + 1] == ["of"]
    which = _year_at(words, after)
    if not number or which is None:
        return None
    start, end = (f"{which}-01-01", f"{which}-06-30") if number == 1 else (
        f"{which}-07-01", f"{which}-12-31"
    )  # fmt: skip
    return Period(f"{which}-H{number}", start, end), after + 1


def _months_of_one_year(words: Sequence[str], at: int) -> tuple[Period, int] | None:
    """Read "July and September 2023", "July to September 2023": from month to month."""
    months = english().months
    if at + 3 >= len(words) or words[at] not in months or words[at + 2] not in months:
        return None
    which = _year_at(words, at + 3)
    if words[at + 1] not in _JOINING or which is None:
        return None
    start, end = month(months[words[at]], which), month(months[words[at + 2]], which)
    return Period(f"{start.text} to {end.text}", start.start, end.end), at + 4


def range_at(words: Sequence[str], at: int, today: date) -> tuple[Period, int] | None:
    """Return the period with its preposition at ``words[at]``: "in 2023", "since May 2022"."""
    word = words[at]
    joined = at + (word in {"between", "from", "in", "during"})
    if found := _months_of_one_year(words, joined):
        return found
    if word in {"between", "from"} and (first := _at(words, at + 1, today)):
        period, middle = first
        second = _at(words, middle + 1, today) if words[middle : middle + 1] else None
        if second and words[middle] in _JOINING:
            text = f"{period.text} to {second[0].text}"
            return Period(text, period.start, second[0].end), second[1]
    if word in _OPEN and (found := _at(words, at + 1, today)):
        return _open(word, found[0]), found[1]
    if word in _INSIDE and (found := _at(words, at + 1, today)):
        return found
    return period_at(words, at, today)


def _at(words: Sequence[str], at: int, today: date) -> tuple[Period, int] | None:
    return period_at(words, at, today) if at < len(words) else None


def _open(word: str, period: Period) -> Period:
    text = f"{word} {period.text}"
    if word == "since":
        return Period(text, period.start, None)
    if word == "after":
        return Period(text, _shift(period.end, 1), None)
    if word == "before":
        return Period(text, None, _shift(period.start, -1))
    return Period(text, None, period.end)


def _shift(iso: str | None, days: int) -> str | None:
    if iso is None:
        return None
    return date.fromordinal(date.fromisoformat(iso).toordinal() + days).isoformat()
