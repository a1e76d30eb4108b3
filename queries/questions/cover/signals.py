"""The elements of a question that no graph explains: small words that tell, numbers, periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.questions.ontology_reading import unit_of
from queries.questions.periods import Period, range_at
from queries.questions.roots import general
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from queries.questions.targets import Target
    from queries.questions.tokens import Token

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as asked for, with its unit (dimension, factor) if it has one."""

    value: float
    unit: tuple[str, float] | None = None
    scale: float = 1.0  # "5 billion": 1e9


@dataclass(frozen=True, slots=True)
class Element:
    """Tokens ``start:end`` as one thing; ``kind`` says which of the other fields count."""

    kind: str
    start: int
    end: int
    text: str
    options: tuple[Target, ...] = ()
    iris: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    value: Number | Period | str | float | None = None
    degree: str = ""
    great: bool = True
    cost: float = 0.0
    note: str = ""
    roles: tuple[str, ...] = ()  # the role that a statement must have
    measured: tuple[str, ...] = ()  # the indicators of an observation
    verb: bool = False  # it follows a pronoun, and so is a verb


def text_of(tokens: Sequence[Token], start: int, end: int) -> str:
    """Return the words from ``start`` to ``end`` as typed."""
    return " ".join(token.text for token in tokens[start:end])


def signals(tokens: Sequence[Token], at: int) -> Iterator[Element]:
    """Yield the small words that tell how the question is built."""
    for kind, phrases in general().signals.items():
        for each in phrases:
            words = each.split()
            end = at + len(words)
            if [token.lower for token in tokens[at:end]] == words:
                yield Element(kind, at, end, each, cost=-0.02 - 0.15 * (len(words) - 1))
    yield from _compared(tokens, at)
    word = tokens[at].lower
    if word in {"more", "fewer", "less"}:
        yield Element("more", at, at + 1, word, great=word == "more", cost=-0.01)
    if word == "between":
        yield Element("between", at, at + 1, word)
    if word in _ORDINALS:
        yield Element("ordinal", at, at + 1, word, value=float(_ORDINALS.index(word) + 1))
    if word == "last":
        yield Element("ordinal", at, at + 1, word, value=-1.0)
    if word in english().superlatives:
        great = english().superlatives[word]
        yield Element("superlative", at, at + 1, word, great=great, degree="superlative")


def _compared(tokens: Sequence[Token], at: int) -> Iterator[Element]:
    """Yield "more than", "at least", and "longer than" before a time."""
    lower = [token.lower for token in tokens]
    for word, op in (("longer", ">"), ("shorter", "<")):
        if lower[at : at + 2] == [word, "than"]:
            number, _ = number_at(lower, at + 2)
            if number is not None and number.unit is not None and number.unit[0] == "time":
                yield Element("compare", at, at + 2, f"{word} than", value=op, cost=-0.4)
    for text, op in english().comparisons.items():
        size = len(text.split())
        if lower[at : at + size] == text.split():
            yield Element("compare", at, at + size, text, value=op, cost=-0.03 * size)


def values(tokens: Sequence[Token], at: int, today: date) -> Iterator[Element]:
    """Yield the periods and numbers that begin at a word."""
    lower = [token.lower for token in tokens]
    if lower[at] != "the" and (found := range_at(lower, at, today)):
        period, end = found
        yield Element("period", at, end, text_of(tokens, at, end), value=period, cost=-0.1)
    number, end = number_at(lower, at)
    if number is not None and not (lower[at] == "one" and end == len(lower)):  # "from one"
        yield Element("number", at, end, text_of(tokens, at, end), value=number, cost=-0.05)


def number_at(lower: Sequence[str], at: int) -> tuple[Number | None, int]:
    """Read "£500,000", "2.5 million euros", "40 kg", "eighteen"."""
    currency = english().currencies.get(lower[at]) if lower[at] in "$€£¥" else None
    start = at + (currency is not None)
    if start >= len(lower):
        return None, at
    digits = lower[start].replace(",", "")
    value = english().numbers.get(digits)
    if digits in english().scales and len(digits) > len("mn") and lower[start - 1 : start] == ["a"]:
        value, start = 1.0, start - 1  # "a million"
    if value is None:
        try:
            value = float(digits)
        except ValueError:
            return None, at
    end, scale = start + 1, 1.0
    while end < len(lower) and lower[end] in english().scales and not (
        lower[end] in {"m", "b", "k"} and currency is None
    ):  # fmt: skip
        scale, end = scale * english().scales[lower[end]], end + 1
    value *= scale
    unit = ("money " + currency, 1.0) if currency else None
    for size in (2, 1):
        words = lower[end : end + size]
        named = unit_of(" ".join(words)) if len(words) == size else None
        if unit is None and named:
            return Number(value, named, scale), end + size
    return Number(value, unit, scale), end
