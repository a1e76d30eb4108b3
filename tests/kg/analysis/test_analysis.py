"""Who is central, what holds together, and how that is kept in a graph."""

import pytest

from kg.analysis import ANALYSIS, analyse, measures, remove_analysis, write_analysis
from kg.export.network import Edge, Network, Node
from kg.export.reading import read_network
from kg.store import GraphStore
from kg.validation import validate
from tests.kg.examples import facts, many

LEFT, RIGHT = "abcd", "vwxy"


def network(edges):
    names = sorted({end for edge in edges for end in (edge.source, edge.target)} | {"x:alone"})
    return Network({iri: Node(iri, iri[2:], "Company") for iri in names}, tuple(edges))


def joined_cliques():
    """Two groups of four, each related to all of its own, and d to v."""
    pairs = [(g[i], g[j]) for g in (LEFT, RIGHT) for i in range(4) for j in range(i + 1, 4)]
    edges = [Edge(f"x:{a}", f"x:{b}", "partnersWith", "actual") for a, b in pairs]
    return network([*edges, Edge("x:d", "x:v", "supplies", "actual")])


@pytest.fixture
def found():
    return analyse(joined_cliques())


def test_communities_are_the_groups(found):
    assert [{iri[2:] for iri in c.members} for c in found.communities] == [set(LEFT), set(RIGHT)]
    assert found.modularity > 0.3


def test_a_bridge_is_what_alone_joins_two_parts(found):
    assert found.bridges == (("x:d", "x:v"),)


def test_what_lies_between_has_the_highest_betweenness(found):
    between = {e.iri[2:]: e.betweenness for e in found.entities}

    assert between["d"] == between["v"] == pytest.approx(24 / 42)
    assert between["a"] == 0


def test_page_rank_sums_to_one_and_follows_facts(found):
    ranks = {e.iri[2:]: e.page_rank for e in found.entities}

    assert sum(ranks.values()) == pytest.approx(1)
    assert found.entities[0].iri == "x:v"
    assert "alone" not in ranks


def test_partners_and_related_entities_are_counted_once_each(found):
    counts = {e.iri[2:]: (e.degree, e.partners) for e in found.entities}

    assert counts["d"] == (4, 3)
    assert counts["a"] == (3, 3)


def test_a_fact_that_more_articles_state_weighs_more():
    often = Edge("x:a", "x:b", "supplies", "actual", articles=("1", "2", "3"))
    once = Edge("x:a", "x:c", "supplies", "actual", articles=("1",))
    ranks = {e.iri: e.page_rank for e in analyse(network([often, once])).entities}

    assert ranks["x:b"] > ranks["x:c"]


def test_planned_facts_count_only_when_asked_for():
    planned = network([Edge("x:a", "x:b", "acquires", "planned")])

    assert analyse(planned).entities == ()
    assert len(analyse(planned, statuses=frozenset({"planned"})).entities) == 2


def test_betweenness_of_a_large_network_is_estimated(monkeypatch, found):
    monkeypatch.setattr(measures, "EXACT", 5)
    monkeypatch.setattr(measures, "SOURCES", 6)
    estimate = analyse(joined_cliques())

    assert not estimate.exact
    assert estimate == analyse(joined_cliques())
    between = {e.iri: e.betweenness for e in estimate.entities}
    assert max(between, key=between.get) in {"x:d", "x:v"}


@pytest.fixture
def store():
    with GraphStore.memory() as store:
        store.add(facts("a1"))
        for article in many(6):
            store.add(article)
        yield store


def test_a_written_analysis_is_found_by_queries_and_breaks_no_shape(store):
    analysis = analyse(read_network(store))
    write_analysis(store, analysis)
    rows = store.select("SELECT ?e ?rank { ?e nk:pageRank ?rank } ORDER BY DESC(?rank) ?e LIMIT 1")

    first = analysis.entities[0]
    assert rows.values() == [[first.iri, first.page_rank]]
    assert not validate(store.quads()).problems


def test_a_second_run_replaces_the_first_and_removal_leaves_no_trace(store):
    before = store.canonical_nquads()
    write_analysis(store, analyse(read_network(store)))
    write_analysis(store, analyse(joined_cliques()))
    held = {quad.subject.value for quad in store.held(ANALYSIS)}

    assert held == {f"x:{name}" for name in LEFT + RIGHT}
    assert remove_analysis(store)
    assert store.canonical_nquads() == before
    assert not remove_analysis(store)
