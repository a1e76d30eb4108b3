"""What the network sees of a word: its letters' case, and how far two spans are apart."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np

from extract.quantities.words import quantity_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

CASES: Final = 8
"""Number of case classes; the last one stands for special tokens and padding."""

SPECIAL_CASE: Final = 7

DISTANCES: Final = 18
"""Number of distance classes: nine sizes, for each order of the two spans."""

AROUND: Final = 8
"""Words before and after a pair of spans that tell what holds between them."""

_FAMILIAR: Final = frozenset({"$", "€", "£", "US$"})
"""Currency signs that the training data has often."""

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


def shown(words: Sequence[str]) -> list[str]:
    """Return the words as the network reads them: rare currency signs before numbers are dollars.

    >>> shown(["It", "paid", "NT$", "5", "in", "CHF"])
    ['It', 'paid', '$', '5', 'in', 'CHF']
    """
    signs = quantity_words().currency_symbols
    following = itertools.chain(words[1:], [""])
    return [
        "$" if after[:1].isdigit() and word in signs and word not in _FAMILIAR else word
        for word, after in zip(words, following, strict=False)
    ]


def surroundings(
    first: NDArray[np.int64], second: NDArray[np.int64], length: int
) -> NDArray[np.int64]:
    """Return the runs of words between, before and after each pair of spans, none of them empty.

    ``first`` and ``second`` have shape (pairs, 2), the result (pairs, 3, 2): start and end, end
    excluded. Without a word between them, the run is the two words at their border; at the
    text's edge, its last word.

    >>> surroundings(np.array([[2, 4]]), np.array([[7, 8]]), 9)[0].tolist()
    [[4, 7], [0, 2], [8, 9]]
    """
    begin, end = np.minimum(first[:, 0], second[:, 0]), np.maximum(first[:, 1], second[:, 1])
    left, right = np.minimum(first[:, 1], second[:, 1]), np.maximum(first[:, 0], second[:, 0])
    apart = left < right
    runs = np.stack(
        [
            np.where(apart, left, np.maximum(right - 1, 0)),
            np.where(apart, right, np.minimum(left + 1, length)),
            np.maximum(begin - AROUND, 0),
            np.maximum(begin, 1),
            np.minimum(end, length - 1),
            np.maximum(np.minimum(end + AROUND, length), 1),
        ],
        -1,
    )
    return np.asarray(runs, np.int64).reshape(-1, 3, 2)


def distance_classes(first: NDArray[np.int64], second: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the distance class of each pair of spans.

    ``first`` and ``second`` have shape (pairs, 2): start and end, end excluded.
    """
    ahead = first[:, 0] <= second[:, 0]
    gap = np.where(ahead, second[:, 0] - first[:, 1], first[:, 0] - second[:, 1])
    size = np.searchsorted(_BORDERS, gap, side="right")
    return np.asarray(size + np.where(ahead, 0, DISTANCES // 2), dtype=np.int64)
