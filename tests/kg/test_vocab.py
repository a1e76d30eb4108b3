"""Names and content become IRIs: the same everywhere, different where it matters."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg import vocab
from kg.model import (
    EntityType,
    Evidence,
    Fact,
    Observation,
    Predicate,
    Qualifiers,
    Status,
)
from kg.vocab import (
    BASE,
    article_iri,
    canonical_number,
    entity_iri,
    evidence_iri,
    normalise_name,
    observation_iri,
    statement_iri,
)
from tests.kg.strategies import some_text

COMPANY, PERSON, PLACE = EntityType.COMPANY, EntityType.PERSON, EntityType.PLACE
FACT = Fact("x:a", Predicate.INVESTS_IN, "x:b", qualifiers=Qualifiers(amount=5.0))
NUMBER = Observation("x:a", "revenue", 5.0, "USD", "2023")


@pytest.mark.parametrize(
    ("name", "type_", "normal"),
    [
        ("The Coca-Cola Company", COMPANY, "coca cola"),
        ("Procter & Gamble Co.", COMPANY, "procter and gamble"),
        ("Tiffany & Co.", COMPANY, "tiffany"),
        ("Volkswagen AG", COMPANY, "volkswagen"),
        ("Nestlé S.A.", COMPANY, "nestlé"),
        ("Airbus SE", COMPANY, "airbus"),
        ("Tata Motors Pvt. Ltd.", COMPANY, "tata motors"),
        ("Company", COMPANY, "company"),
        ("Inc. Co.", COMPANY, "inc"),
        ("U.S. Steel", COMPANY, "us steel"),
        ("McDonald’s", COMPANY, "mcdonald"),
        ("O'Reilly Media", COMPANY, "oreilly media"),
        ("AT&T", COMPANY, "at and t"),
        ("Disney+", EntityType.PRODUCT, "disney+"),
        ("ＡＣＭＥ", COMPANY, "acme"),
        ("Ltd", PERSON, "ltd"),
        ("Marie Curie Co", PERSON, "marie curie co"),
        ("The Hague", PLACE, "hague"),
        ("The", PLACE, "the"),
        ("A", EntityType.WORK, "a"),
        ("  U.K. ", EntityType.COUNTRY, "uk"),
        ("St. Gallen", EntityType.CITY, "st gallen"),
        ("삼성전자", COMPANY, "삼성전자"),
        ("हिन्दी", EntityType.WORK, "हिन्दी"),
        ("...", PLACE, ""),
    ],
)
def test_spellings_of_one_name_are_one(name, type_, normal):
    assert normalise_name(name, type_) == normal


@given(st.text(), st.sampled_from(EntityType))
def test_what_is_normal_has_no_space_to_spare_and_folds_no_further(name, type_):
    normal = normalise_name(name, type_)

    assert normal == " ".join(normal.split())
    assert normal.casefold().upper().casefold() == normal.upper().casefold()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((COMPANY, "SK hynix"), (COMPANY, "SK Hynix Inc.")),
        ((COMPANY, "Bell Labs"), (EntityType.RESEARCH_INSTITUTE, "Bell Labs")),
        ((EntityType.CITY, "Singapore"), (EntityType.COUNTRY, "Singapore")),
        ((PERSON, "Ada Lovelace"), (PERSON, "ADA LOVELACE’S")),
    ],
)
def test_one_thing_has_one_iri(one, other):
    assert entity_iri(*one) == entity_iri(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((COMPANY, "Ford"), (PERSON, "Ford")),
        ((EntityType.PRODUCT, "C"), (EntityType.PRODUCT, "C++")),
        ((PLACE, "..."), (PLACE, "!!!")),
        ((EntityType.PRODUCT, "Galaxy S23"), (EntityType.PRODUCT, "Galaxy S24")),
    ],
)
def test_two_things_have_two_iris(one, other):
    assert entity_iri(*one) != entity_iri(*other)


def test_iris_are_as_documented():
    assert entity_iri(EntityType.UNIVERSITY, "ETH Zürich") == f"{BASE}id/org/eth-z%C3%BCrich"
    assert article_iri("a/b c") == f"{BASE}article/a%2Fb%20c"
    assert evidence_iri("a1", Evidence(3, 9)) == f"{BASE}article/a1#char=3,9"


@given(st.sampled_from(EntityType), some_text)
def test_every_name_gives_a_valid_iri(type_, name):
    assert NamedNode(entity_iri(type_, name)).value.isascii()


@given(some_text)
def test_an_articles_id_can_be_read_from_its_iri(article_id):
    iri = NamedNode(article_iri(article_id)).value

    assert unquote(iri.removeprefix(BASE + "article/")) == article_id


@pytest.mark.parametrize(
    "other",
    [
        Fact("x:a", Predicate.INVESTS_IN, "x:b"),
        Fact("x:a", Predicate.INVESTS_IN, "x:b", qualifiers=Qualifiers(amount=6.0)),
        Fact("x:a", Predicate.INVESTS_IN, "x:b", qualifiers=Qualifiers(number=5.0)),
        Fact("x:a", Predicate.OWNS_STAKE_IN, "x:b", qualifiers=FACT.qualifiers),
        Fact("x:b", Predicate.INVESTS_IN, "x:a", qualifiers=FACT.qualifiers),
        Fact("x:a", Predicate.INVESTS_IN, "x:b", Status.PLANNED, qualifiers=FACT.qualifiers),
    ],
)
def test_statements_differ_by_content(other):
    assert statement_iri("a1", other) != statement_iri("a1", FACT)


def test_confidence_evidence_and_the_kind_of_number_do_not_tell_statements_apart():
    same = Fact(
        "x:a",
        Predicate.INVESTS_IN,
        "x:b",
        confidence=0.5,
        qualifiers=Qualifiers(amount=5),
        evidence=(Evidence(0, 9),),
        method="verb",
    )

    assert statement_iri("a1", same) == statement_iri("a1", FACT)
    assert statement_iri("a2", same) != statement_iri("a1", FACT)


@pytest.mark.parametrize(
    "other",
    [
        Observation("x:a", "revenue", 5.0, "USD", "2024"),
        Observation("x:a", "revenue", 5.0, "EUR", "2023"),
        Observation("x:a", "profit", 5.0, "USD", "2023"),
        Observation("x:b", "revenue", 5.0, "USD", "2023"),
        Observation("x:a", "revenue", 5.5, "USD", "2023"),
        Observation("x:a", "revenue", 5.0, "USD", "2023", rank=5),
        Observation("x:a", "revenue", 5.0, "USD", "2023", out_of=5),
        Observation("x:a", "revenue", 5.0, "USD", "2023", status=Status.PLANNED),
    ],
)
def test_observations_differ_by_content(other):
    assert observation_iri("a1", other) != observation_iri("a1", NUMBER)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_comes_back_from_its_spelling(value):
    text = canonical_number(value)

    assert float(text) == value
    assert set(text) <= set("-.0123456789")


@pytest.mark.parametrize("iri", [vocab.NK + "name", vocab.RDF + "type", vocab.RDFS + "label"])
def test_a_taught_relation_is_no_term_of_newskg_or_rdf(iri):
    with pytest.raises(ValueError, match="namespace of your own"):
        vocab.check_taught(iri)

    assert vocab.check_taught(vocab.TAUGHT + "founder") == vocab.TAUGHT + "founder"
