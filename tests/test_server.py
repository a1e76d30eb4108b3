from __future__ import annotations

import pytest

from kg.model import Article, ArticleFacts, Entity, EntityType, Fact, Predicate
from kg.store import GraphStore
from kg.vocab import entity_iri
from server import create_app

ACME, TINY = entity_iri(EntityType.COMPANY, "Acme"), entity_iri(EntityType.COMPANY, "<b>Tiny</b>")
FORM = "application/x-www-form-urlencoded"
QUERY = "SELECT ?x { ?x a nk:Company } ORDER BY ?x"


@pytest.fixture
def client():
    store = GraphStore.memory()
    store.add(
        ArticleFacts(
            Article("a1", "Acme invested in Tiny."),
            (
                Entity(ACME, EntityType.COMPANY, "Acme"),
                Entity(TINY, EntityType.COMPANY, "<b>Tiny</b>"),
            ),
            (Fact(ACME, Predicate.INVESTS_IN, TINY),),
        )
    )
    yield create_app(store).test_client()
    store.close()


def test_health_counts_what_the_graph_holds(client):
    assert client.get("/health").json == {
        "status": "ok",
        "articles": 1,
        "entities": 2,
        "facts": 1,
        "numbers": 0,
    }


def test_a_question_is_answered_as_json(client):
    answer = client.get("/ask", query_string={"q": "What did Acme invest in?"}).json

    assert answer["rows"] == [["<b>Tiny</b>"]]
    assert "SELECT DISTINCT" in answer["sparql"]


@pytest.mark.parametrize("path", ["/", "/ask?q=Who", "/explore", "/entity", "/query", "/overview"])
def test_a_browser_gets_the_explorer_or_is_told_that_it_is_not_built(client, path):
    response = client.get(path, headers={"Accept": "text/html"})

    assert response.status_code == 200
    assert response.mimetype == "text/html"
    assert "newskg" in response.text
    assert "unsafe" not in response.headers["Content-Security-Policy"]


def test_the_explorer_asks_views_as_json(client):
    assert client.get("/explorer/find?q=acm").json[0]["iri"] == ACME
    assert client.get("/explorer/entity", query_string={"iri": ACME}).json["label"] == "Acme"
    refused = client.get("/explorer/entity", query_string={"iri": "x:none"})
    assert refused.status_code == 400
    assert "no entity" in refused.json["detail"]


def test_a_file_that_was_never_built_is_not_found(client):
    assert client.get("/static/none.js").status_code == 404
    assert client.get("/static/../server.py").status_code == 404


@pytest.mark.parametrize(
    "send",
    [
        lambda c: c.get("/sparql", query_string={"query": QUERY}),
        lambda c: c.post("/sparql", data={"query": QUERY}),
        lambda c: c.post("/sparql", data=QUERY, content_type="application/sparql-query"),
    ],
)
def test_a_query_may_come_in_three_ways(client, send):
    response = send(client)

    assert response.status_code == 200
    assert response.mimetype == "application/sparql-results+json"
    assert len(response.json["results"]["bindings"]) == 2


@pytest.mark.parametrize(
    ("send", "status"),
    [
        (lambda c: c.get("/sparql?query="), 400),
        (lambda c: c.get("/sparql?default-graph-uri=x:g"), 400),
        (lambda c: c.get("/sparql?query=ASK{}&query=ASK{}"), 400),
        (lambda c: c.get("/sparql", query_string={"query": "nonsense"}), 400),
        (lambda c: c.post("/sparql", data={"update": "CLEAR ALL"}), 403),
        (lambda c: c.post("/sparql", data="{}", content_type="application/json"), 415),
        (lambda c: c.post("/sparql", data={"query": "#" * 2_000_000}), 413),
        (lambda c: c.put("/sparql"), 405),
        (lambda c: c.get("/ask"), 400),
        (lambda c: c.get("/ask", query_string={"q": "x" * 2000}), 400),
        (lambda c: c.get("/static/x"), 404),
        (lambda c: c.get("/../etc/passwd"), 404),
    ],
)
def test_what_cannot_be_served_is_refused_without_a_trace(client, send, status):
    response = send(client)

    assert response.status_code == status
    assert "Traceback" not in response.text


def test_every_reply_tells_the_browser_to_be_strict(client):
    headers = client.get("/").headers

    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_named_queries_are_listed_and_run(client):
    listed = client.get("/queries").get_json()["queries"]
    found = client.get("/queries/most-connected?limit=3", headers={"Accept": "application/json"})

    assert "timeline" in {query["name"] for query in listed}
    assert found.status_code == 200
    assert "results" in found.get_json(force=True)


@pytest.mark.parametrize(
    ("path", "status"), [("/queries/nothing", 404), ("/queries/timeline", 400)]
)
def test_a_named_query_that_cannot_run_is_refused(client, path, status):
    assert client.get(path).status_code == status
