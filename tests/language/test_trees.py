"""The tree decoder against exhaustive search."""

from itertools import product

import numpy as np
import pytest

from extract.language.trees import best_tree


def is_tree(heads):
    """Say whether every word reaches the one root."""
    if heads.count(0) != 1:
        return False
    for start in range(1, len(heads) + 1):
        at, steps = start, 0
        while at and steps <= len(heads):
            at, steps = heads[at - 1], steps + 1
        if at:
            return False
    return True


def value(scores, heads):
    return sum(scores[word, head] for word, head in enumerate(heads))


@pytest.mark.parametrize("seed", range(40))
def test_no_single_rooted_tree_scores_higher(seed):
    chance = np.random.default_rng(seed)
    words = int(chance.integers(1, 5))
    scores = chance.normal(size=(words, words + 1)).astype(np.float32)
    trees = (list(h) for h in product(range(words + 1), repeat=words))
    best = max(
        value(scores, h) for h in trees if is_tree(h) and all(h[w] != w + 1 for w in range(words))
    )

    found = best_tree(scores)

    assert is_tree(found)
    assert value(scores, found) == pytest.approx(best, abs=1e-4)


def test_a_crossing_arc_is_kept():
    scores = np.full((4, 5), -9.0, dtype=np.float32)
    for word, head in enumerate([0, 4, 1, 1]):
        scores[word, head] = 5.0

    assert best_tree(scores) == [0, 4, 1, 1]


def test_a_long_sentence_of_noise_is_still_a_tree():
    scores = np.random.default_rng(1).normal(size=(80, 81)).astype(np.float32)

    assert is_tree(best_tree(scores))
