"""RDF comes back equal in rdflib, the engine and PyLD, whole and in part."""

import io
import json

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld
from rdflib.compare import to_isomorphic

from kg.export import export
from kg.export.selection import Selection
from kg.store import BUILDS, GraphStore
from kg.validation import validate
from tests.kg.examples import ACME, BOLT, CRUX
from tests.kg.export.conftest import ODD


def view(store):
    return {quad.triple for quad in store.quads(ox.DefaultGraph())}


def parsed(data, form):
    return set(ox.parse(data, form))


@pytest.mark.parametrize("form", ["turtle", "trig", "rdfxml"])
def test_a_whole_graph_is_what_the_store_dumps(store, form):
    assert export(store, form) == store.dump(form)


@pytest.mark.parametrize("form", ["nquads", "ntriples"])
def test_lines_are_those_that_the_store_dumps_graph_by_graph_and_sorted(store, form):
    lines = export(store, form).splitlines()

    assert sorted(lines) == sorted(store.dump(form).splitlines())
    assert export(store, form) == export(store, form)
    view_lines = lines[: sum(1 for _ in store.quads(ox.DefaultGraph()))]
    assert view_lines == sorted(view_lines)


@pytest.mark.parametrize(
    ("form", "name"),
    [("turtle", "turtle"), ("ntriples", "nt"), ("rdfxml", "xml"), ("jsonld-framed", "json-ld")],
)
def test_rdflib_reads_the_view(store, form, name):
    read = rdflib.Graph().parse(data=export(store, form), format=name)
    held = rdflib.Graph().parse(data=store.dump("ntriples"), format="nt")

    assert to_isomorphic(read) == to_isomorphic(held)


@pytest.mark.parametrize(
    ("form", "name"), [("trig", "trig"), ("nquads", "nquads"), ("jsonld", "json-ld")]
)
def test_rdflib_reads_every_graph(store, form, name):
    read = rdflib.Dataset().parse(data=export(store, form), format=name)
    held = rdflib.Dataset().parse(data=store.dump("nquads"), format="nquads")

    for graph in held.graphs():
        assert to_isomorphic(read.graph(graph.identifier)) == to_isomorphic(graph)
    assert len(read) == len(held)


def test_the_engine_reads_compact_json_ld(store):
    read = parsed(export(store, "jsonld"), ox.RdfFormat.JSON_LD)

    assert read == {quad for quad in store.quads() if quad.graph_name != BUILDS}


def test_pyld_reads_framed_json_ld(store):
    nquads = jsonld.to_rdf(
        json.loads(export(store, "jsonld-framed")), {"format": "application/n-quads"}
    )

    assert {quad.triple for quad in parsed(nquads, ox.RdfFormat.N_QUADS)} == view(store)


def test_framed_json_ld_is_a_tree_of_entities_and_what_is_said_of_them(store):
    document = json.loads(export(store, "jsonld-framed"))
    nodes = {node["@id"]: node for node in document["@graph"]}
    acme = nodes["id:org/acme"]
    fact = next(fact for fact in acme["facts"] if fact["predicate"] == "acquires")

    assert (acme["@type"], acme["label"]) == ("Company", "Acme")
    assert (fact["object"], fact["status"]) == ("id:org/crux", "planned")
    assert fact["evidence"]["quote"] == "Acme plans to buy Crux for $5 million."
    assert nodes["id:org/bolt-university"]["numbers"][0]["value"] == 12000
    assert not [name for name in nodes if "#statement" in name or "#char" in name]


def test_a_part_holds_what_is_said_of_its_entities_and_no_other_fact(store):
    part = {
        q.triple
        for q in parsed(
            export(store, "nquads", selection=Selection(("Crux",))), ox.RdfFormat.N_QUADS
        )
    }
    subjects = {triple.subject.value for triple in part}

    assert {ACME.iri, CRUX.iri} <= subjects
    assert not {BOLT.iri, ODD.iri} & subjects
    assert not [t for t in part if t.predicate.value.endswith("/partnersWith")]
    assert [t.object.value for t in part if t.predicate.value.endswith("/amount")] == ["5000000"]


def test_a_part_can_be_loaded_as_a_graph_that_keeps_to_the_shapes(store, tmp_path):
    file = tmp_path / "part.trig"
    file.write_bytes(export(store, "trig", selection=Selection(("Acme",), depth=1)))
    with GraphStore.memory() as read:
        read.load_rdf(file)

        assert read.articles() == ["a1", "a2"]
        assert not validate(read.quads()).problems
        assert export(read, "json") == export(store, "json", selection=Selection(("Acme",)))


def test_a_prefix_header_is_sorted_however_it_is_written():
    from kg.export.rdf import _SortedPrefixes

    text = b"@prefix b: <x:b> .\n@prefix a: <x:a> .\n<x:s> <x:p> <x:o> .\n"
    for size in (1, 7, 100):
        file = io.BytesIO()
        output = _SortedPrefixes(file)
        for start in range(0, len(text), size):
            output.write(text[start : start + size])
        output.flush()
        assert file.getvalue() == b"@prefix a: <x:a> .\n@prefix b: <x:b> .\n<x:s> <x:p> <x:o> .\n"


def test_lines_that_are_too_many_to_be_held_are_sorted_all_the_same(store, monkeypatch):
    whole = export(store, "nquads")
    monkeypatch.setattr("kg.export.rdf._HELD", 1000)

    assert export(store, "nquads") == whole
