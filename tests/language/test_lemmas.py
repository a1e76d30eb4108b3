"""Lemmas by word and tag."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Token

from extract.language.lemmas import EXCEPTIONS, exceptions, lemma_of


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        ("countries", "NNS", "country"),
        ("universities", "NNS", "university"),
        ("clashes", "NNS", "clash"),
        ("movies", "NNS", "movie"),
        ("Armies", "NNPS", "Army"),
        ("created", "VBN", "create"),
        ("submitting", "VBG", "submit"),
        ("tied", "VBD", "tie"),
        ("occupied", "VBN", "occupy"),
        ("left", "VBD", "leave"),
        ("left", "JJ", "left"),
        ("earlier", "RBR", "early"),
        ("larger", "JJR", "large"),
        ("n't", "RB", "not"),
        ("1,100", "CD", "1100"),
        ("American", "JJ", "American"),
        ("The", "DT", "the"),
        ("Systems", "NNP", "Systems"),
        ("TEHRAN", "NNP", "Tehran"),
        ("NATO", "NNP", "NATO"),
        ("blorbified", "VBD", "blorbify"),
    ],
)
def test_a_word_with_its_tag_has_a_lemma(word, tag, lemma):
    assert lemma_of(word, tag) == lemma


@given(st.text(min_size=1), st.sampled_from(["NN", "NNS", "NNPS", "VBD", "VBG", "JJR", "MD", "CD"]))
def test_any_word_has_a_lemma(word, tag):
    assert isinstance(lemma_of(word, tag), str)


def test_each_line_of_the_exceptions_is_read():
    lines = EXCEPTIONS.read_text(encoding="utf-8").splitlines()

    assert len(exceptions()) == sum(not line.startswith("# ") for line in lines)


def test_the_extensions_of_others_stay():
    code = (
        "from spacy.tokens import Token\n"
        "Token.set_extension('lemma', default='theirs')\n"
        "from extract.language.lemmas import lemma_of\n"
        "lemma_of('clashes', 'NNS')\n"
        "print(Token.get_extension('lemma')[0], Token.has_extension('inflect'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["theirs", "False"]


def test_no_extension_is_left_behind():
    lemma_of("clashes", "NNS")

    assert not Token.has_extension("inflect")
