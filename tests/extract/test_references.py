"""Pronouns and descriptions find what they stand for by fitted weights."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from extract.document import EntityMention
from extract.entities.anaphors import find_anaphor, referring_nouns
from extract.entities.cues import given_alone
from extract.entities.likeness import likeness
from extract.entities.references import antecedent_model, likeliest
from kg.model import EntityType
from training.calibrate_references import uncompared
from training.calibrate_rules import Row

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


class Even:
    """A head that is sure one way round and undecided the other."""

    def same(self, doc, pairs):
        return [0.9 if one.start < two.start else 0.5 for one, two in pairs]


def test_likeness_is_the_mean_of_both_orders():
    doc = sentence("Acme grows because it hires").doc
    pairs = [(EntityMention("x:acme", 0, 1), EntityType.COMPANY)]

    assert likeness(Even(), doc, pairs, 3, 4) == pytest.approx([1.0986], abs=1e-3)


def test_a_given_name_alone_hints_at_a_gender():
    doc = sentence("Natalie met Acme").doc
    named = [EntityMention("x:n", 0, 1), EntityMention("x:a", 2, 3)]
    types = {"x:n": EntityType.PERSON, "x:a": EntityType.COMPANY}

    assert given_alone(named, doc, types) == {"x:n": "f"}


def test_rows_without_the_head_keep_what_else_speaks():
    features = {"bias": 1.0, "alike": 2.0, "person:alike:rank:0": 1.0, "person:bias": 1.0}
    (row,) = uncompared([Row("a", features, True, 3)])

    assert row.features == {
        "bias": 1.0,
        "person:bias": 1.0,
        "alike:none": 1.0,
        "person:alike:none": 1.0,
    }
