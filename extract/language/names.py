"""Names from the scores of each word's label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


FORMS_OF_ADDRESS: Final = frozenset(
    f"{word}{dot}" for word in ("mr", "mrs", "ms", "miss", "dr", "prof", "sir") for dot in ("", ".")
)
"""Words before a person's name that are no part of it, in lower case."""

NEVER: Final = np.float32(-1e9)


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
        self._begin = np.array([label[0] == "B" for label in labels])
        self._inside = np.array([label[0] == "I" for label in labels])
        follows = [
            [next_[0] != "I" or before[2:] == next_[2:] for next_ in labels] for before in labels
        ]
        self._step = np.where(follows, np.float32(0), NEVER)
        self._first = np.where(self._inside, NEVER, np.float32(0))

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

        The best sequence of labels in which a name begins with ``B-X`` and goes on with ``I-X``
        sets the borders (Viterbi); the kind is then what all words of the name favour.
        """
        found = []
        start: int | None = None
        best = self._best(scores)
        for at, label in enumerate([*best, 0]):
            if start is not None and not (at < len(best) and self._inside[label]):
                found.append(self.name(scores, start, at))
                start = None
            if at < len(best) and self._begin[label]:
                start = at
        return found

    def _best(self, scores: NDArray[np.float32]) -> list[int]:
        """Return the best possible sequence of labels."""
        if not len(scores):
            return []
        total, before = scores[0] + self._first, []
        for row in scores[1:]:
            through = total[:, None] + self._step
            before.append(through.argmax(0))
            total = through.max(0) + row
        best = [int(total.argmax())]
        for chosen in reversed(before):
            best.append(int(chosen[best[-1]]))
        return best[::-1]

    def bare(
        self, names: Iterable[Name], words: Sequence[str], scores: NDArray[np.float32]
    ) -> list[Name]:
        """Return the names without forms of address and without punctuation at their borders."""
        person = self.kinds.index("PER") if "PER" in self.kinds else -1
        found = []
        for name in names:
            start, end = name.start, name.end
            while start < end and not _has_letter(words[end - 1]):
                end -= 1
            is_person = int(name.chances.argmax()) == person
            while start < end and (
                not _has_letter(words[start])
                or (is_person and words[start].lower() in FORMS_OF_ADDRESS)
            ):
                start += 1
            if start < end:
                same = (start, end) == (name.start, name.end)
                found.append(name if same else self.name(scores, start, end))
        return found


def _has_letter(word: str) -> bool:
    return any(char.isalnum() for char in word)
