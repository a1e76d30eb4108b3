"""Names from label scores."""

import numpy as np
import pytest

from extract.language.names import Labels

LABELS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"]


def scores(*labels, doubt=0.1):
    """Return log probabilities that favour one label a word, and next to it the other kind's."""
    rows = []
    for label in labels:
        alike = [n for n in LABELS if n[0] == label[0] and n != label]
        row = [doubt / 5] * len(LABELS)
        for other in alike:
            row[LABELS.index(other)] = doubt * 2 / 5
        row[LABELS.index(label)] = 1 - sum(row) + row[LABELS.index(label)]
        rows.append(row)
    return np.log(np.array(rows, dtype=np.float32))


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ([], []),
        (["O", "O"], []),
        (["B-PER", "I-PER", "O"], [(0, 2, "PER")]),
        (["B-ORG", "B-ORG"], [(0, 1, "ORG"), (1, 2, "ORG")]),
        (["B-ORG", "I-PER", "I-ORG"], [(0, 3, "ORG")]),
        (["O", "B-ORG"], [(1, 2, "ORG")]),
        (["B-PER"], [(0, 1, "PER")]),
    ],
)
def test_labels_become_names(labels, found):
    given = scores(*labels) if labels else np.zeros((0, len(LABELS)), np.float32)

    names = Labels(LABELS).decode(given)

    assert [(n.start, n.end, ["PER", "ORG"][n.chances.argmax()]) for n in names] == found


def test_kinds_share_the_chance():
    name = Labels(LABELS).decode(scores("B-PER", "I-ORG"))[0]

    assert name.chances.tolist() == pytest.approx([0.5, 0.5])


def test_a_name_never_goes_on_without_a_beginning():
    uneven = np.log(np.array([[0.9, 0.04, 0.02, 0.02, 0.02], [0.3, 0.2, 0.4, 0.05, 0.05]]))

    names = Labels(LABELS).decode(uneven.astype(np.float32))

    assert all(n.start == 1 for n in names)


@pytest.mark.parametrize(
    ("words", "labels", "found"),
    [
        (["Mr", "Kato"], ["B-PER", "I-PER"], [(1, 2)]),
        (["Mr.", "Kato"], ["B-ORG", "I-ORG"], [(0, 2)]),
        (["Mr"], ["B-PER"], []),
        (["(", "Acme", ")"], ["B-ORG", "I-ORG", "I-ORG"], [(1, 2)]),
        (["--"], ["B-ORG"], []),
        (["3M"], ["B-ORG"], [(0, 1)]),
    ],
)
def test_names_stand_without_forms_of_address_and_brackets(words, labels, found):
    given, known = scores(*labels), Labels(LABELS)

    names = known.bare(known.decode(given), words, given)

    assert [(n.start, n.end) for n in names] == found
