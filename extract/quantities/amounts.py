"""Money, percentages, ranks and counts in a sentence, with their character offsets."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from extract.quantities.numbers import number_pattern, number_value, spelled_value
from extract.quantities.words import quantity_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


class QuantityKind(StrEnum):
    """What a number measures."""

    MONEY = "money"
    PERCENT = "percent"
    RANK = "rank"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands in a text: ``text[start:end]``.

    ``unit`` is an ISO 4217 code for money, ``percent`` or ``percentage point`` for a percentage,
    ``None`` else. ``out_of`` belongs to a rank ("9th out of 15"). ``converted`` marks an amount
    that repeats the one before it in another currency, as in "about $67m (KRW 92bn)".
    """

    kind: QuantityKind
    value: float
    start: int
    end: int
    unit: str | None = None
    out_of: int | None = None
    converted: bool = False
    spelled: bool = False


_THOUSAND: Final = 1000
_PARTS: Final = {
    "third": 3,
    "quarter": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}


@cache
def _money() -> re.Pattern[str]:
    words = quantity_words()
    symbols = sorted(words.currency_symbols, key=len, reverse=True)
    alpha = "|".join(re.escape(s) for s in symbols if s[-1].isalnum())
    other = "|".join(re.escape(s) for s in symbols if not s[-1].isalnum())
    names = "|".join(re.escape(s) for s in sorted(words.currency_words, key=len, reverse=True))
    prefix = rf"(?:(?<![\w$])(?:{alpha})\s?|(?<![A-Za-z])(?:{other})\s?)"
    suffix = rf"(?:\s?(?:{other})|[\s-](?:{alpha})\b|[\s-](?i:{names})\b)"
    number = rf"(?i:{number_pattern()})"
    return re.compile(rf"(?P<before>{prefix})?{number}(?P<after>{suffix})?")


@cache
def _percent() -> re.Pattern[str]:
    return re.compile(
        rf"{number_pattern()}(?:\s?%|[\s-]*(?P<point>percentage\spoints?\b|p\.p\.)"
        rf"|[\s-]*(?:per\s?cent|percent|pct)\b)(?P<point2>\s*points?\b)?",
        re.IGNORECASE,
    )


@cache
def _fraction() -> re.Pattern[str]:
    parts = "|".join(_PARTS)
    return re.compile(
        rf"\b(?:(?:(?P<top>an?|one|two|three|four|five)[\s-](?P<part>{parts})s?(?=\sof\b)"
        rf"|(?P<half>half)(?=\sof\b))(?!\sof\s(?:an?\s(?:million|billion|trillion|century|decade|year)"
        rf"|(?:the|this|last)\s(?:year|month|week|day|decade|century)))"
        rf"|(?P<some>one|two|three|four)\sin\s(?:every\s)?(?P<all>\d{{1,3}}|[a-z]+)\b)",
        re.IGNORECASE,
    )


@cache
def _rank() -> re.Pattern[str]:
    ordinal = r"(?P<ordinal>\d{1,4})(?:st|nd|rd|th)\b"
    spelled = rf"\b(?P<word>{'|'.join(quantity_words().ordinal_words)})\b"
    no = r"\b(?:No\.|number|#)\s?(?P<no>\d{1,4})\b"
    total = r"(?P<out>\d{1,3}(?:,\d{3})+|\d{2,5})\b(?!\s*(?:%|per))"
    out_of = rf"(?:\s+(?:place\s+)?(?:out\s+of|of|among)\s+(?:the\s+)?{total})?"
    return re.compile(rf"(?:{ordinal}|{spelled}|{no}){out_of}", re.IGNORECASE)


def _currency(before: str | None, after: str | None) -> str | None:
    words = quantity_words()
    if before:
        return words.currency_symbols.get(before.strip())
    if after:
        key = after.strip(" -\n")
        return words.currency_symbols.get(key) or words.currency_words.get(key.lower())
    return None


_ABOUT: Final = (
    r"(?:about|approximately|around|some|or|roughly|over|nearly|almost|just over|just under|under"
    r"|equivalent to|=|~|≈)"
)


def _in_brackets(between: str, text: str, match: re.Match[str]) -> bool:
    """Tell whether an amount stands alone in brackets right after another."""
    opened = re.fullmatch(rf"[\s,]*\(\s*{_ABOUT}?\s*", between)
    closed = text[match.end() : match.end() + 12].lstrip().startswith((")", ";", ","))
    return bool(opened) and closed


def _find_money(text: str) -> Iterator[Quantity]:
    last: Quantity | None = None
    for match in _money().finditer(text):
        unit = _currency(match["before"], match["after"])
        value = number_value(match)
        if unit is None or value is None:
            continue
        between = text[last.end : match.start()] if last else ""
        converted = last is not None and last.unit != unit and _in_brackets(between, text, match)
        last = Quantity(
            QuantityKind.MONEY, value, match.start(), match.end(), unit, converted=converted
        )
        yield last


