"""The description of the dataset: https://www.w3.org/TR/void/, at its well-known address."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg import vocab
from kg.engine.messages import Query
from kg.engine.result import EngineError
from queries.protocol.accept import choose
from queries.service.access import Scope
from queries.service.formats import FORMAT_IRIS, GRAPHS, with_charset
from queries.service.http import HttpError, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.engine.result import Engine
    from queries.service.http import Request
    from queries.service.kept import Kept
    from queries.service.service import Service

WELL_KNOWN: Final = "/.well-known/void"
_VOID: Final = "http://rdfs.org/ns/void#"
_DCT: Final = "http://purl.org/dc/terms/"
_FOAF: Final = "http://xmlns.com/foaf/0.1/"
_RDF_TYPE: Final = ox.NamedNode(vocab.RDF + "type")
_LINKING: Final = (vocab.OWL + "sameAs", vocab.SKOS + "exactMatch")
_PROPERTIES: Final = "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x ORDER BY ?x"
_CLASSES: Final = "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) { ?s a ?x } GROUP BY ?x ORDER BY ?x"
_SUBJECTS: Final = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"
_ENTITIES: Final = "SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x nk:name ?name }"
_OBJECTS: Final = "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"
_EXAMPLES: Final = """
SELECT ?x (COUNT(*) AS ?n) { ?x nk:name ?name ; ?p ?o } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 3"""
_SECONDS: Final = 20.0
"""How long the counts may take together."""
_PREFIXES: Final = {
    "void": _VOID,
    "dcterms": _DCT,
    "foaf": _FOAF,
    "formats": "http://www.w3.org/ns/formats/",
    **vocab.PREFIXES,
}


@dataclass(frozen=True, slots=True)
class Counts:
    """What a dataset holds, as far as it could be counted: numbers by IRI, or ``None``."""

    properties: dict[str, int] | None
    classes: dict[str, int] | None
    subjects: int | None
    objects: int | None
    entities: int | None
    examples: tuple[str, ...]


def dataset_iri(root: str) -> str:
    """Return the IRI of the dataset that the server at ``root`` serves."""
    return f"{root}{WELL_KNOWN}#dataset"


def count(engine: Engine) -> Counts:
    """Count what the default graph holds; a number is left out if all take too long."""
    end = time.monotonic() + _SECONDS

    def numbers(sparql: str) -> dict[str, int] | None:
        try:
            late = engine.query(Query(sparql), client="void", gone=lambda: time.monotonic() > end)
            found = json.loads(late.read())
        except EngineError:
            return None
        return {
            row["x"]["value"] if "x" in row else "": int(row["n"]["value"])
            for row in found["results"]["bindings"]
            if "n" in row and row.get("x", {"type": "uri"})["type"] == "uri"
        }

    def number(sparql: str) -> int | None:
        return (numbers(sparql) or {}).get("")

    return Counts(
        properties=numbers(_PROPERTIES),
        classes=numbers(_CLASSES),
        subjects=number(_SUBJECTS),
        objects=number(_OBJECTS),
        entities=number(_ENTITIES),
        examples=tuple(numbers(_EXAMPLES) or ()),
    )


def void(service: Service, counts: Kept[Counts], request: Request) -> Reply:
    """Answer the well-known address with the description, in the RDF format that is asked for.

    Raises:
        HttpError: 406 if no format will do.
    """
    service.authorise(request, Scope.READ)
    accept = request.header("accept")
    media_type = choose(accept, list(GRAPHS))
    if media_type is None:
        text = f"Cannot write {(accept or '')[:200]!r}: this can be had as {', '.join(GRAPHS)}"
        raise HttpError(406, text, "media-type")
    form = ox.RdfFormat.from_media_type(GRAPHS[media_type])
    found = counts.get(service.engine.version())
    triples = _triples(request.root, found, articles=service.engine.kind == "articles")
    body = ox.serialize(triples, format=form, prefixes=_PREFIXES) or b""
    headers = {"Vary": "Accept, Accept-Encoding"} | service.caching(request)
    return Reply(200, body, with_charset(media_type), headers)


def _triples(root: str, counts: Counts | None, *, articles: bool) -> Iterator[ox.Triple]:
    dataset, description = ox.NamedNode(dataset_iri(root)), ox.NamedNode(root + WELL_KNOWN)
    yield ox.Triple(description, _RDF_TYPE, ox.NamedNode(_VOID + "DatasetDescription"))
    yield ox.Triple(description, ox.NamedNode(_FOAF + "primaryTopic"), dataset)
    yield ox.Triple(dataset, _RDF_TYPE, ox.NamedNode(_VOID + "Dataset"))
    title = "A knowledge graph of news" if articles else "An RDF dataset"
    yield ox.Triple(dataset, ox.NamedNode(_DCT + "title"), ox.Literal(title, language="en"))
    yield ox.Triple(dataset, ox.NamedNode(_FOAF + "homepage"), ox.NamedNode(f"{root}/"))
    yield ox.Triple(dataset, _void("sparqlEndpoint"), ox.NamedNode(f"{root}/sparql"))
    yield ox.Triple(dataset, _void("dataDump"), ox.NamedNode(f"{root}/store"))
    if articles:
        yield ox.Triple(dataset, _void("uriSpace"), ox.Literal(vocab.ID))
    for namespace in vocab.PREFIXES.values() if articles else ():
        yield ox.Triple(dataset, _void("vocabulary"), ox.NamedNode(namespace))
    for name in sorted({FORMAT_IRIS[name] for name in GRAPHS.values()}):
        yield ox.Triple(dataset, _void("feature"), ox.NamedNode(name))
    if counts is not None:
        yield from _statistics(dataset, counts)


def _statistics(dataset: ox.NamedNode, counts: Counts) -> Iterator[ox.Triple]:
    for name, number in (
        ("distinctSubjects", counts.subjects),
        ("distinctObjects", counts.objects),
        ("entities", counts.entities),
        ("triples", sum(counts.properties.values()) if counts.properties is not None else None),
        ("properties", len(counts.properties) if counts.properties is not None else None),
        ("classes", len(counts.classes) if counts.classes is not None else None),
        ("documents", (counts.classes or {}).get(vocab.NK + "Article")),
    ):
        if number is not None:
            yield ox.Triple(dataset, _void(name), ox.Literal(number))
    for iri in counts.examples:
        yield ox.Triple(dataset, _void("exampleResource"), ox.NamedNode(iri))
    for iri, number in (counts.classes or {}).items():
        part: dict[str, ox.NamedNode | ox.Literal] = {
            "class": ox.NamedNode(iri),
            "entities": ox.Literal(number),
        }
        yield from _part(dataset, "classPartition", part)
    for iri, number in (counts.properties or {}).items():
        yield from _part(
            dataset,
            "propertyPartition",
            {"property": ox.NamedNode(iri), "triples": ox.Literal(number)},
        )
        if iri in _LINKING:
            links: dict[str, ox.NamedNode | ox.Literal] = {
                "linkPredicate": ox.NamedNode(iri),
                "subjectsTarget": dataset,
                "triples": ox.Literal(number),
            }
            yield from _part(dataset, "subset", links, "Linkset")


def _part(
    dataset: ox.NamedNode,
    kind: str,
    said: Mapping[str, ox.NamedNode | ox.Literal],
    class_: str | None = None,
) -> Iterator[ox.Triple]:
    """Yield that the dataset has a part, and what is said of it."""
    node = ox.BlankNode()
    yield ox.Triple(dataset, _void(kind), node)
    if class_ is not None:
        yield ox.Triple(node, _RDF_TYPE, _void(class_))
    for name, value in said.items():
        yield ox.Triple(node, _void(name), value)


def _void(name: str) -> ox.NamedNode:
    return ox.NamedNode(_VOID + name)
