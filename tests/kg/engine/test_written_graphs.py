"""Graphs that users write beside those of articles (docs/decisions/0003-written-graphs.md)."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg import vocab
from kg.engine.in_process import InProcessEngine
from kg.engine.messages import Query, Update, Write
from kg.engine.result import EngineError
from kg.store import GraphStore, article_graph
from kg.view import view
from tests.kg.examples import facts

MINE = "http://example.org/mine"


@pytest.fixture(params=["memory", "disk"])
def store(request, tmp_path):
    if request.param == "memory":
        opened = GraphStore.memory()
    else:
        opened = GraphStore.open(tmp_path / "graph", create=True)
    with opened:
        opened.add(facts("a1"))
        yield opened


def in_view(store):
    return frozenset(q for q in store.quads() if q.graph_name == ox.DefaultGraph())


def specified(store):
    outside = {ox.NamedNode(vocab.ONTOLOGY_GRAPH), ox.NamedNode(vocab.BASE + "builds")}
    return view(q for q in store.quads() if q.graph_name not in outside)


@pytest.mark.parametrize(
    "update",
    [
        f"INSERT DATA {{ GRAPH <{MINE}> {{ <x:s> <x:p> 1, [] }} }}",
        f"INSERT {{ GRAPH <{MINE}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}",
        f"ADD DEFAULT TO <{MINE}> ; DELETE {{ GRAPH <{MINE}> {{ ?s a ?c }} }} WHERE {{ ?s a ?c }}",
        f"WITH <{MINE}> INSERT {{ ?s nk:name 'Other' }} WHERE {{ GRAPH ?g {{ ?s nk:name ?n }} }}",
        f"CREATE SILENT GRAPH <{MINE}>",
    ],
)
def test_an_update_is_in_the_view_as_specified(store, update):
    InProcessEngine(store).write(Update(update, targets=(MINE,)))

    assert in_view(store) == specified(store)


def test_what_is_written_and_deleted_leaves_the_graph_as_it_was(store):
    engine, before = InProcessEngine(store), store.canonical_nquads()
    turtle = (("text/turtle", "<x:s> <x:p> [ <x:q> 'v' ] ."),)

    assert engine.write(Write("PUT", MINE, turtle)).created
    assert (
        engine.query(Query("ASK { <x:s> <x:p>/<x:q> 'v' }")).read() == b'{"head":{},"boolean":true}'
    )
    engine.write(Write("DELETE", MINE))
    assert store.canonical_nquads() == before


@pytest.mark.parametrize(
    "graph", ["", article_graph("a1").value, vocab.ONTOLOGY_GRAPH, vocab.BASE + "builds"]
)
def test_the_view_and_the_programs_own_graphs_are_not_written(store, graph):
    engine, before = InProcessEngine(store), store.canonical_nquads()
    turtle = (("text/turtle", "<x:s> <x:p> 1 ."),)
    for request in (
        Write("PUT", graph, turtle),
        Write("DELETE", graph),
        Update("CLEAR ALL", targets=(graph,)),
    ):
        with pytest.raises(EngineError):
            engine.write(request)

    assert store.canonical_nquads() == before


def test_what_a_killed_writer_left_is_cleared(tmp_path):
    with GraphStore.open(tmp_path / "graph", create=True) as store:
        (tmp_path / "graph" / ".update-left" / "store").mkdir(parents=True)
        InProcessEngine(store)

    assert not (tmp_path / "graph" / ".update-left").exists()


def test_an_update_reaches_no_graph_that_it_does_not_name(store):
    before = store.canonical_nquads()
    InProcessEngine(store).write(Update("CLEAR ALL", targets=(MINE,)))

    assert store.canonical_nquads() == before
