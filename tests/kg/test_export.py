"""What other programs get of a graph reads back as what it was."""

import csv
import io
import json

import networkx as nx
import pytest

from kg.errors import UsageError
from kg.export import FORMATS, export
from kg.export.networks import to_networkx
from kg.store import GraphStore
from tests.kg.examples import ACME, BOLT, BUYS, CRUX, PARTNERS, facts, many


@pytest.fixture(scope="module")
def store():
    with GraphStore.memory() as store:
        store.add(facts("a1"))
        store.add(facts("a2", claims=(PARTNERS,)))
        yield store


@pytest.fixture(scope="module")
def network(store):
    return to_networkx(store)


def test_nodes_are_the_entities_with_label_and_type(network):
    assert dict(network.nodes(data=True)) == {
        ACME.iri: {"label": "Acme", "type": "Company"},
        BOLT.iri: {"label": "Bolt University", "type": "University"},
        CRUX.iri: {"label": "Crux", "type": "Company"},
    }


def test_a_fact_is_one_edge_however_many_articles_state_it(network):
    assert network.edges[ACME.iri, BOLT.iri, "partnersWith actual"] == {
        "predicate": "partnersWith",
        "status": "actual",
        "confidence": 0.9,
        "date": "",
        "articles": ["a1", "a2"],
        "sentence": "Acme works with Bolt University.",
    }
    assert network.number_of_edges() == 2


def test_an_edge_has_status_and_date_of_its_fact(network):
    edge = network.edges[ACME.iri, CRUX.iri, "acquires planned"]

    assert (edge["status"], edge["date"]) == (BUYS.status.value, "2024-04")


def test_graphml_reads_back(store, network):
    read = nx.parse_graphml(export(store, "graphml").decode(), force_multigraph=True)

    assert read.nodes[ACME.iri] == network.nodes[ACME.iri]
    assert {data["articles"] for *_, data in read.edges(data=True)} == {"a1", "a1 a2"}


def test_gexf_reads_back(store):
    read = nx.read_gexf(io.BytesIO(export(store, "gexf")))

    assert set(read) == {ACME.iri, BOLT.iri, CRUX.iri}
    assert {data["predicate"] for *_, data in read.edges(data=True)} == {"partnersWith", "acquires"}


def test_node_link_json_reads_back(store, network):
    read = nx.node_link_graph(json.loads(export(store, "json")), edges="links")

    assert nx.utils.graphs_equal(read, network)


def test_csv_tables_have_a_line_for_each_node_and_edge(store):
    nodes = list(csv.DictReader(io.StringIO(export(store, "nodes.csv").decode())))
    edges = list(csv.DictReader(io.StringIO(export(store, "edges.csv").decode())))

    assert [node["label"] for node in nodes] == ["Acme", "Bolt University", "Crux"]
    assert [edge["articles"] for edge in edges] == ["a1", "a1 a2"]


def test_dot_quotes_names_and_dashes_what_is_planned(store):
    text = export(store, "dot").decode()

    assert '[label="Acme", class=Company]' in text
    assert '[label="acquires", style=dashed]' in text


@pytest.mark.parametrize(
    ("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")]
)
def test_a_picture_is_of_its_format_and_the_same_each_time(store, form, start):
    picture = export(store, form)

    assert picture.startswith(start)
    assert export(store, form) == picture


def test_a_picture_names_entities_relations_and_types(store):
    picture = export(store, "svg").decode()

    for text in ("Acme", "Bolt University", "partnersWith", "acquires", "University", "planned"):
        assert f">{text}<" in picture


def test_a_picture_shows_the_best_connected_first(store):
    with GraphStore.memory() as crowd:
        for article in many(30):
            crowd.add(article)
        picture = export(crowd, "svg", nodes=5).decode()

    assert ">Acme<" in picture
    assert picture.count(">Company ") <= 4


@pytest.mark.parametrize("form", FORMATS)
def test_an_empty_graph_can_be_exported(form):
    with GraphStore.memory() as empty:
        assert isinstance(export(empty, form), bytes)


def test_a_format_that_does_not_exist_is_told(store):
    with pytest.raises(UsageError, match="'xlsx' is no export format: expected one of turtle"):
        export(store, "xlsx")
