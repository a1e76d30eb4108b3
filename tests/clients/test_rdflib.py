"""rdflib's stores over SPARQL: https://rdflib.readthedocs.io/en/stable/apidocs/rdflib.plugins.stores/."""

from __future__ import annotations

import pytest
from rdflib import RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.sparqlconnector import SPARQLConnectorException
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from tests.kg.examples import ACME, BOLT

NK = Namespace("https://w3id.org/newskg/")
NOTES = URIRef("http://example.org/notes")


@pytest.fixture(params=["GET", "POST", "POST_FORM"])
def graph(server, request):
    return Graph(store=SPARQLStore(server.sparql, method=request.param))


@pytest.fixture(params=["xml", "json", "csv", "tsv"])
def formats(server, request):
    return Graph(store=SPARQLStore(server.sparql, returnFormat=request.param))


def test_select_ask_and_construct(graph):
    rows = graph.query("SELECT ?name { ?x a nk:Company ; rdfs:label ?name } ORDER BY ?name")
    asked = graph.query("ASK { ?x a nk:University }")
    built = graph.query("CONSTRUCT { ?x a ?t } WHERE { ?x a ?t . ?x a nk:Company }")

    assert [str(row.name) for row in rows] == ["Acme", "Crux"]
    assert asked.askAnswer
    assert (URIRef(ACME.iri), RDF.type, NK.Company) in built.graph


def test_every_results_format_is_read(formats):
    rows = list(formats.query("SELECT ?n { ?x nk:enrolment|nk:value ?n }"))

    assert {float(row.n) for row in rows} == {12000.0}


def test_patterns_of_triples(graph):
    acme = URIRef(ACME.iri)

    assert (acme, NK.partnersWith, URIRef(BOLT.iri)) in graph
    assert graph.value(acme, RDFS.label) == Literal("Acme")
    assert len(graph) > 50
    assert set(graph.objects(acme, RDF.type)) == {NK.Company}


def test_bindings_and_types_of_literals(graph):
    rows = graph.query("SELECT ?x { ?x rdfs:label ?name }", initBindings={"name": Literal("Acme")})

    assert [row.x for row in rows] == [URIRef(ACME.iri)]
    number = next(iter(graph.query("SELECT (12 + 0.5 AS ?n) {}")))[0]
    assert (number.datatype, float(number)) == (XSD.decimal, 12.5)


def test_a_query_longer_than_a_url(server):
    graph = Graph(store=SPARQLStore(server.sparql, method="POST"))
    values = " ".join(f"<x:{number}>" for number in range(20_000))

    assert len(list(graph.query(f"SELECT ?x {{ VALUES ?x {{ {values} }} }}"))) == 20_000


def test_what_is_no_sparql_is_an_error(server):
    """rdflib raises for GET only: of a POST that failed it returns the status as the result."""
    graph = Graph(store=SPARQLStore(server.sparql, method="GET"))
    with pytest.raises(ValueError, match="something wrong formulating"):
        graph.query("SELECT nonsense")


def test_updates_with_a_token(server):
    headers = {"Authorization": f"Bearer {server.token}"}
    store = SPARQLUpdateStore(server.sparql, server.sparql, headers=headers)
    notes = Graph(store=store, identifier=NOTES)
    note, text = URIRef("http://example.org/n1"), Literal('Ünïcode "quoted"\n\\', lang="de")
    notes.add((note, RDFS.comment, text))

    assert (note, RDFS.comment, text) in notes
    assert len(notes) == 1
    notes.update("INSERT DATA { <http://example.org/n2> rdfs:comment 'second' }")
    assert len(notes) == 2
    notes.remove((note, None, None))
    notes.remove((None, None, None))
    assert len(notes) == 0


def test_updates_with_the_token_as_password(server):
    store = SPARQLUpdateStore(server.sparql, server.sparql, auth=("desk", server.token))
    notes = Graph(store=store, identifier=NOTES)
    notes.addN([(URIRef(f"x:{i}"), RDFS.label, Literal(i), notes) for i in range(50)])

    assert len(notes) == 50
    notes.update("DROP GRAPH <http://example.org/notes>")


def test_updates_without_a_token_are_refused(server):
    notes = Graph(store=SPARQLUpdateStore(server.sparql, server.sparql), identifier=NOTES)
    with pytest.raises((SPARQLConnectorException, OSError), match=r"401|(?i:unauthorized)"):
        notes.add((URIRef("x:s"), RDFS.label, Literal("x")))


@pytest.mark.parametrize("form", ["turtle", "xml", "json-ld", "nt"])
def test_an_entity_is_parsed_from_its_address(server, form):
    address = ACME.iri.replace("https://w3id.org/newskg", server.url)
    graph = Graph().parse(address, format=form)

    assert graph.value(URIRef(ACME.iri), RDFS.label) == Literal("Acme")
