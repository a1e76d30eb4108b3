"""The commands and the server over an endpoint: ``make test-stores`` runs this against each."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest

from kg.engine.messages import Query, Read, Update, Write
from kg.engine.remote import RemoteEngine
from kg.engine.result import EngineError
from kg.errors import StoreError
from kg.jsonl import to_lines
from kg.resolve.decisions import SAME, Decision
from kg.store import GraphStore
from kg.store.endpoint import Endpoint
from queries.service.access import Scope, Tokens
from tests.kg.examples import ACME, BOLT, facts
from tests.serving import ask, serving
from tests.stores import address, at_an_endpoint, clear, new_store, variables

pytestmark = [at_an_endpoint, pytest.mark.slow]
NAMES = "SELECT ?name { ?a nk:partnersWith ?b . ?b rdfs:label ?name }"


@pytest.fixture
def empty():
    clear(address())
    return address()


@pytest.fixture
def remote(empty, monkeypatch):
    for name, value in variables().items():
        monkeypatch.setenv(name, value)
    with GraphStore.open(empty, create=True) as store:
        store.add(facts("a1"))
        store.add(facts("a2"))
    return empty


def lines():
    return "".join(line + "\n" for name in ("a1", "a2") for line in to_lines(facts(name)))


def test_commands_do_at_an_endpoint_what_they_do_in_a_folder(kg, empty, monkeypatch):
    asked = [
        ("load", "-"),
        ("stats", "--json"),
        ("query", NAMES),
        ("query", "ASK { ?a nk:partnersWith ?b }"),
        ("query", "--format", "ntriples", "CONSTRUCT WHERE { ?a nk:partnersWith ?b }"),
        ("ask", "Which universities does Acme partner with?"),
        ("export", "nquads"),
        ("export", "trig"),
        ("export", "graphml"),
        ("remove", "a1"),
        ("stats", "--articles"),
        ("export", "nquads"),
        ("remove", "a1"),
    ]
    here = [kg(*arguments, stdin=lines()) for arguments in asked]
    for name, value in variables().items():
        monkeypatch.setenv(name, value)
    there = [kg(*arguments, stdin=lines()) for arguments in asked]

    for arguments, one, other in zip(asked, here, there, strict=True):
        shown = sorted(other.stdout.replace(str(empty), "graph").splitlines())
        assert (other.exit_code, shown) == (one.exit_code, sorted(one.stdout.splitlines())), (
            arguments,
            other.stderr,
        )


def test_an_address_is_an_option_too(kg, remote, monkeypatch):
    monkeypatch.delenv("NEWSKG_STORE")

    assert "Bolt University" in kg("query", "--store", remote, NAMES).stdout
    refused = kg("query", "--store", remote, "--graph", "graph", NAMES)
    assert refused.exit_code == 2
    assert "both given" in refused.stderr


def test_a_store_without_articles_says_so(kg, empty, monkeypatch):
    for name, value in variables().items():
        monkeypatch.setenv(name, value)

    assert "holds no articles" in kg("remove", "a1").stderr


def test_who_comes_second_changes_nothing(remote):
    with GraphStore.open(remote) as first, GraphStore.open(remote) as second:
        first.articles()
        second.add(facts("a3"))
        before = second.canonical_nquads()
        with pytest.raises(StoreError, match="another process has written"):
            first.add(facts("a4"))
        assert second.canonical_nquads() == before

        first.add(facts("a4"))
    with GraphStore.open(remote, read_only=True) as store, GraphStore.memory() as expected:
        for name in ("a1", "a2", "a3", "a4"):
            expected.add(facts(name))
        assert store.canonical_nquads() == expected.canonical_nquads()


def test_an_article_comes_in_one_request(remote, monkeypatch):
    sent = []
    update = Endpoint.update
    monkeypatch.setattr(
        Endpoint, "update", lambda self, text: (sent.append(text), update(self, text))
    )
    with GraphStore.open(remote) as store:
        store.add(facts("a3"))

    assert len(sent) == 1


def test_decisions_hold_at_an_endpoint(remote):
    decision = Decision(SAME, ACME.iri, BOLT.iri)
    with GraphStore.open(remote) as store, GraphStore.memory() as here:
        here.add(facts("a1"))
        here.add(facts("a2"))
        before = store.canonical_nquads()
        for one in (here, store):
            assert one.decide(decision)
            assert one.decisions() == [decision]
        assert store.canonical_nquads() == here.canonical_nquads() != before
        assert store.forget(decision)
        assert store.canonical_nquads() == before


def test_what_others_keep_in_the_store_is_left_alone(empty):
    new_store().close()
    clear(empty)
    endpoint = Endpoint(empty)
    endpoint.update("INSERT DATA { GRAPH <urn:others> { <urn:s> <urn:p> <urn:o> } }")
    try:
        with GraphStore.open(empty, create=True) as store:
            store.add(facts("a1"))
            assert not [g for g in store.named_graphs() if g.value == "urn:others"]
            assert not store.ask("ASK { <urn:s> ?p ?o }")
            assert ox.NamedNode("urn:s") not in {quad.subject for quad in store.quads()}
            names = "SELECT ?g { GRAPH ?g { <urn:s> ?p ?o } }"
            assert store.select(names).values() == [["urn:others"]]
    finally:
        endpoint.update("CLEAR GRAPH <urn:others>")


@pytest.fixture
def engine(remote):
    found = RemoteEngine(remote)
    yield found
    found.close()


@pytest.mark.parametrize(
    ("query", "media_type", "part"),
    [
        (NAMES, "application/sparql-results+json", b"Bolt University"),
        (NAMES, "application/sparql-results+xml", b"<literal>Bolt University</literal>"),
        (NAMES, "text/csv", b"name\r\n"),
        (NAMES, "text/tab-separated-values", b'?name\n"'),
        ("ASK { ?a nk:partnersWith ?b }", "application/sparql-results+json", b'"boolean":true'),
        ("ASK { ?a nk:partnersWith 7 }", "application/sparql-results+xml", b"false"),
        ("CONSTRUCT WHERE { ?a nk:partnersWith ?b }", "text/turtle", b"nk:partnersWith"),
        ("CONSTRUCT WHERE { ?a nk:partnersWith ?b }", "application/rdf+xml", b"<rdf:RDF"),
        (f"DESCRIBE <{ACME.iri}>", "application/n-triples", b"Acme"),
    ],
)
def test_an_endpoint_is_served_in_every_format(engine, query, media_type, part):
    asked = Query(query, table=media_type, boolean=media_type, graph=media_type)

    assert part in engine.query(asked).read()


def test_a_query_may_choose_its_graphs(engine):
    article = "https://w3id.org/newskg/article/a1"
    count = "SELECT (COUNT(*) AS ?n) {from} {{ ?s nk:name ?o }}"
    texts = [
        engine.query(Query(count.format(**{"from": clause}), table="text/csv")).read()
        for clause in ("", f"FROM <{article}>", "FROM <urn:none>")
    ]

    assert [int(text.split()[1]) for text in texts] == [3, 3, 0]
    inside = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{article}> {{ ?s nk:name ?o }} }}"
    assert engine.query(Query(inside, table="text/csv")).read().split()[1] == b"3"
    asked = Query(count.format(**{"from": ""}), table="text/csv", default_graphs=("urn:none",))
    assert engine.query(asked).read().split()[1] == b"0"


def test_graphs_are_read_and_written_through_the_engine(engine):
    before = engine.version()
    turtle = (("text/turtle", f"<{ACME.iri}> <x:colour> 'blue', 1.50 ."),)
    assert engine.write(Write("PUT", "http://example.org/mine", turtle)).created
    assert engine.version() != before

    assert b"blue" in engine.query(Read("http://example.org/mine")).read()
    assert b'"blue"' in engine.query(Query(f"SELECT * {{ <{ACME.iri}> <x:colour> ?c }}")).read()
    engine.write(Write("DELETE", "http://example.org/mine"))
    with pytest.raises(EngineError, match="no graph"):
        engine.query(Read("http://example.org/mine"))


def test_an_update_reaches_the_view(engine):
    update = "INSERT { GRAPH <http://example.org/g> { ?s <x:seen> true } } WHERE { ?s nk:name ?n }"
    engine.write(Update(update, targets=("http://example.org/g",)))

    assert b"true" in engine.query(Query("ASK { ?s <x:seen> true }")).read()
    with pytest.raises(EngineError, match="builds> is kept by kg build"):
        engine.write(Update("CLEAR ALL", targets=("https://w3id.org/newskg/builds",)))


def test_an_endpoint_is_served_over_http(remote, tmp_path):
    tokens = tmp_path / "tokens.json"
    token = Tokens(tokens).create("desk", Scope.WRITE)
    with serving(None, "--writable", "--tokens", tokens, **served()) as port:
        found = ask(port, "GET", "/sparql?query=" + quote(NAMES), Accept="text/csv")
        assert found[0] == 200
        assert b"Bolt University" in found[2]
        assert ask(port, "GET", "/sparql?" + urlencode({"query": "SELECT * { ?s"}))[0] == 400
        answer = ask(port, "GET", "/ask?q=" + quote("Which universities does Acme partner with?"))
        assert json.loads(answer[2])["rows"] == [["Bolt University"]]
        assert json.loads(ask(port, "GET", "/health")[2])["articles"] == 2
        headers = {"Authorization": f"Bearer {token}", "Content_Type": "text/turtle"}
        put = ask(port, "PUT", "/store?graph=http://example.org/g", "<x:a> <x:b> 7 .", **headers)
        assert put[0] == 201
        assert b"yes" in ask(port, "GET", "/sparql?query=" + quote(
            "SELECT ('yes' AS ?y) { <x:a> <x:b> 7 }"))[2]  # fmt: skip


def served():
    """Return the environment as :func:`serving` takes it."""
    return {name.removeprefix("NEWSKG_").lower(): value for name, value in variables().items()}
