"""The graph folder: made, opened, shared, locked, damaged."""

import json
import subprocess
import sys

import pytest

from kg.errors import StoreError
from kg.store import GraphStore
from tests.kg.examples import facts


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "graph"
    with GraphStore.open(path, create=True) as store:
        store.add(facts())
    return path


def test_a_graph_is_there_again_when_it_is_opened_again(folder):
    with GraphStore.open(folder) as store:
        assert store.articles() == ["a1"]


def test_the_folder_says_what_it_is(folder):
    assert json.loads((folder / "newskg.json").read_text()) == {"program": "newskg", "format": 1}
    assert {path.name for path in folder.iterdir()} == {"newskg.json", "store"}


def test_opening_again_with_create_keeps_what_is_there(folder):
    with GraphStore.open(folder, create=True) as store:
        assert store.articles() == ["a1"]


def test_a_graph_can_be_read_while_it_is_written(folder):
    with GraphStore.open(folder) as writer:
        writer.add(facts("a2"))
        with GraphStore.open(folder, read_only=True) as reader:
            assert reader.articles() == ["a1", "a2"]


def test_a_reader_keeps_what_it_saw_when_it_opened(folder):
    with GraphStore.open(folder) as writer, GraphStore.open(folder, read_only=True) as reader:
        writer.remove("a1")
        assert reader.articles() == ["a1"]


def test_what_is_open_for_reading_cannot_be_written(folder):
    with (
        GraphStore.open(folder, read_only=True) as store,
        pytest.raises(StoreError, match="open for reading only"),
    ):
        store.add(facts("a2"))


def test_two_processes_cannot_write_one_graph(folder):
    code = f"from kg.store import GraphStore; GraphStore.open({str(folder)!r})"
    with GraphStore.open(folder):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert "StoreError" in done.stderr
    assert "is being written by another process" in done.stderr


def damage_current(folder):
    (folder / "store" / "CURRENT").write_text("garbage\n")


def damage_marker(folder):
    (folder / "newskg.json").write_text("{")


def from_the_future(folder):
    (folder / "newskg.json").write_text('{"format": 99}')


def lose_tables(folder):
    for path in (folder / "store").glob("*.sst"):
        path.unlink()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (damage_current, "holds a damaged graph"),
        (damage_marker, "newskg.json is damaged"),
        (from_the_future, "has graph format 99, but this newskg reads format 1"),
        (lose_tables, "holds a damaged graph"),
    ],
)
@pytest.mark.parametrize("read_only", [False, True])
def test_a_damaged_graph_is_told_in_a_sentence(folder, damage, message, read_only):
    damage(folder)

    with pytest.raises(StoreError, match=message):
        GraphStore.open(folder, read_only=read_only)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(StoreError, match=r"there is no graph at .*: build one with kg build"):
        GraphStore.open(tmp_path / "graph")


def test_a_folder_that_is_no_graph_is_told(tmp_path):
    with pytest.raises(StoreError, match="is no graph folder"):
        GraphStore.open(tmp_path)


def test_a_file_is_no_graph(tmp_path):
    (tmp_path / "graph").write_text("x")

    with pytest.raises(StoreError, match="is a file: expected a graph folder"):
        GraphStore.open(tmp_path / "graph")


def test_a_folder_with_other_things_in_it_is_not_made_a_graph(tmp_path):
    (tmp_path / "thesis.txt").write_text("x")

    with pytest.raises(StoreError, match="is not empty and no graph"):
        GraphStore.open(tmp_path, create=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(StoreError, match="cannot be made"):
        GraphStore.open(tmp_path / "file" / "graph", create=True)
