"""Tables come back equal; Neo4j's keep to the header rules of its manual."""

import csv
import io
import re
import sys

import pyarrow.parquet as pq
import pytest
from antlr4_cypher import CypherLexer, CypherParser

from kg.errors import UsageError
from kg.export import export, write_folder
from kg.export.neo4j import DELIMITER
from tests.kg.examples import ACME, CRUX
from tests.kg.export.conftest import HANA, ODD, ODD_NAME, ODD_TEXT

HEADER = re.compile(
    r"(?P<name>\w*)(?::(?P<type>ID|LABEL|START_ID|END_ID|TYPE|IGNORE|(?:int|long|float|double|boolean"
    r"|byte|short|char|string|point|date|localtime|time|localdatetime|datetime|duration)(?:\[\])?))?"
)
"""CSV header format, https://neo4j.com/docs/operations-manual/current/import/."""


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def split_texts(text):
    """Undo ``join_texts``."""
    parts = re.findall(r"((?:\\.|[^|\\])*)(?:\||$)", text, re.DOTALL)
    return (
        [re.sub(r"\\(.)", r"\1", part) for part in parts[: text.replace("\\|", "").count("|") + 1]]
        if text
        else []
    )


def test_csv_nodes_read_back(store, network):
    rows = {row.pop("iri"): row for row in table(export(store, "nodes.csv"))}

    assert set(rows) == set(network)
    for iri, data in network.nodes(data=True):
        assert (rows[iri]["label"], rows[iri]["type"]) == (data["label"], data["type"])
        for name in ("aliases", "same_as", "articles"):
            assert split_texts(rows[iri][name]) == data[name]


def test_csv_edges_read_back(store, network):
    for row in table(export(store, "edges.csv")):
        source, target = row.pop("source"), row.pop("target")
        data = dict(network.edges[source, target, f"{row['predicate']} {row['status']}"])
        assert split_texts(row.pop("articles")) == data.pop("articles")
        for name in ("confidence", "weight", "amount", "share", "number"):
            assert float(row.pop(name) or 0) == data.pop(name, 0)
        assert {name: value for name, value in row.items() if value} == data


def test_csv_numbers_have_their_entity_value_and_sentence(store):
    first, *_ = table(export(store, "numbers.csv"))

    assert (first["label"], first["indicator"]) == ("Bolt University", "enrolment")
    assert (first["value"], first["unit"], first["period"]) == ("12000.0", "people", "2023")
    assert first["sentence"] == "Acme works with Bolt University."


def test_a_folder_of_csv_has_all_tables(store, tmp_path):
    write_folder(store, "csv", tmp_path)

    for name in ("nodes.csv", "edges.csv", "numbers.csv"):
        assert (tmp_path / name).read_bytes() == export(store, name)


def test_parquet_reads_back_with_its_types(store, network, tmp_path):
    write_folder(store, "parquet", tmp_path)
    nodes = pq.read_table(tmp_path / "nodes.parquet").to_pylist()
    edges = pq.read_table(tmp_path / "edges.parquet").to_pylist()
    (number, _) = pq.read_table(tmp_path / "numbers.parquet").to_pylist()

    assert {row.pop("iri"): row for row in nodes} == dict(network.nodes(data=True))
    for row in edges:
        source, target = row.pop("source"), row.pop("target")
        held = {name: value for name, value in row.items() if value is not None}
        assert held == network.edges[source, target, f"{row['predicate']} {row['status']}"]
    assert (number["value"], number["rank"]) == (12000.0, None)


def test_parquet_without_pyarrow_says_what_to_install(store, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(UsageError, match=r"pip install 'newskg\[parquet\]'"):
        write_folder(store, "parquet", tmp_path)


@pytest.fixture
def neo4j(store, tmp_path):
    write_folder(store, "neo4j", tmp_path)
    return {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def heads(data):
    return [HEADER.fullmatch(field) for field in next(csv.reader(io.StringIO(data.decode())))]


def test_neo4j_headers_keep_to_the_rules(neo4j):
    nodes, edges = heads(neo4j["entities.csv"]), heads(neo4j["facts.csv"])
    roles = {"ID", "LABEL", "START_ID", "END_ID", "TYPE"}

    assert all(nodes)
    assert all(edges)
    assert [head["type"] for head in nodes if head["type"] in roles] == ["ID", "LABEL"]
    assert [h["type"] for h in edges if h["type"] in roles] == ["START_ID", "END_ID", "TYPE"]
    for line in (nodes, edges):
        names = [head["name"] for head in line if head["name"]]
        assert len(names) == len(set(names))
        assert all(head["name"] for head in line if head["type"] not in roles)


def test_neo4j_rows_fit_their_headers_and_end_at_known_entities(neo4j):
    nodes, edges = table(neo4j["entities.csv"]), table(neo4j["facts.csv"])
    ids = [row["iri:ID"] for row in nodes]

    assert len(ids) == len(set(ids))
    assert {row[end] for row in edges for end in (":START_ID", ":END_ID")} <= set(ids)
    assert all(re.fullmatch(r"[A-Z_]+", row[":TYPE"]) for row in edges)
    assert {row["confidence:double"]: float(row["confidence:double"]) for row in edges}
    assert all(int(row["weight:long"]) > 0 for row in edges)
    assert {tuple(row[":LABEL"].split(DELIMITER)) for row in nodes} >= {("Entity", "Company")}


def test_neo4j_cells_are_on_one_line_and_lists_come_apart(neo4j):
    for name in ("entities.csv", "facts.csv"):
        assert len(neo4j[name].decode().splitlines(keepends=False)) == len(table(neo4j[name])) + 1
    odd = next(row for row in table(neo4j["entities.csv"]) if row["iri:ID"] == ODD.iri)

    assert odd["label:string"] == ODD_NAME
    assert odd["aliases:string[]"].split(DELIMITER) == sorted(ODD.aliases)
    assert "U+001F" in neo4j["import.sh"].decode()


def test_cypher_is_read_by_its_grammar_and_makes_every_entity_and_fact(store):
    from antlr4 import CommonTokenStream, InputStream

    constraint, *statements = export(store, "cypher").decode().split(";\n")[:-1]
    assert constraint.startswith("CREATE CONSTRAINT entity_iri IF NOT EXISTS FOR (e:Entity)")
    for statement in statements:
        parser = CypherParser(CommonTokenStream(CypherLexer(InputStream(statement))))
        parser.script()
        assert parser.getNumberOfSyntaxErrors() == 0
    text = "".join(statements)
    for iri in (ACME.iri, CRUX.iri, ODD.iri, HANA.iri):
        assert f'iri: "{iri}"' in text
    assert "MERGE (s)-[f:WORKS_FOR {status: row.status}]->(o)" in text
    assert ODD_TEXT.split("\n")[0] in text
