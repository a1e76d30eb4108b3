"""The sentences of a document with the kind of article part that each stands in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.components.words import words_between
from kg.model import Part, PartKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from extract.components.words import Word

PARTS = "kg_parts"
"""Key of ``doc.user_data``: the article's parts; without it everything is body text."""


@dataclass(frozen=True, slots=True)
class Section:
    """A sentence as words, and what part of the article it is in."""

    words: Sequence[Word]
    kind: PartKind

    @property
    def headline_case(self) -> bool:
        """Whether Nearly Every Longer Word Has a Capital, so that capitals say nothing."""
        longer = [word for word in self.words[1:] if len(word.text) >= 4 and word.text.isalpha()]
        capitals = sum(word.capital for word in longer)
        return len(longer) >= 3 and capitals / len(longer) > 0.7


def sections(doc: Doc) -> list[Section]:
    """Return the sentences of title, body and dateline; bylines and furniture name nobody."""
    text = doc.text
    parts: Sequence[Part] = doc.user_data.get(PARTS, ()) or [
        Part(PartKind.BODY, 0, max(1, len(text)))
    ]
    starts = [part.start for part in parts]
    found = []
    for sent in doc.sents:
        part = part_at(parts, starts, sent.start_char)
        if part is None or part.kind in {PartKind.BYLINE, PartKind.FURNITURE}:
            continue
        words = words_between(text, sent.start_char, min(sent.end_char, part.end))
        if words:
            found.append(Section(words, part.kind))
    return found


def part_at(parts: Sequence[Part], starts: Sequence[int], offset: int) -> Part | None:
    """Return the part that holds the character ``offset``; ``starts`` are the parts' starts."""
    number = bisect_right(starts, offset) - 1
    return parts[number] if number >= 0 and offset < parts[number].end else None
