"""Lemma scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.language.lemmas import apply_script, lemma_script


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("was", "be"),
        ("Studies", "study"),
        ("U.S.", "U.S."),
        ("The", "the"),
        ("Americans", "American"),
        ("n't", "not"),
    ],
)
def test_a_script_gives_the_lemma_back(word, lemma):
    assert apply_script(word, lemma_script(word, lemma)) == lemma


@given(st.text("abcAB'1", min_size=1), st.text("abcAB'1", min_size=1))
def test_any_lemma_has_a_script(word, lemma):
    assert apply_script(word, lemma_script(word, lemma)) == lemma


@pytest.mark.parametrize(("word", "script"), [("a", "1|3|"), ("is", "1|5|be")])
def test_a_script_for_longer_words_leaves_something(word, script):
    assert apply_script(word, script)
