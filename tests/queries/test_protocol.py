from __future__ import annotations

import json

import pytest

from queries.protocol import answer
from queries.protocol.accept import choose

SELECT, ASK, CONSTRUCT = (
    "SELECT * {?s ?p ?o} LIMIT 1",
    "ASK {?s ?p ?o}",
    "CONSTRUCT WHERE {?s ?p ?o}",
)


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, None, "application/sparql-results+json"),
        (SELECT, "text/csv", "text/csv; charset=utf-8"),
        (
            SELECT,
            "text/csv;q=0.2, application/sparql-results+xml",
            "application/sparql-results+xml",
        ),
        (ASK, "*/*", "application/sparql-results+json"),
        (CONSTRUCT, None, "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
    ],
)
def test_the_accept_header_chooses_the_format(graph, query, accept, media_type):
    reply = answer(graph, query, accept)

    assert (reply.status, reply.media_type) == (200, media_type)


def test_json_results_have_variables_and_bindings(graph):
    result = json.loads(answer(graph, SELECT).body)

    assert set(result["head"]["vars"]) == {"s", "p", "o"}
    assert len(result["results"]["bindings"]) == 1


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        (None, 400, "Missing parameter"),
        ("  ", 400, "Missing parameter"),
        ("SELCT", 400, "line 1, column 1"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", 400, "Updates are refused"),
        ("CLEAR ALL", 400, "Updates are refused"),
        ("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }", 400, "SERVICE is refused"),
        ("ASK { ?s ?p ?o FILTER EXISTS { service ?x { ?a ?b ?c } } }", 400, "SERVICE is refused"),
        (
            "SELECT * { { SELECT * { OPTIONAL { SERVICE SILENT <http://x/> {} } } } }",
            400,
            "SERVICE is refused",
        ),
        ("SELECT * {" + "{" * 5000 + "}" * 5000 + "}", 400, "nested too deeply"),
    ],
)
def test_what_is_no_query_is_refused_in_a_sentence(graph, query, status, said):
    reply = answer(graph, query)

    assert reply.status == status
    assert said in reply.body.decode()


def test_the_word_service_in_a_string_or_iri_is_no_service(graph):
    assert answer(graph, 'SELECT * { ?s <x:SERVICE> "SERVICE <http://x/> {}" }').status == 200


def test_a_format_that_cannot_be_had_is_406(graph):
    assert answer(graph, SELECT, "image/png").status == 406


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "a/x"),
        ("a/y", "a/y"),
        ("a/*;q=0.1, b/z", "b/z"),
        ("a/x;q=0, a/*", "a/y"),
        ("*/*;q=0.5, b/*;q=0.6", "b/z"),
        ("a/x;q=nan, b/z;q=0.1", "b/z"),
        ("c/c", None),
    ],
)
def test_the_most_specific_range_weighs(accept, chosen):
    assert choose(accept, ["a/x", "a/y", "b/z"]) == chosen
