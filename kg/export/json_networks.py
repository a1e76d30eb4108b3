"""JSON of graph programs: node-link (networkx, D3) and Cytoscape.js."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.export.network import EDGE_COLUMNS, NODE_COLUMNS
from kg.export.text import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from kg.export.network import Column, Edge, Network, Node, Value


def node_attributes(node: Node) -> dict[str, Any]:
    """Return the attributes of a node that it has; lists as lists."""
    return _attributes(NODE_COLUMNS, node.values())


def edge_attributes(edge: Edge) -> dict[str, Any]:
    """Return the attributes of an edge that it has; lists as lists."""
    return _attributes(EDGE_COLUMNS, edge.values())


def _attributes(columns: Sequence[Column], values: Sequence[Value]) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for (name, _), value in zip(columns, values, strict=True)
        if value is not None
    }


def write_node_link(network: Network, file: BinaryIO) -> None:
    """Write node-link JSON: ``networkx.node_link_graph(json, edges="links")`` and D3 read it."""
    nodes = ({**node_attributes(node), "id": node.iri} for node in network.nodes.values())
    links = (
        {**edge_attributes(e), "source": e.source, "target": e.target, "key": e.key}
        for e in network.edges
    )
    head = '{"directed": true, "multigraph": true, "graph": {}, "nodes": ['
    write_text(file, _document(head, nodes, '], "links": [', links, "]}\n"))


def write_cytoscape(network: Network, file: BinaryIO) -> None:
    """Write Cytoscape.js JSON, which Cytoscape and ``networkx.cytoscape_graph`` read."""
    nodes = (
        {"data": {**node_attributes(node), "id": node.iri, "value": node.iri, "name": node.label}}
        for node in network.nodes.values()
    )
    edges = (
        {
            "data": {
                "id": f"e{number}",
                "source": e.source,
                "target": e.target,
                "key": e.key,
                **edge_attributes(e),
            }
        }
        for number, e in enumerate(network.edges)
    )
    head = '{"data": [], "directed": true, "multigraph": true, "elements": {"nodes": ['
    write_text(file, _document(head, nodes, '], "edges": [', edges, "]}}\n"))


def _document(
    head: str, first: Iterable[Any], middle: str, second: Iterable[Any], tail: str
) -> Iterator[str]:
    yield head
    yield from _items(first)
    yield middle
    yield from _items(second)
    yield tail


def _items(items: Iterable[Any]) -> Iterator[str]:
    comma = "\n"
    for item in items:
        yield comma + json.dumps(item, ensure_ascii=False)
        comma = ",\n"
