"""The W3C's manifests as plain values.

The suite (github.com/w3c/rdf-tests, ``sparql/sparql11``) is not part of this project; it is read
from ``../shared/w3c/sparql11``, or from where ``NEWSKG_W3C`` says.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection

SUITE = Path(os.environ.get("NEWSKG_W3C") or Path(__file__).parents[2] / "../shared/w3c/sparql11")
BASE = "http://w3c.example/sparql11/"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")


@dataclass(frozen=True)
class Dataset:
    """Files of a default graph, and of named graphs."""

    default: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class LanguageTest:
    """A test of a query or an update: ``name`` is its folder and local name."""

    name: str
    kind: str
    action: str
    data: Dataset = field(default_factory=Dataset)
    result: str | None = None
    after: Dataset = field(default_factory=Dataset)
    services: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Exchange:
    """A request, and what must be replied."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None = None
    form: str | None = None
    location: str | None = None
    reply_type: str | None = None
    reply_body: str | None = None


@dataclass(frozen=True)
class ProtocolTest:
    """Requests to be made one after another."""

    name: str
    data: Dataset
    exchanges: tuple[Exchange, ...]


def path_of(iri: str) -> Path:
    """Return the file that an IRI of the suite stands for."""
    return SUITE / iri.removeprefix(BASE)


@cache
def _entries(manifest: str) -> tuple[Graph, list]:
    graph = Graph()
    if SUITE.exists():
        graph.parse(SUITE / manifest, format="turtle", publicID=BASE + manifest)
    heads = list(graph.objects(None, MF.entries))
    return graph, [entry for head in heads for entry in Collection(graph, head)]


def language_tests(folders) -> list[LanguageTest]:
    """Return the tests of queries and updates in these folders."""
    return [
        _language_test(folder, *found)
        for folder in folders
        for found in _with_graph(f"{folder}/manifest.ttl")
    ]


def protocol_tests(manifest: str) -> list[ProtocolTest]:
    """Return the tests of a protocol."""
    return [_protocol_test(graph, entry) for graph, entry in _with_graph(manifest)]


def _with_graph(manifest):
    graph, entries = _entries(manifest)
    return [(graph, entry) for entry in entries]


def _language_test(folder, graph, entry) -> LanguageTest:
    kind = str(graph.value(entry, RDF.type)).rpartition("#")[2]
    action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
    name = f"{folder}/{str(entry).rpartition('#')[2]}"
    request = graph.value(action, QT.query) or graph.value(action, UT.request) or action
    after = Dataset() if isinstance(result, URIRef | None) else _dataset(graph, result)
    result = str(result) if isinstance(result, URIRef) else None
    services = tuple(
        (str(graph.value(one, QT.endpoint)), str(graph.value(one, QT.data)))
        for one in graph.objects(action, QT.serviceData)
    )
    data = _dataset(graph, action)
    return LanguageTest(name, kind, str(request), data, result, after, services)


def _dataset(graph, node) -> Dataset:
    default = [*graph.objects(node, QT.data), *graph.objects(node, UT.data)]
    named = [(str(file), str(file)) for file in graph.objects(node, QT.graphData)]
    for labelled in graph.objects(node, UT.graphData):
        file, label = graph.value(labelled, UT.graph), graph.value(labelled, RDFS.label)
        named.append((str(label), str(file)))
    return Dataset(tuple(map(str, default)), tuple(named))


def _protocol_test(graph, entry) -> ProtocolTest:
    action = graph.value(entry, MF.action)
    requests = graph.value(action, HT.requests) if action is not None else None
    exchanges = [_exchange(graph, one) for one in Collection(graph, requests)] if requests else []
    name = str(entry).rpartition("#")[2]
    return ProtocolTest(name, _dataset(graph, entry), tuple(exchanges))


def _exchange(graph, request) -> Exchange:
    response = graph.value(request, HT.resp)
    body, reply = graph.value(request, HT.body), graph.value(response, HT.body)
    statuses = (str(s).rpartition("#")[2] for s in graph.objects(response, MF.expectedStatus))
    boolean = graph.value(response, MF.expectedBoolean)
    replied = dict(_headers(graph, response))
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        path=str(graph.value(request, HT.absolutePath)),
        headers=tuple(_headers(graph, request)),
        body=None if body is None else _bytes(graph, body),
        statuses=frozenset(statuses),
        boolean=None if boolean is None else boolean.toPython(),
        form=_text(graph.value(response, MF.expectedFormat)),
        location=_text(graph.value(response, MF.expectedLocation)),
        reply_type=replied.get("content-type"),
        reply_body=_text(graph.value(reply, CNT.chars)) if reply is not None else None,
    )


def _headers(graph, message):
    head = graph.value(message, HT.headers)
    for header in Collection(graph, head) if head is not None else ():
        name, value = graph.value(header, HT.fieldName), graph.value(header, HT.fieldValue)
        yield str(name).lower(), str(value)


def _bytes(graph, body) -> bytes:
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    return str(graph.value(body, CNT.chars)).encode(encoding)


def _text(value):
    return None if value is None else str(value)
