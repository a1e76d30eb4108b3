"""What the protocols ask beyond the W3C's suite: negotiation, codings, caching, CORS, access."""

from __future__ import annotations

import gzip
import json

import pyoxigraph as ox
import pytest
import zstandard

from kg.engine.in_process import InProcessEngine
from kg.store import GraphStore
from queries.service import ServiceSettings
from queries.service.access import Scope, Tokens
from server import create_app
from tests.kg.examples import facts

SELECT = "/sparql?query=SELECT+*+%7B?s+?p+?o%7D"
ASK = "/sparql?query=ASK+%7B%7D"
CONSTRUCT = "/sparql?query=CONSTRUCT+WHERE+%7B?s+?p+?o%7D"
UPDATE = "application/sparql-update"
XML = "application/sparql-results+xml"


@pytest.fixture
def serve(tmp_path):
    """Return clients of servers over a plain dataset with two triples, or over a graph given."""

    def make(source=None, **settings):
        if source is None:
            source = ox.Store()
            source.update("INSERT DATA { <x:s> <x:p> 1 . GRAPH <x:g> { <x:s> <x:p> 2 } }")
        chosen = ServiceSettings(tokens=tmp_path / "tokens.json", **settings)
        return create_app(InProcessEngine(source), chosen).test_client()

    return make


