"""``kg export``: whole graphs and parts, into files, folders and pipes."""

import csv
import io
import json

import pytest

from tests.kg.examples import ACME, BOLT, CRUX

PLANNED = "SELECT ?s WHERE { ?s a nk:Statement ; nk:status nk:planned }"


def labels(result):
    return sorted(node["label"] for node in json.loads(result.stdout)["nodes"])


@pytest.mark.parametrize(
    ("form", "files"),
    [
        ("csv", {"nodes.csv", "edges.csv", "numbers.csv"}),
        ("parquet", {"nodes.parquet", "edges.parquet", "numbers.parquet"}),
        ("neo4j", {"entities.csv", "facts.csv", "import.sh"}),
    ],
)
def test_tables_are_exported_into_a_folder(kg, graph, form, files):
    assert kg("export", form, "-o", "tables").exit_code == 0
    assert {path.name for path in graph.with_name("tables").iterdir()} == files


def test_an_export_replaces_its_file_as_a_whole(kg, graph):
    graph.with_name("graph.ttl").write_text("old")
    kg("export", "turtle", "-o", "graph.ttl")

    assert graph.with_name("graph.ttl").read_text().startswith("@prefix")
    assert [path.name for path in graph.parent.glob(".graph.ttl*")] == []


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--about", "crux"], ["Acme", "Crux"]),
        (["--about", "crux", "--depth", "2"], ["Acme", "Bolt University", "Crux"]),
        (["--about", BOLT.iri, "--about", "Crux", "--depth", "0"], ["Bolt University", "Crux"]),
        (["--type", "University"], ["Bolt University"]),
        (["--status", "planned"], ["Acme", "Crux"]),
        (["--since", "2024"], ["Acme", "Crux"]),
        (["--since", "2025"], []),
    ],
)
def test_a_part_of_the_graph_is_exported(kg, graph, options, expected):
    assert labels(kg("export", "json", *options)) == expected


def test_a_query_says_which_entities_or_facts_are_exported(kg, graph):
    companies = "SELECT ?e WHERE { ?e a nk:Company }"

    assert labels(kg("export", "json", "--query", "-", stdin=companies)) == ["Acme", "Crux"]
    graph.with_name("planned.rq").write_text(PLANNED)
    assert labels(kg("export", "json", "--query", "planned.rq")) == ["Acme", "Crux"]


@pytest.mark.parametrize("form", ["ntriples", "jsonld"])
def test_what_a_query_constructs_is_exported_as_it_is(kg, graph, form):
    query = "CONSTRUCT WHERE { ?a nk:partnersWith ?b }"
    text = kg("export", form, "--query", "-", stdin=query).stdout

    assert text.count("partnersWith") >= 2
    assert ACME.iri.rpartition("/")[2] in text
    assert CRUX.iri.rpartition("/")[2] not in text


def test_a_table_goes_to_standard_output(kg, graph):
    rows = csv.DictReader(io.StringIO(kg("export", "numbers.csv").stdout))

    assert [row["value"] for row in rows] == ["12000.0", "12000.0"]


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["csv"], 2, "csv writes several files: give a folder with -o: or export nodes.csv"),
        (["neo4j", "-o", "-"], 2, "neo4j writes several files: give a folder with -o"),
        (["turtle", "-o", "no/such/folder.ttl"], 1, "cannot be written"),
        (["csv", "-o", "graph/newskg.json"], 1, "cannot be made a folder"),
        (["gexf", "--about", "Akme"], 2, "'Akme' names no entity of the graph: did you mean Acme"),
        (["gexf", "--type", "Firm"], 2, "'Firm' is no entity type: expected one of Person"),
        (["gexf", "--since", "soon"], 2, "'soon' is not a year, quarter, month or day"),
        (["gexf", "--query", "none.rq"], 1, "none.rq cannot be read as a query"),
        (["gexf", "--query", "ask.rq"], 2, "an ASK query finds nothing to export"),
    ],
)
def test_what_cannot_be_exported_is_said_in_a_line(kg, graph, arguments, status, sentence):
    graph.with_name("ask.rq").write_text("ASK { ?s ?p ?o }")
    result = kg("export", *arguments)

    assert result.exit_code == status
    assert result.stderr.startswith("kg: ")
    assert len(result.stderr.splitlines()) == 1
    assert sentence in result.stderr
