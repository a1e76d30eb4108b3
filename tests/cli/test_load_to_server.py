"""``kg load --server``: RDF files through a running server, each graph all or nothing."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.store import GraphStore
from queries.service.access import Scope, Tokens
from tests.kg.examples import facts
from tests.serving import ask, free_port, serving


@pytest.fixture(scope="module", params=["articles", "plain"])
def server(request, tmp_path_factory):
    """Return the address of a server, its port and the file with a token for it."""
    folder = tmp_path_factory.mktemp("load")
    if request.param == "articles":
        with GraphStore.open(folder / "graph", create=True) as store:
            store.add(facts("a1"))
    file = folder / "token"
    file.write_text(Tokens(folder / "tokens.json").create("w", Scope.WRITE) + "\n")
    arguments = ("--plain", "--writable", "--tokens", folder / "tokens.json")
    with serving(folder / "graph", *arguments, content_bytes=100_000) as port:
        yield f"http://localhost:{port}", port, file


def load(*arguments, **environment):
    return CliRunner().invoke(main, ["load", *map(str, arguments)], env=environment)


def graphs(port):
    query = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    found = json.loads(ask(port, "GET", "/sparql?query=" + quote(query))[2])
    rows = {row["g"]["value"]: int(row["n"]["value"]) for row in found["results"]["bindings"]}
    return {iri: n for iri, n in rows.items() if not iri.startswith("https://w3id.org/newskg/")}


@pytest.fixture
def file(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text)
        return path

    return write


def test_a_file_gets_a_graph_that_its_name_replaces(server, file):
    address, port, token = server
    path = file("my cities.ttl", "<x:a> <x:p> 1, 2 ; <x:q> [ <x:r> 3 ] .")
    first = load(path, "--server", address, "--token-file", token)
    path.write_text("<x:a> <x:p> 5 .")
    second = load(path, "--server", address, NEWSKG_TOKEN=token.read_text())

    assert first.output == f"{address}: 1 added, 0 replaced, 0 unchanged, 0 failed\n"
    assert second.output == f"{address}: 0 added, 1 replaced, 0 unchanged, 0 failed\n"
    assert graphs(port)[f"{address}/store/my%20cities.ttl"] == 1


def test_named_graphs_keep_their_names(server, file):
    address, port, token = server
    path = file("two.trig", "<x:a> <x:p> 1 . <x:g1> { <x:a> <x:p> 2, 3 } <x:g2> { <x:a> <x:p> 4 }")
    done = load(path, "--server", address, "--token-file", token, "--json")

    assert json.loads(done.output) == {
        "graph": address,
        "added": 3,
        "replaced": 0,
        "unchanged": 0,
        "failed": 0,
    }
    found = graphs(port)
    assert (found["x:g1"], found["x:g2"], found[f"{address}/store/two.trig"]) == (2, 1, 1)


def test_into_adds_to_a_graph(server, file):
    address, port, token = server
    for number in (1, 2):
        path = file("more.nt", f"<x:a> <x:p> <x:{number}> .")
        done = load(path, "--server", address, "--token-file", token, "--into", "x:into")
        assert done.exit_code == 0, done.output

    assert graphs(port)["x:into"] == 2


def test_what_is_too_large_for_one_request_goes_in_batches_at_once(server, file):
    address, port, token = server
    lines = "".join(f"<x:s{n}> <x:p> _:b{n} . _:b{n} <x:q> {n} .\n" for n in range(3000))
    path = file("large.ttl", lines)
    refused = load(path, "--server", address, "--token-file", token)
    assert refused.exit_code == 1
    assert "send less at once with --batch-bytes" in refused.output
    before = graphs(port)
    done = load(path, "--server", address, "--token-file", token, "--batch-bytes", 60_000)

    assert done.exit_code == 0, done.output
    found = graphs(port)
    assert found.pop(f"{address}/store/large.ttl") == 6000
    assert found == before  # nothing is left of the batches
    joined = "ASK { GRAPH ?g { <x:s7> <x:p> ?b . ?b <x:q> 7 } }"
    assert json.loads(ask(port, "GET", "/sparql?query=" + quote(joined))[2])["boolean"]


def test_batches_that_fail_leave_nothing(server, file):
    address, port, token = server
    lines = [f"<x:s{n}> <x:p> {n} .\n" for n in range(4000)]
    lines.insert(3500, f'<x:s> <x:p> "{"x" * 150_000}" .\n')  # larger than the server takes
    before = graphs(port)
    done = load(
        file("bad.ttl", "".join(lines)),
        *("--server", address, "--token-file", token, "--batch-bytes", 60_000),
    )

    assert done.exit_code == 1
    assert "413" in done.output
    assert graphs(port) == before


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("bad.ttl", "<x:a> <x:p> .", "is not Turtle"),
        ("empty.nt", "", "holds no triples"),
        ("facts.jsonl", "{}", "holds facts, which a server does not take"),
        ("notes.txt", "x", "is no RDF file"),
    ],
)
def test_what_cannot_be_sent_is_told(server, file, name, text, said):
    address, _, token = server
    done = load(file(name, text), "--server", address, "--token-file", token)

    assert done.exit_code == 1
    assert said in done.output


def test_who_may_not_write_is_told(server, file, tmp_path):
    address, _, token = server
    path = file("a.nt", "<x:a> <x:p> <x:o> .")
    wrong = tmp_path / "wrong"
    wrong.write_text("nkg_w_nothing")
    nobody = load(path, "--server", address)
    refused = load(path, "--server", address, "--token-file", wrong)
    absent = load(path, "--server", f"http://localhost:{free_port()}", "--token-file", token)
    no_address = load(path, "--server", "localhost", "--token-file", token)
    senseless = load(path, "--graph", tmp_path / "g", "--into", "x:g")

    assert (nobody.exit_code, refused.exit_code, absent.exit_code) == (2, 1, 1)
    assert "needs a token" in nobody.output
    assert "(401 The token is not known here): give the token with --token-file" in refused.output
    assert "cannot be reached" in absent.output
    assert no_address.exit_code == senseless.exit_code == 2
    assert not (tmp_path / "g").exists()
