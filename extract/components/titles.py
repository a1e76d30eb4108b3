"""Titles of works and programmes: in quotation marks, or introduced by "called", "the book"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.components.lexicon import word_set
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.components.lexicon import Lexicon
    from extract.components.words import Word

_OPEN = ('"', "“", "‘", "'")
_CLOSE = ('"', "”", "’", "'", ',"', ",”", ",'", ",’", ".'", '."', ".”", ".’")
_TITLED = frozenset({EntityType.WORK, EntityType.PROGRAM})
_LONGEST = 10


def quoted_title(sentence: Sequence[Word], start: int) -> int:
    """Return the end of the title in quotation marks that starts at ``start``, else ``start``.

    Every longer word of a title has a capital.
    """
    if start and not sentence[start - 1].gap.endswith(_OPEN):
        return start
    for end in range(start + 1, min(len(sentence), start + _LONGEST) + 1):
        last = sentence[end - 1]
        if last.gap.startswith(_CLOSE):
            words = sentence[start:end]
            return end if len(words) > 1 and start > 0 and is_title(words) else start
        if last.gap.strip() not in {"", ",", ":", "&"}:
            return start
    return start


def is_title(words: Sequence[Word]) -> bool:
    """Tell whether first, last and all longer words have a capital or are numbers."""
    return all(
        word.capital or word.text.isdigit() or (word.low in word_set("title_small") and n > 0)
        for n, word in enumerate(words)
    ) and (words[-1].capital or words[-1].text.isdigit())


def is_introduced(sentence: Sequence[Word], start: int, lexicon: Lexicon) -> bool:
    """Tell whether the word before says that a title follows: "called X", "a book, X"."""
    if not start:
        return False
    before = sentence[start - 1]
    if before.low in word_set("calling") and before.gap == " ":
        return True
    kinds = lexicon.nouns.get(before.low, ())
    return before.gap in {" ", ", "} and not _TITLED.isdisjoint(kinds) and not before.possessive


def title_step(sentence: Sequence[Word], end: int) -> int:
    """Return by how many words an introduced title goes on over small words at ``end``."""
    for width in (1, 2):
        if end + width >= len(sentence) or sentence[end + width - 1].gap != " ":
            return 0
        if sentence[end + width].capital:
            return width + 1
        if sentence[end + width].low not in word_set("title_small"):
            return 0
    return 0
