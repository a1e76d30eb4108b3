"""Where a store is, and what is said when it is not as it should be."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.address import Credentials, RemoteAddress, remote_address
from kg.errors import KgError, QueryError, StoreError, UsageError
from kg.store import GraphStore
from kg.store.endpoint import Endpoint
from kg.store.queried import has_dataset, prologue
from kg.store.remote import RemoteDatabase
from tests.serving import free_port

JSON = "application/sparql-results+json"
EMPTY = b'{"head": {"vars": ["p", "o"]}, "results": {"bindings": []}}'
PAGE = b"<html><form>Type a query</form></html>"


@contextmanager
def replying(*replies, seen=None):
    """Run a server that gives one reply after another, the last one for ever."""
    left = list(replies)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if seen is not None:
                seen.append((self.path, dict(self.headers), body.decode()))
            status, headers, text = left.pop(0) if len(left) > 1 else left[0]
            if status is None:
                threading.Event().wait(1.5)
                return
            self.send_response(status)
            for name, value in {"Content-Length": len(text), **headers}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"sparql+http://127.0.0.1:{server.server_port}/query"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("text", "update"),
    [
        ("sparql+http://localhost:7878/query", "http://localhost:7878/update"),
        ("sparql+https://data.example/ds/query", "https://data.example/ds/update"),
        ("sparql+https://data.example/sparql", "https://data.example/sparql"),
    ],
)
def test_updates_go_beside_queries(text, update):
    assert remote_address(text, {}).update_url == update
    assert str(remote_address(text, {})) == text
    assert remote_address(text, {"NEWSKG_STORE_UPDATE": "http://u/"}).update_url == "http://u/"


@pytest.mark.parametrize(
    ("text", "environment", "message"),
    [
        ("http://localhost/query", {}, "is no endpoint: expected"),
        ("sparql+ftp://localhost/query", {}, "is no endpoint"),
        ("sparql+http:///query", {}, "is no endpoint"),
        ("sparql+http://me:secret@localhost/query", {}, "NEWSKG_STORE_USER and"),
        ("sparql+http://h/query", {"NEWSKG_STORE_UPDATE": "h/update"}, "does not begin with http"),
        ("sparql+http://h/query", {"NEWSKG_STORE_SECONDS": "soon"}, "is no number of seconds"),
        ("sparql+http://h/query", {"NEWSKG_STORE_TOKEN_FILE": "/none"}, "cannot be read"),
    ],
)
def test_what_is_no_address_is_told(text, environment, message):
    with pytest.raises(UsageError, match=message) as caught:
        remote_address(text, environment)
    assert "secret" not in str(caught.value)


def test_secrets_come_from_files_and_are_never_shown(tmp_path):
    (tmp_path / "password").write_text("secret\n")
    environment = {
        "NEWSKG_STORE_USER": "me",
        "NEWSKG_STORE_PASSWORD_FILE": str(tmp_path / "password"),
    }
    found = remote_address("sparql+http://h/query", environment)

    assert found.credentials.password == "secret"
    assert "secret" not in repr(found) + str(found)


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        ((200, {"Content-Type": "text/html"}, PAGE), StoreError, "is no SPARQL endpoint .*html"),
        ((200, {}, b""), StoreError, "no SPARQL endpoint .it answers nothing"),
        ((200, {"Content-Type": "text/turtle"}, b""), StoreError, "answers text/turtle"),
        ((404, {"Content-Type": "text/html"}, PAGE), StoreError, "answers 404 Not Found"),
        ((405, {}, b""), StoreError, "answers 405"),
        ((401, {}, b"who?"), StoreError, "refuses this .401.*set NEWSKG_STORE_USER"),
        ((403, {}, b"no"), StoreError, "refuses this .403"),
        ((302, {"Location": "https://h/q"}, b""), StoreError, "leads to https://h/q: give that"),
        ((400, {"Content-Type": "text/plain"}, b"line 1: what?"), QueryError, "take it: line 1"),
        ((500, {"Content-Type": "text/plain"}, b"out of space"), StoreError, "500.*out of space"),
        ((503, {"Content-Type": "text/html"}, PAGE), StoreError, "failed .503 Service Unav"),
        ((None, {}, b""), StoreError, "took longer than 0.5 s"),
        (
            (200, {"Content-Type": JSON, "X-SPARQL-MaxRows": 10}, EMPTY),
            StoreError,
            "cut the result off at 10 rows",
        ),
    ],
)
def test_what_is_wrong_with_an_endpoint_is_said_in_a_sentence(reply, error, message):
    with replying(reply) as where:
        endpoint = Endpoint(remote_address(where, {"NEWSKG_STORE_SECONDS": "0.5"}))
        with pytest.raises(error, match=message) as caught:
            endpoint.query("ASK {}", JSON)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        ((200, {"Content-Type": "text/html"}, PAGE), "is no SPARQL endpoint"),
        ((403, {}, b"read only"), "refuses this"),
        ((None, {}, b""), "it may have been applied"),
        ((400, {"Content-Type": "text/plain"}, b"no updates"), "no updates"),
    ],
)
def test_an_update_that_fails_says_why(reply, message):
    with replying(reply) as where:
        endpoint = Endpoint(remote_address(where, {"NEWSKG_STORE_SECONDS": "0.5"}))
        with pytest.raises(KgError, match=message):
            endpoint.update("INSERT DATA { <x:a> <x:b> <x:c> }")


def test_nobody_there_is_said(kg):
    port = free_port()
    result = kg("query", "--store", f"sparql+http://127.0.0.1:{port}/query", "ASK {}")

    assert result.exit_code == 1
    assert "does not answer" in result.stderr
    assert "is the store running?" in result.stderr


def test_a_name_and_password_are_sent_when_they_are_asked_for():
    asked = (401, {"WWW-Authenticate": 'Basic realm="store"'}, b"")
    seen = []
    with replying(asked, (200, {"Content-Type": JSON}, EMPTY), seen=seen) as where:
        address = remote_address(where, {"NEWSKG_STORE_USER": "a", "NEWSKG_STORE_PASSWORD": "b"})
        Endpoint(address).query("ASK {}", JSON)

    assert [headers.get("Authorization") for _, headers, _ in seen] == [None, "Basic YTpi"]


def test_a_challenge_by_digest_is_answered():
    asked = (401, {"WWW-Authenticate": 'Digest realm="s", nonce="n", qop="auth"'}, b"")
    seen = []
    with replying(asked, asked, (200, {"Content-Type": JSON}, EMPTY), seen=seen) as where:
        address = remote_address(where, {"NEWSKG_STORE_USER": "a", "NEWSKG_STORE_PASSWORD": "b"})
        Endpoint(address).query("ASK {}", JSON)

    assert seen[-1][1]["Authorization"].startswith('Digest username="a"')


def test_a_token_is_sent_and_not_kept_in_the_address():
    seen = []
    with replying((200, {"Content-Type": JSON}, EMPTY), seen=seen) as where:
        Endpoint(remote_address(where, {"NEWSKG_STORE_TOKEN": "t"})).query("ASK {}", JSON)

    assert seen[0][1]["Authorization"] == "Bearer t"


def test_what_is_no_sparql_is_never_sent():
    seen = []
    with replying((200, {"Content-Type": JSON}, EMPTY), seen=seen) as where:
        store = GraphStore(RemoteDatabase(remote_address(where, {})), writable=False)
        with pytest.raises(QueryError, match="not a SPARQL query"):
            store.select("SELECT * { ?s")

    assert len(seen) == 1


def test_only_names_that_a_query_uses_are_declared():
    prefixes = {"nk": "x:", "rdf": "y:", "owl": "z:"}

    assert prologue("SELECT * { ?s nk:a rdf:b }", prefixes) == "PREFIX nk: <x:>\nPREFIX rdf: <y:>\n"
    assert prologue("prefix nk: <w:> SELECT * { ?s nk:a 1 }", prefixes) == ""


@pytest.mark.parametrize(
    ("query", "chooses"),
    [
        ("SELECT * FROM <x:g> { ?s ?p ?o }", True),
        ("select * from named <x:g> { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p 'sent from here' }", False),
        ('SELECT * { ?s ?p """from "here" """ }', False),
        ("SELECT * { ?s <x:from> ?o } # FROM <x:g>", False),
    ],
)
def test_a_query_that_chooses_its_graphs_is_known(query, chooses):
    assert has_dataset(query) is chooses


def test_credentials_show_nothing():
    shown = repr(RemoteAddress("http://q", "http://u", Credentials("me", "secret", "token")))

    assert "secret" not in shown
    assert "token=" not in shown
