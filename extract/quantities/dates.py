"""Times in a sentence, resolved against the day on which the article appeared.

``dateparser`` guesses from the machine's clock, has no quarters or periods and reads "second" and
"may" as dates in running text, so the phrases of news are few regular expressions here.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from extract.quantities.anchors import SAME, UNANCHORED, anchored
from extract.quantities.reckoning import YEAR_END, Period, count_of, iso, shift_months
from extract.quantities.words import quantity_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Resolver = Callable[[re.Match[str], date, bool], str | None]


def _month(name: str) -> int:
    return quantity_words().months[name.lower().rstrip(".")]


def _full(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    return iso(int(match["year"]), _month(match["month"]), int(match["day"]))


def _nearest_year(month: int, day: int, today: date, *, future: bool) -> int:
    """Return the year in which the day lies behind today, or ahead of it if ``future``."""
    if future:
        return today.year + ((month, day) < (today.month, today.day))
    return today.year - ((month, day) > (today.month, today.day))


def _month_day(match: re.Match[str], today: date, future: bool) -> str | None:
    month, day = _month(match["month"]), int(match["day"])
    return iso(_nearest_year(month, day, today, future=future), month, day)


def _month_year(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    return iso(int(match["year"]), _month(match["month"]))


def _bare_month(match: re.Match[str], today: date, future: bool) -> str | None:
    month = _month(match["month"])
    word = (match["which"] or "").lower()
    if word == "next":
        return iso(today.year + (month <= today.month), month)
    if word in {"last", "past"}:
        return iso(today.year - (month >= today.month), month)
    if word == "this":
        return iso(today.year, month)
    if future:
        return iso(today.year + (month < today.month), month)
    return iso(today.year - (month > today.month), month)


def _iso_day(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    return iso(int(match["year"]), int(match["mm"]), int(match["dd"]))


def _year(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    return iso(int(match["year"]))


def _short_year(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    return iso(today.year // 100 * 100 + int(match["short"]))


def _unanchored(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    return UNANCHORED


def _quarter_number(match: re.Match[str]) -> int:
    if match["digit"]:
        return int(match["digit"])
    return {"first": 1, "second": 2, "third": 3, "fourth": 4}[match["word"].lower()]


def _quarter(match: re.Match[str], today: date, future: bool) -> str | None:
    number = _quarter_number(match)
    if match["year"]:
        return f"{match['year']}-Q{number}"
    current = (today.month - 1) // 3 + 1
    if future:
        return f"{today.year + (number < current)}-Q{number}"
    return f"{today.year - (number >= current)}-Q{number}"


def _half(match: re.Match[str], today: date, future: bool) -> str | None:
    word = (match["word"] or match["months"] or "").lower()
    number = int(match["digit"] or match["digit2"] or 1 + (word == "second"))
    if year := match["year"] or match["year2"]:
        return f"{year}-H{number}"
    if match["past"]:
        return f"{today.year - 1}-H{number}"
    current = 1 + (today.month > _HALF)
    shift = (number < current) if future else -(number > current)
    shift -= not future and number == current == _HALVES and today.month < YEAR_END
    return f"{today.year + shift}-H{number}"


def _month_span(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    """Three or six months may be a quarter or half: "July to September", "January-June"."""
    first, last = _month(match["first"]), _month(match["last"])
    year = match["year"] or str(today.year - (last >= today.month))
    if last - first == 2 and first % 3 == 1:
        return f"{year}-Q{(first + 2) // 3}"
    if last - first == 5 and first % 6 == 1:
        return f"{year}-H{1 + first // 6}"
    return None


def _months_to(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    """Return the quarter or half of "the three months to the end of September 2023"."""
    last = _month(match["month"])
    year = match["year"] or str(today.year - (last > today.month))
    length = 3 if match["length"].lower() in {"three", "3"} else 6
    if last % length:
        return f"{year}-{last:02}"
    return f"{year}-{'Q' if length == 3 else 'H'}{last // length}"


def _named_quarter(match: re.Match[str], today: date, future: bool) -> str | None:
    month = _bare_month(match, today, future)
    return month and f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def _same(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    """Return the year of "the same quarter of 2023"; which quarter, the sentence says before."""
    return match["year"] or str(today.year - 1)


def _relative_day(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    word = match["word"].lower()
    days = -1 if word.startswith("yester") else 1 if word == "tomorrow" else 0
    return (today + timedelta(days=days)).isoformat()


def _weekday(match: re.Match[str], today: date, future: bool) -> str | None:
    wanted = quantity_words().weekdays[match["day"].lower()]
    which = (match["which"] or "").lower()
    ahead = (wanted - today.weekday()) % 7
    if which == "next":
        return (today + timedelta(days=ahead or 7)).isoformat()
    if future:
        return (today + timedelta(days=ahead)).isoformat()
    back = (today.weekday() - wanted) % 7
    if which == "last":
        back = back or 7
    return (today - timedelta(days=back)).isoformat()


def _relative(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    step = dict.fromkeys(("last", "past", "previous", "preceding", "prior"), -1)
    step |= {"this": 0, "current": 0}
    shift = step.get(match["which"].lower(), 1)
    unit = match["unit"].lower()
    if unit == "year":
        return iso(today.year + shift)
    if unit == "month":
        return iso(*shift_months(today, shift))
    if unit == "quarter":
        index = today.year * 4 + (today.month - 1) // 3 + shift
        return f"{index // 4}-Q{index % 4 + 1}"
    return None


def _season(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    """Return the year of a season; a winter belongs to the year in which it begins."""
    start = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[
        match["season"].lower()
    ]
    which = match["which"].lower()
    if which == "last":
        return iso(today.year - (start + 2 >= today.month))
    return iso(today.year + (which == "next" and start <= today.month))


def _ago(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    count = count_of(match["count"])
    if count is None:
        return None
    if match["direction"].lower() in {"later", "from now", "time"}:
        count = -count
    unit = match["unit"].lower()
    if unit == "decade":
        count, unit = 10 * count, "year"
    if unit == "quarter":
        index = today.year * 4 + (today.month - 1) // 3 - count
        return f"{index // 4}-Q{index % 4 + 1}"
    if unit == "month" and count % YEAR_END == 0:
        count, unit = count // YEAR_END, "year"
    if unit == "year":
        return iso(today.year - count)
    if unit == "month":
        return iso(*shift_months(today, -count))
    days = count * (7 if unit == "week" else 1)
    shifted = today - timedelta(days=days)
    return shifted.isoformat() if unit == "day" else shifted.isoformat()[:7]


def _day_of_month(match: re.Match[str], today: date, future: bool) -> str | None:
    day = int(match["day"])
    tail = (match["tail"] or "").lower()
    shift = -1 if "last" in tail else 1 if "next" in tail else 0
    if not tail and not future and day > today.day:
        shift = -1
    if not tail and future and day < today.day:
        shift = 1
    return iso(*shift_months(today, shift), day)


_HALF = 6
_HALVES = 2
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"


def _month_rules() -> list[tuple[str, Resolver]]:
    names = sorted(quantity_words().months, key=len, reverse=True)
    # "may" and "march" are months only when written as names.
    month = "(?P<month>" + "|".join(name.capitalize() + r"\b\.?" for name in names) + ")"
    first, last = month.replace("month", "first"), month.replace("month", "last")
    ordinal = r"Q(?P<digit>[1-4])|\b(?P<word>first|second|third|fourth)[\s-]quarter"
    return [
        (rf"\b{first}\s?(?:-|–|to|and|through)\s?{last}(?:\s(?:of\s)?{_YEAR})?", _month_span),
        (
            r"(?i:\b(?P<length>three|3|six|6)[\s-]months?\s(?:period\s)?(?:to|through|ended|ending)\s"
            r"(?:in\s|the\send\sof\s|(?:on\s)?(?:\d\d?\s)?))"
            rf"{month}(?:\s\d\d?\b,?)?(?:\s{_YEAR})?",
            _months_to,
        ),
        (SAME, _same),
        (
            r"(?i:\b(?:H(?P<digit>[12])|(?P<digit2>[12])H|(?P<word>first|second)[\s-]half"
            r"(?=\sof\s(?:(?:the|last|this)\s(?:\w+\s){0,2}year|(?:19|20)\d\d)\b"
            r"|\s?[,.;)]|\s?$|\s(?!of\b))"
            r"|(?P<months>first)\s(?:six|6)\smonths))\b"
            r"(?:,?\s(?:of\s)?(?:fiscal\s)?(?P<year>(?:19|20)\d\d)"
            r"|\sof\sthe\s(?P<year2>(?:19|20)\d\d)\s\w+\syear|\sof\s(?:the|this)\syear"
            r"|\sof\s(?P<past>last)\syear)?",
            _half,
        ),
        (rf"\b{_DAY}\s(?:of\s)?{month},?\s{_YEAR}\b", _full),
        (rf"\b{month}\s{_DAY},?\s{_YEAR}\b", _full),
        (rf"\b{_YEAR}[-/.](?P<mm>\d\d)[-/.](?P<dd>\d\d)\b", _iso_day),
        (rf"\b{month}\s(?:of\s)?{_YEAR}\b", _month_year),
        (rf"\b{_DAY}\s(?:of\s)?{month}(?!\w)", _month_day),
        (rf"\b{month}\s{_DAY}(?![\w,.]*\d)", _month_day),
        (rf"(?i:\b{ordinal})\b(?:,?\s(?:of\s)?(?:fiscal\s)?{_YEAR})?", _quarter),
        (
            rf"\b(?P<which>this|last|next)?\s?{month}[\s-][Qq]uarter(?:\sof\s{_YEAR})?\b",
            _named_quarter,
        ),
        (rf"(?:\b(?P<which>[Nn]ext|[Ll]ast|[Pp]ast|[Tt]his)\s)?\b{month}(?!\w)", _bare_month),
    ]


def _relative_rules() -> list[tuple[str, Resolver]]:
    words = quantity_words()
    weekday = "|".join(name.capitalize() for name in words.weekdays)
    count = rf"(?P<count>\d{{1,2}}|an?|{'|'.join(words.number_words)})"
    which = "(?P<which>last|past|previous|preceding|prior|this|current|next|following|coming)"
    kind = r"(?:\s(?:fiscal|financial|calendar|academic))?"
    counted = r"(?![\w%]|[.,]\d|\s(?:people|staff|jobs|employees))"
    return [
        (
            r"(?i:\b(?P<which>last|this|next)\s(?P<season>spring|summer|autumn|fall|winter)\b)",
            _season,
        ),
        (r"(?i:\b(?P<word>yesterday|today|tomorrow|tonight)\b)", _relative_day),
        (rf"(?:\b(?P<which>[Nn]ext|[Ll]ast|[Tt]his)\s)?\b(?P<day>{weekday})\b", _weekday),
        (
            r"\b(?:[Oo]n|since|from|until|by|[Tt]o)\sthe\s(?P<day>\d{1,2})(?:st|nd|rd|th)\b"
            r"(?:\s(?P<tail>of (?:this|last|next) month))?",
            _day_of_month,
        ),
        (rf"(?i:\b(?:the\s)?{which}{kind}\s(?P<unit>year|month|quarter))\b", _relative),
        (
            rf"(?i:\b{count}[\s-](?P<unit>decade|year|quarter|month|week|day)s?"
            r"[\s-](?P<direction>ago|earlier|before|later|from now))\b",
            _ago,
        ),
        (
            r"(?i:\b(?P<count>the)\s(?P<unit>year|month|quarter|week|day)\s(?P<direction>before)\b"
            r"(?!\s(?:the|that|he|she|they|it)\b))",
            _ago,
        ),
        (
            r"(?i:\bthe\s(?:next|following|previous|preceding)\sday\b"
            r"|\b(?:that|the)\s(?:same|very)\s(?:year|month|day)\b|(?<=\b[io]n\s)that\s(?:year|month|day)\b"
            r"|\bthe\s(?:year|month|day)\safter\b(?!\s(?:the|that|he|she|they|it|a|an|\w+ing)\b))",
            _unanchored,
        ),
        (rf"\bFY(?P<short>\d\d){counted}", _short_year),
        (
            rf"(?:(?<![\w$€£.,/-])(?:FY\s?)?|(?<=\bmid-)|(?<=\bend-)|(?<=\b(?:late|year)-)|(?<=\bearly-))"
            rf"{_YEAR}(?:[-/–]\d\d)?{counted}",
            _year,
        ),
    ]


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Resolver], ...]:
    """Return the rules in order: a stretch of text belongs to the first that matches it."""
    table = [*_month_rules(), *_relative_rules()]
    return tuple((re.compile(pattern), resolve) for pattern, resolve in table)


@lru_cache(maxsize=16)
def _hits(text: str) -> tuple[tuple[re.Match[str], Resolver], ...]:
    """Return what the rules match, kept because a sentence is read as past and as future."""
    return tuple((match, resolve) for rule, resolve in _rules() for match in rule.finditer(text))


def _matches(text: str, today: date, *, future: bool) -> Iterator[Period]:
    limit = today.isoformat()
    for match, resolve in _hits(text):
        value = resolve(match, today, future)
        if value is not None:
            part = len(value) if value[4:].replace("-", "").isdigit() else 4
            ahead = value[:part] > limit[:part]
            yield Period(value, match.start(), match.end(), future=ahead)


def find_periods(text: str, today: date | None, *, future: bool = False) -> list[Period]:
    """Return the times of ``text`` in order; none overlaps another.

    A month or weekday without a year lies before ``today``, or after it if ``future``. Without
    ``today`` only full dates count.

    >>> [p.value for p in find_periods("Up from a year earlier, on Tuesday", date(2024, 5, 2))]
    ['2023', '2024-04-30']
    """
    found: list[Period] = []
    for item in _matches(text, today or date(1, 6, 15), future=future):
        if not re.match(r"[1-9]\d{3}(?!\d)", item.value) and item.value != UNANCHORED:
            continue  # reckoned from an unknown day
        if not any(item.start < other.end and other.start < item.end for other in found):
            found.append(item)
    return anchored(sorted(found, key=lambda item: item.start), text)