def _find_percent(text: str) -> Iterator[Quantity]:
    for match in _percent().finditer(text):
        value = number_value(match)
        if value is not None:
            points = match["point"] or match["point2"]
            unit = "percentage point" if points else "percent"
            yield Quantity(QuantityKind.PERCENT, value, match.start(), match.end(), unit)


def _find_fraction(text: str) -> Iterator[Quantity]:
    """Yield shares in words as percentages: "a third of", "one in four"."""
    for match in _fraction().finditer(text):
        if match["half"]:
            value: float | None = 50.0
        elif match["part"]:
            top = spelled_value("one" if match["top"].lower() in {"a", "an"} else match["top"])
            value = 100 * (top or 0) / _PARTS[match["part"].lower()]
        else:
            count, whole = spelled_value(match["some"]), _whole(match["all"])
            value = 100 * count / whole if count and whole and whole > count else None
        if value is not None:
            yield Quantity(
                QuantityKind.PERCENT, round(value, 1), match.start(), match.end(), "percent"
            )


def _whole(text: str) -> float | None:
    return float(text) if text.isdigit() else spelled_value(text)


def _find_rank(text: str) -> Iterator[Quantity]:
    for match in _rank().finditer(text):
        if match["word"]:
            value = float(quantity_words().ordinal_words[match["word"].lower()])
        else:
            value = float(match["ordinal"] or match["no"])
        out_of = int(match["out"].replace(",", "")) if match["out"] else None
        if value >= 1:
            yield Quantity(
                QuantityKind.RANK,
                value,
                match.start(),
                match.end(),
                out_of=out_of,
                spelled=bool(match["word"]),
            )


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.,/]){number_pattern()}(?![\w%])", re.IGNORECASE)


def _find_number(text: str) -> Iterator[Quantity]:
    for match in _number().finditer(text):
        value = number_value(match)
        if value is not None:
            yield Quantity(
                QuantityKind.NUMBER,
                value,
                match.start(),
                match.end(),
                spelled=bool(match["words"]),
            )


def _collide(item: Quantity, start: int, end: int) -> bool:
    """Tell whether a quantity overlaps a span; "30 million Danish kroner" may hold "Danish"."""
    if item.kind is QuantityKind.MONEY and item.start < start and end < item.end:
        return False
    return item.start < end and start < item.end


def settle_currencies(
    found: list[Quantity], text: str, countries: Collection[str], *, dollars: bool = False
) -> list[Quantity]:
    """Return the amounts with the currency of the country that an article speaks of.

    Several countries call their money crowns; ``countries`` are the names of those mentioned.
    ``dollars`` says that the article writes US$ for American dollars, so that a bare $ may be
    those of another country.
    """
    known = quantity_words()
    local = {known.local_dollars[name] for name in countries if name in known.local_dollars}
    settled = []
    for item in found:
        if dollars and len(local) == 1 and text[item.start : item.end].startswith("$"):
            settled.append(replace(item, unit=next(iter(local))))
            continue
        words = re.split(r"[\s-]+", text[item.start : item.end].lower())
        owners = known.shared_currencies.get(words[-1], {})
        units = {owners[name] for name in countries if name in owners}
        named = " ".join(words[-2:]) in known.currency_words
        shared = item.kind is QuantityKind.MONEY and len(units) == 1 and not named
        settled.append(replace(item, unit=units.pop()) if shared else item)
    return settled


def find_amounts(text: str, *, taken: list[tuple[int, int]] | None = None) -> list[Quantity]:
    """Return the quantities of ``text`` in order; none overlaps another or a ``taken`` span.

    >>> [(q.value, q.unit) for q in find_amounts("It lost €10bn, or a third of sales.")]
    [(10000000000.0, 'EUR'), (33.3, 'percent')]
    """
    found: list[Quantity] = []
    spans = list(taken or ())
    for finder in (_find_money, _find_percent, _find_fraction, _find_rank, _find_number):
        for item in finder(text):
            if not any(_collide(item, start, end) for start, end in spans):
                spans.append((item.start, item.end))
                found.append(item)
    return _ranges(sorted(found, key=lambda item: item.start), text)


def _ranges(found: list[Quantity], text: str) -> list[Quantity]:
    """Give the lower end of a range the unit and scale of the upper: "between 5 and 7 percent"."""
    whole = list(found)
    for n, (low, high) in enumerate(pairwise(found)):
        joined = text[low.end : high.start]
        ranged = re.fullmatch(r"\s?[-–—]\s?|\s(?:to|and|or)\s(?:about\s)?", joined)
        if not ranged or low.kind is not QuantityKind.NUMBER or low.spelled or high.unit is None:
            continue
        if joined.strip() == "and" and not text[: low.start].rstrip().lower().endswith("between"):
            continue
        scale = 1.0
        if low.value < _THOUSAND <= high.value:
            scale = 10 ** (3 * int(math.log10(abs(high.value)) // 3))
        if low.value * scale < high.value:
            whole[n] = replace(
                low, kind=high.kind, unit=high.unit, value=round(low.value * scale, 6)
            )
    return whole
