"""Pronouns and descriptions find what they stand for by fitted weights."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from extract.entities.anaphors import find_anaphor, referring_nouns
from extract.entities.references import antecedent_model, likeliest
from kg.model import EntityType

VOCAB = spacy.blank("en").vocab


def sentence(text):
    words = text.split()
    doc = Doc(VOCAB, words=words, sent_starts=[True] + [False] * (len(words) - 1))
    return doc[:]


@pytest.mark.parametrize(
    ("text", "at", "form"),
    [
        ("She left", 0, "person"),
        ("Then it left", 1, "thing"),
        ("Soon the company left", 1, "noun"),
        ("Soon her company left", 1, "owned"),
        ("the state - owned chipmaker left", 0, "noun"),
    ],
)
def test_an_anaphor_has_the_form_of_its_words(text, at, form):
    found = find_anaphor(sentence(text), at, (), referring_nouns())

    assert found is not None
    assert found.form == form


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("It is clear that prices rose", 0),
        ("the company of the year", 0),
        ("the US left", 1),
        ("said that the company left", 1),
        ("the weather changed", 0),
    ],
)
def test_other_words_are_no_anaphors(text, at):
    assert find_anaphor(sentence(text), at, (), referring_nouns()) is None


def test_a_description_says_which_types_it_fits():
    found = find_anaphor(sentence("the university left"), 0, (), referring_nouns())

    assert found is not None
    assert EntityType.UNIVERSITY in found.types
    assert EntityType.PERSON not in found.types


def test_an_unlikely_antecedent_is_left_alone():
    anaphor = find_anaphor(sentence("it left"), 0, (), referring_nouns())

    assert likeliest(anaphor, [("x", {"bias": 3.0})]) is None
    assert likeliest(anaphor, []) is None


def test_the_fitted_weights_are_there():
    assert len(antecedent_model().weights) > 100
