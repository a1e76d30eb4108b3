"""Names from the scores of each word's label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Name:
    """A name in words: end excluded; ``chances`` has a share for each kind and sums to 1."""

    start: int
    end: int
    chances: NDArray[np.float32]


class Labels:
    """``O``, ``B-X`` and ``I-X`` for each kind X of name."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.kinds = list(dict.fromkeys(label[2:] for label in labels if label != "O"))
        self._parts = np.array([[label[0] == mark for label in labels] for mark in "OBI"]).T
        self._of_kind = np.array([[label[2:] == kind for label in labels] for kind in self.kinds]).T

    def parts(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probabilities of outside, begin and inside: (words, 3)."""
        return np.asarray(np.exp(scores) @ self._parts, np.float32)

    def name(self, scores: NDArray[np.float32], start: int, end: int) -> Name:
        """Return a name whose kinds are what its words favour together."""
        logs = np.log(np.exp(scores[start:end]) @ self._of_kind + 1e-6).sum(0)
        chances = np.exp(logs - logs.max())
        return Name(start, end, np.asarray(chances / chances.sum(), np.float32))

    def decode(self, scores: NDArray[np.float32]) -> list[Name]:
        """Return the names in log probabilities (words, labels).

        The words' own best choice between outside, begin and inside sets the borders, so that a
        name is never split by a doubt about its kind.
        """
        found = []
        start: int | None = None
        for at, mark in enumerate([*self.parts(scores).argmax(1).tolist(), 0]):
            if start is not None and mark != 2:
                found.append(self.name(scores, start, at))
                start = None
            if mark and start is None:
                start = at
        return found
