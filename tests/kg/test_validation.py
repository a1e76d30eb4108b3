"""Every graph that newskg builds passes the shapes; a damaged one does not."""

import pytest
import rdflib
from hypothesis import Phase, given, settings
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

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
    Part,
    PartKind,
    Predicate,
    Qualifiers,
    Status,
)
from kg.quads import to_quads
from kg.validation import default_graph, validate
from kg.view import view
from tests.kg.strategies import article_facts

ACME = vocab.entity_iri(EntityType.COMPANY, "Acme")
BOLT = vocab.entity_iri(EntityType.UNIVERSITY, "Bolt")
ADA = vocab.entity_iri(EntityType.PERSON, "Ada")
FACT = Fact(
    ACME,
    Predicate.PARTNERS_WITH,
    BOLT,
    evidence=(Evidence(0, 23),),
    qualifiers=Qualifiers(date="2024"),
)
PLAN = Fact(ACME, Predicate.RECRUITS_FROM, BOLT, status=Status.PLANNED)
NUMBER = Observation(ACME, "revenue", 5.5, "USD", "2023-Q4", rank=1)
FACTS = ArticleFacts(
    Article("a1", "Acme and Bolt work together.", parts=(Part(PartKind.BODY, 0, 28),)),
    (
        Entity(ACME, EntityType.COMPANY, "Acme", mentions=(Mention(0, 4),)),
        Entity(BOLT, EntityType.UNIVERSITY, "Bolt"),
        Entity(ADA, EntityType.PERSON, "Ada"),
    ),
    (FACT, PLAN),
    (NUMBER,),
)
GRAPH = view(to_quads(FACTS))
STATEMENT = vocab.statement_iri("a1", FACT)
OBSERVATION = vocab.observation_iri("a1", NUMBER)
SPAN = vocab.evidence_iri("a1", FACT.evidence[0])


def quad(subject, predicate, value):
    full = predicate if ":" in predicate else vocab.NK + predicate
    term = NamedNode(value) if isinstance(value, str) else value
    return Quad(NamedNode(subject), NamedNode(full), term, DefaultGraph())


def without(subject, predicate):
    full = predicate if ":" in predicate else vocab.NK + predicate
    return {q for q in GRAPH if (q.subject.value, q.predicate.value) != (subject, full)}


def number(text):
    return Literal(text, datatype=NamedNode(vocab.XSD + "integer"))


def test_a_graph_as_newskg_writes_it_conforms():
    report = validate(GRAPH)

    assert report.conforms, report.problems
    assert not report.warnings


def test_an_rdflib_graph_can_be_checked_and_stays_as_it_is():
    graph = default_graph(GRAPH)
    size = len(graph)

    assert validate(graph).conforms
    assert len(graph) == size


def test_an_empty_graph_conforms():
    assert validate(rdflib.Graph()).conforms


@settings(max_examples=6, deadline=None, phases=[Phase.generate])  # too slow to shrink
@given(article_facts())
def test_whatever_an_article_says_conforms(facts):
    report = validate(view(to_quads(facts)))

    assert report.conforms, report.problems


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (quad(ACME, vocab.RDFS + "label", Literal("ACME")), "exactly one label"),
        (quad(ACME, vocab.RDF + "type", vocab.NK + "Organization"), "two of the fourteen"),
        (quad(STATEMENT, "status", vocab.NK + "denied"), "actual, planned or denied"),
        (quad(STATEMENT, "confidence", number("2")), "from 0 to 1"),
        (quad(STATEMENT, vocab.RDF + "object", "x:nobody"), "one object"),
        (quad(STATEMENT, vocab.RDF + "predicate", vocab.NK + "likes"), "one predicate"),
        (quad(STATEMENT, "currency", Literal("dollar")), "ISO 4217"),
        (quad(STATEMENT, "dateStart", Literal("last year")), "first day"),
        (quad(STATEMENT, vocab.PROV + "wasQuotedFrom", "x:nowhere"), "evidence"),
        (quad(ACME, "recruitsFrom", BOLT), "direct triple that no actual"),
        (quad(BOLT, "acquires", ACME), "direct triple that no actual"),
        (quad(ADA, "competesWith", BOLT), "symmetric, that no actual"),
        (quad(OBSERVATION, "value", Literal("much")), "one number"),
        (quad(OBSERVATION, "rank", number("0")), "whole number from 1"),
        (quad(OBSERVATION, "period", Literal("2023-Q5")), "year, quarter, month or day"),
        (quad(OBSERVATION, "about", "x:nobody"), "about one entity"),
        (quad(SPAN, "start", number("99")), "starts at one offset"),
        (quad(vocab.article_iri("a1"), "published", Literal("May")), "one day"),
        (quad("x:b", "name", Literal("Bee")), "none of the fourteen"),
    ],
)
def test_what_does_not_belong_is_a_problem(more, message):
    report = validate(GRAPH | {more})

    assert not report.conforms
    assert any(message in str(problem) for problem in report.problems), report.problems


@pytest.mark.parametrize(
    ("node", "predicate", "message"),
    [
        (ACME, vocab.RDFS + "label", "exactly one label"),
        (ACME, vocab.RDF + "type", "none of the fourteen"),
        (STATEMENT, "status", "actual, planned or denied"),
        (STATEMENT, vocab.PROV + "wasDerivedFrom", "derived from one article"),
        (ACME, "partnersWith", "has its direct triple"),
        (BOLT, "partnersWith", "both ways"),
        (OBSERVATION, "indicator", "one indicator"),
        (SPAN, "inArticle", "in one article"),
        (vocab.article_iri("a1"), "articleId", "one id"),
    ],
)
def test_what_is_missing_is_a_problem(node, predicate, message):
    report = validate(without(node, predicate))

    assert not report.conforms
    assert any(message in str(problem) for problem in report.problems), report.problems


def test_an_observation_without_value_and_rank_is_a_problem():
    quads = without(OBSERVATION, "value") & without(OBSERVATION, "rank")

    assert {problem.node for problem in validate(quads).problems} == {OBSERVATION}


def test_a_quote_that_the_article_does_not_say_is_a_problem():
    quads = without(SPAN, "quote") | {quad(SPAN, "quote", Literal("Acme and Bolt fell out."))}

    (problem,) = validate(quads).problems

    assert (problem.value, "not what the article says" in problem.message) == (SPAN, True)


def test_a_fact_outside_domain_or_range_is_a_warning():
    odd = Fact(ACME, Predicate.EDUCATED_AT, ADA)
    facts = ArticleFacts(FACTS.article, FACTS.entities, (odd,))

    report = validate(view(to_quads(facts)))

    assert report.conforms
    assert {problem.value for problem in report.warnings} == {vocab.statement_iri("a1", odd)}
    assert len(report.warnings) == 2


def test_an_iri_that_newskg_did_not_mint_is_a_warning():
    facts = ArticleFacts(FACTS.article, (Entity("x:c", EntityType.CITY, "Ceeville"),))

    report = validate(view(to_quads(facts)))

    assert report.conforms
    assert [problem.node for problem in report.warnings] == ["x:c"]
