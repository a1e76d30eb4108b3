"""The Oxigraph command line reads our exports, as RDF that others have to understand."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.store import GraphStore

PROGRAM = Path(sys.executable).with_name("oxigraph")
pytestmark = pytest.mark.skipif(
    not PROGRAM.exists() and shutil.which("oxigraph") is None,
    reason="make test-clients installs oxigraph",
)
_KG = "from kg.cli import main; main()"


def run(*command, data=None):
    return subprocess.run(list(map(str, command)), capture_output=True, check=True, input=data)


def convert(file, to, *more):
    program = PROGRAM if PROGRAM.exists() else "oxigraph"
    return run(program, "convert", "--from-file", file, "--to-format", to, *more).stdout


@pytest.mark.parametrize(
    ("form", "extension"),
    [
        ("nquads", "nq"),
        ("trig", "trig"),
        ("jsonld", "jsonld"),
        ("turtle", "ttl"),
        ("ntriples", "nt"),
        ("rdfxml", "rdf"),
    ],
)
def test_an_export_is_the_graph(server, tmp_path, form, extension):
    file = tmp_path / f"export.{extension}"
    run(sys.executable, "-c", _KG, "export", form, "-o", file, "--graph", server.folder)
    named = extension in {"nq", "trig", "jsonld"}
    found = set(ox.parse(convert(file, "nq" if named else "nt"), ox.RdfFormat.N_QUADS))
    with GraphStore.open(server.folder, read_only=True) as store:
        wanted = set(store.quads(None if named else ox.DefaultGraph()))

    assert found == wanted
    assert len(wanted) > 50


def test_what_the_service_sends_is_read_too(server, tmp_path):
    from urllib.request import Request, urlopen

    for accept, extension in (("application/trig", "trig"), ("application/n-quads", "nq")):
        request = Request(f"{server.url}/store", headers={"Accept": accept})
        file = tmp_path / f"dump.{extension}"
        file.write_bytes(urlopen(request).read())
        assert convert(file, "nq").count(b"\n") > 100
