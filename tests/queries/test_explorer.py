from __future__ import annotations

import json

import pytest

from kg.errors import UsageError
from kg.model import Article, ArticleFacts
from kg.store import GraphStore
from kg.vocab import predicate_iri
from queries.explorer import answer, built, counts
from queries.explorer.network import network
from queries.explorer.views import paths, subgraph
from tests.queries.conftest import P, article, iri


def view(graph, name, **given):
    """A view's answer, as it comes out of JSON."""
    values = {key: value if isinstance(value, list) else [value] for key, value in given.items()}
    return json.loads(json.dumps(answer(graph, name, values)))


def labels(shown):
    return {row[1] for row in shown["nodes"]}


def test_what_has_facts_is_drawn_the_best_connected_first(graph):
    shown = view(graph, "graph", limit="3")

    assert len(shown["nodes"]) == 3
    assert shown["nodes"][0][1] == "Brightwater Chips"
    assert shown["total"] == {"nodes": 14, "edges": 18}


def test_a_neighbourhood_grows_with_its_depth(graph):
    near = view(graph, "graph", about=iri("Dresden"))
    far = view(graph, "graph", about=iri("Dresden"), depth="2")

    assert labels(near) == {"Dresden", "Germany", "Brightwater Chips"}
    assert labels(near) < labels(far)


def test_an_edge_has_status_days_and_articles(graph):
    shown = view(graph, "graph", about=[iri("Tern Energy"), iri("Larkfield University")])
    names = [row[1] for row in shown["nodes"]]
    denied = [e for e in shown["edges"] if e[3] == "denied"]

    assert len(denied) == 1
    assert {names[denied[0][0]], names[denied[0][1]]} == {"Tern Energy", "Larkfield University"}
    assert denied[0][5:7] == ["2024-03-01", "2024-03-01"]
    assert [shown["articles"][n]["id"] for n in denied[0][7]] == ["a1"]


def test_a_symmetric_relation_says_so(graph):
    relations = {one["label"]: one["symmetric"] for one in view(graph, "graph")["relations"]}

    assert relations["partners with"] is True
    assert relations["acquires"] is False


def test_ways_between_two_go_along_facts_that_are_not_denied(graph):
    found = view(graph, "paths", **{"from": iri("Tern Energy"), "to": iri("Larkfield University")})
    names = {row[0]: row[1] for row in found["nodes"]}

    assert [names[i] for i in found["paths"][0]] == [
        "Tern Energy",
        "Hollis Motors",
        "Brightwater Chips",
        "Larkfield University",
    ]


def test_where_no_way_leads_there_is_none(graph):
    ends = {"from": iri("France"), "to": iri("Dresden")}
    with GraphStore.memory() as store:
        facts = article()
        store.add(ArticleFacts(facts.article, facts.entities, facts.facts[11:14]))

        assert view(store, "paths", **ends)["paths"] == []


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("none", {}),
        ("graph", {"limit": "0"}),
        ("graph", {"limit": "1e3"}),
        ("graph", {"depth": "9"}),
        ("graph", {"about": "x:none"}),
        ("paths", {"from": "x:a"}),
        ("paths", {"from": iri("Lyon"), "to": iri("Lyon")}),
        ("entity", {"iri": ["x:a", "x:b"]}),
        ("article", {"id": "none> } #"}),
        ("filled", {"query": "none"}),
        ("filled", {"query": "partners"}),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(graph, name, given):
    with pytest.raises(UsageError, match=r"\w+ .+"):
        view(graph, name, **given)


def test_an_entity_has_its_facts_from_both_sides(graph):
    shown = view(graph, "entity", iri=iri("Fenwick Labs"))
    said = {(fact["said"], fact["other"]["label"]): fact for fact in shown["facts"]}

    assert shown["type"] == "Company"
    assert ("develops", "Quill One") in said
    invested = next(fact for (_, who), fact in said.items() if who == "Tern Energy")
    assert invested["role"] == "object"
    assert invested["details"] == {"amount": 9000000, "currency": "EUR"}
    assert invested["quotes"][0]["text"].startswith("Brightwater Chips works")
    assert said[next(key for key in said if key[1] == "Mira Solano")]["said"] != "founder of"


def test_an_entity_has_its_numbers_in_order_of_time(graph):
    numbers = view(graph, "entity", iri=iri("Hollis Motors"))["numbers"]
    revenue = [one for one in numbers if one["indicator"] == "revenue"]

    assert [(one["period"], one["value"]) for one in revenue] == [
        ("2022", 4000000000),
        ("2023", 5000000000),
    ]


def test_an_entity_has_its_other_names(graph):
    names = [one["name"] for one in view(graph, "entity", iri=iri("Brightwater Chips"))["names"]]

    assert names == ["Brightwater Chips", "Brightwater"]


