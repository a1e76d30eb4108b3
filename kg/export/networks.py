"""The graph as networkx has it, and in the formats of graph programs and spreadsheets."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import networkx as nx

from kg.model import EntityType
from kg.store import python_value
from kg.vocab import class_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.export.graph import Graph
    from kg.store import Solutions, Value

_NODES = """
SELECT ?iri ?label ?class WHERE { ?iri rdfs:label ?label ; a ?class ; nk:name ?name . }
GROUP BY ?iri ?label ?class ORDER BY ?iri
"""
_EDGES = """
SELECT ?subject ?predicate ?object ?status ?confidence ?article ?date ?quote WHERE {
  ?statement a nk:Statement ; rdf:subject ?subject ; rdf:predicate ?predicate ;
    rdf:object ?object ; nk:status ?status ; nk:confidence ?confidence ;
    prov:wasDerivedFrom/nk:articleId ?article .
  OPTIONAL { ?statement nk:date ?date }
  OPTIONAL { ?statement prov:wasQuotedFrom ?span . ?span nk:quote ?quote ; nk:start ?start }
} ORDER BY ?subject ?predicate ?object ?status DESC(?confidence) ?article ?start
"""
_TYPES = {class_iri(type_): type_.value for type_ in EntityType}
NODE_COLUMNS = ("iri", "label", "type")
EDGE_COLUMNS = ("source", "target", "predicate", "status", "confidence", "date")
EDGE_TEXTS = ("articles", "sentence")


def to_networkx(store: Graph) -> nx.MultiDiGraph[str]:
    """Return the entities and facts of a graph as a networkx graph.

    A node is an entity's IRI with ``label`` and ``type``. An edge is a fact, however many articles
    state it, with ``predicate``, ``status``, the highest ``confidence``, ``articles`` (ids),
    ``sentence`` (of the surest statement) and ``date``; a symmetric fact is one edge.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in _rows(store.select(_NODES)):
        if row["class"] in _TYPES:
            network.add_node(row["iri"], label=row["label"], type=_TYPES[row["class"]])
    for row in _rows(store.select(_EDGES)):
        _add_statement(network, row)
    return network


def _rows(solutions: Solutions) -> Iterator[dict[str, Any]]:
    for row in solutions:
        yield {name: python_value(term) for name, term in row.items()}


def _add_statement(network: nx.MultiDiGraph[str], row: dict[str, Any]) -> None:
    """Add a statement's row; rows come surest first, and one for each of its sentences."""
    subject, target = row["subject"], row["object"]
    if subject not in network or target not in network:
        return
    predicate, status = (row[name].rpartition("/")[2] for name in ("predicate", "status"))
    key = f"{predicate} {status}"
    if not network.has_edge(subject, target, key):
        network.add_edge(
            subject,
            target,
            key,
            predicate=predicate,
            status=status,
            confidence=float(row["confidence"]),
            date=str(row.get("date", "")),
            articles=[],
            sentence=row.get("quote", ""),
        )
    articles = network.edges[subject, target, key]["articles"]
    if row["article"] not in articles:
        articles.append(row["article"])


def graphml(network: nx.MultiDiGraph[str]) -> bytes:
    """Return the network as GraphML, for yEd, Gephi, Cytoscape, igraph."""
    return "\n".join(nx.generate_graphml(_flat(network), named_key_ids=True)).encode() + b"\n"


def gexf(network: nx.MultiDiGraph[str]) -> bytes:
    """Return the network as GEXF 1.2, for Gephi."""
    text = "\n".join(nx.generate_gexf(_flat(network)))
    return text.encode() + b"\n"


def node_link(network: nx.MultiDiGraph[str]) -> bytes:
    """Return the network as node-link JSON, which ``networkx.node_link_graph`` and D3 read."""
    data = nx.node_link_data(network, edges="links")
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def csv_tables(network: nx.MultiDiGraph[str]) -> dict[str, bytes]:
    """Return the tables ``nodes`` and ``edges`` as CSV (RFC 4180), UTF-8 with a header line."""
    nodes = ([iri, data["label"], data["type"]] for iri, data in network.nodes(data=True))
    edges = (
        [source, target, *(data[name] for name in EDGE_COLUMNS[2:]), *_texts(data)]
        for source, target, data in network.edges(data=True)
    )
    return {
        "nodes": _csv(NODE_COLUMNS, nodes),
        "edges": _csv((*EDGE_COLUMNS, *EDGE_TEXTS), edges),
    }


def dot(network: nx.MultiDiGraph[str]) -> bytes:
    """Return the network in the DOT language of Graphviz; planned facts are dashed."""
    lines = ["digraph newskg {", "  node [shape=box, style=rounded];"]
    for iri, data in network.nodes(data=True):
        lines.append(f"  {_quoted(iri)} [label={_quoted(data['label'])}, class={data['type']}];")
    styles = {"actual": "solid", "planned": "dashed", "denied": "dotted"}
    for source, target, data in network.edges(data=True):
        label, style = _quoted(data["predicate"]), styles[data["status"]]
        lines.append(f"  {_quoted(source)} -> {_quoted(target)} [label={label}, style={style}];")
    return "\n".join([*lines, "}", ""]).encode()


def _quoted(text: str) -> str:
    """Return a DOT string: in it only quotes need an escape, and a backslash is one."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _texts(data: dict[str, Any]) -> list[Value]:
    return [" ".join(data["articles"]), data["sentence"]]


def _csv(columns: tuple[str, ...], rows: Iterator[list[Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _flat(network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Return a copy whose attributes are plain and free of what XML 1.0 cannot hold."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, data in network.nodes(data=True):
        flat.add_node(iri, **{name: _clean(value) for name, value in data.items()})
    for source, target, key, data in network.edges(keys=True, data=True):
        plain = {**data, "articles": " ".join(data["articles"])}
        flat.add_edge(source, target, key, **{name: _clean(value) for name, value in plain.items()})
    return flat


def _clean(value: Any) -> Any:  # noqa: ANN401 - attributes are of several plain types
    if not isinstance(value, str):
        return value
    return "".join(char if char >= " " or char in "\t\n" else " " for char in value)
