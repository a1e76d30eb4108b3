"""ArticleFacts ↔ JSON Lines: nothing is lost, and a bad line is named."""

import json

import pytest
from hypothesis import given

from kg.canonical import canonical
from kg.errors import InputError
from kg.jsonl import read_lines, to_lines
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
    Status,
)
from tests.kg.strategies import article_facts

TEXT = "Acme will pay $5 million for Bolt. Sales rose 12%."
ARTICLE = {"kind": "article", "doc": "a1"}
ENTITY = {"kind": "entity", "doc": "a1", "id": "x:a", "type": "Company", "name": "Acme"}
OTHER = {"kind": "entity", "doc": "a1", "id": "x:b", "type": "Company", "name": "Bolt"}
FACT = {"kind": "fact", "doc": "a1", "subject": "x:a", "predicate": "acquires", "object": "x:b"}
NUMBER = {"kind": "observation", "doc": "a1", "about": "x:a", "indicator": "sales", "value": 12}

EXAMPLE = ArticleFacts(
    Article("a1", TEXT, title="Deal", parts=(Part(PartKind.BODY, 0, 34),)),
    (
        Entity("x:a", EntityType.COMPANY, "Acme", ("ACME",), ("x:q1",), (Mention(0, 4),)),
        Entity("x:b", EntityType.COMPANY, "Bolt"),
    ),
    (
        Fact(
            "x:a",
            Predicate.ACQUIRES,
            "x:b",
            status=Status.PLANNED,
            confidence=0.93,
            qualifiers=Qualifiers(amount=5e6, currency="USD"),
            evidence=(Evidence(0, 34),),
        ),
    ),
    (Observation("x:a", "sales growth", 12.0, "percent", "2023-Q4", rank=1, out_of=15),),
)


def lines(*values):
    return [value if isinstance(value, str) else json.dumps(value) for value in values]


@given(article_facts())
def test_facts_come_back_from_their_lines(facts):
    assert read_lines(to_lines(facts), source="facts.jsonl") == [canonical(facts)]


def test_the_lines_are_those_of_the_contract():
    article, acme, bolt, fact, number = map(json.loads, to_lines(EXAMPLE))

    assert article == {
        "kind": "article",
        "doc": "a1",
        "title": "Deal",
        "text": TEXT,
        "parts": [{"kind": "body", "start": 0, "end": 34}],
    }
    assert acme == ENTITY | {
        "aliases": ["ACME"],
        "same_as": ["x:q1"],
        "mentions": [{"start": 0, "end": 4, "text": "Acme"}],
    }
    assert bolt == OTHER | {"aliases": [], "same_as": [], "mentions": []}
    assert fact == FACT | {
        "status": "planned",
        "confidence": 0.93,
        "qualifiers": {"amount": 5000000, "currency": "USD"},
        "evidence": [{"start": 0, "end": 34, "text": TEXT[:34]}],
    }
    assert number == NUMBER | {
        "indicator": "sales growth",
        "unit": "percent",
        "period": "2023-Q4",
        "rank": 1,
        "out_of": 15,
        "status": "actual",
        "confidence": 1,
        "evidence": [],
    }


def test_whole_numbers_are_printed_without_a_point():
    assert not any("000.0" in line or ": 12.0" in line for line in to_lines(EXAMPLE))


def test_names_of_any_script_are_printed_as_they_are():
    facts = ArticleFacts(Article("a1", ""), (Entity("x:a", EntityType.COMPANY, "삼성전자"),))

    assert any("삼성전자" in line for line in to_lines(facts))


def test_a_file_without_article_line_gives_an_article_without_text():
    (facts,) = read_lines(lines(ENTITY, OTHER, FACT, NUMBER), source="facts.jsonl")

    assert facts.article == Article("a1", "")
    assert facts.facts == (Fact("x:a", Predicate.ACQUIRES, "x:b"),)


def test_lines_may_come_in_any_order_and_mix_articles():
    second = ENTITY | {"doc": "a2"}

    found = read_lines(lines(FACT, second, OTHER, "", ENTITY), source="facts.jsonl")

    assert [facts.article.id for facts in found] == ["a1", "a2"]


def test_unknown_fields_and_nulls_are_passed_over():
    line = ENTITY | {"optional": True, "aliases": None}

    (facts,) = read_lines(lines(line), source="facts.jsonl")

    assert facts.entities == (Entity("x:a", EntityType.COMPANY, "Acme"),)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("not json", '"not json" is not JSON'),
        ("[" * 100_000, "is not JSON"),
        ("[1]", "not a JSON object"),
        ({"kind": "entity"}, "'doc' is missing"),
        ({"kind": "person", "doc": "a1"}, "'kind' is \"person\", expected one of article, entity"),
        (ENTITY | {"type": "Firm"}, "'type' is \"Firm\", expected one of Person, Company"),
        (ENTITY | {"id": "acme"}, "'id' is \"acme\", expected an IRI"),
        (ENTITY | {"name": " "}, "has no name"),
        (ENTITY | {"name": 5}, "'name' is 5, expected a text"),
        (ENTITY | {"name": "\ud800"}, "expected a text"),
        (ENTITY | {"aliases": "Ac"}, "'aliases' is \"Ac\", expected a list"),
        (ENTITY | {"same_as": ["Q1"]}, "expected an IRI"),
        (ENTITY | {"mentions": [{"start": 4, "end": 4}]}, "4:4 is not a span"),
        (ENTITY | {"mentions": [{"start": 4}]}, "line 2, mentions: 'end' is missing"),
        (ENTITY | {"mentions": [3]}, "expected a list of objects"),
        (FACT | {"predicate": "buys"}, "'predicate' is \"buys\", expected one of partnersWith"),
        (FACT | {"object": "x:a"}, "x:a acquires itself"),
        (FACT | {"object": "x:c"}, "x:c has no entity line in article 'a1'"),
        (FACT | {"confidence": 2}, "confidence 2 is not between 0 and 1"),
        (FACT | {"qualifiers": {"date": "May"}}, "'May' is not a year"),
        (FACT | {"qualifiers": {"amount": "5"}}, "'amount' is \"5\", expected a plain number"),
        (FACT | {"qualifiers": []}, "'qualifiers' is [], expected an object"),
        (NUMBER | {"value": None}, "neither value nor rank"),
        (NUMBER | {"value": True}, "'value' is true, expected a plain number"),
        (NUMBER | {"value": 10**400}, "expected a number below"),
        (NUMBER | {"value": float("nan")}, "nan is not a finite number"),
        (NUMBER | {"rank": 1.5}, "'rank' is 1.5, expected a whole number"),
        (NUMBER | {"about": "x:c"}, "x:c has no entity line"),
        (ENTITY | {"id": "x:b"}, "second entity line of x:b"),
        (ARTICLE | {"published": "May"}, "'May'"),
        (ARTICLE | {"parts": [{"kind": "body", "start": 0, "end": 9}]}, "leaves the text"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_value_and_expectation(line, complaint):
    with pytest.raises(InputError) as raised:
        read_lines(lines(OTHER, line, ENTITY), source="facts.jsonl")

    assert str(raised.value).startswith("facts.jsonl, line 2")
    assert complaint in str(raised.value)


def test_a_second_article_line_is_refused():
    with pytest.raises(InputError, match="line 2: article 'a1' has a second article line"):
        read_lines(lines(*[ARTICLE] * 2), source="facts.jsonl")
