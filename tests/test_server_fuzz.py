"""Requests made up from our OpenAPI document: every reply is one that the document names."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS

from kg.engine.in_process import InProcessEngine
from kg.store import GraphStore
from queries.service import ServiceSettings
from queries.service.access import Scope, Tokens
from server import create_app
from tests.kg.examples import facts

WANTED = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_schema_conformance", "unsupported_method"),
)
CASES = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def _schema(source, folder, **more):
    chosen = ServiceSettings(tokens=folder / "tokens.json", **more)
    app = create_app(InProcessEngine(source), chosen)
    return schemathesis.openapi.from_wsgi("/openapi.json", app)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


@pytest.fixture(scope="module")
def token(folder):
    return Tokens(folder / "tokens.json").create("fuzz", Scope.WRITE)


@pytest.fixture(scope="module")
def plain(folder, token):
    return _schema(ox.Store(), folder, writable=True)


@pytest.fixture(scope="module")
def articles(folder):
    store = GraphStore.memory()
    store.add(facts("a1"))
    return _schema(store, folder)


def test_a_writable_server_replies_as_documented(plain, token):
    def call(case):
        case.headers["Accept-Encoding"] = "identity"  # which its WSGI client does not decode
        if case.operation.path == "/store" or "update" in str(case.body):
            case.headers["Authorization"] = f"Bearer {token}"
        case.call_and_validate(checks=CHECKS.get_by_names(WANTED))

    assert _try_all(plain, call) == 20


def test_a_server_of_articles_replies_as_documented(articles):
    def call(case):
        case.headers["Accept-Encoding"] = "identity"
        case.call_and_validate(checks=CHECKS.get_by_names(WANTED))

    assert _try_all(articles, call) == 16


def _try_all(schema, call):
    """Make up requests for every operation and return how many operations there are."""
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        given(case=operation.as_strategy())(CASES(_calling(call)))()
    return len(operations)


def _calling(call):
    def one(case):
        call(case)

    return one
