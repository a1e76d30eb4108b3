"""Reading, writing and killing at once: no torn, wrong or stale answer, no lost write, no orphan.

For 8 seconds, or as many as ``NEWSKG_CHAOS`` says.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import random
import signal
import threading
import time
from http.client import HTTPException
from pathlib import Path
from urllib.parse import quote

import pytest

from queries.service.access import Scope, Tokens
from tests.serving import ask, serving

UPDATE = "application/sparql-update"
BOTH = "SELECT ?a ?b { GRAPH <x:one> { <x:s> <x:n> ?a } GRAPH <x:two> { <x:s> <x:n> ?b } }"
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def set_to(number):
    """Return the update that makes both graphs hold a number, in one transaction."""
    graphs = " ".join(f"GRAPH <x:{name}> {{ <x:s> <x:n> {number} }}" for name in ("one", "two"))
    return (
        "DELETE { GRAPH ?g { <x:s> <x:n> ?n } } WHERE { GRAPH ?g { <x:s> <x:n> ?n } } ; "
        f"INSERT DATA {{ {graphs} GRAPH <x:log> {{ <x:log> <x:had> {number} }} }}"
    )


def workers_of(folder):
    """Return the numbers of the processes that work on a graph folder."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = (entry / "cmdline").read_bytes() if entry.name.isdigit() else b""
        except OSError:
            continue
        if b"kg.engine" in command and str(folder).encode() in command:
            found.append(int(entry.name))
    return found


class Load:
    """What goes on at once, and what was seen of it."""

    def __init__(self, port, folder, token):
        self.port, self.folder, self.token = port, folder, token
        self.end = time.monotonic() + float(os.environ.get("NEWSKG_CHAOS", "8"))
        self.confirmed = self.tried = 0
        self.maybe = set()
        self.wrong, self.answers, self.refused, self.killed = [], 0, 0, 0

    def going_on(self):
        return time.monotonic() < self.end

    def write(self):
        headers = {"Content_Type": UPDATE, "Authorization": f"Bearer {self.token}"}
        while self.going_on():
            self.tried += 1
            status, _, body = ask(self.port, "POST", "/sparql", set_to(self.tried), **headers)
            if status == 204:
                self.confirmed = self.tried
            else:
                self.maybe.add(self.tried)
                assert json.loads(body)["status"] == status
            time.sleep(0.01)

    def read(self):
        while self.going_on():
            least = self.confirmed
            status, _, body = ask(self.port, "GET", "/sparql?query=" + quote(BOTH))
            if status != 200:
                self.refused += 1
                continue
            rows = json.loads(body)["results"]["bindings"]
            found = [(int(row["a"]["value"]), int(row["b"]["value"])) for row in rows]
            self.answers += 1
            if len(found) != 1 or found[0][0] != found[0][1] or found[0][0] < least:
                self.wrong.append((least, found))

    def run_long(self):
        while self.going_on():
            with_error = ask(self.port, "GET", "/sparql?query=" + quote(LONG), source="127.0.0.3")
            assert with_error[0] in {200, 408, 503}

    def kill(self):
        while self.going_on():
            time.sleep(random.uniform(0.1, 0.5))
            if pids := workers_of(self.folder):
                with contextlib.suppress(ProcessLookupError):  # ended by itself meanwhile
                    os.kill(random.choice(pids), signal.SIGKILL)
                    self.killed += 1


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_nothing_is_torn_lost_or_left(tmp_path):
    folder, file = tmp_path / "graph", tmp_path / "tokens.json"
    token = Tokens(file).create("chaos", Scope.WRITE)
    arguments = ("--plain", "--writable", "--tokens", file)
    failures = []
    with serving(folder, *arguments, seconds=5, workers=4) as port:
        load = Load(port, folder, token)
        written = {"Content_Type": UPDATE, "Authorization": f"Bearer {token}"}
        assert ask(port, "POST", "/sparql", set_to(0), **written)[0] == 204

        def safely(step):
            try:
                step()
            except (AssertionError, OSError, HTTPException) as error:
                failures.append((step.__name__, repr(error)))

        steps = [load.write, load.read, load.read, load.read, load.run_long, load.kill]
        threads = [threading.Thread(target=safely, args=(step,)) for step in steps]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        query = "SELECT ?n { GRAPH <x:log> { <x:log> <x:had> ?n } }"
        logged = ask(port, "GET", "/sparql?query=" + quote(query), Accept="text/csv")[2]
    logging.getLogger(__name__).info(
        "%d writes, %d answers, %d refused, %d processes killed, %d writes broken off",
        *(load.tried, load.answers, load.refused, load.killed, len(load.maybe)),
    )
    kept = {int(line) for line in logged.split()[1:]}

    assert failures == []
    assert load.wrong == []
    assert set(range(load.tried + 1)) - load.maybe <= kept
    assert load.answers > 20
    assert load.killed
    assert workers_of(folder) == []
