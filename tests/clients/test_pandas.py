"""pandas: a query's address is a table."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

pandas = pytest.importorskip("pandas", reason="make test-clients installs pandas")

QUERY = """
SELECT ?name ?value ?period ?missing {
  ?claim a nk:Observation ; nk:about/rdfs:label ?name ; nk:value ?value ; nk:period ?period
  OPTIONAL { ?claim nk:rank ?missing }
} ORDER BY ?claim"""
AS_CSV = {"Accept": "text/csv"}


def test_a_table_of_numbers(server):
    table = pandas.read_csv(
        f"{server.sparql}?{urlencode({'query': QUERY})}", storage_options=AS_CSV
    )

    assert list(table.columns) == ["name", "value", "period", "missing"]
    assert table["value"].tolist() == [12000, 12000]
    assert table["value"].dtype.kind in "if"
    assert table["missing"].isna().all()
    assert set(table["name"]) == {"Bolt University"}


def test_text_of_any_kind_comes_back(server):
    said = 'a "quoted", comma\nand line, ü'
    escaped = said.replace('"', '\\"').replace("\n", "\\n")
    query = f'SELECT ?text ?empty {{ VALUES (?text ?empty) {{ ("{escaped}" "") }} }}'
    address = f"{server.sparql}?{urlencode({'query': query})}"
    table = pandas.read_csv(address, storage_options=AS_CSV, keep_default_na=False)

    assert table["text"][0].replace("\r\n", "\n") == said
    assert table["empty"][0] == ""


def test_tsv_and_named_queries(server):
    table = pandas.read_csv(
        f"{server.url}/queries/most-connected?limit=3",
        sep="\t",
        storage_options={"Accept": "text/tab-separated-values"},
    )

    assert 1 <= len(table) <= 3
