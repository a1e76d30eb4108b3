from __future__ import annotations

import pytest

from kg.errors import UsageError
from queries import named_queries, run_named
from queries.named import read_query

VALUES = {"entity": "Hollis Motors", "indicator": "revenue", "other": "Larkfield University"}


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_every_query_of_the_library_runs_and_finds_something(graph, name):
    wanted = {p.name: VALUES[p.name] for p in named_queries()[name].typed if p.name in VALUES}
    if name in {"programmes", "people-of"}:
        wanted["entity"] = "Brightwater Chips"

    found = run_named(graph, name, **wanted)

    assert len(found) > 0 or name == "contradictions"  # no two articles here disagree


def test_the_library_has_the_queries_that_analysts_ask_for():
    assert len(named_queries()) >= 15


def test_a_value_stays_a_value(graph):
    assert len(run_named(graph, "facts-of", entity='" } DROP ALL #')) == 0


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("partners", {}, "needs entity"),
        ("partners", {"entity": "x", "colour": "red"}, "no parameter 'colour'"),
        ("planned", {"limit": "0"}, "whole number"),
        ("planned", {"limit": "many"}, "whole number"),
        ("investments", {"least": "nan"}, "not a number"),
        ("nothing", {}, "expected one of"),
    ],
)
def test_a_wrong_parameter_is_told_in_a_sentence(graph, name, values, message):
    with pytest.raises(UsageError, match=message):
        run_named(graph, name, **values)


def test_a_query_must_declare_its_parameters():
    with pytest.raises(ValueError, match="param line"):
        read_query("q", "# title: Q\nSELECT * { ?s ?p $o }")
