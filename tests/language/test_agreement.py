"""Mentions of one name agree."""

import numpy as np
import pytest

from extract.language.agreement import repeated, settle_kinds
from extract.language.names import Labels, Name

KINDS = ["PER", "ORG"]
LABELS = Labels(["O", "B-PER", "I-PER", "B-ORG", "I-ORG"])


def name(start, end, person):
    return Name(start, end, np.array([person, 1 - person], np.float32))


@pytest.mark.parametrize(
    ("words", "names", "kinds"),
    [
        ("Ruto met Ruto and Ruto", [(0, 1, 0.9), (2, 3, 0.8), (4, 5, 0.4)], ["PER"] * 3),
        ("William Ruto said Ruto", [(0, 2, 0.9), (3, 4, 0.3)], ["PER", "PER"]),
        ("Ford hired Ford", [(0, 1, 0.01), (2, 3, 0.99)], ["ORG", "PER"]),
        ("Ford hired Ruto", [(0, 1, 0.1), (2, 3, 0.6)], ["ORG", "PER"]),
    ],
)
def test_mentions_vote_on_their_kind(words, names, kinds):
    assert settle_kinds([name(*n) for n in names], words.split(), KINDS) == kinds


@pytest.mark.parametrize(("outside", "count"), [(0.6, 2), (0.99, 1)])
def test_a_half_seen_repetition_is_a_name(outside, count):
    words = ["Acme", "bought", "Acme"]
    rows = [[0.1, 0, 0, 0.9, 0], [1, 0, 0, 0, 0], [outside, 0, 0, 1 - outside, 0]]
    scores = np.log(np.array(rows, np.float32) + 1e-9)

    found = repeated(LABELS.decode(scores), words, scores, LABELS)

    assert len(found) == count
