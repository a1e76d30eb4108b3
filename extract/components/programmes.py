"""Programmes that are described but have no name: "a chip designer training programme"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.components.lexicon import word_set
from extract.components.runs import Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.components.words import Word

_MOST_MODIFIERS = 5
_FEWEST = 2


def described_programmes(sentence: Sequence[Word]) -> list[Run]:
    """Return the noun phrases "a(n) MODIFIERS program" with at least two modifying words."""
    found = []
    for at, word in enumerate(sentence):
        if word.text not in word_set("programme_heads"):
            continue
        start = at
        while start and at - start < _MOST_MODIFIERS and _modifies(sentence[start - 1]):
            start -= 1
        before = sentence[start - 1].low if start else ""
        enough = at - start >= (_FEWEST if before in word_set("introducing") else _FEWEST + 1)
        if enough and (before == "the" or before in word_set("introducing")):
            found.append(Run(sentence, start, at + 1))
    return found


def _modifies(word: Word) -> bool:
    plain = word.text.islower() or (word.shouted and len(word.text) <= 3)
    stops = word.low in word_set("leading") or word.low in word_set("vague")
    return plain and word.gap == " " and not word.possessive and not stops
