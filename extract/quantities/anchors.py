"""Times that are told from another time: "a year earlier", "the next day", "that year"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from extract.quantities.reckoning import YEAR_END, Period, count_of, iso, shift_months

UNANCHORED: Final = "0000"
"""The value of a time that means nothing without one before it."""

SAME: Final = (
    r"(?i:\b(?:same|corresponding|comparable|year-earlier|prior-year|year-ago)"
    r"\s(?:quarter|period|month|half|semester|stretch|(?:three|six)\smonths)\b"
    r"(?:\s(?:of|in)\s(?:(?P<year>(?:19|20)\d\d)|(?:the\s)?(?:last|previous|prior|preceding)"
    r"\syear)|(?:\sa)?\s(?:one\s)?year\s(?:ago|earlier|before)|\slast\syear"
    r"|(?<=year-earlier period)|(?<=year-earlier quarter)|(?<=year-earlier month)"
    r"|(?<=year-ago period)|(?<=year-ago quarter)|(?<=prior-year period)"
    r"|(?<=prior-year quarter)))"
)
_STEP: Final = re.compile(
    r"(?P<count>\w+)[ -](?P<unit>year|quarter|month|day)s?[ -](?P<way>earlier|before|later|after)"
)
_NEIGHBOUR: Final = re.compile(
    r"(?:the )?(?P<way>previous|preceding|prior|next|following) (?P<unit>year|quarter|month|day)"
)
_BACK: Final = re.compile(r"(?:(?:that|the) )?(?:same |very )?(?P<unit>year|month|day)")
_AHEAD: Final = frozenset({"later", "after", "next", "following"})
_MONTHS: Final = {"month": 1, "quarter": 3, "year": YEAR_END}
_DAY: Final = len("2024-04-27")
_PART: Final = {"year": 4, "month": 7, "day": _DAY}


def anchored(found: list[Period], text: str) -> list[Period]:
    """Count "a year earlier", "the same quarter of 2022" from the time before them.

    Those that mean nothing without one are left out where there is none.
    """
    kept: list[Period] = []
    for item in found:
        words = text[item.start : item.end].lower()
        value = _from_base(item, words, kept[-1].value) if kept else None
        if value is not None:
            kept.append(replace(item, value=value))
        elif item.value != UNANCHORED:
            kept.append(item)
    return kept


def _from_base(item: Period, words: str, base: str) -> str | None:
    """Return the time of ``item``; the year of "the same quarter last year" is that of today."""
    if re.match(SAME, words) and "last year" in words:
        return f"{item.value[:4]}{_within(base)}"
    return anchor(words, base)


def anchor(words: str, base: str) -> str | None:
    """Return the time that words name counted from ``base``; ``None`` if they do not need one.

    >>> anchor("a year earlier", "2024-Q2"), anchor("the next day", "2024-02-28")
    ('2023-Q2', '2024-02-29')
    >>> anchor("last year", "2022") is None
    True
    """
    low = words.lower()
    if re.match(SAME, low):
        named = re.search(r"(?:19|20)\d\d", low)
        return f"{named[0] if named else int(base[:4]) - 1}{_within(base)}"
    if match := _STEP.fullmatch(low):
        count = count_of(match["count"])
        return None if count is None else _moved(base, match["unit"], count, match["way"])
    if match := _NEIGHBOUR.fullmatch(low):
        if match["way"] == "next" and match["unit"] != "day":
            return None  # counted from the article's day
        if match["unit"] == "year":
            return str(int(base[:4]) + (1 if match["way"] in _AHEAD else -1))
        return _moved(base, match["unit"], 1, match["way"])
    if match := _BACK.fullmatch(low):
        length = _PART[match["unit"]]
        return base[:length] if len(base) >= length and base[5:6] not in {"Q", "H"} else None
    return None


def _within(base: str) -> str:
    """Return the month, quarter or half of a time, as it stands in it."""
    return base[4:] if len(base) == len("2024-04") else ""


def _moved(base: str, unit: str, count: int, way: str) -> str | None:
    step = count if way in _AHEAD else -count
    if unit == "day":
        if len(base) != _DAY:
            return None
        return (date.fromisoformat(base) + timedelta(days=step)).isoformat()
    months = step * _MONTHS[unit]
    within = _within(base)
    if months % YEAR_END == 0:
        return f"{int(base[:4]) + months // YEAR_END}{within}"
    if within[1:2] == "Q" and months % _MONTHS["quarter"] == 0:
        index = int(base[:4]) * 4 + int(base[6]) - 1 + months // _MONTHS["quarter"]
        return f"{index // 4}-Q{index % 4 + 1}"
    if within[1:].isdigit():
        return iso(*shift_months(date(int(base[:4]), int(base[5:7]), 1), months))
    return None
