"""Which argument of a text a label of an example means: "Turkish_people" and "Turkish"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz

from extract.components.lexicon import load_lexicon
from extract.quantities import find_periods
from extract.taught.arguments import DATE, LITERALS, PHRASE, QUOTE, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extract.taught.arguments import Argument

LEAST: Final = 0.5
"""How alike a label and an argument must be, of 1."""

_BRACKETS: Final = re.compile(r"\s*\([^()]*\)\s*$")
_NUMBER: Final = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:[eE][-+]?\d+)?")
_LEAST_FUZZY: Final = 80


def plain(label: str) -> str:
    """Return a label as people write it.

    >>> plain('"Drake Stevens"'), plain("John_Clancy_(Labour_politician)")
    ('Drake Stevens', 'John Clancy')
    """
    text = " ".join(label.replace("_", " ").split()).strip("\"' ")
    return _BRACKETS.sub("", text).strip("\"' ") or text


@lru_cache(maxsize=4096)
def label_number(label: str) -> float | None:
    """Return the number that a label is or begins with."""
    text = plain(label)
    match = _NUMBER.match(text)
    if not match or (match.end() < len(text) and text[match.end()] != " "):
        return None
    return float(match[0].replace(",", ""))


@lru_cache(maxsize=4096)
def label_date(label: str) -> str | None:
    """Return the date that a label is, in ISO 8601."""
    text = plain(label)
    found = find_periods(text, None)
    return found[0].value if found and found[0].end - found[0].start == len(text) else None


@lru_cache(maxsize=65536)
def country_code(text: str) -> str | None:
    """Return the code of the country that a name or nationality word means."""
    lexicon = load_lexicon()
    bare = re.sub(r"^[Tt]he\s", "", text)
    return lexicon.countries.get(bare) or lexicon.adjectives.get(bare)


def likeness(label: str, argument: Argument) -> float:
    """Return how sure it is that a label means an argument, from 0 to 1."""
    if argument.kind == DATE:
        return _date_likeness(label, argument.value or "")
    if argument.kind in LITERALS - {QUOTE, PHRASE}:
        number = label_number(label)
        if number is not None and argument.value is not None:
            written = label_number(argument.forms[0])  # "610m": metres, read as millions
            values = [float(argument.value), *([written] if written is not None else [])]
            if any(abs(number - v) <= 1e-6 * max(abs(number), abs(v), 1.0) for v in values):
                return 1.0
        return 0.9 if words_of(plain(label)) == words_of(argument.forms[0]) else 0.0
    return max(_text_likeness(plain(label), form) for form in argument.forms)


def _date_likeness(label: str, value: str) -> float:
    date = label_date(label)
    if date is None:
        return 0.0
    if date == value:
        return 1.0
    shorter = min(date, value, key=len)
    return 0.8 if max(date, value, key=len).startswith(shorter) else 0.0


@lru_cache(maxsize=262144)
def _text_likeness(label: str, form: str) -> float:
    one, two = words_of(label), words_of(form)
    if not one or not two:
        return 0.0
    if one == two or "".join(one) == "".join(two):
        return 1.0
    code = country_code(label)
    if code is not None and code == country_code(form):
        return 0.95
    ratio = fuzz.ratio(" ".join(one), " ".join(two))
    fuzzy = 0.9 * ratio / 100 if ratio >= _LEAST_FUZZY else 0.0
    shared = len({*one} & {*two})
    overlap = 0.9 * shared / len({*one} | {*two})
    inside = 0.6 if shared and (shared == len({*one}) or shared == len({*two})) else 0.0
    initials = "".join(word[0] for word in one)
    acronym = 0.8 if len(two) == 1 and len(two[0]) > 2 and two[0] == initials else 0.0
    return max(fuzzy, overlap, inside, acronym)


def align(label: str, arguments: Iterable[Argument]) -> tuple[Argument | None, float]:
    """Return the argument that a label means, and how sure that is.

    Of several as like, one that is a name wins, then the first.
    """
    best, score = None, 0.0
    for argument in arguments:
        here = likeness(label, argument) - 0.02 * (argument.kind in LITERALS)
        here -= 0.01 * argument.key.startswith("text:")
        if here > score:
            best, score = argument, here
    return (best, score) if score >= LEAST else (None, score)
