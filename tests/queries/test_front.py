"""The short way gives the replies that the web framework gives."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from kg.engine.in_process import InProcessEngine
from kg.store import GraphStore
from queries.service import ServiceSettings
from server import create_app, front
from tests.kg.examples import facts

SELECT = "query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


class Asked:
    """The application, and which requests went to the web framework."""

    def __init__(self, app, threads):
        self.framework = []
        application = app.wsgi_app

        def watched(environ, start):
            self.framework.append(environ["REQUEST_METHOD"])
            return application(environ, start)

        app.wsgi_app = watched
        self.front = front(app, threads, most=1_000_000)

    def send(self, method, path, query="", headers=(), content=b"", version="1.1"):
        """Send a request as a server does; return status, headers and body."""
        named = {
            "host": "127.0.0.1",
            **{name.lower(): value for name, value in dict(headers).items()},
        }
        if content:
            named.setdefault("content-length", str(len(content)))
        scope = {
            "type": "http",
            "http_version": version,
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "client": ("127.0.0.1", 40000),
            "server": ("127.0.0.1", 8000),
        }
        return asyncio.run(self._sent(scope, content))

    async def _sent(self, scope, content):
        came, sent = [{"type": "http.request", "body": content, "more_body": False}], []
        over = asyncio.Event()

        async def receive():
            if came:
                return came.pop()
            await over.wait()
            return {"type": "http.disconnect"}

        async def send(message):
            sent.append(message)

        await self.front(scope, receive, send)
        over.set()
        head, *pieces = sent
        headers = {name.decode().lower(): value.decode() for name, value in head["headers"]}
        return head["status"], headers, b"".join(piece["body"] for piece in pieces)


@pytest.fixture
def asked():
    settings = ServiceSettings(hosts=("127.0.0.1", "localhost"))
    with GraphStore.memory() as store, ThreadPoolExecutor(4) as threads:
        store.add(facts("a1"))
        yield Asked(create_app(InProcessEngine(store), settings), threads)


@pytest.mark.parametrize(
    ("query", "headers"),
    [
        (SELECT, {}),
        (SELECT, {"Accept": "text/csv"}),
        (SELECT, {"Accept": "image/png"}),
        (SELECT, {"Accept-Encoding": "gzip"}),
        (SELECT, {"Accept-Encoding": "identity;q=0, *;q=0"}),
        (SELECT, {"If-None-Match": "*"}),
        (SELECT, {"Authorization": "Bearer nkg_x_y"}),
        (SELECT, {"Host": "localhost:8000"}),
        (SELECT, {"X-Request-Id": "trace-1"}),
        (SELECT + "&query=ASK%7B%7D", {}),
        (SELECT + "&default-graph-uri=no", {}),
        ("query=%ff", {}),
        ("query=SELECT", {}),
        ("query=ASK%7B%20SERVICE%20%3Cx:y%3E%20%7B%7D%20%7D", {}),
        ("query=CONSTRUCT%20WHERE%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D", {}),
        ("update=CLEAR%20ALL", {}),
        ("", {}),
        ("query=", {}),
    ],
)
def test_both_ways_reply_alike(asked, query, headers):
    short = asked.send("GET", "/sparql", query, headers)
    assert asked.framework == []
    long = asked.send("GET", "/sparql/", query, headers)
    assert asked.framework == ["GET"]

    assert short[0] == long[0]
    assert sorted(short[2]) == sorted(long[2])  # rows may come in another order
    assert _told(short[1]) == _told(long[1])


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (FORM, SELECT),
        (FORM, "query=ASK%20%7B%7D&default-graph-uri=x:g"),
        (FORM, "a=b"),
        (QUERY, "ASK {}"),
        (QUERY + "; charset=utf-16", "ASK {}"),
        (QUERY, "CLEAR ALL"),
        (QUERY, ""),
    ],
)
def test_a_query_sent_by_post_goes_the_short_way_too(asked, kind, content):
    headers = {"Content-Type": kind, "Content-Length": str(len(content))}
    short = asked.send("POST", "/sparql", "", headers, content.encode())
    assert asked.framework == []
    long = asked.send("POST", "/sparql/", "", headers, content.encode())

    assert short[0] == long[0]
    assert sorted(short[2]) == sorted(long[2])
    assert _told(short[1]) == _told(long[1])


def _told(headers):
    return {name: value for name, value in headers.items() if name != "x-request-id"}


@pytest.mark.parametrize(
    ("method", "path", "more"),
    [
        ("POST", "/sparql", {"content": b"update=CLEAR+ALL", "headers": {"Content-Type": FORM}}),
        ("POST", "/sparql", {"content": b"CLEAR ALL", "headers": {"Content-Type": "text/plain"}}),
        ("POST", "/sparql", {"content": b"ASK {}" * 1000, "headers": {"Content-Type": QUERY}}),
        ("GET", "/sparql", {"content": b"x", "query": SELECT}),
        ("GET", "/sparql", {"query": SELECT, "headers": {"Transfer-Encoding": "chunked"}}),
        ("GET", "/sparql", {"query": "query=" + quote("ASK {} #" + "x" * 5000)}),
        ("GET", "/sparql", {"query": SELECT, "version": "1.0"}),
        ("GET", "/sparql/", {"query": SELECT}),
        ("HEAD", "/sparql", {"query": SELECT}),
        ("OPTIONS", "/sparql", {}),
        ("GET", "/sparql", {"query": SELECT, "headers": {"Origin": "https://evil.example"}}),
        ("GET", "/sparql", {"query": SELECT, "headers": {"Host": "evil.example"}}),
        ("GET", "/sparql", {"query": SELECT, "headers": {"Host": "LOCALHOST"}}),
        ("GET", "/sparql", {"query": SELECT, "headers": {"Host": "localhost:80:80"}}),
        ("GET", "/sparql", {"query": SELECT, "headers": {"Host": "localhost.evil.example"}}),
        ("GET", "/sparql", {"query": SELECT, "headers": {"Host": ""}}),
        ("GET", "/store", {}),
    ],
)
def test_whatever_is_not_plain_is_left_to_the_framework(asked, method, path, more):
    asked.send(method, path, **more)

    assert asked.framework == [method]


def test_a_head_that_is_too_large_is_refused(asked):
    status, headers, _ = asked.send("GET", "/sparql", SELECT, {"X": "y" * 70_000})

    assert (status, headers["connection"], asked.framework) == (431, "close", [])


def test_a_reply_to_http_1_0_tells_its_length(asked):
    status, headers, body = asked.send("GET", "/sparql", SELECT, version="1.0")

    assert (status, headers["content-length"]) == (200, str(len(body)))
