"""Names from label scores."""

import numpy as np
import pytest

from extract.language.names import Labels

LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"]


def scores(*labels, doubt=0.1):
    """Return log probabilities that favour one label a word."""
    rows = []
    for label in labels:
        row = [doubt / 4] * len(LABELS)
        row[LABELS.index(label)] = 1 - doubt
        rows.append(row)
    return np.log(np.array(rows, dtype=np.float32))


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ([], []),
        (["O", "O"], []),
        (["B-PER", "I-PER", "O"], [(0, 2, "PER")]),
        (["O", "I-ORG"], [(1, 2, "ORG")]),
        (["B-ORG", "B-ORG"], [(0, 1, "ORG"), (1, 2, "ORG")]),
        (["B-ORG", "I-PER", "I-ORG"], [(0, 3, "ORG")]),
    ],
)
def test_labels_become_names(labels, found):
    given = scores(*labels) if labels else np.zeros((0, len(LABELS)), np.float32)

    names = Labels(LABELS).decode(given)

    assert [(n.start, n.end, ["PER", "ORG"][n.chances.argmax()]) for n in names] == found


def test_kinds_share_the_chance():
    name = Labels(LABELS).decode(scores("B-PER", "I-ORG"))[0]

    assert name.chances.tolist() == pytest.approx([0.5, 0.5])
