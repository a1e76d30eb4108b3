"""The short way gives the replies that the web framework gives."""

import pytest

from kg.engine.in_process import InProcessEngine
from kg.store import GraphStore
from queries.service import ServiceSettings
from server import create_app
from tests.kg.examples import facts

SELECT = "query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"


@pytest.fixture
def app():
    with GraphStore.memory() as store:
        store.add(facts("a1"))
        made = create_app(InProcessEngine(store), ServiceSettings(hosts=("127.0.0.1", "localhost")))
        made.wsgi_app = made.wsgi_app._application  # without the layer that gives requests an id
        yield made


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
        (SELECT, {"Host": "LOCALHOST"}),
        (SELECT, {"Host": "evil.example"}),
        (SELECT, {"Host": "localhost:80:80"}),
        (SELECT, {"Host": "localhost.evil.example"}),
        (SELECT, {"Host": ""}),
        (SELECT, {"Origin": "https://evil.example"}),
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
def test_both_ways_reply_alike(app, query, headers):
    short = app.test_client().get("/sparql", query_string=query, headers=headers)
    direct, app.wsgi_app = app.wsgi_app, app.wsgi_app._application
    long = app.test_client().get("/sparql", query_string=query, headers=headers)
    app.wsgi_app = direct

    assert short.status_code == long.status_code
    assert sorted(short.get_data()) == sorted(long.get_data())  # rows may come in another order
    assert dict(short.headers) == dict(long.headers)


@pytest.mark.parametrize(
    ("method", "path", "more"),
    [
        ("POST", "/sparql", {"data": {"query": "ASK {}"}}),
        ("GET", "/sparql", {"data": b"x", "query_string": SELECT}),
        ("GET", "/sparql", {"query_string": SELECT, "headers": {"Transfer-Encoding": "chunked"}}),
        ("GET", "/sparql/", {"query_string": SELECT}),
        ("HEAD", "/sparql", {"query_string": SELECT}),
        ("GET", "/sparql", {"query_string": SELECT, "headers": {"Host": "evil.example"}}),
        ("GET", "/store", {}),
    ],
)
def test_whatever_is_not_plain_is_left_to_the_framework(app, method, path, more):
    seen = []
    application = app.wsgi_app._application

    def watched(environ, start):
        seen.append(environ["PATH_INFO"])
        return application(environ, start)

    app.wsgi_app._application = watched
    app.test_client().open(path, method=method, **more)

    assert seen == [path]
