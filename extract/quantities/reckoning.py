"""Times as values: years, halves, quarters, months and days, and steps between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from extract.quantities.numbers import spelled_value

YEAR_END: Final = 12


@dataclass(frozen=True, slots=True)
class Period:
    """A time as it stands in a text; ``value`` is a year, half, quarter, month or day in ISO 8601.

    ``future`` says that it lies after the article's day.
    """

    value: str
    start: int
    end: int
    future: bool = False


def iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """Return a year, month or day in ISO 8601; ``None`` if there is no such day."""
    try:
        checked = date(year, month or 1, day or 1)
    except ValueError:
        return None
    text = checked.isoformat()
    return text[:4] if month is None else text[:7] if day is None else text


def shift_months(today: date, months: int) -> tuple[int, int]:
    """Return year and month so many months after a day."""
    index = today.year * 12 + today.month - 1 + months
    return index // 12, index % 12 + 1


def count_of(text: str) -> int | None:
    """Return the number that a word names: "a", "three", "12"."""
    if text.isdigit():
        return int(text)
    value = spelled_value("one" if text.lower() in {"a", "an", "the"} else text)
    return int(value) if value is not None else None
