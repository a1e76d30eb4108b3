"""The domain types refuse what cannot be."""

import dataclasses
from dataclasses import FrozenInstanceError

import pytest

from kg.model import (
    Article,
    ArticleFacts,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Mention,
    Observation,
    Part,
    PartKind,
    Predicate,
    Qualifiers,
    check_period,
)

ACME = Entity("https://example.org/acme", EntityType.COMPANY, "Acme")
BOLT = Entity("https://example.org/bolt", EntityType.COMPANY, "Bolt")


@pytest.mark.parametrize("period", ["2023", "2023-Q4", "2023-02", "2024-02-29"])
def test_a_period_is_a_year_quarter_month_or_day(period):
    assert check_period(period) == period


@pytest.mark.parametrize(
    "period", ["last year", "23", "2023-13", "2023-02-29", "2023-Q5", "2023-2", "", "2023-01-01T00"]
)
def test_anything_else_is_no_period(period):
    with pytest.raises(ValueError, match="is not a"):
        check_period(period)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Mention(4, 4),
        lambda: Mention(-1, 3),
        lambda: Mention(0, 4, "Acme Corp"),
        lambda: Evidence(0, 3, "Acme"),
        lambda: Entity("acme", EntityType.COMPANY, "Acme"),
        lambda: Entity("https://example.org/a b", EntityType.COMPANY, "Acme"),
        lambda: Entity("https://example.org/acme", EntityType.COMPANY, " "),
        lambda: Qualifiers(date="soon"),
        lambda: Qualifiers(currency="dollars"),
        lambda: Qualifiers(amount=float("nan")),
        lambda: Fact(ACME.iri, Predicate.ACQUIRES, ACME.iri),
        lambda: Fact(ACME.iri, Predicate.ACQUIRES, BOLT.iri, confidence=1.2),
        lambda: Observation(ACME.iri, "revenue"),
        lambda: Observation(ACME.iri, " ", value=1),
        lambda: Observation(ACME.iri, "rank", rank=0),
        lambda: Observation(ACME.iri, "revenue", value=float("inf")),
        lambda: Observation(ACME.iri, "revenue", value=1, period="2023-00"),
        lambda: Article("", "text"),
        lambda: Article("a", "text", parts=(Part(PartKind.BODY, 0, 9),)),
        lambda: Article("a", "text", parts=(Part(PartKind.BODY, 0, 3), Part(PartKind.BODY, 2, 4))),
        lambda: ArticleFacts(Article("a", "t"), entities=(ACME, ACME)),
        lambda: ArticleFacts(
            Article("a", "t"),
            entities=(ACME,),
            facts=(Fact(ACME.iri, Predicate.ACQUIRES, BOLT.iri),),
        ),
    ],
)
def test_what_cannot_be_is_refused(make):
    with pytest.raises(ValueError):
        make()


def test_a_symmetric_fact_has_one_form():
    one = Fact(ACME.iri, Predicate.PARTNERS_WITH, BOLT.iri)
    other = Fact(BOLT.iri, Predicate.PARTNERS_WITH, ACME.iri)

    assert one == other


def test_a_directed_fact_keeps_its_direction():
    fact = Fact(BOLT.iri, Predicate.ACQUIRES, ACME.iri)

    assert (fact.subject, fact.object) == (BOLT.iri, ACME.iri)


def test_qualifiers_yield_what_is_set():
    assert dict(Qualifiers(role="CEO", share=0)) == {"role": "CEO", "share": 0}


def test_no_qualifiers_are_false():
    assert not Qualifiers()
    assert Qualifiers(role="CEO")


@pytest.mark.parametrize("thing", [ACME, Mention(0, 1), Qualifiers(), Article("a", "t")])
def test_everything_is_frozen(thing):
    name = dataclasses.fields(thing)[0].name

    with pytest.raises(FrozenInstanceError):
        setattr(thing, name, "other")
