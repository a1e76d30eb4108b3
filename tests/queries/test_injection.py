"""No name and no question changes the shape of a query."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.store import GraphStore
from queries import ask
from queries.questions.algebra import Ask, Iri, Literal, Triple, Var, to_sparql

_VOCAB = """
@prefix v: <https://x.example/v#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
v:Ship a owl:Class ; rdfs:label "ship" .
v:port a owl:DatatypeProperty ; rdfs:label "port" ; rdfs:domain v:Ship .
"""
_PIECES = st.sampled_from(
    [
        *('"', "'", "\\", "{", "}", "}}", "<", ">", "?s", "UNION", "DROP ALL", "#", ";", ".", "\n"),
        *("SELECT * {", '" } UNION { ?s ?p ?o', "FILTER(true)", "^^<x:y>", "@en", "$x", "()"),
    ]
)
TODAY = date(2025, 1, 1)
STORE = GraphStore.memory()
names = st.lists(_PIECES, min_size=1, max_size=6).map(" ".join)
_STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def shape(sparql: str) -> str:
    """Return the query with every string taken out of it."""
    return _STRING.sub('""', sparql)


@settings(max_examples=200, deadline=None)
@given(names)
def test_a_name_stays_one_literal(name):
    def query(text: str) -> str:
        return to_sparql(Ask((Triple(Var("s"), Iri("x:p"), Literal(text)),)))

    assert shape(query(name)) == shape(query("Anna"))
    assert STORE.ask(query(name)) is False


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    file = tmp_path_factory.mktemp("ships") / "ships.ttl"
    data = '@prefix i: <https://x.example/i/> . i:a a v:Ship ; rdfs:label "Anna" ; v:port "Oslo" .'
    file.write_text(_VOCAB + data, encoding="utf-8")
    with GraphStore.memory() as store:
        store.load_rdf(file)
        yield store


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=names)
def test_a_question_with_sparql_in_a_name_asks_nothing_else(graph, name):
    answer = ask(graph, f"What is the port of Anna {name}?", today=TODAY)
    plain = ask(graph, "What is the port of Anna?", today=TODAY)

    assert answer.rows in ((), plain.rows)
    if answer.rows:
        assert answer.sparql is not None
        assert plain.sparql is not None
        assert shape(answer.sparql) == shape(plain.sparql)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(name=names.filter(lambda n: any(c.isalnum() for c in n)))
def test_a_text_in_the_data_stays_a_literal(tmp_path_factory, name):
    file = tmp_path_factory.mktemp("named") / "ships.ttl"
    term = to_sparql(Ask((Triple(Var("s"), Iri("x:p"), Literal(name)),)))
    literal = _STRING.search(term)
    assert literal is not None
    data = f'<https://x.example/i/a> a v:Ship ; rdfs:label "Anna" ; v:port {literal[0]} .'
    file.write_text(_VOCAB + data, encoding="utf-8")
    with GraphStore.memory() as store:
        store.load_rdf(file)
        answer = ask(store, "What is the port of Anna?", today=TODAY)

    assert answer.rows == ((name,),)
