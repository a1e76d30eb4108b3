"""Windows cover a document once and cut where a sentence ends."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.language.windows import cut

WORD = st.sampled_from(["a", "B", ".", "?", '"', "long"])


def firsts(words):
    return [True, *[False] * (len(words) - 1)] if words else []


@given(
    st.lists(st.tuples(WORD, st.integers(0, 9), st.booleans()), max_size=200), st.integers(20, 80)
)
def test_every_word_belongs_to_one_window_and_is_read_there(given_words, limit):
    words = [w for w, _, _ in given_words]
    starts = [bool(n == 0 or s) for n, (_, _, s) in enumerate(given_words)]

    windows = cut(words, [p for _, p, _ in given_words], starts, limit=limit)

    used = [at for w in windows for at in range(w.first, w.last)]
    assert used == list(range(len(words)))
    assert all(w.start <= w.first < w.last <= w.end for w in windows)


def test_a_short_document_is_one_window():
    words = ["One", "sentence", ".", "Another", "one", "."]

    assert len(cut(words, [1] * 6, firsts(words), limit=50)) == 1


@pytest.mark.parametrize(("end", "next_word"), [(".", "Then"), ("?", "Who")])
def test_a_cut_falls_after_a_sentence(end, next_word):
    words = [*["word"] * 14, end, next_word, *["word"] * 20]

    windows = cut(words, [1] * len(words), firsts(words), limit=20)

    assert windows[0].last == 15


def test_context_overlaps_where_no_sentence_ends():
    words = ["word"] * 300

    windows = cut(words, [1] * 300, firsts(words), limit=100)

    assert all(b.start < a.last < a.end for a, b in itertools.pairwise(windows))


def test_nothing_is_read_across_a_paragraph():
    words = ["word"] * 60
    starts = [n in {0, 30} for n in range(60)]

    windows = cut(words, [1] * 60, starts, limit=40)

    assert [(w.start, w.end) for w in windows] == [(0, 30), (30, 60)]
