"""The best dependency tree of a sentence, projective or not, with exactly one root."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def best_tree(scores: NDArray[np.float32]) -> list[int]:
    """Return the head of each word; 0 is the root, word ``i`` is head ``i + 1``.

    ``scores`` has shape (words, 1 + words): dependents by heads, the root first. Takes each
    word's best head where that is a tree with one root, else Chu-Liu/Edmonds with root scores
    lowered so far that a second root never pays (Stanojević & Cohen 2021).

    >>> best_tree(np.array([[5, 0, 1], [4, 3, 0]], dtype=np.float32))
    [0, 1]
    """
    words = len(scores)
    full = np.full((words + 1, words + 1), -np.inf)
    full[1:] = scores
    np.fill_diagonal(full, -np.inf)
    heads = [int(h) for h in full[1:].argmax(1)]
    if heads.count(0) == 1 and not _cycle([0, *heads]):
        return heads
    finite = full[1:][np.isfinite(full[1:])]
    full[1:, 0] -= (finite.max() - finite.min() + 1.0) * (words + 1)
    return _edmonds(full)[1:]


def _cycle(heads: list[int]) -> list[int]:
    """Return the nodes of a cycle, or nothing; node 0 is the root."""
    state = [0] * len(heads)
    state[0] = 2
    for start in range(1, len(heads)):
        path, at = [], start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = heads[at]
        if state[at] == 1:
            return path[path.index(at) :]
        for node in path:
            state[node] = 2
    return []


def _edmonds(scores: NDArray[np.float64]) -> list[int]:
    """Return the heads of the best tree over the nodes of ``scores`` (dependents by heads)."""
    heads = [0, *(int(h) for h in scores[1:].argmax(1))]
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = np.zeros(len(scores), dtype=bool)
    inside[cycle] = True
    outer = np.flatnonzero(~inside)
    members = np.array(cycle)
    held = scores[members, [heads[m] for m in cycle]]
    into = scores[np.ix_(members, outer)] - held[:, None]
    out = scores[np.ix_(outer, members)]
    size = len(outer)
    small = np.full((size + 1, size + 1), -np.inf)
    small[:size, :size] = scores[np.ix_(outer, outer)]
    small[size, :size] = into.max(0)
    small[:size, size] = out.max(1)
    small[0] = -np.inf
    found = _edmonds(small)
    for node in range(1, size):
        head = found[node]
        heads[outer[node]] = int(members[out[node].argmax()]) if head == size else int(outer[head])
    entry = int(into[:, found[size]].argmax())
    heads[cycle[entry]] = int(outer[found[size]])
    return heads
