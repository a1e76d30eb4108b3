"""What a name's own words say of its type: weighted hints."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from extract.components.lexicon import fold
from extract.components.runs import is_common
from extract.components.titles import quoted_title
from kg.model import EntityType as T

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extract.components.lexicon import Lexicon
    from extract.components.runs import Run
    from extract.components.words import Word

_MODEL = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w.+-]+|[A-Z][a-z]*-\d+\w*")
_STATES_FIRST = frozenset({"US", "CA", "AU", "IN", "MY", "ID"})
_BIG_CITY = 2_000_000
_CAMPUS_WORDS = frozenset({"tech", "state", "a&m"})
"""After a state of the U.S. they name its university: "Virginia Tech", "Ohio State"."""


class Hints(defaultdict[T, float]):
    """Points for each type; an unknown type has none."""

    def __init__(self) -> None:
        super().__init__(float)

    def add(self, other: Mapping[T, float]) -> None:
        """Add the points of ``other``."""
        for kind, points in other.items():
            self[kind] += points

    def raise_to(self, other: Mapping[T, float]) -> None:
        """Keep the higher points of the two for each type."""
        for kind, points in other.items():
            self[kind] = max(self[kind], points)

    def at_most(self, limit: float) -> Hints:
        """Return these hints with no more than ``limit`` points for or against a type."""
        capped = Hints()
        capped.update({kind: max(-limit, min(limit, points)) for kind, points in self.items()})
        return capped

    def winner(self, default: T) -> T:
        """Return the type with the most points, ``default`` where none has any."""
        ranked = sorted(self.items(), key=lambda item: (-item[1], item[0].value))
        return ranked[0][0] if ranked and ranked[0][1] > 0 else default


def head_type(words: Sequence[Word], lexicon: Lexicon) -> T | None:
    """Return the type that the name's head word gives, or ``None``.

    The head of "X of Y" is X, else the last word; a longer head wins ("Institute of
    Technology" over "Institute").
    """
    lows = [word.low for word in words]
    while len(lows) > 1 and lows[-1].isdigit():
        lows.pop()
    if named := _named_after_place(words, lows, lexicon):
        return named
    of = next((n for n, low in enumerate(lows) if n and low in {"of", "for"}), None)
    text = " ".join(lows)
    if of is None:
        for width in range(min(4, len(lows)), 0, -1):
            found = lexicon.heads["last"].get(" ".join(lows[-width:]))
            if found and (len(lows) > width or width > 1):
                return found
    for phrase, kind in lexicon.heads["anywhere"].items():
        if len(lows) > 1 and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text):
            return kind
    if of is not None:
        for width in range(of, 0, -1):
            found = lexicon.heads["first"].get(" ".join(lows[of - width : of]))
            if found:
                return found
        return lexicon.heads["last"].get(lows[-1])
    return lexicon.heads["first"].get(lows[0]) if len(lows) > 1 else None


def _named_after_place(words: Sequence[Word], lows: list[str], lexicon: Lexicon) -> T | None:
    """Read "Virginia Tech", "Bank of Korea"."""
    if len(lows) > 1 and lows[-1] in _CAMPUS_WORDS:
        region = lexicon.regions.get(" ".join(word.text for word in words[:-1]), "")
        return T.UNIVERSITY if region.startswith("US-") else None
    if lows[:2] == ["bank", "of"] and " ".join(w.text for w in words[2:]) in lexicon.countries:
        return T.COMPANY if lows[2] == "america" else T.GOVERNMENT_BODY
    return None


def own_hints(run: Run, lexicon: Lexicon) -> Hints:
    """Return what the name's own words say."""
    hints = Hints()
    words = run.words
    head = head_type(words, lexicon)
    if head:
        hints[head] += 6
    if _is_state(run, lexicon):
        hints[T.REGION] += 20
    elif len(words) == 1:
        _single_word(words[0], hints, lexicon)
    else:
        _place_hints(run.text, hints, lexicon, weight=6)
        if quoted_title(run.sentence, run.start) == run.end:
            hints[T.WORK] += 3 if len(words) > 2 else 1.5
        elif not head:
            _person_shape(words, hints, lexicon)
            if any(_MODEL.fullmatch(word.text) for word in words[1:]):
                hints[T.PRODUCT] += 5
    return hints


def _is_state(run: Run, lexicon: Lexicon) -> bool:
    """Tell whether a name is a state's abbreviation after a town: "Kingston, Ont."."""
    before = run.sentence[run.start - 1] if run.start else None
    short = run.text in lexicon.abbreviations
    return short and before is not None and before.capital and before.gap == ", "


def _place_hints(text: str, hints: Hints, lexicon: Lexicon, *, weight: float) -> None:
    if text in lexicon.countries:
        hints[T.COUNTRY] += 20
        return
    city = lexicon.cities.get(text)
    if (code := lexicon.regions.get(text)) is not None:
        big = city is not None and city.population > _BIG_CITY
        is_state = not code or (code[:2] in _STATES_FIRST and not big)
        hints[T.REGION] += weight + 2 if is_state else weight
    if city:
        hints[T.CITY] += weight + 1


def _single_word(word: Word, hints: Hints, lexicon: Lexicon) -> None:
    weight = 1.5 if is_common(word, lexicon) else 4.0
    city = lexicon.cities.get(word.text)
    if city and city.population < 100_000:
        weight = min(weight, 2.0)
    _place_hints(word.text, hints, lexicon, weight=weight)
    if _MODEL.fullmatch(word.text) and not word.text[0].isdigit():
        hints[T.PRODUCT] += 4 if "-" in word.text else 2
    if fold(word.text) in lexicon.given:
        hints[T.PERSON] += 1
    hints[T.COMPANY] += 1


def _person_shape(words: Sequence[Word], hints: Hints, lexicon: Lexicon) -> None:
    names = [word.text for word in words if word.text[0].isupper()]
    if (
        len(names) < 2
        or len(words) > 6
        or any(word.shouted and len(word.text) > 3 for word in words)
    ):
        hints[T.COMPANY] += 1
        return
    first = fold(names[0].split("-")[0])
    if (first in lexicon.given and not any(char.isdigit() for char in names[-1])) or re.fullmatch(
        r"(?:[A-Z]\.-?)+", names[0]
    ):
        hints[T.PERSON] += 4
    elif names[0] in lexicon.surname_first and len(names) <= 3:
        hints[T.PERSON] += (
            4 if re.fullmatch(r"[A-Z]\w+-[a-z]\w+", names[1]) or len(names) == 3 else 2.5
        )
    elif re.fullmatch(r"[A-Z][a-z]+ [A-Z]\w+-[a-z]\w+", " ".join(names)):
        hints[T.PERSON] += 4
    if any(is_common(word, lexicon) for word in words[-1:]):
        hints[T.COMPANY] += 2
    elif len(names) <= 3 and all(name[0].isupper() and name[1:].islower() for name in names):
        hints[T.PERSON] += 1
        hints[T.COMPANY] += 1.25
    else:
        hints[T.COMPANY] += 1
