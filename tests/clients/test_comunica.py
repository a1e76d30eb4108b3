"""Comunica, in Node: https://comunica.dev/docs/query/getting_started/query_cli/."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

PROGRAM = (
    Path(os.environ.get("NEWSKG_COMUNICA", "none")) / "node_modules" / ".bin" / "comunica-sparql"
)
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not PROGRAM.exists() or shutil.which("node") is None,
        reason="make test-clients installs Comunica",
    ),
]


def comunica(*arguments):
    done = subprocess.run(
        [PROGRAM, *arguments], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def rows(*arguments):
    found = json.loads(comunica(*arguments, "-t", "application/sparql-results+json"))
    return [
        {name: one["value"] for name, one in row.items()} for row in found["results"]["bindings"]
    ]


PREFIX = (
    "PREFIX nk: <https://w3id.org/newskg/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)
NAMES = PREFIX + "SELECT ?name { ?x a nk:Company ; rdfs:label ?name } ORDER BY ?name"


def test_it_asks_the_endpoint(server):
    found = rows(f"sparql@{server.sparql}", NAMES)

    assert [row["name"] for row in found] == ["Acme", "Crux"]


def test_it_finds_out_by_itself_what_the_address_is(server):
    """From the service description alone, or from what the address answers to."""
    assert len(rows(server.sparql, NAMES)) == 2


def test_it_joins_two_sources(server):
    query = PREFIX + "SELECT DISTINCT ?a ?b { ?a nk:partnersWith ?b . ?b rdfs:label ?name }"
    document = f"{server.url}/data/id/org/acme.ttl"

    assert rows(f"sparql@{server.sparql}", document, query)


@pytest.mark.parametrize("accept", ["ttl", "jsonld", "rdf", "nt"])
def test_it_reads_linked_data(server, accept):
    found = rows(f"{server.url}/data/id/org/acme.{accept}", NAMES)

    assert "Acme" in {row["name"] for row in found}


def test_it_follows_an_entity_s_address(server):
    assert "Acme" in {row["name"] for row in rows(f"{server.url}/id/org/acme", NAMES)}


def test_it_constructs_and_asks(server):
    built = comunica(
        f"sparql@{server.sparql}",
        PREFIX + "CONSTRUCT { ?x rdfs:label ?n } WHERE { ?x a nk:Company ; rdfs:label ?n }",
        *("-t", "application/n-triples"),
    )

    assert built.count("\n") == 2
    assert comunica(f"sparql@{server.sparql}", "ASK { ?s ?p ?o }", "-t", "simple").strip() == "true"


def test_it_updates_with_the_token_as_password(server):
    update = "INSERT DATA { GRAPH <http://example.org/comunica> { <x:s> <x:p> 1 } }"
    login = ("--context", json.dumps({"httpAuth": f"desk:{server.token}"}))
    comunica(f"sparql@{server.sparql}", "--to", server.sparql, "-q", update, *login)
    query = "SELECT ?o { GRAPH <http://example.org/comunica> { ?s ?p ?o } }"

    assert [row["o"] for row in rows(f"sparql@{server.sparql}", query)] == ["1"]
