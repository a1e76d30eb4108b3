"""The extraction benchmark credits what a set states, and faults only what it would have stated."""

from __future__ import annotations

import pytest

from benchmarks.public_sets import Case, Stated, Tally, count, make_case, mapping, same_span
from benchmarks.text2kgbench import official, triples
from kg.model import (
    Article,
    ArticleFacts,
    Entity,
    EntityType,
    Fact,
    Mention,
    Observation,
    Predicate,
    Qualifiers,
)

TEXT = "Ada Kern leads Acme in Bern."
ADA, ACME, BERN = ((0, 8),), ((15, 19),), ((23, 27),)


def entity(name: str, kind: EntityType) -> Entity:
    start = TEXT.index(name)
    return Entity(f"x:{name[:3]}", kind, name, mentions=(Mention(start, start + len(name)),))


def found(*facts: Fact, observations: tuple[Observation, ...] = ()) -> ArticleFacts:
    entities = (
        entity("Ada Kern", EntityType.PERSON),
        entity("Acme", EntityType.COMPANY),
        entity("Bern", EntityType.CITY),
    )
    return ArticleFacts(Article("a", TEXT), entities, facts, observations)


def tally(facts: ArticleFacts, *stated: Stated, asked: frozenset[str], **extra) -> Tally:
    counts = Tally()
    count(Case("a", TEXT, stated, asked, ADA + ACME + BERN, **extra), facts, counts)
    return counts


WORKS = Fact("x:Ada", Predicate.WORKS_FOR, "x:Acm", qualifiers=Qualifiers(role="CEO"))
SEAT = Fact("x:Acm", Predicate.HEADQUARTERED_IN, "x:Ber")
EMPLOYED = Stated(ADA, frozenset({"worksFor"}), ACME)


def test_a_stated_fact_is_right_and_an_asked_one_that_is_not_stated_is_wrong():
    counts = tally(found(WORKS, SEAT), EMPLOYED, asked=frozenset({"worksFor", "headquarteredIn"}))

    assert (counts.right, counts.found, counts.hit, counts.there) == (1, 2, 1, 1)
    assert counts.figures() == pytest.approx((0.5, 1.0, 2 / 3))


def test_a_fact_that_was_not_asked_for_or_lies_outside_the_marks_is_not_judged():
    assert tally(found(SEAT), EMPLOYED, asked=frozenset({"worksFor"})).found == 0
    away = Case("a", TEXT, (), frozenset({"headquarteredIn"}), ADA)
    counts = Tally()
    count(away, found(SEAT), counts)

    assert counts.found == 0
    assert tally(found(SEAT), asked=frozenset({"headquarteredIn"})).found == 1


def test_direction_counts_unless_the_set_has_none():
    back = Stated(ACME, frozenset({"worksFor"}), ADA)
    asked = frozenset({"worksFor"})

    assert tally(found(WORKS), back, asked=asked).figures()[2] == 0
    assert tally(found(WORKS), back, asked=asked, undirected=True).figures()[2] == pytest.approx(1)


def test_a_relation_without_names_neither_counts_nor_faults():
    unnamed = Stated(ADA, frozenset({"worksFor"}), ACME, named=False)
    counts = tally(found(WORKS), unnamed, asked=frozenset({"worksFor"}))

    assert (counts.found, counts.there, counts.unnamed) == (0, 0, 1)


def test_a_related_predicate_is_neither_right_nor_wrong():
    member = Stated(ADA, frozenset({"memberOf"}), ACME)
    counts = tally(found(WORKS), member, asked=frozenset({"worksFor", "memberOf"}))

    assert (counts.right, counts.found, counts.there) == (0, 0, 1)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ((0, 8), (4, 8), True),
        ((0, 8), (0, 5), True),
        ((0, 24), (0, 10), False),
        ((0, 8), (8, 12), False),
    ],
)
def test_spans_are_one_when_they_end_alike_or_share_half(one, two, same):
    assert same_span(one, two) is same


def test_relations_are_turned_to_the_contracts_direction(tmp_path):
    (tmp_path / "map_relations.json").write_text(
        '{"s": {"chair": ["leads (CEO, chair, head)", -1], "spouse": ["spouse", 1]}}'
    )
    row = {
        "id": "r",
        "text": TEXT,
        "entities": [{"id": "p", "mentions": ADA}, {"id": "c", "mentions": ACME}],
        "relations": [
            {"head": "c", "tail": "p", "type": "chair"},
            {"head": "c", "tail": "p", "type": "spouse"},
        ],
    }
    case = make_case(row, mapping(tmp_path, "s"))

    assert case.stated == (EMPLOYED,)
    assert case.outside == 1


def test_the_benchmarks_metric_drops_relations_that_the_sentence_does_not_have():
    gold = [("Acme_Inc", "city", "New_Bern"), ("Acme_Inc", "product", "Soap")]
    ours = [("Acme Inc", "city", "new bern"), ("Acme Inc", "leader", "Ada Kern")]

    assert official(gold, ours) == pytest.approx((1.0, 0.5, 2 / 3))
    assert official(gold, []) == (0.0, 0.0, 0.0)


def test_facts_and_observations_become_triples_of_the_ontologies():
    staff = Observation("x:Acm", "employees", value=8500.0, unit="people")
    got = set(triples(found(WORKS, SEAT, observations=(staff,))))

    assert got == {
        ("Acme", "keyPerson", "Ada Kern"),
        ("Ada Kern", "office", "CEO of Acme"),
        ("Acme", "headquarter", "Bern"),
        ("Acme", "location", "Bern"),
        ("Acme", "city", "Bern"),
        ("Acme", "numberOfEmployees", "8500"),
        ("Acme", "staff", "8500"),
    }
