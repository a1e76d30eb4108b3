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
_LONGEST_PURPOSE = 4
_ENDS = frozenset(
    {"that", "which", "who", "and", "in", "at", "on", "from", "with", "by", "to", "for", "of"}
    | {"the", "a", "an", "its", "is", "was", "will", "has", "have", "are", "were", "had", "said"}
)


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
        introduced = before in word_set("introducing")
        if at - start >= (_FEWEST if introduced else _FEWEST + 1):
            if before == "the" or introduced:
                found.append(Run(sentence, start, at + 1))
        elif at > start and introduced and (end := _purpose(sentence, at)):
            found.append(Run(sentence, start, end))
    return found


def _purpose(sentence: Sequence[Word], at: int) -> int:
    """Return where "for future leaders" after a programme ends, 0 if nothing such follows."""
    end = at + 1
    if end >= len(sentence) or sentence[end].low not in {"for", "in", "of"}:
        return 0
    while end < len(sentence) and end - at <= _LONGEST_PURPOSE and sentence[end].gap == " ":
        following = sentence[end + 1] if end + 1 < len(sentence) else None
        if following is None or not following.text.islower() or following.low in _ENDS:
            break
        end += 1
    return end + 1 if end - at >= _FEWEST else 0


def _modifies(word: Word) -> bool:
    plain = word.text.islower() or (word.shouted and len(word.text) <= 3)
    stops = word.low in word_set("leading") or word.low in word_set("vague")
    return plain and word.gap == " " and not word.possessive and not stops
