"""Sentence starts from scores, punctuation and names."""

import numpy as np
import pytest

from extract.language.sentences import NEWS, RAW, sentence_starts

WORDS = ["It", "paid", ".", "No", "_", "_", "Ada", "Byron"]


def starts(odds, *, stopped=(), names=(), sure=RAW):
    """Return the words at which sentences start."""
    marks = np.isin(np.arange(len(WORDS)), stopped)
    found = sentence_starts(np.array(odds, np.float32), WORDS, marks, names, sure=sure)
    return np.flatnonzero(found).tolist()


@pytest.mark.parametrize(
    ("odds", "given", "found"),
    [
        ([9, -9, -9, 2, -9, -9, -9, -9], {}, [0, 3]),
        ([9, -9, -9, -2, -9, -9, -9, -9], {}, [0]),
        ([9, -9, -9, -2, -9, -9, -9, -9], {"stopped": [3]}, [0, 3]),
        ([9, -9, -9, -8, -9, -9, -9, -9], {"stopped": [3]}, [0]),
        ([9, -9, -9, 0.5, -9, -9, -9, -9], {"sure": NEWS}, [0]),
        ([9, -9, -9, -9, 3, 3, -9, -9], {}, [0, 4]),
        ([9, -9, -9, -9, -9, -9, 3, 3], {"names": [(6, 8)]}, [0, 6]),
    ],
)
def test_sentences_start_where_the_network_or_punctuation_says(odds, given, found):
    assert starts(odds, **given) == found
