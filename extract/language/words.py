"""What the network sees of a word: its letters' case, and how far two spans are apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CASES: Final = 8
"""Number of case classes; the last one stands for special tokens and padding."""

SPECIAL_CASE: Final = 7

DISTANCES: Final = 18
"""Number of distance classes: nine sizes, for each order of the two spans."""

_BORDERS: Final = np.array([0, 1, 2, 4, 8, 16, 32, 64])


def case_of(word: str) -> int:
    """Return the class of a word's letter case; the word pieces themselves are lower case.

    >>> [case_of(w) for w in ("word", "Word", "iPhone", "NATO", "2024", "--", "A")]
    [0, 1, 2, 3, 4, 5, 6]
    """
    if not any(c.isalpha() for c in word):
        return 4 if any(c.isdigit() for c in word) else 5
    if word.islower():
        return 0
    if word.isupper():
        return 3 if len(word) > 1 else 6
    return 1 if word[0].isupper() else 2


def distance_classes(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the distance class of each pair of spans.

    ``first`` and ``second`` have shape (pairs, 2): start and end, end excluded.
    """
    ahead = first[:, 0] <= second[:, 0]
    gap = np.where(ahead, second[:, 0] - first[:, 1], first[:, 0] - second[:, 1])
    size = np.searchsorted(_BORDERS, gap, side="right")
    return np.asarray(size + np.where(ahead, 0, DISTANCES // 2), dtype=np.int64)
