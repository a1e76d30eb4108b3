"""A graph opened beside a writer is as it was at one moment."""

from __future__ import annotations

import subprocess
import sys
import time

import pyoxigraph as ox

from kg.snapshot import VersionWatch, open_snapshot, version_of

WRITER = """
import sys, time, pyoxigraph as ox
number = 0
while True:
    store = ox.Store(sys.argv[1])
    for _ in range(30):
        number += 1
        store.update(
            "DELETE { GRAPH ?g { <x:s> <x:n> ?n } } WHERE { GRAPH ?g { <x:s> <x:n> ?n } } ; "
            f"INSERT DATA {{ GRAPH <x:a> {{ <x:s> <x:n> {number} }} }} ; "
            f"INSERT DATA {{ GRAPH <x:b> {{ <x:s> <x:n> {number} }} }}"
        )
        time.sleep(0.005)
    del store
"""


def numbers(store):
    found = store.quads_for_pattern(None, ox.NamedNode("x:n"), None, None)
    return sorted(int(quad.object.value) for quad in found)


def test_a_snapshot_beside_a_writer_that_starts_again_and_again_is_whole(tmp_path):
    path = str(tmp_path / "store")
    ox.Store(path).flush()
    writer = subprocess.Popen([sys.executable, "-c", WRITER, path])
    try:
        seen, end = [], time.monotonic() + 6
        while time.monotonic() < end:
            seen.append(numbers(open_snapshot(path)[0]))
    finally:
        writer.kill()
        writer.wait()
    written = [pair for pair in seen if pair]

    assert written
    assert all(len(pair) == 2 and pair[0] == pair[1] for pair in written)
    assert written == sorted(written)


def test_the_version_changes_with_a_write_and_with_nothing_else(tmp_path):
    path = str(tmp_path / "store")
    store = ox.Store(path)
    first = version_of(path)
    open_snapshot(path)
    assert version_of(path) == first
    store.update("INSERT DATA { <x:s> <x:p> 1 }")
    assert version_of(path) != first


def test_a_version_that_is_watched_is_the_version_after_every_write(tmp_path):
    store = ox.Store(str(tmp_path))
    watch = VersionWatch(tmp_path)
    for number in range(40):
        store.add(ox.Quad(ox.NamedNode(f"x:{number}"), ox.NamedNode("x:p"), ox.Literal(number)))
        if number % 10 == 9:
            store.flush()  # makes a file, and another log
        if number % 10 == 5:
            time.sleep(0.06)  # long enough for the folder's time to be relied on
        assert watch.now() == version_of(tmp_path)
        assert watch.now() == version_of(tmp_path)


def test_a_version_that_is_watched_is_that_of_the_folder_put_in_its_place(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        ox.Store(str(folder)).flush()
    time.sleep(0.06)
    watch = VersionWatch(one)
    before = watch.now()
    assert watch.now() == before
    one.rename(tmp_path / "old")
    two.rename(one)

    assert watch.now() == version_of(one) != before
