"""What graph programs get reads back as what it was, and keeps to the schema of its format."""

import io
import json
import shutil
import subprocess
from pathlib import Path

import networkx as nx
import pydot
import pytest
from lxml import etree

from kg.export import export
from kg.export.network import plain
from kg.store import GraphStore
from tests.kg.examples import ACME, BOLT, CRUX
from tests.kg.export.conftest import HANA, ODD, ODD_NAME, ODD_TEXT

HERE = Path(__file__).parent


def flat(attributes):
    """Attributes as formats without lists have them."""
    values = {name: plain(tuple(v) if isinstance(v, list) else v) for name, v in attributes.items()}
    return {name: value for name, value in values.items() if value is not None}


def edges(graph, *left_out):
    """The edges as a sorted list of their ends and attributes."""
    return sorted(
        (source, target, sorted((k, v) for k, v in data.items() if k not in left_out))
        for source, target, data in graph.edges(data=True)
    )


def flattened(network):
    graph = nx.MultiDiGraph()
    graph.add_nodes_from((iri, flat(data)) for iri, data in network.nodes(data=True))
    graph.add_edges_from((s, t, flat(data)) for s, t, data in network.edges(data=True))
    return graph


def test_nodes_are_the_entities_with_their_names_links_and_articles(network):
    assert network.nodes[BOLT.iri] == {
        "label": "Bolt University",
        "type": "University",
        "aliases": ["Bolt"],
        "same_as": [],
        "articles": ["a1", "a2"],
    }
    assert set(network) == {ACME.iri, BOLT.iri, CRUX.iri, ODD.iri, HANA.iri}


def test_a_fact_is_one_edge_however_many_articles_state_it(network):
    assert network.edges[ACME.iri, BOLT.iri, "partnersWith actual"] == {
        "predicate": "partnersWith",
        "status": "actual",
        "confidence": 0.9,
        "weight": 2,
        "articles": ["a1", "a2"],
        "sentence": "Acme works with Bolt University.",
    }
    assert network.number_of_edges() == 3


def test_an_edge_has_the_qualifiers_and_days_of_its_fact(network):
    edge = network.edges[ACME.iri, CRUX.iri, "acquires planned"]

    assert (edge["status"], edge["date"]) == ("planned", "2024-04")
    assert (edge["start"], edge["end"]) == ("2024-04-01", "2024-04-30")
    assert (edge["amount"], edge["currency"]) == (5e6, "USD")


def test_a_triple_without_a_statement_is_an_edge_too(tmp_path):
    file = tmp_path / "bare.ttl"
    file.write_text(
        "@prefix nk: <https://w3id.org/newskg/> . "
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        '<x:b> a nk:Company ; rdfs:label "B" ; nk:partnersWith <x:a> . '
        '<x:a> a nk:Company ; rdfs:label "A" ; nk:partnersWith <x:b> .'
    )
    with GraphStore.memory() as bare:
        bare.load_rdf(file)
        read = nx.node_link_graph(json.loads(export(bare, "json")), edges="links")

    assert list(read.edges(keys=True)) == [("x:a", "x:b", "partnersWith actual")]


def test_graphml_reads_back(store, network):
    read = nx.parse_graphml(export(store, "graphml").decode(), force_multigraph=True)
    read = nx.relabel_nodes(read, {n: data.pop("iri") for n, data in read.nodes(data=True)})

    assert dict(read.nodes(data=True)) == dict(flattened(network).nodes(data=True))
    assert edges(read, "id") == edges(flattened(network))


def test_gexf_reads_back(store, network):
    read = nx.read_gexf(io.BytesIO(export(store, "gexf")))
    nodes = {iri: {k: v for k, v in data.items() if k != "viz"} for iri, data in read.nodes.items()}

    assert nodes == dict(flattened(network).nodes(data=True))
    assert edges(read, "id", "label") == edges(flattened(network))


def test_gexf_has_colours_and_a_time_line(store):
    read = nx.read_gexf(io.BytesIO(export(store, "gexf")))

    assert read.graph["mode"] == "dynamic"
    assert read.nodes[ACME.iri]["viz"]["color"] == {"r": 158, "g": 202, "b": 233, "a": 1.0}
    assert read.nodes[ACME.iri]["viz"]["size"] > read.nodes[CRUX.iri]["viz"]["size"]


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_xml_keeps_to_its_schema_and_refers_only_to_what_it_declares(store, form):
    tree = etree.fromstring(export(store, form))
    etree.RelaxNG(etree.parse(HERE / f"{form}.rng")).assertValid(tree)

    nodes = {node.get("id") for node in tree.iter("{*}node")}
    assert {edge.get(end) for edge in tree.iter("{*}edge") for end in ("source", "target")} <= nodes
    declared = {key.get("id") for key in tree.iter("{*}key", "{*}attribute")}
    used = {data.get("key", data.get("for")) for data in tree.iter("{*}data", "{*}attvalue")}
    assert used <= declared
    for name in ("node", "edge", "key"):
        ids = [element.get("id") for element in tree.iter(f"{{*}}{name}")]
        assert len(ids) == len(set(ids))


def test_node_link_json_reads_back(store, network):
    read = nx.node_link_graph(json.loads(export(store, "json")), edges="links")

    assert nx.utils.graphs_equal(read, network)


def test_cytoscape_json_reads_back(store, network):
    read = nx.cytoscape_graph(json.loads(export(store, "cytoscape")))

    for iri, data in network.nodes(data=True):
        assert read.nodes[iri].items() >= data.items()
    for source, target, key, data in network.edges(keys=True, data=True):
        assert read.edges[source, target, key].items() >= data.items()


def test_dot_is_read_by_its_grammar(store, network):
    (graph,) = pydot.graph_from_dot_data(export(store, "dot").decode())
    labels = {node.get_name(): node.get_label() for node in graph.get_nodes()}

    assert labels[f'"{ACME.iri}"'] == '"Acme"'
    assert len(graph.get_edges()) == network.number_of_edges()
    assert {e.get_style() for e in graph.get_edges() if e.get_label() == '"acquires"'} == {"dashed"}


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_graphviz_reads_the_dot(store, network):
    done = subprocess.run(
        ["dot", "-Tdot_json"], input=export(store, "dot"), capture_output=True, check=True
    )
    graph = json.loads(done.stdout)
    names = {thing["name"]: thing["label"] for thing in graph["objects"]}

    assert names == {
        iri: data["label"].replace("\\", "\\\\") for iri, data in network.nodes(data=True)
    }
    assert len(graph["edges"]) == network.number_of_edges()


def test_what_xml_cannot_hold_becomes_a_space():
    from kg.export.text import xml_text, xml_value

    assert xml_text("a\x00b\x1bc\ufffe") == "a b c "
    assert etree.fromstring(f"<a b={xml_value(ODD_TEXT)}>{xml_text(ODD_NAME)}</a>").text == ODD_NAME
