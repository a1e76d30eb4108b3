"""Rows counted in the bytes of a result, however it is cut into pieces."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.engine.evaluate import EvaluationError
from kg.engine.messages import Query
from kg.engine.result import EngineError
from kg.engine.rows import RowLimit

FORMATS = [
    ox.QueryResultsFormat.JSON,
    ox.QueryResultsFormat.XML,
    ox.QueryResultsFormat.CSV,
    ox.QueryResultsFormat.TSV,
]
NASTY = [',{"', '[{"x', '"}},{"x":{"type"', "<result>", "\r\n", '"', "\n", "\\", ",{}", "</result>"]
TEXTS = st.lists(
    st.one_of(st.text(max_size=6), st.lists(st.sampled_from(NASTY), max_size=4).map("".join)),
    max_size=12,
)


def escaped(text):
    return ox.Literal("".join(c for c in text if c.isprintable() or c in "\r\n"))


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@given(texts=TEXTS, cuts=st.lists(st.integers(1, 40), min_size=1, max_size=5))
def test_rows_are_counted_whatever_they_hold(form, texts, cuts):
    rows = " ".join(f"({escaped(text)} {escaped(text)})" for text in texts)
    found = ox.Store().query(f"SELECT ?x ?type {{ VALUES (?x ?type) {{ {rows} }} }}")
    data = found.serialize(format=form)
    limit, place, number = RowLimit(100, form.media_type), 0, 0
    while place < len(data):
        size = cuts[number % len(cuts)]
        limit.take(data[place : place + size])
        place, number = place + size, number + 1

    assert limit.rows == len(texts)


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_one_row_too_many_is_told(form):
    found = ox.Store().query("SELECT ?x { VALUES ?x { 1 2 3 } }").serialize(format=form)
    RowLimit(3, form.media_type).take(found)
    with pytest.raises(EvaluationError, match="more than 2 rows"):
        RowLimit(2, form.media_type).take(found)


def test_a_graph_has_no_rows():
    limit = RowLimit(1, "application/n-triples")
    limit.take(b"<x:s> <x:p> 1 .\n" * 5)

    assert limit.rows == 0


def test_a_table_with_too_many_rows_is_refused(start):
    engine = start(rows=1000)
    values = " ".join(map(str, range(1001)))
    query = f"SELECT * {{ VALUES ?x {{ {values} }} }}"
    with pytest.raises(EngineError, match="more than 1000 rows: ask for less, with LIMIT"):
        engine.query(Query(query)).read()

    assert engine.query(Query(f"{query} LIMIT 1000")).read().count(b'{"type"') == 1000
    assert b"1000" in engine.query(Query(f"{query} OFFSET 1000", table="text/csv")).read()
