"""The SPARQL Protocol, Graph Store Protocol and Service Description tests of the W3C."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from tests.conformance.comparing import graph_of, same_graph
from tests.conformance.manifests import protocol_tests

NAMED_STATUSES = {"OK": 200, "Created": 201, "NoContent": 204, "NotFound": 404}
TABULAR = {"application/sparql-results+json", "application/sparql-results+xml"}
FORMATS = {
    "boolean": TABULAR,
    "tabular": TABULAR | {"text/csv", "text/tab-separated-values"},
    "RDF": {"application/rdf+xml", "text/turtle", "application/n-triples"},
}
SD = "http://www.w3.org/ns/sparql-service-description#"
PROTOCOL = protocol_tests("protocol/manifest.ttl")
DIRECT = protocol_tests("graph-store-protocol/manifest-direct.ttl")
INDIRECT = protocol_tests("graph-store-protocol/manifest-indirect.ttl")


def test_the_suite_is_whole(server):
    assert (len(PROTOCOL), len(DIRECT), len(INDIRECT)) == (34, 4, 9)


@pytest.mark.parametrize("test", PROTOCOL, ids=lambda test: test.name)
def test_protocol(server, test):
    server.hold(test.data)
    for exchange in test.exchanges:
        _run(server, exchange, {"/sparql/": "/sparql"})


@pytest.mark.parametrize("test", DIRECT + INDIRECT, ids=lambda test: test.name)
def test_graph_store_protocol(server, test):
    server.hold(test.data)
    known = {"/gsp": "/store"}
    for exchange in test.exchanges:
        known |= _run(server, exchange, known)


def _run(server, exchange, known):
    """Make a request, check the reply, and return the location that it names."""
    path, body = exchange.path, exchange.body
    for name, value in known.items():
        path = path.replace(name, value, 1)
        body = body.replace(name.encode(), value.encode()) if body and name[0] == "$" else body
    status, headers, content = server.send(exchange.method, path, body, **dict(exchange.headers))

    assert any(_is(status, wanted) for wanted in exchange.statuses), (status, content)
    media_type = headers.get("content-type", "").partition(";")[0]
    if exchange.form is not None:
        assert media_type in FORMATS[exchange.form]
    if exchange.boolean is not None:
        found = ox.parse_query_results(content, ox.QueryResultsFormat.from_media_type(media_type))
        assert bool(found) is exchange.boolean
    if exchange.reply_type is not None:
        assert headers["content-type"] == exchange.reply_type
    if exchange.reply_body is not None:
        assert same_graph(graph_of(content, media_type), graph_of(exchange.reply_body, media_type))
    return {exchange.location: headers["location"]} if exchange.location else {}


def _is(status, wanted):
    if wanted.startswith("StatusCode"):
        return status // 100 == int(wanted.removeprefix("StatusCode")[0])
    return status == NAMED_STATUSES[wanted]


def test_service_description_returns_rdf(server):
    status, headers, body = server.send("GET", "/sparql")

    assert status == 200
    assert graph_of(body, headers["content-type"].partition(";")[0])


def test_service_description_contains_a_matching_endpoint_triple(server):
    endpoint = ox.NamedNode(f"http://127.0.0.1:{server.port}/sparql")
    triples = graph_of(server.send("GET", "/sparql")[2], "text/turtle")

    assert any(t.predicate.value == SD + "endpoint" and t.object == endpoint for t in triples)


def test_service_description_conforms_to_the_schema(server):
    """Every service has an endpoint; what is described has its class; terms are the schema's."""
    triples = graph_of(server.send("GET", "/sparql")[2], "text/turtle")
    classes = {
        t.subject: t.object.value.removeprefix(SD) for t in triples if "#type" in t.predicate.value
    }
    domains = {"defaultDataset": "Service", "defaultGraph": "Dataset"}
    ranges = {"defaultDataset": "Dataset", "defaultGraph": "Graph"}
    services = [node for node, name in classes.items() if name == "Service"]

    assert services
    for triple in triples:
        term = triple.predicate.value.removeprefix(SD)
        if triple.predicate.value.startswith(SD):
            assert term in PROPERTIES
            assert classes[triple.subject] == domains.get(term, "Service")
            assert term not in ranges or classes[triple.object] == ranges[term]
    for service in services:
        assert any(t.subject == service and t.predicate.value == SD + "endpoint" for t in triples)


PROPERTIES = {
    *("endpoint", "feature", "defaultEntailmentRegime", "entailmentRegime", "extensionFunction"),
    *("extensionAggregate", "languageExtension", "supportedLanguage", "propertyFeature"),
    *("defaultDataset", "availableGraphs", "resultFormat", "inputFormat", "defaultGraph"),
    *(
        "namedGraph",
        "name",
        "graph",
        "supportedEntailmentProfile",
        "defaultSupportedEntailmentProfile",
    ),
}
