"""The graph store: articles in and out, queries, RDF files."""

import json

import pyoxigraph as ox
import pytest

from kg.errors import InputError, QueryError, StoreError
from kg.store import RDF_FORMATS, Change, GraphStore, Solutions, python_value
from kg.vocab import NK, article_iri
from tests.kg.examples import ACME, BOLT, BUYS, CRUX, PARTNERS, facts
from tests.stores import KIND, embedded_only, new_store

PARTNERSHIPS = "SELECT ?a ?b WHERE { ?a nk:partnersWith ?b }"


@pytest.fixture
def store():
    with new_store() as store:
        yield store


def test_a_new_article_is_added_and_can_be_had_back(store):
    assert store.add(facts()) is Change.ADDED
    assert store.articles() == ["a1"]
    assert {fact.predicate for fact in store.article("a1").facts} == {"partnersWith", "acquires"}


def test_adding_an_article_twice_changes_nothing(store):
    store.add(facts())
    before = store.canonical_nquads()

    assert store.add(facts()) is Change.UNCHANGED
    assert store.canonical_nquads() == before


def test_a_changed_article_replaces_its_facts(store):
    store.add(facts(claims=(PARTNERS, BUYS)))

    assert store.add(facts(claims=(BUYS,))) is Change.REPLACED
    assert not store.ask("ASK { ?a nk:partnersWith ?b }")
    assert store.ask("ASK { ?s rdf:predicate nk:acquires }")


def test_a_fact_that_another_article_states_stays_when_one_is_removed(store):
    store.add(facts("a1"))
    store.add(facts("a2"))

    assert store.remove("a1")
    assert store.articles() == ["a2"]
    assert store.ask(f"ASK {{ <{ACME.iri}> nk:partnersWith <{BOLT.iri}> }}")
    assert not store.ask(f"ASK {{ ?s prov:wasDerivedFrom <{article_iri('a1')}> }}")


def test_removing_what_is_not_there_changes_nothing(store):
    assert not store.remove("a1")


def test_a_planned_fact_is_a_statement_but_no_direct_triple(store):
    store.add(facts())

    assert not store.ask(f"ASK {{ <{ACME.iri}> nk:acquires <{CRUX.iri}> }}")
    assert store.ask("ASK { ?s rdf:predicate nk:acquires ; nk:status nk:planned }")


def test_an_article_that_is_not_there_is_told(store):
    with pytest.raises(StoreError, match="no article 'a1'"):
        store.article("a1")


def test_a_stamp_goes_with_its_article_and_is_no_part_of_the_graph(store):
    store.add(facts())
    plain = store.canonical_nquads()

    assert store.add(facts(), stamp="v1") is Change.UNCHANGED
    assert store.stamp("a1") == "v1"
    assert store.canonical_nquads() == plain
    store.remove("a1")
    assert store.stamp("a1") is None


def test_an_article_id_may_hold_any_character(store):
    strange = "2024/04 ü #1 100%.txt"
    store.add(facts(strange))

    assert store.articles() == [strange]
    assert store.article(strange).article.id == strange


def test_a_select_has_columns_rows_and_values(store):
    store.add(facts())
    solutions = store.select(
        "SELECT ?value ?none WHERE { ?o nk:value ?value OPTIONAL { ?o nk:x ?none } }"
    )

    assert solutions.columns == ("value", "none")
    assert solutions.values() == [[12000, None]]
    assert list(solutions) == [{"value": ox.Literal(12000)}]


@pytest.mark.parametrize(
    ("text", "datatype", "value"),
    [
        ("12", "integer", 12),
        ("1.5", "decimal", 1.5),
        ("67200000000", "double", 67200000000),
        ("true", "boolean", True),
        ("2024-04", "gYearMonth", "2024-04"),
        ("twelve", "integer", "twelve"),
        ("INF", "double", float("inf")),
    ],
)
def test_a_term_as_python_has_it(text, datatype, value):
    datatype = ox.NamedNode("http://www.w3.org/2001/XMLSchema#" + datatype)

    assert python_value(ox.Literal(text, datatype=datatype)) == value


