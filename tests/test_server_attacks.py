"""Attacks on a real server, byte by byte: none changes it, reaches out of it, or makes it talk.

With the spellings of SERVICE and LOAD in ``tests/queries/test_guard.py`` these are the listed ones.
"""

from __future__ import annotations

import base64
import contextlib
import json
import socket

import pytest

from queries.service.access import Scope, Tokens
from tests.serving import ask, serving

FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
INSERT = "INSERT DATA { <x:evil> <x:p> 1 }"
TURTLE = "<x:evil> <x:p> 1 ."


class Target:
    """A writable server, its tokens, and what it holds."""

    def __init__(self, port, tokens, audit):
        self.port, self.tokens, self.audit = port, tokens, audit

    def send(self, method, path, body=None, **headers):
        return ask(self.port, method, path, body, **headers)

    def raw(self, data):
        """Send bytes as they are and return what comes until the server closes or is silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=1.5) as connection:
            received = b""
            with contextlib.suppress(OSError):
                connection.sendall(data)
                while piece := connection.recv(65536):
                    received += piece
            return received

    def held(self):
        return self.send("GET", "/store", Accept="application/n-quads")[2]


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked")
    file = folder / "tokens.json"
    tokens = {scope.value: Tokens(file).create(scope.value, scope) for scope in Scope}
    tokens["revoked"] = Tokens(file).create("revoked", Scope.ADMIN)
    Tokens(file).revoke("revoked")
    (folder / "secret.ttl").write_text("<x:secret> <x:p> 1 .")
    settings = {"content_bytes": 100_000, "request_bytes": 20_000, "audit_log": folder / "audit"}
    with serving(folder / "graph", "--plain", "--writable", "--tokens", file, **settings) as port:
        found = Target(port, tokens, folder / "audit")
        _, _, body = found.send(
            *("POST", "/sparql", "INSERT DATA { <x:s> <x:p> 1 }"),
            Content_Type=UPDATE,
            Authorization=f"Bearer {tokens['write']}",
        )
        assert body == b""
        yield found


@pytest.fixture(autouse=True)
def unharmed(target):
    """Nothing is written by any attack, and the server goes on."""
    before = target.held()
    yield
    assert target.held() == before


def basic(text):
    return "Basic " + base64.b64encode(text.encode()).decode()


SCOPES = ("write", "read", "revoked")


def token_cases(tokens):
    write, read = tokens["write"], tokens["read"]
    name, _, secret = write.removeprefix("nkg_").partition("_")
    return {
        "none": None,
        "empty": "",
        "no scheme": write,
        "only a scheme": "Bearer",
        "bearer of nothing": "Bearer ",
        "wrong scheme": f"Token {write}",
        "digest": f"Digest {write}",
        "scope read": f"Bearer {read}",
        "scope read as Basic": basic(f"u:{read}"),
        "revoked": f"Bearer {tokens['revoked']}",
        "wrong secret": f"Bearer {write[:-1]}{'A' if write[-1] != 'A' else 'B'}",
        "cut secret": f"Bearer {write[:-1]}",
        "long secret": f"Bearer {write}A",
        "other name": f"Bearer nkg_admin_{secret}",
        "name only": f"Bearer nkg_{name}_",
        "name in capitals": f"Bearer nkg_{name.upper()}_{secret}",
        "the hash": f"Bearer nkg_{name}_" + "0" * 64,
        "null byte": f"Bearer {write}%00",
        "two tokens": f"Bearer {read}, Bearer {write}",
        "Basic without colon": basic(write),
        "Basic, token as user": basic(f"{write}:"),
        "Basic that is no base64": "Basic ***",
        "Basic that is no UTF-8": "Basic /////w==",
        "JWT without a signature": "Bearer eyJhbGciOiJub25lIn0.eyJzY29wZSI6ImFkbWluIn0.",
        "very long": "Bearer " + "A" * 5000,
        "regular expression": "Bearer nkg_.*_.*",
        "path": "Bearer nkg_../../tokens_x",
    }


@pytest.mark.parametrize("case", token_cases(dict.fromkeys(SCOPES, "nkg_x")))
@pytest.mark.parametrize("how", ["update", "put", "delete"])
def test_no_other_token_writes(target, case, how):
    value = token_cases(target.tokens)[case]
    headers = {} if value is None else {"Authorization": value}
    method, path, body, kind = {
        "update": ("POST", "/sparql", INSERT, UPDATE),
        "put": ("PUT", "/store?default", TURTLE, "text/turtle"),
        "delete": ("DELETE", "/store?default", None, "text/turtle"),
    }[how]
    status, found, body = target.send(method, path, body, Content_Type=kind, **headers)

    assert status in {401, 403}
    assert status == 403 or found["www-authenticate"].startswith("Bearer")
    assert target.tokens["write"].encode() not in body


@pytest.mark.parametrize(
    "path",
    [
        f"/sparql?update={INSERT}&access_token=TOKEN",
        f"/sparql?update={INSERT}&token=TOKEN",
        f"/sparql?update={INSERT}&authorization=Bearer+TOKEN",
        f"/sparql?query={INSERT}",
        "/store?default&_method=DELETE",
    ],
)
def test_a_token_in_the_address_is_none(target, path):
    path = path.replace("TOKEN", target.tokens["write"]).replace(" ", "+").replace("{", "%7B")
    for method in ("GET", "POST"):
        assert target.send(method, path.replace("}", "%7D"), b"")[0] in {200, 400, 401, 415}


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_a_method_in_a_header_is_none(target, name):
    status = target.send("GET", "/store?default", **{name.replace("-", "_"): "DELETE"})[0]

    assert status == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/../../etc/passwd"),
        ("GET", "/store/../../../etc/passwd"),
        ("GET", "/store/%2e%2e/%2e%2e/etc/passwd"),
        ("GET", "/store/..%2f..%2fetc%2fpasswd"),
        ("GET", "/store?graph=file:///etc/passwd"),
        ("GET", "/store?graph=/etc/passwd"),
        ("GET", "/store?graph=secret.ttl"),
        ("GET", "/store?graph=%00"),
        ("GET", "/store?graph="),
        ("GET", "/store?graph=x:a%3E%20%3Cx:b"),
        ("GET", "/store?graph=x:a&graph=x:b"),
        ("GET", "/store?graph=x:a&default"),
        ("GET", "/store/a?graph=x:b"),
        ("GET", "/store/a%3Eb"),
        ("GET", "/store/%ff"),
        ("GET", "//etc/passwd"),
        ("GET", "/sparql/../tokens.json"),
        ("GET", "/tokens.json"),
        ("GET", "/newskg.json"),
        ("GET", "/static/../server.py"),
        ("GET", "/queries/..%2f..%2fserver"),
        ("GET", "/queries/%2e%2e"),
        ("GET", "/queries/timeline%00.rq"),
        ("GET", "/openapi.json/../../etc/passwd"),
        ("GET", "/sparql?query=ASK%7B%7D&default-graph-uri=file:///etc/passwd%3E"),
        ("GET", "/sparql?query=ASK%7B%7D&named-graph-uri=relative"),
        ("GET", "/sparql?query=%ff%fe"),
        ("GET", "/sparql?query=%ed%a0%80"),
        ("GET", "/sparql?" + "a=b&" * 2000),
        ("GET", "/sparql?query=" + "a" * 300_000),
        ("TRACE", "/"),
        ("CONNECT", "/sparql"),
        ("PROPFIND", "/store"),
        ("PATCH", "/store?default"),
        ("PUT", "/sparql"),
        ("DELETE", "/sparql"),
        ("POST", "/openapi.json"),
    ],
)
def test_no_path_leads_out(target, method, path):
    text = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    reply = target.raw(text.encode("latin-1"))

    assert int(reply.split()[1]) in {400, 404, 405, 406, 413, 414, 431, 501}, reply[:300]
    for leaked in (b"root:", b"Traceback", b"x:secret", b"sha256", b"site-packages"):
        assert leaked not in reply


HOST = "Host: 127.0.0.1\r\nConnection: close\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n"
ASK = "GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n"


@pytest.mark.parametrize(
    ("request_text", "statuses"),
    [
        (f"{ASK}Host: evil.example\r\n\r\n", {400}),
        (f"{ASK}Host: 127.0.0.1.evil.example\r\n\r\n", {400}),
        (f"{ASK}Host: localhost@evil.example\r\n\r\n", {400}),
        (f"{ASK}Host: \r\n\r\n", {400}),
        (f"{ASK}Host: evil.example\r\nX-Forwarded-Host: localhost\r\n\r\n", {400}),
        (f"{ASK}Host: 127.0.0.1/x?<script>\r\n\r\n", {400}),
        (f"{ASK}{HOST}Accept: {'a/b,' * 20000}*/*\r\n\r\n", {200, 406, 431}),
        (f"{ASK}{HOST}Accept: text/turtle;q=1e999\r\n\r\n", {406}),
        (f"{ASK}{HOST}Accept: ;;;,,,q=\r\n\r\n", {406}),
        (f"{ASK}{HOST}Accept: */*;q=-1\r\n\r\n", {406}),
        (f"{ASK}{HOST}Accept-Encoding: identity;q=0, *;q=0\r\n\r\n", {406}),
        (f"{ASK}{HOST}Accept-Encoding: {'x,' * 9000}\r\n\r\n", {200, 431}),
        (f"{ASK}{HOST}If-None-Match: {'x' * 9000}\r\n\r\n", {200}),
        (f'{ASK}{HOST}If-None-Match: "\r\n\r\n', {200}),
        (f"{ASK}{HOST}Origin: null\r\n\r\n", {200}),
        (f"{ASK}{HOST}X-Forwarded-For: 127.0.0.1\r\n\r\n", {200}),
        (f"{ASK}{HOST}Range: bytes=0-1\r\n\r\n", {200}),
        (f"{ASK}{HOST}Expect: 100-continue\r\n\r\n", {100, 200}),
        (f"{ASK}{HOST}" + "X: y\r\n" * 40000 + "\r\n", {431}),
        (
            f"{ASK}{HOST}{CHUNKED}Content-Length: 5\r\n\r\n0\r\n\r\n",
            {200, 400},
        ),
        (f"{ASK}{HOST}Transfer-Encoding: xchunked\r\n\r\n", {400, 501}),
        (f"{ASK}{HOST}Content-Length: -1\r\n\r\n", {400}),
        (f"{ASK}{HOST}Content-Length: 1\r\nContent-Length: 2\r\n\r\na", {400}),
        (f"{ASK}{HOST} folded: x\r\n\r\n", {200, 400}),
        (f"{ASK}{HOST}Bad Name: x\r\n\r\n", {400}),
        (f"{ASK}{HOST}X: a\x00b\r\n\r\n", {200, 400}),
        ("GET /sparql?query=ASK%7B%7D HTTP/9.9\r\n\r\n", {200, 400, 505}),
        ("GET\r\n\r\n", {400}),
        ("\x16\x03\x01\x02\x00\x01\x00", {400}),
        (f"GET http://evil.example/store/x HTTP/1.1\r\n{HOST}\r\n", {404}),
        (f"GET /ask?q=%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n{HOST}\r\n", {200}),
        (f"GET /store?graph=x:%0d%0aSet-Cookie:a HTTP/1.1\r\n{HOST}\r\n", {400}),
    ],
    ids=range(32),
)
def test_no_header_confuses(target, request_text, statuses):
    reply = target.raw(request_text.encode("latin-1"))

    assert reply == b"" or int(reply.split()[1]) in statuses, reply[:300]
    head = reply.partition(b"\r\n\r\n")[0].lower()
    assert b"set-cookie" not in head
    assert b"evil" not in head
    assert b"access-control-allow-origin" not in head
    assert b"Traceback" not in reply


MULTIPART = "multipart/form-data; boundary=b"
XML_BOMB = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 20}">' for i in range(8))
RDF_XML = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">%s]>'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="x:">'
    '<rdf:Description rdf:about="x:evil"><x:p>%s</x:p></rdf:Description></rdf:RDF>'
)
EXTERNAL = '<!ENTITY b SYSTEM "file:///etc/passwd">'


@pytest.mark.parametrize(
    ("content", "media_type", "statuses"),
    [
        (TURTLE * 10_000, "text/turtle", {413}),
        (b"\xff\xfe" + TURTLE.encode("utf-16-le"), "text/turtle", {400}),
        (TURTLE.encode("utf-16"), "text/turtle; charset=utf-16", {415}),
        (TURTLE, "text/turtle; charset=latin-1", {415}),
        (b"<x:evil> <x:p> '\xff' .", "text/turtle", {400}),
        (b"<x:evil> <x:p> '\xed\xa0\x80' .", "text/turtle", {400}),
        (b"<x:evil> <x:p> '\xc0\xaf' .", "text/turtle", {400}),
        (b"<x:evil> <x:p> '\x00", "text/turtle", {400}),
        (RDF_XML % (XML_BOMB, "&i;"), "application/rdf+xml", {400}),
        (RDF_XML % (EXTERNAL, "&b;"), "application/rdf+xml", {400}),
        ('{"@context": "http://127.0.0.1:9/c", "@id": "x:evil"}', "application/ld+json", {400}),
        ('{"@context": "file:///etc/passwd", "@id": "x:evil"}', "application/ld+json", {400}),
        ("[" * 20_000, "application/ld+json", {400}),
        ("<x:evil> <x:p> " + "[ <x:p> " * 8000, "text/turtle", {400}),
        ("<x:evil> <x:p> " + "(" * 20_000, "text/turtle", {400}),
        (TURTLE, "image/png", {415}),
        (TURTLE, "", {415}),
        (TURTLE, "text/turtle/../../x", {415}),
        (TURTLE, "multipart/form-data", {400}),
        (TURTLE, "multipart/form-data; boundary=", {400}),
        (TURTLE, "multipart/form-data; boundary=" + "x" * 5000, {400}),
        ("--b\r\n\r\n" * 3000, MULTIPART, {400, 415}),
        (
            f"--b\r\nContent-Type: text/html\r\n\r\n{TURTLE}\r\n--b--",
            MULTIPART,
            {415},
        ),
        ("<x:g> { <x:evil> <x:p> 1 }", "application/trig", {400}),
        ("<x:evil> <x:p> 1", "text/turtle", {400}),
        ("<evil", "application/n-triples", {400}),
    ],
    ids=range(26),
)
def test_no_content_harms(target, content, media_type, statuses):
    writes = {"Authorization": f"Bearer {target.tokens['write']}", "Content_Type": media_type}
    status, _, body = target.send("PUT", "/store?graph=x:evil", content, **writes)

    assert status in statuses, body
    assert b"Traceback" not in body
    assert b"root:" not in body


@pytest.mark.parametrize(
    ("content", "media_type", "statuses"),
    [
        ("ASK {}", "application/sparql-query; charset=utf-16", {415}),
        (b"ASK { ?s ?p '\xff' }", "application/sparql-query", {400}),
        ("ASK {}" + " " * 30_000, "application/sparql-query", {413}),
        ("query=ASK%20%7B%7D&query=ASK%20%7B%7D", FORM, {400}),
        ("query=ASK%20%7B%7D&update=CLEAR%20ALL", FORM, {401}),
        ("query=%ff", FORM, {400}),
        ("a=b&" * 4000, FORM, {400}),
        ("ASK {}", MULTIPART, {415}),
        ("{}", "application/json", {415}),
        ("", "application/sparql-query", {400}),
        ("CLEAR ALL", "application/sparql-query", {400}),
        ("ASK {} ; CLEAR ALL", "application/sparql-query", {400}),
        ("ASK { ?s ?p 'x\\' } ; CLEAR ALL #' }", "application/sparql-query", {200}),
        ("SELECT * {" + "{" * 7000, "application/sparql-query", {400}),
        ("SELECT (" + "!" * 15_000 + "true AS ?x) {}", "application/sparql-query", {400}),
        ("SELECT (" + "-" * 15_000 + "1 AS ?x) {}", "application/sparql-query", {200, 400}),
        ("ASK { ?s " + "^" * 15_000 + "<x:p> ?o }", "application/sparql-query", {200, 400}),
        ("SELECT * { ?s ?p ?o }#" + "\\u0053" * 2000, "application/sparql-query", {200}),
    ],
    ids=range(18),
)
def test_no_query_harms(target, content, media_type, statuses):
    status, headers, body = target.send("POST", "/sparql", content, Content_Type=media_type)

    assert status in statuses, body
    assert b"Traceback" not in body
    if status >= 400:
        assert headers["content-type"] == "application/problem+json"
        assert json.loads(body)["status"] == status


def test_an_update_may_not_inject_by_its_dataset(target):
    path = "/sparql?using-graph-uri=x:a%3E%20WHERE%20%7B%7D%20%3B%20CLEAR%20ALL%20%23"
    writes = {"Authorization": f"Bearer {target.tokens['write']}", "Content_Type": UPDATE}

    assert target.send("POST", path, "INSERT {} WHERE {}", **writes)[0] == 400


def test_the_log_of_writes_keeps_to_its_lines_and_holds_no_secret(target):
    writes = {"Authorization": f"Bearer {target.tokens['write']}", "Content_Type": UPDATE}
    target.send("POST", "/sparql?%0a%7B%22outcome%22:1%7D", "DROP GRAPH <x:none>", **writes)
    lines = target.audit.read_text().splitlines()

    assert all({"time", "token", "outcome"} <= set(json.loads(line)) for line in lines)
    assert target.tokens["write"] not in target.audit.read_text()
    assert json.loads(lines[-1])["outcome"] == "evaluation"


def test_the_file_of_tokens_holds_hashes_and_is_its_owners(target):
    file = target.audit.parent / "tokens.json"

    assert file.stat().st_mode & 0o077 == 0
    for token in target.tokens.values():
        assert token.split("_", 2)[2] not in file.read_text()
