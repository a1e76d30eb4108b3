"""Times in a sentence, resolved against the day on which the article appeared.

``dateparser`` guesses from the machine's clock, has no quarters or periods and reads "second" and
"may" as dates in running text, so the phrases of news are few regular expressions here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from extract.quantities.numbers import spelled_value
from extract.quantities.words import quantity_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Resolver = Callable[[re.Match[str], date, bool], str | None]


@dataclass(frozen=True, slots=True)
class Period:
    """A time as it stands in a text; ``value`` is a year, half, quarter, month or day in ISO 8601.

    ``future`` says that it lies after the article's day.
    """

    value: str
    start: int
    end: int
    future: bool = False


def _month(name: str) -> int:
    return quantity_words().months[name.lower().rstrip(".")]


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    try:
        checked = date(year, month or 1, day or 1)
    except ValueError:
        return None
    text = checked.isoformat()
    return text[:4] if month is None else text[:7] if day is None else text


def _shift(today: date, months: int) -> tuple[int, int]:
    index = today.year * 12 + today.month - 1 + months
    return index // 12, index % 12 + 1


def _full(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    return _iso(int(match["year"]), _month(match["month"]), int(match["day"]))


def _nearest_year(month: int, day: int, today: date, *, future: bool) -> int:
    """Return the year in which the day lies behind today, or ahead of it if ``future``."""
    if future:
        return today.year + ((month, day) < (today.month, today.day))
    return today.year - ((month, day) > (today.month, today.day))


def _month_day(match: re.Match[str], today: date, future: bool) -> str | None:
    month, day = _month(match["month"]), int(match["day"])
    return _iso(_nearest_year(month, day, today, future=future), month, day)


def _month_year(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    return _iso(int(match["year"]), _month(match["month"]))


def _bare_month(match: re.Match[str], today: date, future: bool) -> str | None:
    month = _month(match["month"])
    word = (match["which"] or "").lower()
    if word == "next":
        return _iso(today.year + (month <= today.month), month)
    if word in {"last", "past"}:
        return _iso(today.year - (month >= today.month), month)
    if word == "this":
        return _iso(today.year, month)
    if future:
        return _iso(today.year + (month < today.month), month)
    return _iso(today.year - (month > today.month), month)


def _iso_day(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    return _iso(int(match["year"]), int(match["mm"]), int(match["dd"]))


def _year(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    return _iso(int(match["year"]))


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
    shift -= not future and number == current == _HALVES and today.month < _YEAR_END
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
        return _iso(today.year + shift)
    if unit == "month":
        return _iso(*_shift(today, shift))
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
        return _iso(today.year - (start + 2 >= today.month))
    return _iso(today.year + (which == "next" and start <= today.month))


def _count(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    value = spelled_value("one" if text.lower() in {"a", "an", "the"} else text)
    return int(value) if value is not None else None


def _ago(match: re.Match[str], today: date, future: bool) -> str | None:  # noqa: ARG001
    count = _count(match["count"])
    if count is None:
        return None
    if match["direction"].lower() in {"later", "from now", "time"}:
        count = -count
    unit = match["unit"].lower()
    if unit == "quarter":
        count, unit = 3 * count, "month"
    if unit == "month" and count % _YEAR_END == 0:
        count, unit = count // _YEAR_END, "year"
    if unit == "year":
        return _iso(today.year - count)
    if unit == "month":
        return _iso(*_shift(today, -count))
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
    return _iso(*_shift(today, shift), day)


_HALF = 6
_HALVES = 2
_YEAR_END = 12
_SAME = (
    r"(?i:\b(?:same|corresponding|comparable|year-earlier|prior-year|year-ago)"
    r"\s(?:quarter|period|month|half|semester|stretch|(?:three|six)\smonths)\b"
    r"(?:\s(?:of|in)\s(?:(?P<year>(?:19|20)\d\d)|(?:the\s)?(?:last|previous|prior|preceding)"
    r"\syear)|(?:\sa)?\s(?:one\s)?year\s(?:ago|earlier|before)|\slast\syear"
    r"|(?<=year-earlier period)|(?<=year-earlier quarter)|(?<=year-earlier month)"
    r"|(?<=year-ago period)|(?<=year-ago quarter)|(?<=prior-year period)"
    r"|(?<=prior-year quarter)))"
)
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
        (_SAME, _same),
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
            rf"(?i:\b{count}[\s-](?P<unit>year|month|week|day)s?"
            r"[\s-](?P<direction>ago|earlier|before|later|from now))\b",
            _ago,
        ),
        (
            r"(?i:\b(?P<count>the)\s(?P<unit>year|month|quarter|week|day)\s(?P<direction>before)\b"
            r"(?!\s(?:the|that|he|she|they|it)\b))",
            _ago,
        ),
        (rf"(?<![\w$€£.,/-])(?:FY\s?)?{_YEAR}(?:[-/–]\d\d)?{counted}", _year),
    ]


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Resolver], ...]:
    """Return the rules in order: a stretch of text belongs to the first that matches it."""
    table = [*_month_rules(), *_relative_rules()]
    return tuple((re.compile(pattern), resolve) for pattern, resolve in table)


def _matches(text: str, today: date, *, future: bool) -> Iterator[Period]:
    limit = today.isoformat()
    for pattern, resolve in _rules():
        for match in pattern.finditer(text):
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
        if not re.match(r"[1-9]\d{3}(?!\d)", item.value):
            continue  # reckoned from an unknown day
        if not any(item.start < other.end and other.start < item.end for other in found):
            found.append(item)
    return _anchored(sorted(found, key=lambda item: item.start), text)


def _anchored(found: list[Period], text: str) -> list[Period]:
    """Count "a year earlier", "the same quarter of 2022" from the time before them."""
    anchored: list[Period] = []
    for item in found:
        words = text[item.start : item.end].lower()
        if anchored:
            item = _from_base(item, anchored[-1].value, words)
        anchored.append(item)
    return anchored


def _from_base(item: Period, base: str, words: str) -> Period:
    within = base[4:] if len(base) == len("2024-04") else ""
    if re.match(_SAME, words):
        named = re.search(r"\d{4}|last year", words)
        year = item.value[:4] if named else int(base[:4]) - 1
        return replace(item, value=f"{year}{within}")
    if re.fullmatch(r"(?:the )?(?:previous|preceding|prior) year", words):
        return replace(item, value=f"{int(base[:4]) - 1}")
    earlier = re.fullmatch(r"(\w+)[ -](year|month)s?[ -](?:earlier|before)", words)
    count = _count(earlier[1]) if earlier else None
    if earlier is None or count is None:
        return item
    if earlier[2] == "year" or count % _YEAR_END == 0:
        years = count if earlier[2] == "year" else count // _YEAR_END
        return replace(item, value=f"{int(base[:4]) - years}{within}")
    if within[1:].isdigit():
        shifted = _shift(date(int(base[:4]), int(base[5:7]), 1), -count)
        return replace(item, value=_iso(*shifted) or item.value)
    return item
