"""Names by word lists and shapes: where they are and what type they have."""

from __future__ import annotations

import pytest
from spacy.tokens import Span

from extract.components.lexicon import load_lexicon
from extract.components.names import NAMES
from extract.components.words import words_between
from extract.pipeline import load_pipeline, resolve
from extract.reading import read_text


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline("blank")


def names(nlp, sentence):
    doc = nlp(sentence)
    return {span.text: span.label_ for span in doc.spans[NAMES]}


@pytest.mark.parametrize(
    ("sentence", "name", "kind"),
    [
        ("She met Jane Doe, chief executive of Acme.", "Jane Doe", "Person"),
        ("A talk by Dr. Doe followed.", "Doe", "Person"),
        ("The prize went to Park Min-su of Seoul.", "Park Min-su", "Person"),
        ("Shares in Acme Robotics Inc. fell.", "Acme Robotics Inc.", "Company"),
        ("The chipmaker Zorblax fell 3%.", "Zorblax", "Company"),
        ("It works with the University of Foo and others.", "University of Foo", "University"),
        ("He left Foo Institute of Technology.", "Foo Institute of Technology", "University"),
        ("It hired in Foo University, from Foo University.", "Foo University", "University"),
        ("It hired engineers of Montana Tech.", "Montana Tech", "University"),
        ("A grant by the Foo Institute ended.", "Foo Institute", "ResearchInstitute"),
        (
            "He went to the Ministry of Trade, Labour and Industry.",
            "Ministry of Trade, Labour and Industry",
            "GovernmentBody",
        ),
        (
            "It told the Housing and Markets Authority.",
            "Housing and Markets Authority",
            "GovernmentBody",
        ),
        ("They joined the Foo Growers Association.", "Foo Growers Association", "Organization"),
        ("It sells in Portugal.", "Portugal", "Country"),
        ("It moved to Bavaria.", "Bavaria", "Region"),
        ("It has offices in Toulouse.", "Toulouse", "City"),
        ("The Zorbury-based firm grew.", "Zorbury", "City"),
        ("It opened the Foo Valley.", "Foo Valley", "Place"),
        ("It won a Foo Future Fellowship.", "Foo Future Fellowship", "Program"),
        ("They spoke at the Foo Robotics Summit.", "Foo Robotics Summit", "Event"),
        ("It cited the Foo Wage Index 2024.", "Foo Wage Index 2024", "Work"),
    ],
)
def test_a_name_has_the_type_of_its_words_and_neighbours(nlp, sentence, name, kind):
    assert names(nlp, sentence).get(name) == kind


@pytest.mark.parametrize(
    "sentence",
    [
        "However, nothing happened.",
        "Prices rose on Monday in March.",
        "The CEO left.",
        "It paid US$30 million and NT$4 billion for AI and R&D.",
        "Engineers were hired.",
        "Chipmakers feel the shortage.",
        "Recruiters board the plane.",
    ],
)
def test_capitals_that_name_nobody_are_left_out(nlp, sentence):
    assert names(nlp, sentence) == {}


def test_roles_and_nationalities_part_names(nlp):
    found = names(nlp, "It thanked German Chancellor Anna Doe and Acme CEO Tom Roe.")

    assert found == {
        "German": "Nationality",
        "Anna Doe": "Person",
        "Acme": "Company",
        "Tom Roe": "Person",
    }


def test_headline_case_names_only_what_the_body_names(nlp):
    headline = "Zorblax Will Open New Plant Near Water"
    article = read_text(f"{headline}\n\nThe chipmaker Zorblax will open a plant.\n", id="a1")

    assert [entity.name for entity in resolve(article, nlp).entities] == ["Zorblax"]


def test_names_of_a_plugged_in_model_are_merged(nlp):
    doc = nlp.make_doc("Yesterday Zorbia met Qux in Portugal .")
    doc.ents = [Span(doc, 1, 2, label="ORG")]

    found = {span.text: span.label_ for span in nlp(doc).spans[NAMES]}

    assert found == {"Zorbia": "Company", "Portugal": "Country"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the U.S. firm AT&T", ["the", "U.S.", "firm", "AT&T"]),
        ("Paris/Turin-based", ["Paris", "Turin", "based"]),
        ("Lee Hyun-sik's Model-3", ["Lee", "Hyun-sik", "Model-3"]),
    ],
)
def test_words_hold_names_together(text, words):
    assert [word.text for word in words_between(text, 0, len(text))] == words


def test_the_word_lists_know_general_things():
    lexicon = load_lexicon()

    assert lexicon.countries["UK"] == "GB"
    assert lexicon.adjectives["Korean"] == "KR"
    assert lexicon.cities["Tokyo"].country == "JP"
    assert "engineer" in lexicon.common
