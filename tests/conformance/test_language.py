"""The query, update and results tests of the W3C, through HTTP.

All of them run with ``NEWSKG_CONFORMANCE=1`` (``make conformance``), else every twentieth.
"""

from __future__ import annotations

import os
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from queries.protocol.guard import check_query
from tests.conformance.comparing import (
    graph_of,
    rows_of,
    same_csv,
    same_dataset,
    same_graph,
    same_solutions,
)
from tests.conformance.conftest import UPDATE, read
from tests.conformance.manifests import language_tests, path_of
from tests.conformance.skipped import FAILING, SKIPPED

QUERIES = (
    *("aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping"),
    *("negation", "project-expression", "property-path", "subquery", "syntax-query"),
    *("csv-tsv-res", "json-res", "syntax-fed", "service", "entailment"),
)
UPDATES = (
    *("add", "basic-update", "clear", "copy", "delete-data", "delete-insert", "delete-where"),
    *("delete", "drop", "move", "syntax-update-1", "syntax-update-2", "update-silent"),
)
SUFFIXES = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
    ".ttl": "text/turtle",
}
QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"


def _marked():
    """Return the tests, every twentieth unless all are wanted, each with why it may fail."""
    tests = language_tests((*QUERIES, *UPDATES))
    if not os.environ.get("NEWSKG_CONFORMANCE"):
        tests = tests[::20]
    for test in tests:
        skip = SKIPPED.get(test.name) or SKIPPED.get(test.name.partition("/")[0])
        marks = [pytest.mark.skip(reason=skip)] if skip else []
        if test.name in FAILING:
            marks.append(pytest.mark.xfail(strict=True, reason=FAILING[test.name]))
        yield pytest.param(test, id=test.name, marks=marks)


@pytest.mark.parametrize("test", list(_marked()))
def test_language(server, test):
    run = {
        "QueryEvaluationTest": _evaluates,
        "CSVResultFormatTest": _evaluates,
        "PositiveSyntaxTest": lambda s, t: _parses(s, t, update=False),
        "PositiveSyntaxTest11": lambda s, t: _parses(s, t, update=False),
        "NegativeSyntaxTest": lambda s, t: _is_refused(s, t, update=False),
        "NegativeSyntaxTest11": lambda s, t: _is_refused(s, t, update=False),
        "UpdateEvaluationTest": _updates,
        "PositiveUpdateSyntaxTest": lambda s, t: _parses(s, t, update=True),
        "PositiveUpdateSyntaxTest11": lambda s, t: _parses(s, t, update=True),
        "NegativeUpdateSyntaxTest": lambda s, t: _is_refused(s, t, update=True),
        "NegativeUpdateSyntaxTest11": lambda s, t: _is_refused(s, t, update=True),
    }
    run[test.kind](server, test)


def _text(test):
    return path_of(test.action).read_bytes().decode()


def _evaluates(server, test):
    server.hold(test.data)
    server.others.hold(test.services, read)
    suffix = path_of(test.result).suffix
    media_type = SUFFIXES[suffix]
    query = f"BASE <{test.action}>\n{_text(test)}"
    if suffix == ".ttl" and check_query(query).form == "SELECT":
        expected, media_type = rows_of(path_of(test.result), test.result), SUFFIXES[".srx"]
    else:
        expected = path_of(test.result).read_bytes()
    query = server.others.local(query)
    reply = server.send("POST", "/sparql", query.encode(), Content_Type=QUERY, Accept=media_type)
    status, headers, body = reply

    assert status == 200, body
    assert headers["content-type"].partition(";")[0] == media_type
    if media_type == "text/turtle":
        assert same_graph(graph_of(body, media_type), graph_of(expected, media_type, test.result))
    elif suffix == ".csv":
        assert same_csv(body, expected)
    else:
        assert same_solutions(body, media_type, expected, media_type)


def _parses(server, test, *, update):
    server.hold(test.data)
    status, _, body = _sent(server, test, update=update)

    assert status in {200, 204} or (body and b"problem/syntax" not in body), body


def _is_refused(server, test, *, update):
    server.hold(test.data)
    status, _, body = _sent(server, test, update=update)

    assert status == 400
    assert b"problem/syntax" in body


def _sent(server, test, *, update):
    # The guard compares endpoints as absolute IRIs, so a relative one is written out.
    text = _text(test).replace("SERVICE <g>", "SERVICE <http://endpoint.invalid/g>")
    text = text.replace("SERVICE SILENT <g>", "SERVICE SILENT <http://endpoint.invalid/g>")
    base = "" if "BASE" in text else f"BASE <{test.action}>\n"
    content = f"{'update' if update else 'query'}={quote(base * update + text)}"
    return server.send("POST", "/sparql", content, Content_Type=FORM)


def _updates(server, test):
    server.hold(test.data)
    update = f"BASE <{test.action}>\n{_text(test)}"
    status, _, body = server.send("POST", "/sparql", update.encode(), Content_Type=UPDATE)
    assert status == 204, body

    held = server.send("GET", "/store", Accept="application/n-quads")[2]
    expected = [ox.Quad(*triple) for file in test.after.default for triple in read(file)]
    for name, file in test.after.named:
        expected += [ox.Quad(*triple, ox.NamedNode(name)) for triple in read(file)]
    assert same_dataset(ox.parse(held, ox.RdfFormat.N_QUADS), expected)
