"""Two readings that are equally plain are both named; what is unknown and what is empty differ."""

from __future__ import annotations

import pytest

from kg.store import GraphStore
from queries import Outcome, ask

TREATIES = """
@prefix v: <https://t.example/v#> . @prefix i: <https://t.example/i/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
v:Treaty a owl:Class ; rdfs:label "treaty" .
v:Party a owl:Class ; rdfs:label "party" .
v:host a owl:ObjectProperty ; rdfs:label "seat" ; rdfs:domain v:Treaty ; rdfs:range v:Party .
v:home a owl:ObjectProperty ; rdfs:label "seat" ; rdfs:domain v:Treaty ; rdfs:range v:Party .
v:pages a owl:DatatypeProperty ; rdfs:label "pages" ; rdfs:domain v:Treaty .
i:t a v:Treaty ; rdfs:label "Treaty of Arden" ; v:host i:a ; v:home i:b ; v:pages 12 .
i:u a v:Treaty ; rdfs:label "Treaty of Belmar" ; v:host i:a ; v:home i:a .
i:a a v:Party ; rdfs:label "Ardenia" .
i:b a v:Party ; rdfs:label "Belmaria" .
"""


@pytest.fixture(scope="module")
def treaties(tmp_path_factory):
    file = tmp_path_factory.mktemp("treaties") / "treaties.ttl"
    file.write_text(TREATIES, encoding="utf-8")
    with GraphStore.memory() as store:
        store.load_rdf(file)
        yield store


def test_two_readings_with_different_answers_are_both_named(treaties):
    answer = ask(treaties, "What is the seat of the Treaty of Arden?")

    assert answer.outcome is Outcome.ANSWERED
    assert "Ardenia" in answer.text
    assert "Belmaria" in answer.text
    assert "can also be read as" in answer.text


def test_two_readings_with_one_answer_are_one(treaties):
    answer = ask(treaties, "What is the seat of the Treaty of Belmar?")

    assert answer.rows == (("Ardenia",),)
    assert "also be read" not in answer.text


def test_no_data_is_told_from_not_understood(treaties):
    empty = ask(treaties, "How many pages does the Treaty of Belmar have?")
    unknown = ask(treaties, "How many signatories does the Treaty of Belmar have?")

    assert (empty.outcome, empty.rows) == (Outcome.NO_DATA, ())
    assert empty.sparql is not None
    assert (unknown.outcome, unknown.sparql) == (Outcome.NOT_UNDERSTOOD, None)
    assert "“signatories”" in unknown.text
