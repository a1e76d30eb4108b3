"""The application under another server: gunicorn, as ``server:wsgi()``."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.store import DatasetKind
from kg.store.folder import make_folder, open_database
from tests.serving import ask, free_port
from tests.test_server_chaos import workers_of


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "graph"
    make_folder(path, DatasetKind.PLAIN)
    store = open_database(path, create=False, read_only=False)
    store.extend(
        ox.Quad(ox.NamedNode(f"x:{number}"), ox.NamedNode("x:p"), ox.Literal(number))
        for number in range(3000)
    )
    store.flush()
    return path


@pytest.fixture
def served(folder):
    """A port at which gunicorn serves the folder, and gunicorn's process."""
    port = free_port()
    arguments = ["--workers", "1", "--threads", "4", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *arguments, "server:wsgi()"],
        env={**os.environ, "NEWSKG_GRAPH": str(folder), "NEWSKG_SECONDS": "2"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process)
        yield port, process
    finally:
        process.kill()
        process.wait()


def _wait(port, process):
    end = time.monotonic() + 60
    while True:
        try:
            assert ask(port, "GET", "/ready")[0] == 200
        except OSError:
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.1)
        else:
            return


def select(port, query, **headers):
    return ask(port, "GET", "/sparql?query=" + quote(query), **headers)


def test_it_answers_as_kg_serve_does(served):
    port, _ = served
    status, headers, body = select(port, "SELECT ?n { <x:7> ?p ?n }", X_Request_Id="trace-1")

    assert (status, headers["x-request-id"]) == (200, "trace-1")
    assert json.loads(body)["results"]["bindings"][0]["n"]["value"] == "7"
    assert select(port, "ASK {}", If_None_Match=headers["etag"])[0] == 304
    assert select(port, "SELECT")[0] == 400
    assert select(port, "ASK {}", Accept="image/png")[0] == 406
    assert ask(port, "GET", "/sparql", source="127.0.0.1")[0] == 200


def test_a_large_result_comes_whole_and_an_endless_query_is_ended(served):
    port, _ = served
    large = select(port, "SELECT * { ?s ?p ?o . ?t ?p 7 . ?u ?p 8 }", Accept="text/csv")
    endless = select(port, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")

    assert large[2].count(b"\n") == 3001
    assert endless[0] == 408


def test_no_worker_is_left_when_it_stops(served, folder):
    _, process = served
    assert workers_of(folder)
    process.send_signal(signal.SIGTERM)
    process.wait(40)
    end = time.monotonic() + 10
    while workers_of(folder) and time.monotonic() < end:
        time.sleep(0.1)

    assert workers_of(folder) == []
