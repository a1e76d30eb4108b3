"""The graph's IRIs lead to documents about them, and the dataset describes itself."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib

from kg import vocab
from kg.engine.in_process import InProcessEngine
from kg.model import Article, ArticleFacts, Entity, EntityType, Fact, Predicate
from kg.resolve.decisions import SAME, Decision
from kg.store import GraphStore
from queries.service import ServiceSettings
from queries.service.access import Scope, Tokens
from server import create_app

ACME = vocab.entity_iri(EntityType.COMPANY, "Acme")
TINY = vocab.entity_iri(EntityType.COMPANY, "Tiny")
ZURICH = vocab.entity_iri(EntityType.CITY, "Zürich")
OTHER = vocab.entity_iri(EntityType.COMPANY, "Ajax")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
FOAF = rdflib.Namespace("http://xmlns.com/foaf/0.1/")
ROOT = "http://localhost"
TURTLE = {"Accept": "text/turtle"}


@pytest.fixture(scope="module")
def store():
    store = GraphStore.memory()
    store.add(
        ArticleFacts(
            Article("a 1", "Acme invested in Tiny of Zürich. Ajax did not."),
            (
                Entity(ACME, EntityType.COMPANY, "Acme"),
                Entity(TINY, EntityType.COMPANY, "Tiny"),
                Entity(ZURICH, EntityType.CITY, "Zürich"),
                Entity(OTHER, EntityType.COMPANY, "Ajax"),
            ),
            (
                Fact(ACME, Predicate.INVESTS_IN, TINY),
                Fact(TINY, Predicate.HEADQUARTERED_IN, ZURICH),
            ),
        )
    )
    store.decide(Decision(SAME, ACME, OTHER))
    yield store
    store.close()


@pytest.fixture
def client(store):
    return create_app(store).test_client()


def path(iri):
    return iri.removeprefix(vocab.BASE[:-1])


def parsed(reply, form="turtle"):
    return rdflib.Graph().parse(data=reply.data, format=form)


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        (None, "/data/id/org/acme.ttl"),
        ("*/*", "/data/id/org/acme.ttl"),
        ("text/turtle", "/data/id/org/acme.ttl"),
        ("application/ld+json", "/data/id/org/acme.jsonld"),
        ("application/json", "/data/id/org/acme.jsonld"),
        ("application/n-triples", "/data/id/org/acme.nt"),
        ("application/rdf+xml", "/data/id/org/acme.rdf"),
        ("application/rdf+xml;q=0.2, text/turtle;q=0.5", "/data/id/org/acme.ttl"),
        (
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "/entity?id=org/acme",
        ),
    ],
)
def test_an_entity_s_address_leads_to_a_document_about_it(client, accept, location):
    reply = client.get("/id/org/acme", headers={"Accept": accept} if accept else {})

    assert reply.status_code == 303
    assert reply.headers["Location"] == ROOT + location
    assert "Accept" in reply.headers["Vary"]
    assert client.get(location).status_code == 200


@pytest.mark.parametrize(
    ("extension", "media_type", "form"),
    [
        ("ttl", "text/turtle", "turtle"),
        ("nt", "application/n-triples", "nt"),
        ("rdf", "application/rdf+xml", "xml"),
        ("jsonld", "application/ld+json", "json-ld"),
    ],
)
def test_a_document_says_what_the_graph_does_of_it(client, extension, media_type, form):
    address = f"/data/id/org/tiny.{extension}"
    reply = client.get(address)
    graph = parsed(reply, form)
    tiny, acme, document = map(rdflib.URIRef, (TINY, ACME, ROOT + address))

    assert reply.mimetype == media_type
    assert reply.headers["Link"] == f'<{TINY}>; rel="describes"'
    assert (acme, rdflib.URIRef(vocab.NK + "investsIn"), tiny) in graph
    assert graph.value(acme, rdflib.RDFS.label) == rdflib.Literal("Acme")
    assert (None, rdflib.RDF.object, tiny) in graph
    assert graph.value(document, FOAF.primaryTopic) == tiny
    assert graph.value(document, VOID.inDataset) == rdflib.URIRef(
        f"{ROOT}/.well-known/void#dataset"
    )


def test_a_document_that_has_not_changed_is_not_sent_again(client):
    tag = client.get("/data/id/org/tiny.ttl").headers["ETag"]

    again = client.get("/data/id/org/tiny.ttl", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_letters_of_any_script_are_found(client):
    reply = client.get(path(ZURICH), headers=TURTLE)

    assert reply.headers["Location"] == f"{ROOT}/data/id/place/z%C3%BCrich.ttl"
    assert "Zürich" in client.get("/data/id/place/z%C3%BCrich.ttl").text


def test_an_iri_that_is_joined_leads_to_the_one_it_goes_by(client):
    assert client.get(path(OTHER), headers=TURTLE).headers["Location"].endswith("/acme.ttl")
    moved = client.get("/data/id/org/ajax.nt")
    assert (moved.status_code, moved.headers["Location"]) == (303, f"{ROOT}/data/id/org/acme.nt")


def test_an_article_s_address_leads_to_all_that_it_says(client, store):
    reply = client.get("/article/a%201", headers=TURTLE)
    page = client.get("/article/a%201", headers={"Accept": "text/html"})
    graph = parsed(client.get("/data/article/a%201.ttl"))

    assert reply.headers["Location"] == f"{ROOT}/data/article/a%201.ttl"
    assert page.headers["Location"] == f"{ROOT}/article?id=a%201"
    said = list(store.quads(ox.NamedNode(vocab.article_iri("a 1"))))
    assert len(graph) == len(said) + 3


@pytest.mark.parametrize(
    ("address", "accept", "status"),
    [
        ("/id/org/nobody", "text/turtle", 404),
        ("/id/org/nobody", "text/html", 404),
        ("/id/", "text/turtle", 404),
        ("/id/org/acme%3E%20%3Fp%20%3Fo", "text/turtle", 404),
        ("/id/org/acme>", "text/turtle", 400),
        ("/article/none", "text/turtle", 404),
        ("/data/id/org/acme", "text/turtle", 404),
        ("/data/id/org/acme.exe", "text/turtle", 404),
        ("/data/id/org/nobody.ttl", "text/turtle", 404),
        ("/data/ontology.ttl", "text/turtle", 404),
        ("/id/org/acme", "image/png", 406),
        ("/id/org/acme", "text/turtle;q=0", 406),
        ("/.well-known/void", "image/png", 406),
    ],
)
def test_what_is_not_there_or_cannot_be_had_is_refused(client, address, accept, status):
    reply = client.get(address, headers={"Accept": accept})

    assert reply.status_code == status
    assert reply.mimetype == "application/problem+json"


def test_only_reading_is_for_these_addresses(client):
    for address in ("/id/org/acme", "/data/id/org/acme.ttl", "/.well-known/void"):
        assert client.put(address).status_code == 405
        assert client.head(address).status_code in {200, 303}
        assert "GET" in client.options(address).headers["Allow"]


def test_a_private_server_tells_nobody_what_it_knows(store, tmp_path):
    token = Tokens(tmp_path / "t").create("r", Scope.READ)
    settings = ServiceSettings(private=True, tokens=tmp_path / "t")
    client = create_app(InProcessEngine(store), settings).test_client()
    for address in ("/id/org/acme", "/id/org/none", "/data/id/org/acme.ttl", "/.well-known/void"):
        assert client.get(address).status_code == 401
    found = client.get("/data/id/org/acme.ttl", headers={"Authorization": f"Bearer {token}"})
    assert (found.status_code, found.headers["Cache-Control"]) == (200, "private, no-cache")


def test_the_dataset_is_described_with_its_numbers(client, store):
    graph = parsed(client.get("/.well-known/void"))
    dataset = rdflib.URIRef(f"{ROOT}/.well-known/void#dataset")
    parts = {
        graph.value(part, VOID["class"]): int(graph.value(part, VOID.entities))
        for part in graph.objects(dataset, VOID.classPartition)
    }

    assert graph.value(dataset, VOID.sparqlEndpoint) == rdflib.URIRef(f"{ROOT}/sparql")
    assert int(graph.value(dataset, VOID.triples)) == sum(1 for _ in store.quads(ox.DefaultGraph()))
    assert int(graph.value(dataset, VOID.documents)) == 1
    assert int(graph.value(dataset, VOID.entities)) == 3
    assert parts[rdflib.URIRef(vocab.NK + "City")] == 1
    examples = [path(str(one)) for one in graph.objects(dataset, VOID.exampleResource)]
    assert examples
    assert all(client.get(one).status_code == 303 for one in examples)


def test_the_service_description_names_the_dataset(client):
    described = parsed(client.get("/sparql", headers=TURTLE))
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    dataset = described.value(rdflib.URIRef(f"{ROOT}/sparql"), sd.defaultDataset)

    assert dataset == rdflib.URIRef(f"{ROOT}/.well-known/void#dataset")
    assert (dataset, rdflib.RDF.type, sd.Dataset) in described
    followed = described.value(rdflib.URIRef(f"{ROOT}/sparql"), rdflib.RDFS.seeAlso)
    assert (dataset, rdflib.RDF.type, VOID.Dataset) in parsed(client.get(str(followed)))


def test_a_page_about_an_entity_names_its_documents(client):
    link = client.get("/entity", query_string={"id": "org/acme"}).headers["Link"]

    assert '</data/id/org/acme.jsonld>; rel="alternate"; type="application/ld+json"' in link
    evil = client.get("/entity", query_string={"id": "x>\r\nX-Evil: 1"})
    assert "X-Evil" not in evil.headers
    assert "Link" not in client.get("/entity", query_string={"id": "https://x.example/y"}).headers
