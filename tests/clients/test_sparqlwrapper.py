"""SPARQLWrapper: https://sparqlwrapper.readthedocs.io/."""

from __future__ import annotations

import pytest

wrapper = pytest.importorskip("SPARQLWrapper", reason="make test-clients installs SPARQLWrapper")
exceptions = pytest.importorskip("SPARQLWrapper.SPARQLExceptions")

NAMES = "SELECT ?name { ?x a nk:Company ; rdfs:label ?name } ORDER BY ?name"
COUNT = "SELECT (COUNT(*) AS ?n) { GRAPH <http://example.org/wrapped> { ?s ?p ?o } }"


@pytest.fixture
def ask(server):
    def asked(query, form=None, method="GET"):
        one = wrapper.SPARQLWrapper(server.sparql)
        one.setQuery(query)
        one.setMethod(method)
        if form is not None:
            one.setReturnFormat(form)
        return one.queryAndConvert()

    return asked


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_json_and_xml_results(ask, method):
    found = ask(NAMES, wrapper.JSON, method)
    document = ask(NAMES, wrapper.XML, method)

    assert [row["name"]["value"] for row in found["results"]["bindings"]] == ["Acme", "Crux"]
    assert [one.firstChild.data for one in document.getElementsByTagName("literal")] == [
        "Acme",
        "Crux",
    ]
    assert ask("ASK {}", wrapper.JSON, method)["boolean"] is True


@pytest.mark.parametrize(
    ("form", "lines"),
    [("csv", [b"name", b"Acme", b"Crux"]), ("tsv", [b"?name", b'"Acme"', b'"Crux"'])],
)
def test_tables_as_text(ask, form, lines):
    assert ask(NAMES, form).split() == lines


@pytest.mark.parametrize("form", ["turtle", "n3", "rdf+xml", "json-ld"])
def test_graphs_are_read_by_rdflib(ask, form):
    found = ask("CONSTRUCT { ?x rdfs:label ?n } WHERE { ?x a nk:Company ; rdfs:label ?n }", form)
    if isinstance(found, bytes):
        assert b"Acme" in found
    else:
        assert {str(name) for name in found.objects()} == {"Acme", "Crux"}


@pytest.mark.parametrize("how", ["bearer", "password"])
def test_updates_with_a_token(server, ask, how):
    one = wrapper.SPARQLWrapper(server.sparql)
    one.setMethod(wrapper.POST)
    if how == "bearer":
        one.addCustomHttpHeader("Authorization", f"Bearer {server.token}")
    else:
        one.setHTTPAuth(wrapper.BASIC)
        one.setCredentials("desk", server.token)
    one.setRequestMethod(wrapper.POSTDIRECTLY if how == "bearer" else wrapper.URLENCODED)
    one.setQuery("INSERT DATA { GRAPH <http://example.org/wrapped> { <x:s> <x:p> 'ä' } }")
    assert one.query().response.status == 204
    assert ask(COUNT, wrapper.JSON)["results"]["bindings"][0]["n"]["value"] == "1"
    one.setQuery("DROP GRAPH <http://example.org/wrapped>")
    assert one.query().response.status == 204


def test_refusals_are_the_wrapper_s_own_errors(server, ask):
    with pytest.raises(exceptions.QueryBadFormed, match="Not SPARQL"):
        ask("SELECT nonsense", wrapper.JSON)
    one = wrapper.SPARQLWrapper(server.sparql)
    one.setMethod(wrapper.POST)
    one.setQuery("CLEAR ALL")
    with pytest.raises(exceptions.Unauthorized):
        one.query()