@pytest.fixture
def token(tmp_path):
    """Return the headers with a token of a scope."""
    tokens = Tokens(tmp_path / "tokens.json")
    made = {scope: tokens.create(scope.value, scope) for scope in Scope}
    return lambda scope: {"Authorization": f"Bearer {made[Scope(scope)]}"}


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        (SELECT, None, "application/sparql-results+json"),
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "text/html, */*;q=0.1", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "application/json", "application/json"),
        (SELECT, "text/csv;q=0.9, text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "text/*", "text/csv"),
        (SELECT, "TEXT/CSV; Charset=UTF-8", "text/csv"),
        (SELECT, "text/csv;charset=latin-1, application/xml;q=0.1", "application/xml"),
        (SELECT, 'application/ld+json;profile="x", text/csv;header=absent', "text/csv"),
        (SELECT, "text/csv;q=0, text/*", "text/tab-separated-values"),
        (
            ASK,
            "text/turtle, application/sparql-results+xml;q=0.2",
            "application/sparql-results+xml",
        ),
        (CONSTRUCT, None, "text/turtle"),
        (CONSTRUCT, "application/rdf+xml, text/turtle;q=0.9", "application/rdf+xml"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/trig", "application/trig"),
        ("/sparql", "application/ld+json", "application/ld+json"),
        ("/store", None, "application/trig"),
        ("/store", "application/n-quads", "application/n-quads"),
        ("/store?graph=x:g", "application/n-quads;q=0.5, text/turtle;q=0.6", "text/turtle"),
        ("/store?default", "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_the_accept_header_chooses(serve, path, accept, media_type):
    reply = serve().get(path, headers={"Accept": accept} if accept else {})

    assert reply.status_code == 200
    assert reply.mimetype == media_type
    assert "Accept" in reply.headers["Vary"]


@pytest.mark.parametrize("path", [SELECT, ASK, CONSTRUCT, "/store", "/store?default"])
def test_what_cannot_be_had_is_not_acceptable(serve, path):
    reply = serve().get(path, headers={"Accept": "image/png, text/html"})

    assert reply.status_code == 406
    assert reply.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("coding", "decode"),
    [
        ("gzip", gzip.decompress),
        ("zstd", lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data)),
    ],
)
def test_a_large_reply_is_compressed_as_asked(serve, coding, decode):
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"x:{i}"), ox.NamedNode("x:p"), ox.Literal(i)) for i in range(999)
    )
    client = serve(store)
    plain = client.get(SELECT)
    packed = client.get(SELECT, headers={"Accept-Encoding": coding})

    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == coding
    assert len(packed.data) < len(plain.data) / 4
    assert decode(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_get_has_a_tag_that_changes_with_every_write(serve, token):
    client = serve(writable=True)
    first = client.get(SELECT)
    same = client.get(SELECT, headers={"If-None-Match": first.headers["ETag"]})
    other = client.get(
        SELECT, headers={"If-None-Match": first.headers["ETag"], "Accept": "text/csv"}
    )
    client.post(
        *("/sparql",),
        data="INSERT DATA { <x:a> <x:b> 3 }",
        content_type=UPDATE,
        headers=token("write"),
    )
    changed = client.get(SELECT, headers={"If-None-Match": first.headers["ETag"]})

    assert (same.status_code, same.data) == (304, b"")
    assert same.headers["ETag"] == first.headers["ETag"]
    assert other.status_code == 200
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_is_never_twice_the_same_has_no_tag(serve, call):
    reply = serve().get(f"/sparql?query=SELECT+({call}+AS+?x)+%7B%7D")

    assert "ETag" not in reply.headers
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", [SELECT, ASK, "/sparql", "/store?graph=x:g", "/openapi.json"])
def test_head_is_get_without_a_body(serve, path):
    client = serve()
    head, get = client.head(path), client.get(path)

    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Type"] == get.headers["Content-Type"]
    assert head.headers.get("ETag") == get.headers.get("ETag")


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/store", "GET, HEAD, POST, PUT, DELETE, OPTIONS"),
        ("/store/a/b", "GET, HEAD, POST, PUT, DELETE, OPTIONS"),
    ],
)
def test_options_and_refusals_say_what_is_allowed(serve, path, allow):
    client = serve()

    assert client.options(path).headers["Allow"] == allow
    refused = client.patch(path)
    assert (refused.status_code, refused.headers["Allow"]) == (405, allow)


def test_pages_of_other_origins_read_only_where_they_may(serve):
    origin = {"Origin": "https://app.example"}
    header = "Access-Control-Allow-Origin"

    assert header not in serve().get(ASK, headers=origin).headers
    assert header not in serve(cors=("https://other.example",)).get(ASK, headers=origin).headers
    assert serve(cors=("*",)).get(ASK, headers=origin).headers[header] == "*"
    client = serve(cors=("https://app.example",))
    reply = client.get(ASK, headers=origin)
    assert reply.headers[header] == "https://app.example"
    assert "Origin" in reply.headers["Vary"]
    asked = client.options("/sparql", headers={**origin, "Access-Control-Request-Method": "POST"})
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("", [1]),
        ("&default-graph-uri=x:g", [2]),
        ("&default-graph-uri=x:g&default-graph-uri=x:none", [2]),
        ("&default-graph-uri=x:none", []),
        ("&named-graph-uri=x:g", []),
    ],
)
def test_the_protocols_dataset_replaces_the_stores(serve, parameters, expected):
    reply = serve().get(SELECT + parameters)

    found = [int(row["o"]["value"]) for row in reply.get_json(force=True)["results"]["bindings"]]
    assert found == expected


def test_a_relative_iri_is_of_the_endpoint(serve):
    reply = serve(base_url="https://data.example").get("/sparql?query=SELECT+(<x>+AS+?x)+%7B%7D")

    assert b"https://data.example/x" in reply.data


def test_terms_of_rdf_1_2_come_through(serve):
    query = 'SELECT (<<( <x:s> <x:p> "a"@en--ltr )>> AS ?t) {}'
    reply = serve().get("/sparql", query_string={"query": query})
    triple = reply.get_json(force=True)["results"]["bindings"][0]["t"]

    assert triple["type"] == "triple"
    assert triple["value"]["object"]["its:dir"] == "ltr"


def test_a_private_server_answers_holders_only(serve, token):
    client = serve(private=True)

    asked = ("/ask?q=Who", "/queries", "/queries/timeline", "/explorer/overview")
    for path in (ASK, "/store?default", *asked):
        assert client.get(path).status_code == 401, path
    assert client.get("/explorer/overview", headers=token("read")).status_code == 200
    assert client.get("/").status_code == 200  # the page holds nothing; what it asks for does
    assert client.get(ASK, headers=token("read")).headers["Cache-Control"] == "private, no-cache"
    assert client.get("/health").status_code == 200


def test_a_server_is_read_only_unless_told(serve, token):
    client = serve()
    for reply in (
        client.post("/sparql", data="CLEAR ALL", content_type=UPDATE, headers=token("admin")),
        client.post("/sparql", data={"update": "CLEAR ALL"}, headers=token("admin")),
        client.put("/store?default", data="", content_type="text/turtle", headers=token("admin")),
        client.delete("/store?graph=x:g", headers=token("admin")),
    ):
        assert reply.status_code == 403


def test_a_token_works_as_bearer_and_as_password(serve, token):
    client, bearer = serve(writable=True), token("write")
    secret = bearer["Authorization"].removeprefix("Bearer ")

    assert client.delete("/store?graph=x:g", headers=bearer).status_code == 204
    assert client.delete("/store?default", auth=("anyone", secret)).status_code == 204


def test_a_write_may_ask_for_the_version_it_knows(serve, token):
    client, write = serve(writable=True), token("write")
    tag = client.get("/store?graph=x:g").headers["ETag"]
    sent = {"data": "<x:a> <x:b> 1 .", "content_type": "text/turtle"}

    assert (
        client.put("/store?graph=x:g", headers={**write, "If-Match": tag}, **sent).status_code
        == 204
    )
    assert (
        client.put("/store?graph=x:g", headers={**write, "If-Match": tag}, **sent).status_code
        == 412
    )


def test_a_client_that_asks_too_often_waits(serve):
    client = serve(rate=1)
    statuses = [client.get(ASK).status_code for _ in range(4)]

    assert statuses == [200, 200, 429, 429]
    assert client.get(ASK).headers["Retry-After"] == "1"
    assert client.get("/").status_code == 429


def test_writes_are_logged(serve, token, tmp_path):
    client = serve(writable=True, audit_log=tmp_path / "audit.jsonl")
    client.delete("/store?graph=x:g", headers=token("write"))
    client.delete("/store?graph=x:g", headers=token("write"))
    lines = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text().splitlines()]

    assert [(line["token"], line["target"], line["outcome"]) for line in lines] == [
        ("write", "x:g", "written"),
        ("write", "x:g", "missing"),
    ]


def test_graphs_are_written_beside_articles_and_asked_with_them(serve, token):
    with GraphStore.memory() as store:
        store.add(facts("a1"))
        client, write = serve(store, writable=True), token("write")
        sent = {"data": "<x:mine> <x:p> [] .", "content_type": "text/turtle", "headers": write}
        assert client.put("/store?graph=x:notes", **sent).status_code == 201
        assert b"true" in client.get("/sparql?query=ASK+%7B<x:mine>+?p+?o%7D").data
        for path in ("/store?default", "/store?graph=https://w3id.org/newskg/article/a1"):
            assert client.put(path, **sent).status_code == 403
        for update, status in [
            ("INSERT DATA { GRAPH <x:notes> { <x:mine> <x:p> 2 } }", 204),
            ("INSERT DATA { <x:mine> <x:p> 3 }", 403),
            ("CLEAR ALL", 403),
            ("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", 403),
            ("DROP GRAPH <x:notes>", 204),
        ]:
            reply = client.post("/sparql", data=update, content_type=UPDATE, headers=write)
            assert reply.status_code == status, update
        assert b"false" in client.get("/sparql?query=ASK+%7B<x:mine>+?p+?o%7D").data


def test_the_openapi_document_has_writes_where_they_are(serve):
    assert "put" not in serve().get("/openapi.json").json["paths"]["/store"]
    document = serve(writable=True, base_url="https://data.example").get("/openapi.json").json

    assert "put" in document["paths"]["/store"]
    assert document["servers"] == [{"url": "https://data.example"}]
    assert document["openapi"].startswith("3.1")


def test_an_error_of_ours_says_nothing_of_itself(serve, monkeypatch):
    client = serve()
    service = client.application.extensions["newskg"]
    monkeypatch.setattr(service.engine, "query", lambda *a, **k: 1 / 0)
    reply = client.get(ASK)

    assert reply.status_code == 500
    assert "ZeroDivision" not in reply.text
    assert reply.mimetype == "application/problem+json"
