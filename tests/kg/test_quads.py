"""ArticleFacts ↔ quads: nothing is lost, and the graph says what the articles say."""

from dataclasses import replace

import pytest
from hypothesis import given
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg import vocab
from kg.canonical import canonical
from kg.errors import InputError
from kg.model import (
    Article,
    ArticleFacts,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Observation,
    Predicate,
    Qualifiers,
    Status,
)
from kg.quads import from_quads, to_quads
from tests.kg.strategies import article_facts

ACME = Entity("x:acme", EntityType.COMPANY, "Acme")
BOLT = Entity("x:bolt", EntityType.UNIVERSITY, "Bolt University")
TEXT = "Acme works with Bolt University. They said so."


def facts_of(*facts, observations=(), text=TEXT):
    return ArticleFacts(Article("a1", text), (ACME, BOLT), facts, observations)


def holds(quads, subject, predicate, value):
    graph = NamedNode(vocab.article_iri("a1"))
    return (
        Quad(NamedNode(subject), NamedNode(vocab.NK + predicate), NamedNode(value), graph) in quads
    )


def values(quads, name):
    return {quad.object for quad in quads if quad.predicate.value == vocab.NK + name}


@given(article_facts())
def test_facts_come_back_from_their_quads(facts):
    assert from_quads(to_quads(facts), facts.article.id) == canonical(facts)


@given(article_facts())
def test_facts_come_back_from_a_store(facts):
    store = Store()
    store.extend(to_quads(facts))

    assert from_quads(store, facts.article.id) == canonical(facts)


@given(article_facts())
def test_a_store_keeps_every_quad_to_the_letter(facts):
    store = Store()
    store.extend(to_quads(facts))

    assert frozenset(store) == to_quads(facts)


@given(article_facts())
def test_canonical_facts_have_the_same_quads(facts):
    assert canonical(canonical(facts)) == canonical(facts)
    assert to_quads(canonical(facts)) == to_quads(facts)


@given(article_facts())
def test_the_order_of_facts_leaves_no_trace(facts):
    turned = replace(facts, entities=facts.entities[::-1], facts=facts.facts[::-1])

    assert to_quads(turned) == to_quads(facts)


@given(article_facts())
def test_quads_have_no_blank_nodes_and_one_graph(facts):
    graph = NamedNode(vocab.article_iri(facts.article.id))

    for quad in to_quads(facts):
        assert quad.graph_name == graph
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.object, (NamedNode, Literal))


@pytest.mark.parametrize(
    ("status", "direct"), [(Status.ACTUAL, True), (Status.PLANNED, False), (Status.DENIED, False)]
)
def test_only_an_actual_fact_has_a_direct_triple(status, direct):
    quads = to_quads(facts_of(Fact("x:acme", Predicate.ACQUIRES, "x:bolt", status=status)))

    assert holds(quads, "x:acme", "acquires", "x:bolt") is direct
    assert values(quads, "status") == {NamedNode(vocab.NK + status)}


def test_a_symmetric_fact_has_direct_triples_both_ways_and_one_statement():
    quads = to_quads(facts_of(Fact("x:acme", Predicate.PARTNERS_WITH, "x:bolt")))

    assert holds(quads, "x:acme", "partnersWith", "x:bolt")
    assert holds(quads, "x:bolt", "partnersWith", "x:acme")
    assert len(values(quads, "confidence")) == 1


def test_a_directed_fact_has_one_direct_triple():
    quads = to_quads(facts_of(Fact("x:acme", Predicate.ACQUIRES, "x:bolt")))

    assert not holds(quads, "x:bolt", "acquires", "x:acme")


def test_facts_that_differ_in_a_qualifier_are_two_statements():
    invests = Fact("x:acme", Predicate.INVESTS_IN, "x:bolt", qualifiers=Qualifiers(amount=1e6))
    again = replace(invests, qualifiers=Qualifiers(amount=2e6))

    assert len(from_quads(to_quads(facts_of(invests, again)), "a1").facts) == 2


def test_a_fact_found_twice_is_one_statement_with_the_evidence_of_both():
    once = Fact("x:acme", Predicate.USES, "x:bolt", confidence=0.4, evidence=(Evidence(0, 32),))
    again = replace(
        once, confidence=0.9, method="verb", evidence=(Evidence(33, 46), Evidence(0, 32))
    )

    (fact,) = from_quads(to_quads(facts_of(once, again)), "a1").facts

    assert (fact.confidence, fact.method) == (0.9, "verb")
    assert [span.text for span in fact.evidence] == [
        "Acme works with Bolt University.",
        "They said so.",
    ]


@pytest.mark.parametrize(
    ("period", "datatype", "start", "end"),
    [
        ("2024", "gYear", "2024-01-01", "2024-12-31"),
        ("2024-02", "gYearMonth", "2024-02-01", "2024-02-29"),
        ("2024-02-03", "date", "2024-02-03", "2024-02-03"),
        ("2023-Q4", "string", "2023-10-01", "2023-12-31"),
    ],
)
def test_a_period_is_typed_and_has_a_first_and_last_day(period, datatype, start, end):
    quads = to_quads(facts_of(observations=(Observation("x:acme", "revenue", 5, period=period),)))

    (written,) = values(quads, "period")
    assert (written.value, written.datatype.value) == (period, vocab.XSD + datatype)
    assert {literal.value for literal in values(quads, "periodStart")} == {start}
    assert {literal.value for literal in values(quads, "periodEnd")} == {end}


@pytest.mark.parametrize(
    ("value", "lexical", "datatype"),
    [
        (67200000000.0, "67200000000", "integer"),
        (1.50, "1.5", "decimal"),
        (-0.0, "0", "integer"),
        (1e19, "10000000000000000000", "decimal"),
        (1e22, "10000000000000000000000", "double"),
    ],
)
def test_a_number_is_written_as_the_engine_keeps_it(value, lexical, datatype):
    (written,) = values(
        to_quads(facts_of(observations=(Observation("x:acme", "n", value),))), "value"
    )

    assert (written.value, written.datatype.value) == (lexical, vocab.XSD + datatype)


def test_quads_of_other_graphs_are_passed_over():
    other = ArticleFacts(Article("a2", "Else."), (ACME,))

    assert from_quads(to_quads(facts_of()) | to_quads(other), "a2") == canonical(other)


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("articleId", Literal("again"), "2 values of articleId"),
        ("published", Literal("yesterday"), "yesterday"),
        ("part", NamedNode("x:nowhere"), "x:nowhere has no partKind"),
    ],
)
def test_a_graph_that_is_not_an_articles_is_refused(name, value, complaint):
    graph = NamedNode(vocab.article_iri("a1"))
    quads = to_quads(facts_of()) | {Quad(graph, NamedNode(vocab.NK + name), value, graph)}

    with pytest.raises(InputError, match=complaint):
        from_quads(quads, "a1")


def test_an_absent_graph_is_refused():
    with pytest.raises(InputError, match="article/a9"):
        from_quads(to_quads(facts_of()), "a9")
