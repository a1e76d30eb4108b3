"""The lexicon of a large graph is kept beside the graph, and made anew when the graph changes."""

from __future__ import annotations

import pytest

from kg.store import GraphStore
from queries import ask
from queries.questions import cache


@pytest.fixture
def folder(tmp_path, monkeypatch, facts):
    monkeypatch.setattr(cache, "_FEWEST", 1)
    with GraphStore.open(tmp_path / "graph", create=True) as graph:
        graph.add(facts)
    return tmp_path / "graph"


def rows(folder, question):
    with GraphStore.open(folder, read_only=True) as graph:
        return ask(graph, question).rows


def test_the_next_process_finds_the_lexicon(folder, monkeypatch):
    first = rows(folder, "Who invested in Fenwick Labs?")
    monkeypatch.setattr(cache, "read_ontology", None)  # it would fail if it were read again
    again = rows(folder, "Who invested in Fenwik Labs?")

    assert (folder / cache.FILE).exists()
    assert first
    assert again == first


def test_a_changed_graph_has_another_stamp(folder, facts):
    rows(folder, "Who invested in Fenwick Labs?")
    before = (folder / cache.FILE).stat().st_mtime_ns
    with GraphStore.open(folder) as graph:
        graph.remove(facts.article.id)

    assert rows(folder, "Who invested in Fenwick Labs?") == ()
    assert not list(folder.glob(cache.FILE + "?*"))
    assert (folder / cache.FILE).stat().st_mtime_ns >= before


def test_a_damaged_file_is_not_believed(folder):
    rows(folder, "Who invested in Fenwick Labs?")
    (folder / cache.FILE).write_bytes(b"no database")

    assert rows(folder, "Who invested in Fenwick Labs?")
