"""What the network is told of words."""

import numpy as np

from extract.language.words import DISTANCES, distance_classes


def test_order_and_distance_tell_pairs_apart():
    first = np.array([[0, 1], [5, 6], [0, 2], [100, 101]])
    second = np.array([[1, 2], [0, 1], [1, 2], [0, 1]])

    classes = distance_classes(first, second)

    assert len(set(classes.tolist())) == 4
    assert classes.min() >= 0
    assert classes.max() < DISTANCES
