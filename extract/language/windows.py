"""Cut a document of any length into windows that the network can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEFT = 20
"""Words of context before a window that does not start a paragraph."""

OVERLAP = 24
"""Words on each side of a cut where no sentence seems to end."""

_ENDS = frozenset({".", "!", "?", "...", "…", ".”", '."'})
_CLOSERS = frozenset({'"', "'", "”", "’", "''", ")", "]"})


@dataclass(frozen=True, slots=True)
class Window:
    """Words ``start`` to ``end`` are read; the results of ``first`` to ``last`` are used."""

    start: int
    end: int
    first: int
    last: int


def cut(
    words: Sequence[str], pieces: Sequence[int], starts: Sequence[bool], *, limit: int
) -> list[Window]:
    """Return windows whose used parts cover all words once.

    Args:
        words: The document's words.
        pieces: Number of word pieces of each word.
        starts: Where a sentence surely starts, as at a new paragraph.
        limit: Word pieces in a window, context included.
    """
    windows: list[Window] = []
    first = context = 0
    while first < len(words):
        end, size = context, 0
        while end < len(words) and (size + pieces[end] <= limit or end <= first):
            size += pieces[end]
            end += 1
        if end == len(words):
            windows.append(Window(context, end, first, end))
            break
        last = _good_end(words, starts, first + (end - first) // 2, end)
        if last is None:
            last = max(first + (end - first + 1) // 2, end - OVERLAP)
            following = max(first, last - OVERLAP)
        else:
            end = last
            following = last if starts[last] else max(first, last - LEFT)
        windows.append(Window(context, end, first, last))
        first, context = last, max(following, _after_start(starts, following, last))
    return windows


def _after_start(starts: Sequence[bool], low: int, high: int) -> int:
    """Return the last sure start between ``low`` and ``high``, else ``low``."""
    return next((at for at in range(high, low, -1) if starts[at]), low)


def _good_end(words: Sequence[str], starts: Sequence[bool], low: int, high: int) -> int | None:
    """Return the last place to cut up to ``high``: a paragraph's, else a sentence's end."""
    for at in range(high, low, -1):
        if starts[at]:
            return at
    for at in range(high, low, -1):
        if (
            _ends_sentence(words, at - 1)
            and not words[at][:1].islower()
            and words[at] not in _CLOSERS
        ):
            return at
    return None


def _ends_sentence(words: Sequence[str], at: int) -> bool:
    while at > 0 and words[at] in _CLOSERS:
        at -= 1
    return words[at] in _ENDS
