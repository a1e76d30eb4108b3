"""The service description: https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from queries.service.formats import FORMAT_IRIS, GRAPHS, TAKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

SD = "http://www.w3.org/ns/sparql-service-description#"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_SEE_ALSO = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso")
_PREFIXES = {
    "sd": SD,
    "formats": "http://www.w3.org/ns/formats/",
    "void": "http://rdfs.org/ns/void#",
}


def describe(
    endpoint: str, media_type: str, *, dataset: str, writable: bool, federated: bool, view: bool
) -> bytes:
    """Return the description of a service in an RDF format.

    ``dataset`` is the IRI of what it serves, described at :data:`queries.service.void.WELL_KNOWN`;
    ``view`` says that the default graph holds what the named graphs do.
    """
    form = ox.RdfFormat.from_media_type(GRAPHS[media_type])
    triples = _triples(
        endpoint, ox.NamedNode(dataset), writable=writable, federated=federated, view=view
    )
    return ox.serialize(triples, format=form, prefixes=_PREFIXES) or b""


def _triples(
    endpoint: str, dataset: ox.NamedNode, *, writable: bool, federated: bool, view: bool
) -> Iterator[ox.Triple]:
    service, default = ox.NamedNode(endpoint), ox.BlankNode("default")
    yield ox.Triple(service, _RDF_TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), service)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL10Query"))
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if writable:
        yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Update"))
    for iri in FORMAT_IRIS.values():
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(iri))
    for iri in sorted({FORMAT_IRIS[name] for name in TAKEN.values()}) if writable else ():
        yield ox.Triple(service, _sd("inputFormat"), ox.NamedNode(iri))
    if federated:
        yield ox.Triple(service, _sd("feature"), _sd("BasicFederatedQuery"))
    if view:
        yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _RDF_TYPE, _sd("Dataset"))
    yield ox.Triple(service, _SEE_ALSO, ox.NamedNode(dataset.value.partition("#")[0]))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, _RDF_TYPE, _sd("Graph"))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)
