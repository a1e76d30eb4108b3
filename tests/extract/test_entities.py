"""Which mentions stand for one entity."""

from __future__ import annotations

import pytest

from extract.document import MentionKind
from extract.entities.aliases import initials
from extract.pipeline import load_pipeline, resolve
from extract.reading import read_text


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline("blank")


@pytest.fixture(scope="module")
def shipped():
    """The pipeline that the weights of references are fitted to."""
    return load_pipeline(None)


def resolved(nlp, body):
    return resolve(read_text(f"A look at the news\n\n{body}\n", id="a1"), nlp)


def mentions(found, kind):
    by_iri = {entity.iri: entity.name for entity in found.entities}
    return {
        (found.doc[m.start : m.end].text, by_iri[m.iri]) for m in found.mentions if m.kind is kind
    }


@pytest.mark.parametrize(
    ("body", "short", "name"),
    [
        ("Foo Research Agency (FRA) said no. FRA paid.", "FRA", "Foo Research Agency"),
        ("The Bureau of Foo, or BOF, said no. Then BOF paid.", "BOF", "Bureau of Foo"),
        ("Anna Doe spoke. Later Doe left.", "Doe", "Anna Doe"),
        ("President Kim Min-su spoke. President Kim left.", "Kim", "Kim Min-su"),
        ("Zorblax Technologies grew. Rivals fear Zorblax.", "Zorblax", "Zorblax Technologies"),
        ("It sells in the U.S. and the US.", "US", "United States"),
        ("It is a school in Kingston, Ont., by the lake.", "Ont", "Ontario"),
        ("The United Kingdom agreed. Then Britain paid.", "Britain", "United Kingdom"),
        ("The Free State of Saxony paid. Then Saxony left.", "Saxony", "Free State of Saxony"),
    ],
)
def test_a_short_name_is_the_entity_of_the_long_one(nlp, body, short, name):
    assert (short, name) in mentions(resolved(nlp, body), MentionKind.NAME)


@pytest.mark.trained
@pytest.mark.parametrize(
    "body",
    [
        "Acme runs a chip talent training program 'Acme Silicon Fellowship' in Rome.",
        "Acme runs a chip talent training programme called Acme Silicon Fellowship in Rome.",
    ],
)
def test_a_described_programme_is_the_one_named_behind_it(shipped, body):
    programmes = [e.name for e in resolved(shipped, body).entities if e.type == "Program"]

    assert programmes == ["Acme Silicon Fellowship"]


@pytest.mark.parametrize(
    ("body", "reference", "name"),
    [
        ("Acme Robotics is growing. It hired 300 people.", "It", "Acme Robotics"),
        ("Acme Robotics is growing. The company hired 300.", "The company", "Acme Robotics"),
        ("Zorblax Bank, which sold bonds, is growing.", "which", "Zorblax Bank"),
        ("Anna Doe met Tom Roe in Rome. She left.", "She", "Anna Doe"),
        ("Foo University grew. The university hired.", "The university", "Foo University"),
        ("Acme Robotics and its staff are growing.", "its", "Acme Robotics"),
    ],
)
@pytest.mark.trained
def test_a_reference_stands_for_the_salient_entity(shipped, body, reference, name):
    found = resolved(shipped, body)
    kinds = mentions(found, MentionKind.PRONOUN) | mentions(found, MentionKind.DESCRIPTION)

    assert (reference, name) in kinds


@pytest.mark.parametrize(
    "body", ["It is clear that prices rose in Portugal.", '"It works," Acme Robotics said.']
)
def test_it_may_stand_for_nothing(nlp, body):
    assert mentions(resolved(nlp, body), MentionKind.PRONOUN) == set()


def test_a_nationality_mentions_its_country(nlp):
    found = resolved(nlp, "Many Korean firms grew.")

    assert ("Korean", "South Korea") in mentions(found, MentionKind.DESCRIPTION)


def test_countries_are_linked_to_iso_3166(nlp):
    [entity] = resolved(nlp, "It sells in Portugal.").entities

    assert "https://www.iso.org/obp/ui/#iso:code:3166:PT" in entity.same_as


def test_different_firms_of_one_first_name_stay_apart(nlp):
    found = resolved(nlp, "Zorblax Energy sued Zorblax Foods.")

    assert {entity.name for entity in found.entities} == {"Zorblax Energy", "Zorblax Foods"}


def test_a_firm_and_the_foundation_named_after_it_stay_apart(nlp):
    found = resolved(
        nlp, "Foo Bar Inc. makes drugs. Shares in Foo Bar fell. The Foo Bar Foundation paid."
    )

    assert {"Foo Bar Foundation"} <= {entity.name for entity in found.entities}


def test_a_shouted_place_has_its_usual_name(nlp):
    found = resolved(
        nlp, "TOULOUSE - Acme Robotics will build a plant in the north of the city by next year."
    )

    assert "TOULOUSE" not in {entity.name for entity in found.entities}


def test_initials_leave_small_words_out():
    assert initials("Organisation for the Growth of Foo") == "OGF"
