"""curl: what the documents show, and what shells do."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess

import pytest

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
COUNT = "query=SELECT (COUNT(*) AS ?n) { GRAPH <http://example.org/curl> { ?s ?p ?o } }"


def curl(*arguments, text=True, data=None):
    """Run curl; a status of 400 and more fails, and so does a body that breaks off."""
    command = ["curl", "--silent", "--show-error", "--fail", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True, text=text, input=data).stdout


@pytest.fixture
def token(server):
    return ("-H", f"Authorization: Bearer {server.token}")


def count(server):
    return int(
        curl("-G", server.sparql, "-H", "Accept: text/csv", "--data-urlencode", COUNT).split()[1]
    )


@pytest.mark.parametrize("version", ["--http1.0", "--http1.1", "--http2"])
def test_a_query_in_every_version_of_http(server, version):
    asked = ("--data-urlencode", "query=SELECT * { ?s a nk:Company }")
    found = json.loads(curl(version, "-G", server.sparql, *asked))

    assert len(found["results"]["bindings"]) == 2


def test_a_query_as_form_and_as_content(server):
    query = "ASK { ?s a nk:Company }"
    form = curl(server.sparql, "--data-urlencode", f"query={query}")
    content = curl(server.sparql, "-H", "Content-Type: application/sparql-query", "-d", query)

    assert json.loads(form)["boolean"] is json.loads(content)["boolean"] is True


def test_replies_are_compressed_for_who_asks(server):
    query = ("-G", server.sparql, "--data-urlencode", "query=SELECT * { ?s ?p ?o }")
    plain = curl(*query, text=False)

    assert curl("--compressed", *query, text=False) == plain
    packed = curl("-H", "Accept-Encoding: gzip", *query, text=False)
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 2


def test_what_has_not_changed_is_not_sent(server, tmp_path):
    tags, body = tmp_path / "etag", tmp_path / "body"
    arguments = ("--etag-save", tags, "--etag-compare", tags, "-o", body, "-w", "%{http_code}")
    query = ("-G", server.sparql, "--data-urlencode", "query=SELECT * { ?s a nk:Company }")

    assert [curl(*arguments, *query), curl(*arguments, *query)] == ["200", "304"]


def test_a_graph_is_put_got_and_deleted(server, token, tmp_path):
    file = tmp_path / "notes.ttl"
    file.write_text("<http://example.org/n> <http://example.org/p> 1, 2 .")
    address = f"{server.url}/store?graph=http://example.org/curl"
    turtle = ("-H", "Content-Type: text/turtle")
    curl("-T", file, *turtle, *token, address)
    assert count(server) == 2
    assert "http://example.org/n" in curl(address, "-H", "Accept: application/n-triples")
    curl("-X", "POST", *turtle, *token, address, "--data-binary", "<x:s> <x:p> <x:o> .")
    assert count(server) == 3
    assert "200" in curl("--head", address).splitlines()[0]
    curl("-F", f"file=@{file};type=text/turtle", *token, address)
    assert count(server) == 3
    curl("-X", "DELETE", *token, address)
    assert count(server) == 0


def test_a_graph_is_sent_in_chunks_of_unknown_length(server, token):
    address = f"{server.url}/store?graph=http://example.org/curl"
    lines = "".join(f"<x:{number}> <x:p> {number} .\n" for number in range(5000))
    curl("-T", "-", "-H", "Content-Type: text/turtle", *token, address, data=lines)

    assert count(server) == 5000
    curl(server.sparql, *token, "--data-urlencode", "update=DROP GRAPH <http://example.org/curl>")
    assert count(server) == 0


def test_redirects_of_linked_data_are_followed(server):
    address = f"{server.url}/id/org/acme"
    turtle = curl("-L", address, "-H", "Accept: text/turtle")
    page = curl("-L", address, "-H", "Accept: text/html", "-w", "%{url_effective}")

    assert '"Acme"' in turtle
    assert "/entity?id=" in page


def test_a_refusal_says_why(server):
    asked = ["curl", "--silent", "-G", server.sparql, "--data-urlencode", "query=SELECT"]
    found = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)

    assert found["status"] == 400
    with pytest.raises(subprocess.CalledProcessError):
        curl(server.sparql, "--data-urlencode", "update=CLEAR ALL")


def test_a_body_that_breaks_off_is_an_error(server):
    product = "query=SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    command = [
        "curl",
        "-sS",
        "--output",
        "/dev/null",
        "-G",
        server.sparql,
        "--data-urlencode",
        product,
    ]
    done = subprocess.run(command, capture_output=True, check=False, text=True)

    assert done.returncode == 18, done.stderr  # CURLE_PARTIAL_FILE
