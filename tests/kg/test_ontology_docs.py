"""docs/ontology.md shows what the program writes, and its queries find what they promise."""

import doctest
import re
from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from kg import vocab
from kg.model import (
    Article,
    ArticleFacts,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Mention,
    Observation,
    Predicate,
    Qualifiers,
    Status,
)
from kg.ontology import ontology, read_text
from kg.quads import to_quads
from kg.view import view

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "ontology.md").read_text("utf-8")
ACME = vocab.entity_iri(EntityType.COMPANY, "Acme")
BOLT = vocab.entity_iri(EntityType.UNIVERSITY, "Bolt University")
SENTENCES = (
    "Acme and Bolt University run a chip course.",
    "In 2025 Acme plans to hire from Bolt University.",
    "Acme earned $1.5 billion in 2024.",
)
TEXT = " ".join(SENTENCES)


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def evidence(sentence):
    start = TEXT.index(sentence)
    return (Evidence(start, start + len(sentence)),)


def mentions(name):
    return tuple(Mention(found.start(), found.end()) for found in re.finditer(name, TEXT))


def example():
    together, hiring, earning = map(evidence, SENTENCES)
    course, year = Qualifiers(program="chip course"), Qualifiers(date="2025")
    return ArticleFacts(
        Article("a1", TEXT, source="a1.txt"),
        (
            Entity(ACME, EntityType.COMPANY, "Acme", mentions=mentions("Acme")),
            Entity(
                BOLT, EntityType.UNIVERSITY, "Bolt University", mentions=mentions("Bolt University")
            ),
        ),
        (
            Fact(ACME, Predicate.PARTNERS_WITH, BOLT, Status.ACTUAL, 0.9, course, together),
            Fact(ACME, Predicate.RECRUITS_FROM, BOLT, Status.PLANNED, 0.8, year, hiring),
        ),
        (Observation(ACME, "profit", 1.5e9, "USD", "2024", confidence=0.7, evidence=earning),),
    )


@pytest.fixture(scope="module")
def store():
    graph = NamedNode(vocab.ONTOLOGY_GRAPH)
    known = (
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in parse(read_text("newskg.ttl"), RdfFormat.TURTLE)
    )
    again = Article("a2", TEXT)
    told_again = ArticleFacts(again, example().entities, example().facts)
    named = set(chain(known, to_quads(example()), to_quads(told_again)))
    found = Store()
    found.extend(named | view(named))
    return found


def test_the_page_quotes_the_articles_text():
    assert TEXT in PAGE


def test_the_turtle_is_what_the_program_writes():
    (block,) = blocks("turtle")

    triples = {quad.triple for quad in parse(block, RdfFormat.TURTLE)}

    assert triples == {quad.triple for quad in to_quads(example())}


@pytest.mark.parametrize(
    ("number", "columns", "rows"),
    [
        (0, ["company", "university", "sentence"], {("Acme", "Bolt University", SENTENCES[0])}),
        (
            1,
            ["who", "relation", "whom", "date"],
            {("Acme", "recruits from", "Bolt University", "2025")},
        ),
        (2, ["s", "p", "o", "articles"], {(ACME, vocab.NK + "partnersWith", BOLT, "2")}),
        (3, ["who", "indicator", "value", "period"], {("Acme", "profit", "1500000000", "2024")}),
        (4, ["name"], {("Acme",), ("Bolt University",)}),
    ],
)
def test_the_queries_find_what_they_promise(store, number, columns, rows):
    solutions = store.query(blocks("sparql")[number], prefixes=vocab.PREFIXES)

    assert {tuple(found[column].value for column in columns) for found in solutions} == rows


def test_every_query_has_a_test():
    assert len(blocks("sparql")) == 5


def test_the_tables_name_every_class_and_relation_with_its_inverse():
    for info in ontology().classes.values():
        assert f"| `nk:{info.name}` | {info.definition} |" in PAGE
    for info in ontology().predicates.values():
        inverse = info.inverse_iri.removeprefix(vocab.NK)
        row = next(
            line for line in PAGE.split("\n") if line.startswith(f"| `nk:{info.predicate}` |")
        )
        assert ("symmetric" if info.symmetric else f"`nk:{inverse}`") in row


def test_the_measurement_of_the_decision_still_holds():
    path = DOCS / "decisions" / "0001-named-graph-per-article.md"

    failed, tried = doctest.testfile(str(path), module_relative=False)

    assert (failed, tried > 0) == (0, True)


def test_the_view_counts_what_two_articles_state_once(store):
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?c nk:partnersWith ?u . ?c a nk:Company }"

    (row,) = store.query(count, prefixes=vocab.PREFIXES)

    assert row["n"].value == "1"
    assert sum(1 for _ in store.quads_for_pattern(NamedNode(ACME), None, None, DefaultGraph()))