@pytest.mark.parametrize(
    ("query", "form", "start"),
    [
        (PARTNERSHIPS, "json", b'{"head":{"vars":["a","b"]}'),
        (PARTNERSHIPS, "csv", b"a,b\r\n"),
        (PARTNERSHIPS, "tsv", b"?a\t?b\n"),
        (PARTNERSHIPS, "xml", b"<?xml"),
        ("ASK { }", "json", b'{"head":{},"boolean":true}'),
        ("CONSTRUCT WHERE { ?a nk:partnersWith ?b }", "turtle", b"@prefix"),
        ("CONSTRUCT WHERE { ?a nk:partnersWith ?b }", "ntriples", b"<https://w3id.org/newskg/"),
    ],
)
def test_a_query_is_answered_in_the_format_asked_for(store, query, form, start):
    store.add(facts())

    assert store.query(query, form).startswith(start)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda store: store.select("SELECT"), "not a SPARQL query: error at 1:7"),
        (lambda store: store.select("ASK { }"), "expected a SELECT query"),
        (lambda store: store.ask(PARTNERSHIPS), "expected an ASK query"),
        (lambda store: store.query(PARTNERSHIPS, "turtle"), "cannot be written as 'turtle'"),
        (lambda store: store.query("CONSTRUCT WHERE { ?s ?p ?o }", "csv"), "as 'csv'"),
        (lambda store: store.query(PARTNERSHIPS, "yaml"), "expected one of json, xml, csv, tsv"),
        (lambda store: store.dump("yaml"), "expected one of turtle"),
    ],
)
def test_a_query_that_cannot_be_answered_says_why(store, call, message):
    with pytest.raises(QueryError, match=message):
        call(store)


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "ntriples", "rdfxml", "jsonld"])
def test_a_dump_reads_back_as_the_same_quads(store, form):
    store.add(facts())
    kind = RDF_FORMATS[form]
    scratch = ox.Store()
    scratch.load(store.dump(form), kind)

    everything = (
        set(store.quads()) if kind.supports_datasets else set(store.quads(ox.DefaultGraph()))
    )
    assert set(scratch) == everything


@embedded_only
def test_rdflib_sees_the_same_graph(store):
    store.add(facts())
    found = store.to_rdflib().query(PARTNERSHIPS)

    assert {str(row.a) for row in found} == {ACME.iri, BOLT.iri}


@embedded_only
def test_rdflib_default_graph_is_the_view(store):
    store.add(facts())

    assert len(store.to_rdflib().default_graph) == sum(1 for _ in store.quads(ox.DefaultGraph()))


@pytest.mark.skipif(KIND == "virtuoso", reason="its view is a named graph too")
def test_an_rdf_file_is_loaded_into_a_graph_of_its_own_and_the_view(store, tmp_path):
    file = tmp_path / "more.ttl"
    file.write_text(f"<{ACME.iri}> <{NK}homepage> [ <{NK}url> 1.50 ] .")

    assert store.load_rdf(file) is Change.ADDED
    assert store.load_rdf(file) is Change.UNCHANGED
    assert store.select("SELECT ?url { ?s nk:homepage/nk:url ?url }").values() == [[1.5]]
    assert len(store.select("SELECT DISTINCT ?g { GRAPH ?g { ?s nk:url ?url } }")) == 1
    assert store.articles() == []


def test_a_loaded_rdf_file_is_removed_by_its_name(store, tmp_path):
    before = store.canonical_nquads()
    file = tmp_path / "more.ttl"
    file.write_text(f"<x:a> <x:b> [ <{NK}url> 1.50 ] .")
    store.load_rdf(file)

    assert store.remove("more.ttl")
    assert store.canonical_nquads() == before


def test_a_graph_that_was_exported_loads_as_the_same_graph(store, tmp_path):
    store.add(facts("a1"))
    store.add(facts("a2", claims=()))
    file = tmp_path / "graph.nq"
    file.write_bytes(store.dump("nquads"))

    with GraphStore.memory() as other:
        other.load_rdf(file)
        assert other.canonical_nquads() == store.canonical_nquads()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("bad.ttl", "<x:a> <x:b", "is not Turtle"),
        ("bad.nt", "\0\1", "is not N-Triples"),
        ("facts.txt", "hello", "is no RDF file"),
        ("gone.ttl", None, "cannot be read"),
    ],
)
def test_a_file_that_is_no_rdf_says_why(store, tmp_path, name, content, message):
    if content is not None:
        (tmp_path / name).write_text(content)

    with pytest.raises(InputError, match=message):
        store.load_rdf(tmp_path / name)


def test_statistics_count_by_kind(store):
    store.add(facts("a1"))
    store.add(facts("a2"))
    counts = store.stats()

    assert counts.articles == 2
    assert counts.entities == {"Company": 2, "University": 1}
    assert counts.statements == {"acquires": {"planned": 2}, "partnersWith": {"actual": 2}}
    assert counts.observations == 2
    assert json.dumps(counts.to_json())


def test_an_empty_result_is_solutions_without_rows(store):
    assert store.evaluate(PARTNERSHIPS) == Solutions(("a", "b"), ())


def test_a_closed_graph_says_so(store):
    store.close()

    with pytest.raises(StoreError, match="closed"):
        store.articles()
