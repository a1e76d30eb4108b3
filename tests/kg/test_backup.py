"""Backups: consistent beside a writer, whole or absent, verified, and put back in one step."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.errors import StoreError, UsageError
from kg.store import DatasetKind, GraphStore
from kg.store.backup import NOTES, back_up, restore, verify
from kg.store.copying import exchange, same_moment
from kg.store.folder import DATABASE, make_folder, open_database
from queries.service.access import Scope, Tokens
from tests.kg.examples import facts
from tests.serving import ask, serving

_WRITER = """
import sys
from pathlib import Path
from kg.store.folder import open_database
folder, number = Path(sys.argv[1]), 0
delete = "DELETE { GRAPH ?g { <x:s> <x:n> ?n } } WHERE { GRAPH ?g { <x:s> <x:n> ?n } }"
while True:
    store = open_database(folder, create=False, read_only=False)
    for _ in range(40):
        number += 1
        said = f"{{ <x:s> <x:n> {number} . <x:log> <x:had> {number} }}"
        store.update(f"{delete} ; INSERT DATA {{ GRAPH <x:a> {said} GRAPH <x:b> {said} }}")
        print(number, flush=True)
    store.flush()
    del store
"""
_HOLDER = """
import sys, time, pyoxigraph
store = pyoxigraph.Store(sys.argv[1])
print(1, flush=True)
time.sleep(60)
"""
_KG = "from kg.cli import main; main()"


@pytest.fixture
def articles(tmp_path):
    """Return the folder of a graph with two articles."""
    with GraphStore.open(tmp_path / "graph", create=True) as store:
        store.add(facts("a1"))
        store.add(facts("a2"))
    return tmp_path / "graph"


def plain(folder, number):
    make_folder(folder, DatasetKind.PLAIN)
    store = open_database(folder, create=False, read_only=False)
    store.extend(
        ox.Quad(ox.NamedNode(f"x:{i}"), ox.NamedNode("x:p"), ox.Literal(i)) for i in range(number)
    )
    store.flush()
    return folder


def content(folder):
    with GraphStore.open(folder, read_only=True) as store:
        return store.canonical_nquads()


def numbers(store, subject, graph):
    found = store.quads_for_pattern(ox.NamedNode(subject), None, None, graph)
    return [int(quad.object.value) for quad in found]


def left_over(folder):
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def kg(*arguments):
    command = [sys.executable, "-c", _KG, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_backup_is_a_graph_that_equals_the_one_it_is_of(articles, tmp_path):
    made = back_up(articles, tmp_path / "backup")

    assert content(tmp_path / "backup") == content(articles)
    assert verify(tmp_path / "backup") == made
    assert made.quads > 20
    assert left_over(articles) == left_over(tmp_path) == []


def test_a_backup_shares_no_file_with_its_graph(articles, tmp_path):
    back_up(articles, tmp_path / "backup")
    ours = {file.stat().st_ino for file in (articles / DATABASE).iterdir()}

    assert ours.isdisjoint(file.stat().st_ino for file in (tmp_path / "backup/store").iterdir())


def test_what_only_the_log_holds_is_in_the_backup(tmp_path):
    folder = plain(tmp_path / "graph", 3)
    store = open_database(folder, create=False, read_only=False)
    store.add(ox.Quad(ox.NamedNode("x:new"), ox.NamedNode("x:p"), ox.Literal("unflushed")))

    assert back_up(folder, tmp_path / "backup").quads == 4
    assert len(ox.Store.read_only(str(tmp_path / "backup" / DATABASE))) == 4
    del store


def test_every_backup_beside_a_writer_is_one_moment(tmp_path):
    """A writer commits to two graphs at once and opens anew every forty commits."""
    folder = plain(tmp_path / "graph", 1000)
    log = tmp_path / "log"
    with log.open("wb") as file:
        writer = subprocess.Popen([sys.executable, "-c", _WRITER, folder], stdout=file)
    try:
        while not log.read_text().count("\n") > 5:
            assert writer.poll() is None
            time.sleep(0.05)
        for number in range(12):
            least = int(log.read_text().rsplit("\n", 2)[-2])
            back_up(folder, tmp_path / f"backup{number}")
            store = ox.Store.read_only(str(tmp_path / f"backup{number}" / DATABASE))
            had = {
                graph: set(numbers(store, "x:log", ox.NamedNode(f"x:{graph}"))) for graph in "ab"
            }
            now = numbers(store, "x:s", None)
            assert had["a"] == had["b"] == set(range(1, max(had["a"]) + 1))
            assert now == [max(had["a"])] * 2
            assert max(had["a"]) >= least
            del store
    finally:
        writer.kill()
        writer.wait()
    assert int(log.read_text().rsplit("\n", 2)[-2]) > 40


BEFORE = {"CURRENT": 16, "MANIFEST-5": 100, "7.sst": 40, "8.log": 30, "10.log": 20}


@pytest.mark.parametrize(
    ("after", "copied", "same"),
    [
        ({}, {}, True),
        ({"10.log": 25}, {"10.log": 22}, True),  # only the newest log grew: its tail is dropped
        ({"12.log": 9}, {}, True),  # a log that is not copied came after those that are
        ({"9.sst": 50}, {}, True),  # no manifest has it yet
        ({"MANIFEST-5": 120}, {}, False),
        ({"MANIFEST-5": 120}, {"MANIFEST-5": 120}, True),  # copied as it is now, logs and all
        ({"MANIFEST-11": 60}, {}, False),
        ({"8.log": None}, {}, False),  # what it held has gone elsewhere
        ({"7.sst": None}, {}, False),
        ({"8.log": 33}, {"8.log": 30}, False),  # and the newest has what came after
        ({"8.log": 33}, {"8.log": 33}, True),
        ({}, {"8.log": 29}, False),
    ],
)
def test_what_must_not_move_while_files_are_copied(after, copied, same):
    later = {name: size for name, size in {**BEFORE, **after}.items() if size is not None}

    assert same_moment(BEFORE, later, {**BEFORE, **copied}) is same


def test_a_backup_that_is_killed_leaves_nothing_with_its_name(tmp_path):
    folder = plain(tmp_path / "graph", 30_000)
    whole = kg("backup", tmp_path / "whole", "--graph", folder)
    start = time.monotonic()
    assert whole.wait() == 0, whole.stderr.read()
    took = time.monotonic() - start
    for attempt in range(6):
        target = tmp_path / f"backup{attempt}"
        process = kg("backup", target, "--graph", folder)
        time.sleep(took * (0.3 + 0.12 * attempt))
        process.kill()
        process.wait()
        assert not target.exists() or verify(target).quads == 30_000
    back_up(folder, tmp_path / "last")

    assert verify(tmp_path / "last").quads == 30_000
    assert left_over(folder) == []


def test_a_restoration_that_is_killed_leaves_the_old_or_the_new(tmp_path):
    old, new = plain(tmp_path / "graph", 20_000), plain(tmp_path / "other", 10_000)
    back_up(old, tmp_path / "old")
    back_up(new, tmp_path / "new")
    command = ("restore", tmp_path / "new", "--graph", old, "--replace")
    seen = set()
    start = time.monotonic()
    assert kg(*command).wait() == 0
    took = time.monotonic() - start
    for attempt in range(8):
        restore(tmp_path / "old", old, replace=True)
        process = kg(*command)
        time.sleep(took * (0.3 + 0.1 * attempt))
        process.kill()
        process.wait()
        seen.add(len(ox.Store.read_only(str(old / DATABASE))))
    restore(tmp_path / "new", old, replace=True)

    assert seen <= {20_000, 10_000}
    assert len(ox.Store.read_only(str(old / DATABASE))) == 10_000
    assert left_over(old) == []


def test_a_server_goes_on_with_what_is_restored(tmp_path):
    token = Tokens(tmp_path / "tokens.json").create("w", Scope.WRITE)
    folder = plain(tmp_path / "graph", 5)
    back_up(folder, tmp_path / "backup")
    count = "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    headers = {"Authorization": f"Bearer {token}", "Content_Type": "application/sparql-update"}

    def counted():
        return json.loads(ask(port, "GET", count)[2])["results"]["bindings"][0]["n"]["value"]

    def add(name):
        update = f"INSERT DATA {{ <x:{name}> <x:p> 0 }}"
        return ask(port, "POST", "/sparql", update, **headers)[0]

    with serving(folder, "--writable", "--tokens", tmp_path / "tokens.json") as port:
        assert (add("more"), counted()) == (204, "6")
        restore(tmp_path / "backup", folder, replace=True)  # waits for the writer's lock
        assert counted() == "5"
        assert (add("again"), counted()) == (204, "6")
        back_up(folder, tmp_path / "later")
    assert verify(tmp_path / "later").quads == 6


def test_a_backup_can_be_restored_to_a_new_folder(articles, tmp_path):
    back_up(articles, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "restored")

    assert content(tmp_path / "restored") == content(articles)
    with GraphStore.open(tmp_path / "restored") as store:
        store.add(facts("a3"))
    assert verify(tmp_path / "backup")


@pytest.mark.parametrize("damage", ["changed", "missing", "notes"])
def test_damage_is_found_before_anything_is_replaced(articles, tmp_path, damage):
    backup = tmp_path / "backup"
    made = back_up(articles, backup)
    file = backup / DATABASE / random.choice([name for name in made.files if name.endswith(".sst")])
    if damage == "changed":
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    elif damage == "missing":
        file.unlink()
    else:
        (backup / NOTES).write_text("{")
    before = content(articles)
    with pytest.raises(StoreError, match="take another backup"):
        restore(backup, articles, replace=True)

    assert content(articles) == before


def test_what_a_restoration_must_not_touch_is_told(articles, tmp_path):
    back_up(articles, tmp_path / "backup")
    other = plain(tmp_path / "other", 1)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    with pytest.raises(UsageError, match="give --replace"):
        restore(tmp_path / "backup", articles)
    with pytest.raises(StoreError, match="of kind articles"):
        restore(tmp_path / "backup", other, replace=True)
    with pytest.raises(StoreError, match="not empty and no graph"):
        restore(tmp_path / "backup", tmp_path / "full", replace=True)
    with pytest.raises(StoreError, match="is no backup"):
        restore(articles, tmp_path / "new")
    with pytest.raises(UsageError, match="never overwritten"):
        back_up(articles, tmp_path / "backup")
    with pytest.raises(StoreError, match="there is no graph"):
        back_up(tmp_path / "none", tmp_path / "b")


def test_a_damaged_graph_can_be_restored_over(articles, tmp_path):
    back_up(articles, tmp_path / "backup")
    before = content(articles)
    (articles / DATABASE / "CURRENT").write_text("nonsense\n")
    restore(tmp_path / "backup", articles, replace=True)

    assert content(articles) == before


def test_a_graph_that_is_written_is_not_replaced(tmp_path):
    folder = plain(tmp_path / "graph", 5)
    back_up(folder, tmp_path / "backup")
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(folder / DATABASE)],
        stdout=subprocess.PIPE,
    )
    holder.stdout.readline()
    try:
        with pytest.raises(StoreError, match="written by another process"):
            restore(tmp_path / "backup", folder, replace=True)
    finally:
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    assert left_over(folder) == []


def test_folders_change_places_also_where_the_kernel_cannot(tmp_path):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    exchange(tmp_path / "one", tmp_path / "other", at_once=lambda one, other: False)

    assert [file.name for file in (tmp_path / "one").iterdir()] == ["other"]
    assert [file.name for file in (tmp_path / "other").iterdir()] == ["one"]
    shutil.rmtree(tmp_path / "one")


def test_the_commands_say_what_they_did(articles, tmp_path):
    backup = kg("backup", tmp_path / "b", "--graph", articles)
    told, _ = backup.communicate()
    again = kg("backup", "--verify", tmp_path / "b", "--json")
    verified = json.loads(again.communicate()[0])
    refused = kg("restore", tmp_path / "b", "--graph", articles)
    _, why = refused.communicate()

    assert backup.returncode == again.returncode == 0
    assert told.startswith(f"{tmp_path / 'b'}: {verified['quads']} quads")
    assert refused.returncode == 2
    assert "--replace" in why
