"""The graph as nodes and edges in memory, for views that walk it.

An edge stands for all statements of one subject, relation, object and status. A graph that holds
no statements, or holds others besides, gives its plain triples between labelled things as well.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable
from weakref import WeakKeyDictionary

import networkx as nx

from kg import vocab
from queries.explorer.terms import local, relation_labels, rows, spelled, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from queries.questions.layers import Graph

_NODES = "SELECT DISTINCT ?node ?label ?type WHERE { ?node rdfs:label ?label ; a ?type }"
_STATEMENTS = """
SELECT ?s ?p ?o ?status ?confidence ?since ?until ?article WHERE {
  ?statement a nk:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
    nk:status ?status .
  OPTIONAL { ?statement nk:confidence ?confidence }
  OPTIONAL { ?statement nk:dateStart ?since ; nk:dateEnd ?until }
  OPTIONAL { ?statement prov:wasDerivedFrom ?article }
}"""
_PLAIN = f"""
SELECT ?s ?p ?o WHERE {{
  ?s rdfs:label ?from ; ?p ?o . ?o rdfs:label ?to .
  FILTER (?p != rdf:type && !STRSTARTS(STR(?p), "{vocab.NK}"))
}}"""
_ARTICLES = """
SELECT ?article ?id ?title ?published WHERE {
  ?article a nk:Article ; nk:articleId ?id .
  OPTIONAL { ?article nk:title ?title } OPTIONAL { ?article nk:published ?published }
} ORDER BY ?id"""
_RESOLVED = "SELECT ?name ?entity WHERE { ?name nk:resolvedTo ?entity }"
_SIZE = "SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }"
_SYMMETRIC = f"""
SELECT DISTINCT ?p WHERE {{ {{ ?p a owl:SymmetricProperty }}
  UNION {{ GRAPH <{vocab.ONTOLOGY_GRAPH}> {{ ?p a owl:SymmetricProperty }} }} }}"""
_SCHEMA = (vocab.OWL, vocab.RDF, vocab.RDFS, vocab.SKOS + "Concept")


@dataclass(frozen=True, slots=True)
class Node:
    """A thing with a label; ``type`` is its class without namespace."""

    iri: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two nodes under one status.

    ``since`` and ``until`` are the first and last day that the articles give it (ISO 8601), else
    the days on which they were published; ``articles`` are article IRIs.
    """

    subject: str
    predicate: str
    object: str
    status: str
    confidence: float
    since: str | None
    until: str | None
    articles: tuple[str, ...]


@dataclass(frozen=True)
class Network:
    """All nodes by IRI, all edges, the articles and the labels of the relations by IRI."""

    nodes: dict[str, Node]
    edges: tuple[Edge, ...]
    articles: dict[str, dict[str, Any]]
    relations: dict[str, str]
    symmetric: frozenset[str] = frozenset()
    resolved: Mapping[str, str] = field(default_factory=dict)
    """Under which IRI an entity goes that an article names by another."""

    @cached_property
    def incident(self) -> dict[str, list[int]]:
        """The numbers of the edges at each node."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, edge in enumerate(self.edges):
            found[edge.subject].append(number)
            found[edge.object].append(number)
        return dict(found)

    @cached_property
    def simple(self) -> nx.Graph[str]:
        """The network without directions and without what is denied, to find ways in."""
        graph: nx.Graph[str] = nx.Graph()
        graph.add_edges_from((e.subject, e.object) for e in self.edges if e.status != "denied")
        return graph

    def degree(self, iri: str) -> int:
        """Return how many edges a node has."""
        return len(self.incident.get(iri, ()))


@runtime_checkable
class Versioned(Protocol):
    """A graph that says when it has changed."""

    @property
    def version(self) -> str:
        """A text that differs after every write."""
        ...


_NETWORKS: WeakKeyDictionary[Graph, tuple[str, Network]] = WeakKeyDictionary()
_LOCK = Lock()


def network(graph: Graph) -> Network:
    """Return the network of a graph, read anew when the graph has changed.

    A graph that has no version counts as changed when its number of triples has.
    """
    version = graph.version if isinstance(graph, Versioned) else _size(graph)
    with _LOCK:
        known = _NETWORKS.get(graph)
        if known is None or known[0] != version:
            known = (version, _read(graph))
            _NETWORKS[graph] = known
        return known[1]


def end(network: Network, iri: str) -> dict[str, str]:
    """Return an entity as the views show it, under the IRI by which it goes.

    What is no node has no type.
    """
    iri = network.resolved.get(iri, iri)
    node = network.nodes.get(iri)
    if node is None:
        return {"iri": iri, "label": local(iri), "type": ""}
    return {"iri": iri, "label": node.label, "type": node.type}


def _size(graph: Graph) -> str:
    return str(next(rows(graph, _SIZE))["triples"])


def _read(graph: Graph) -> Network:
    nodes = _nodes(graph)
    articles = {
        str(row["article"]): {name: row[name] for name in ("id", "title", "published")}
        for row in texts(graph, _ARTICLES)
    }
    edges = _edges(graph, nodes, articles)
    labels = relation_labels(graph)
    used = sorted({edge.predicate for edge in edges})
    named = {iri: labels[iri][0] if iri in labels else spelled(local(iri)) for iri in used}
    symmetric = frozenset(str(row["p"]) for row in texts(graph, _SYMMETRIC))
    resolved = {str(row["name"]): str(row["entity"]) for row in texts(graph, _RESOLVED)}
    return Network(nodes, tuple(edges), articles, named, symmetric, resolved)


def _nodes(graph: Graph) -> dict[str, Node]:
    found: dict[str, Node] = {}
    for row in texts(graph, _NODES):
        iri, label, type_ = str(row["node"]), str(row["label"]), str(row["type"])
        if not type_.startswith(_SCHEMA):
            found.setdefault(iri, Node(iri, label, local(type_)))
    return found


def _edges(graph: Graph, nodes: dict[str, Node], articles: dict[str, Any]) -> list[Edge]:
    stated: dict[tuple[str, ...], list[dict[str, str | None]]] = defaultdict(list)
    for row in texts(graph, _STATEMENTS):
        key = (str(row["s"]), str(row["p"]), str(row["o"]), local(str(row["status"])))
        stated[key].append(row)
    for row in texts(graph, _PLAIN):
        stated.setdefault((str(row["s"]), str(row["p"]), str(row["o"]), "actual"), [])
    return [
        _edge(key, found, articles)
        for key, found in sorted(stated.items())
        if key[0] in nodes and key[2] in nodes
    ]


def _edge(
    key: tuple[str, ...], found: list[dict[str, str | None]], articles: dict[str, Any]
) -> Edge:
    sources = sorted({row["article"] for row in found if row["article"]})
    published = [articles[a]["published"] for a in sources if a in articles]
    days = [day for row in found for day in (row["since"], row["until"]) if day]
    days = days or [day for day in published if day]
    surest = max((float(row["confidence"] or 1) for row in found), default=1.0)
    since, until = (min(days), max(days)) if days else (None, None)
    return Edge(key[0], key[1], key[2], key[3], surest, since, until, tuple(sources))
