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
_OPEN = frozenset({"since", "after", "before", "until"})
_INSIDE = frozenset(
    {"in", "during", "of", "for", "on", "by", "as", "at", "from", "over", "throughout"}
)
_YEAR_DIGITS = 4


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
    for reader in (_named_day, _named_month, _quarter, _relative, _plain):
        found = reader(words, at, today)
        if found and found[0]:
            return found
    return None


def _plain(words: Sequence[str], at: int, _: date) -> tuple[Period, int] | None:
    if (number := _year_at(words, at)) is not None:
        return year(number), at + 1
    iso = _iso(words[at])
    return (iso, at + 1) if iso else None


def _relative(words: Sequence[str], at: int, today: date) -> tuple[Period, int] | None:
    if words[at] in _RELATIVE and words[at + 1 : at + 2] == ["year"]:
        return year(today.year + _RELATIVE[words[at]]), at + 2
    return None


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


def range_at(words: Sequence[str], at: int, today: date) -> tuple[Period, int] | None:
    """Return the period with its preposition at ``words[at]``: "in 2023", "since May 2022"."""
    word = words[at]
    if word in {"between", "from"} and (first := _at(words, at + 1, today)):
        period, middle = first
        second = _at(words, middle + 1, today) if words[middle : middle + 1] else None
        if second and words[middle] in {"and", "to", "until", "till"}:
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
