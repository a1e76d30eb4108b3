"""Check a graph against the SHACL shapes of ``kg/ontology/shapes.ttl``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from pyshacl import validate as shacl_validate
from rdflib.namespace import RDF, SH

from kg.ontology import read_text
from kg.vocab import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

_STRING = ox.NamedNode(XSD + "string")


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What a shape finds wrong at one node; ``value`` is the offending value if there is one."""

    node: str
    path: str | None
    message: str
    value: str | None = None

    def __str__(self) -> str:
        path = f" {self.path}" if self.path else ""
        value = f" ({self.value})" if self.value is not None else ""
        return f"{self.node}{path}: {self.message}{value}"


@dataclass(frozen=True, slots=True)
class Report:
    """What the shapes say of a graph: violations, and warnings, which do not break it."""

    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return not self.problems


def validate(graph: Iterable[ox.Quad] | rdflib.Graph) -> Report:
    """Check the default graph of ``graph``, which may hold the ontology or not.

    Named graphs among the quads are passed over: the shapes speak of the view over them.
    """
    data = rdflib.Graph()
    data += graph if isinstance(graph, rdflib.Graph) else default_graph(graph)
    data += _ontology()
    _, results, _ = shacl_validate(
        data,
        shacl_graph=_shapes(),
        allow_warnings=True,
        inplace=True,
    )
    found = {SH.Violation: set[Problem](), SH.Warning: set[Problem]()}
    for result in results.subjects(RDF.type, SH.ValidationResult):
        severity = results.value(result, SH.resultSeverity)
        found[SH.Warning if severity == SH.Warning else SH.Violation].add(_problem(results, result))
    return Report(
        tuple(sorted(found[SH.Violation], key=str)), tuple(sorted(found[SH.Warning], key=str))
    )


def default_graph(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """Return the default graph's triples as an rdflib graph."""
    graph = rdflib.Graph()
    for quad in quads:
        if quad.graph_name == ox.DefaultGraph():
            graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal() if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        case ox.Literal(datatype=datatype) if datatype == _STRING:
            return rdflib.Literal(term.value)  # rdflib tells "a" from "a"^^xsd:string
        case ox.Literal():
            # rdflib parses numbers and dates; what it cannot parse stays for the shapes to find.
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
    msg = f"{term} is a quoted triple, expected an IRI, blank node or literal"
    raise TypeError(msg)


@lru_cache(maxsize=1)
def _shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=read_text("shapes.ttl"), format="turtle")


@lru_cache(maxsize=1)
def _ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(data=read_text("newskg.ttl"), format="turtle")


def _problem(results: rdflib.Graph, result: Node) -> Problem:
    def text(predicate: rdflib.URIRef) -> str | None:
        value = results.value(result, predicate)
        return None if value is None else str(value)

    return Problem(
        node=text(SH.focusNode) or "",
        path=text(SH.resultPath),
        message=text(SH.resultMessage) or "",
        value=text(SH.value),
    )
