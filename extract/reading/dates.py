"""Dates of publication as they stand in a news article's head."""

from __future__ import annotations

import re
from datetime import date

import dateparser

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+)?"

DATE = re.compile(
    rf"""(?ix)\b{_WEEKDAY}(?:
        (?P<iso>\d{{4}}[-/.](?:0[1-9]|1[0-2])[-/.](?:0[1-9]|[12]\d|3[01]))(?!\d)
      | {_DAY}\s+{_MONTH}\.?,?\s+\d{{4}}\b
      | {_MONTH}\.?\s+{_DAY},?\s+\d{{4}}\b
    )(?:[T ,]+\d{{1,2}}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?:\s?[A-Z]{{2,4}}\b|Z)?)?"""
)
"""A full date: ISO, or with the month's name; a time of day may follow."""

DAY_ONLY = re.compile(rf"(?i)\b{_WEEKDAY}(?:{_MONTH}\.?\s+{_DAY}|{_DAY}\s+{_MONTH}\.?)(?!\w)")
"""A day without a year, as datelines give it."""

_TIME = re.compile(r"(?i)[T ,]+\d{1,2}:\d\d.*$")


def find_date(text: str) -> date | None:
    """Return the first full date in ``text``.

    >>> find_date("Mon 3 Mar 2025, 09:00")
    datetime.date(2025, 3, 3)
    >>> find_date("May 15 or so") is None
    True
    """
    found = DATE.search(text)
    if not found:
        return None
    if found["iso"]:
        return _from_iso(found["iso"])
    parsed = dateparser.parse(
        _TIME.sub("", found.group()), languages=["en"], settings={"DATE_ORDER": "MDY"}
    )
    return parsed.date() if parsed else None


def _from_iso(text: str) -> date | None:
    try:
        return date.fromisoformat(re.sub(r"[/.]", "-", text))
    except ValueError:
        return None
