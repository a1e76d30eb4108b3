"""Where a user's known names are found in a text, and where they are left alone."""

from __future__ import annotations

import pytest

from extract.gazetteers.known import Gazetteer, KnownName
from extract.pipeline import load_pipeline, resolve
from extract.reading import read_text
from kg.model import EntityType

COMPANY, PRODUCT = EntityType.COMPANY, EntityType.PRODUCT
KNOWN = Gazetteer(
    (
        KnownName("zorbl Works", COMPANY, "https://zorbl.example/", ("ZW+",)),
        KnownName("Pandoric", PRODUCT, "https://one.example/"),
        KnownName("Pandoric", PRODUCT, "https://two.example/"),
        KnownName("Foo Bar", COMPANY, "https://foo.example/"),
        KnownName("Foo Bar", PRODUCT, "https://bar.example/"),
        KnownName("Window", COMPANY, "https://window.example/"),
    )
)


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline("blank", gazetteer=KNOWN)


def found(nlp, body):
    doc = resolve(read_text(f"A look at the news\n\n{body}\n", id="a1"), nlp)
    return {entity.name: (entity.type, entity.same_as) for entity in doc.entities}


@pytest.mark.parametrize(
    "body",
    [
        "It was zorbl Works.",
        "It was zorbl  Works that paid.",
        "Then (zorbl Works) paid.",
    ],
)
def test_a_name_is_found_word_for_word(nlp, body):
    assert found(nlp, body)["zorbl Works"] == (COMPANY, ("https://zorbl.example/",))


@pytest.mark.parametrize(
    "body", ["It was zorbl works.", "It was xzorbl Works.", "It was zorbl Worksx.", "a zorbl."]
)
def test_other_spellings_and_parts_of_words_are_not(nlp, body):
    assert not any("zorbl" in name for name in found(nlp, body))


def test_a_sign_may_end_a_name(nlp):
    assert found(nlp, "Then ZW+ paid.")["ZW+"] == (COMPANY, ("https://zorbl.example/",))


def test_a_name_of_two_iris_is_typed_but_not_linked(nlp):
    assert found(nlp, "They sell Pandoric.")["Pandoric"] == (PRODUCT, ())


def test_a_name_of_two_types_says_nothing():
    assert "Foo Bar" not in KNOWN.types
    assert KNOWN.iri("Foo Bar", COMPANY) == ""


def test_a_common_word_is_not_looked_for(nlp):
    assert "Window" not in found(nlp, "Window panes are dear.")


def test_a_known_name_within_a_longer_one_is_left_alone(nlp):
    names = found(nlp, "The firm Pandoric Systems Inc. paid. Later it left.")
    assert not any(kind is PRODUCT for kind, _ in names.values())


def test_a_pipeline_without_a_gazetteer_knows_none(nlp):
    assert "zorbl Works" not in found(load_pipeline("blank"), "It was zorbl Works.")