def test_a_fact_has_its_evidence(graph):
    shown = view(
        graph,
        "evidence",
        subject=iri("Hollis Motors"),
        predicate=predicate_iri(P.ACQUIRES),
        object=iri("Fenwick Labs"),
    )

    assert shown["relation"] == "acquires"
    assert [one["status"] for one in shown["statements"]] == ["planned"]


def test_an_article_has_text_and_what_each_sentence_says(graph):
    shown = view(graph, "article", id="a1")

    assert shown["title"] == "Chips and schools"
    assert len(shown["facts"]) == 18
    start, end = shown["facts"][0]["spans"][0]
    assert shown["text"][start:end] == "Brightwater Chips works with Larkfield University."


def test_the_overview_counts_and_finds_contradictions(graph):
    shown = view(graph, "overview")

    assert shown["counts"] == {
        "articles": 1,
        "entities": 14,
        "facts": 18,
        "edges": 18,
        "numbers": 4,
    }
    assert shown["top"][0]["label"] == "Brightwater Chips"
    assert shown["contradictions"] == []
    assert counts(graph)["numbers"] == 4


def test_a_fact_that_one_article_plans_and_another_states_is_a_contradiction():
    facts = article()
    planned, stated = facts.facts[16], facts.facts[4]
    other = Article("a2", facts.article.text)
    with GraphStore.memory() as store:
        store.add(facts)
        store.add(ArticleFacts(other, facts.entities, (type(stated)(**_as(planned)),)))
        found = view(store, "overview")["contradictions"]

    assert [one["relation"] for one in found] == ["acquires"]
    assert found[0]["status"] == {"actual": ["a2"], "planned": ["a1"]}
    assert found[0]["subject"]["type"] == "Company"


def _as(planned):
    return {"subject": planned.subject, "predicate": planned.predicate, "object": planned.object}


def test_a_name_is_found_by_its_beginning_first(graph):
    assert [one["label"] for one in view(graph, "find", q="l")][:2] == [
        "Larkfield University",
        "Lyon",
    ]
    assert [one["label"] for one in view(graph, "find", q="TECHN")] == ["Ostrava Technical College"]
    assert view(graph, "find", q=" ") == []


def test_typing_a_question_completes_it_with_what_can_be_answered(graph):
    assert "Who invested in Fenwick Labs?" in view(graph, "complete", q="who invested in fen")
    assert "Who works for Brightwater Chips?" in view(graph, "complete", q="brightw")
    assert view(graph, "complete", q="")
    assert view(graph, "complete", q="zzz qqq") == []


def test_a_graph_of_another_make_is_drawn_by_its_plain_triples():
    with GraphStore.memory() as store:
        store.database.update("""
            PREFIX : <http://x.org/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
            INSERT DATA { :a a :Ship ; rdfs:label "Anna" ; :builtIn :b ; :length 12 .
                          :b a :Yard ; rdfs:label "Brest" }""")
        shown = view(store, "graph")
        about = view(store, "entity", iri="http://x.org/b")

    assert labels(shown) == {"Anna", "Brest"}
    assert shown["relations"][0]["label"] == "built in"
    assert [one["other"]["label"] for one in about["plain"]] == ["Anna"]


def test_the_network_is_read_anew_when_the_graph_has_changed():
    with GraphStore.memory() as store:
        assert network(store).nodes == {}
        store.add(article())
        assert len(network(store).nodes) == 14


def test_a_graph_without_facts_shows_its_entities():
    facts = article()
    with GraphStore.memory() as store:
        store.add(ArticleFacts(facts.article, facts.entities))
        net = network(store)

        assert len(subgraph(net)["nodes"]) == 14
        assert paths(net, iri("Lyon"), iri("France"))["paths"] == []


def test_a_named_query_is_filled_with_its_parameters(graph):
    shown = view(graph, "filled", query="partners", entity='A"b')["sparql"]

    assert '"A\\"b"' in shown


def test_built_files_are_sent_and_nothing_else(tmp_path, monkeypatch):
    (tmp_path / "static").mkdir()
    for name in ("main-ABCD1234.js", "icon.svg"):
        (tmp_path / "static" / name).write_text("1")
    (tmp_path / "secret.py").write_text("2")
    monkeypatch.setattr(built, "FOLDER", tmp_path / "static")

    script = built.built_file("main-ABCD1234.js")
    assert script == built.Built(b"1", "text/javascript; charset=utf-8", lasting=True)
    assert built.built_file("icon.svg") == built.Built(b"1", "image/svg+xml", lasting=False)
    assert built.built_file("../secret.py") is None
    assert b"not built" in built.page().body
