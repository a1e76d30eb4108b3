"""Sentence starts from what the network says, punctuation and names together."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

STOP: Final = 5.0
"""Log odds that the end of a sentence by punctuation adds to a start after it."""

RAW: Final = 0.0
"""Log odds from which a sentence starts in text of any kind."""

NEWS: Final = 2.0
"""The same in edited news whose headline, byline and paragraphs are known already."""


def sentence_starts(
    odds: NDArray[np.float32],
    words: Sequence[str],
    stopped: NDArray[np.bool_],
    names: Iterable[tuple[int, int]],
    *,
    sure: float = RAW,
) -> NDArray[np.bool_]:
    """Return for each word whether a sentence starts with it.

    Args:
        odds: The network's log odds that one does: (words).
        words: The words.
        stopped: Which words follow the end of a sentence by punctuation: (words).
        names: Start and end of names; the network alone does not end a sentence inside one.
        sure: Log odds from which a sentence starts.
    """
    starts: NDArray[np.bool_] = odds + STOP * stopped > sure
    inside = np.zeros(len(words), dtype=bool)
    for start, end in names:
        inside[start + 1 : end] = True
    row = [w == before and not w.isalnum() for before, w in itertools.pairwise(words)]
    return np.asarray(starts & (stopped | ~inside) & ~np.array([False, *row], dtype=bool))
