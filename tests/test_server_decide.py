"""Merging and splitting by hand over HTTP: the same decisions as ``kg merge`` and ``kg split``."""

from __future__ import annotations

import json

import pytest

from kg.engine.embedded import EmbeddedEngine
from kg.engine.in_process import InProcessEngine
from kg.engine.messages import Decide
from kg.engine.result import EngineError
from kg.model import Article, ArticleFacts, Entity, EntityType, Fact, Mention, Predicate
from kg.store import GraphStore
from kg.vocab import entity_iri
from queries.service import ServiceSettings
from queries.service.access import Scope, Tokens
from server import create_app

COMPANY = EntityType.COMPANY
ACME, LABS, BOLT = (entity_iri(COMPANY, name) for name in ("Acme", "Zeta Labs", "Bolt"))
TEXT = "Acme acquires Bolt. Zeta Labs competes with Bolt."


def entity_in(text, name):
    start = text.index(name)
    mention = Mention(start, start + len(name))
    return Entity(entity_iri(COMPANY, name), COMPANY, name, (), (), (mention,))


def article(name, *facts):
    entities = tuple(entity_in(TEXT, name) for name in ("Acme", "Zeta Labs", "Bolt"))
    return ArticleFacts(Article(name, TEXT), entities, facts)


def fill(store):
    store.add(article("a1", Fact(ACME, Predicate.ACQUIRES, BOLT)))
    store.add(article("a2", Fact(LABS, Predicate.COMPETES_WITH, BOLT)))


@pytest.fixture
def serve(tmp_path):
    """Return a client over a graph, and the headers of a token of each scope."""
    tokens = Tokens(tmp_path / "tokens.json")
    headers = {s.value: {"Authorization": f"Bearer {tokens.create(s.value, s)}"} for s in Scope}
    store = GraphStore.memory()
    fill(store)

    def make(**settings):
        chosen = ServiceSettings(tokens=tmp_path / "tokens.json", **settings)
        return create_app(InProcessEngine(store), chosen).test_client(), headers

    yield make
    store.close()


def send(client, headers, **decision):
    return client.post("/explorer/decide", json=decision, headers=headers)


def entity(client, iri):
    return client.get("/explorer/entity", query_string={"iri": iri}).json


def test_two_are_joined_and_told_apart_again(serve):
    client, headers = serve(writable=True)
    write = headers["write"]

    assert send(client, write, kind="same", entity=ACME, other=LABS).status_code == 204
    shown = entity(client, LABS)
    assert (shown["iri"], shown["label"]) == (ACME, "Acme")
    assert {fact["said"] for fact in shown["facts"]} == {"acquires", "competes with"}
    assert [one["name"] for one in shown["names"]] == ["Acme", "Zeta Labs"]
    assert [(one["names"], one["rule"]) for one in shown["joined"]] == [(["Zeta Labs"], "user")]
    read = client.get("/explorer/article?id=a2").json
    assert [e["iri"] for e in read["entities"] if len(e["mentions"]) == 2] == [ACME]

    assert send(client, write, kind="apart", entity=ACME, other=LABS).status_code == 204
    assert entity(client, LABS)["label"] == "Zeta Labs"


def test_in_one_article_a_name_is_someone_else(serve):
    client, headers = serve(writable=True)

    sent = send(client, headers["write"], kind="apart", entity=ACME, articles=["a2"])
    assert sent.status_code == 204
    named = {e["label"]: e["iri"] for e in client.get("/explorer/article?id=a2").json["entities"]}
    assert named["Acme"] != ACME
    assert entity(client, named["Acme"])["facts"] == []


def test_only_a_token_to_write_decides_and_only_where_writing_is_on(serve):
    client, headers = serve(writable=True)
    decision = {"kind": "same", "entity": ACME, "other": LABS}

    assert send(client, {}, **decision).status_code == 401
    assert send(client, headers["read"], **decision).status_code == 403
    assert client.get("/explorer/allowed").json == {"decide": True}
    closed, _ = serve()
    assert closed.get("/explorer/allowed").json == {"decide": False}
    assert send(closed, headers["admin"], **decision).status_code == 403
    assert entity(client, LABS)["label"] == "Zeta Labs"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("{", "Not JSON"),
        ("[]", "kind is not same or apart"),
        ('{"kind": "same", "entity": "x:a"}', "same needs other"),
        ('{"kind": "same", "entity": 1, "other": "x:a"}', "entity and other are not IRIs"),
        ('{"kind": "apart", "entity": "x:a", "articles": "a1"}', "articles is no list of ids"),
        (json.dumps({"kind": "same", "entity": ACME, "other": "x:none"}), "no entity 'x:none'"),
        (json.dumps({"kind": "apart", "entity": ACME}), "nothing was joined with it"),
        (json.dumps({"kind": "apart", "entity": ACME, "articles": ["none"]}), "none"),
    ],
)
def test_what_cannot_be_decided_is_said_in_a_sentence(serve, body, sentence):
    client, headers = serve(writable=True)
    reply = client.post(
        "/explorer/decide", data=body, content_type="application/json", headers=headers["write"]
    )

    assert reply.status_code == 400
    assert sentence in reply.json["detail"]


def test_a_server_over_a_folder_decides_in_its_writer(tmp_path):
    with GraphStore.open(tmp_path / "graph", create=True) as store:
        fill(store)
    engine = EmbeddedEngine(tmp_path / "graph")
    try:
        engine.write(Decide(same=True, entity=ACME, other=LABS, at="2024-05-01T00:00:00Z"))
        with pytest.raises(EngineError, match="one entity already"):
            engine.write(Decide(same=True, entity=LABS, other=ACME))
        client = create_app(engine).test_client()
        assert entity(client, LABS)["label"] == "Acme"
        assert client.get("/explorer/overview").json["build"]["joined"] == 1
        assert client.get("/explorer/overview").json["build"]["written"].startswith("20")
    finally:
        engine.close()
    with GraphStore.open(tmp_path / "graph", read_only=True) as store:
        assert [(d.left, d.right) for d in store.decisions()] == [(ACME, LABS)]
