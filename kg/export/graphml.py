"""GraphML (http://graphml.graphdrawing.org/), for yEd, Gephi, Cytoscape, igraph, networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.export.network import EDGE_COLUMNS, NODE_COLUMNS, Column, Value, plain
from kg.export.text import write_text, xml_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from kg.export.network import Network

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"\
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns\
 http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_NODE_COLUMNS: Final = (Column("iri", "string"), *NODE_COLUMNS)
"""GraphML's schema allows only name tokens as ids, so the IRI is an attribute."""
_TYPES: Final = {"string": "string", "strings": "string", "double": "double", "integer": "int"}


def write_graphml(network: Network, file: BinaryIO) -> None:
    """Write the network as GraphML; a list of texts is one text (:func:`~.network.join_texts`)."""
    write_text(file, _pieces(network))


def _pieces(network: Network) -> Iterator[str]:
    yield _HEAD
    yield from _keys("node", _NODE_COLUMNS)
    yield from _keys("edge", EDGE_COLUMNS)
    yield '<graph id="newskg" edgedefault="directed">\n'
    ids = {iri: f"n{number}" for number, iri in enumerate(network.nodes)}
    for node in network.nodes.values():
        data = _data("node", _NODE_COLUMNS, (node.iri, *node.values()))
        yield f'<node id="{ids[node.iri]}">{data}</node>\n'
    for number, edge in enumerate(network.edges):
        ends = f'source="{ids[edge.source]}" target="{ids[edge.target]}"'
        yield f'<edge id="e{number}" {ends}>{_data("edge", EDGE_COLUMNS, edge.values())}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _keys(of: str, columns: Sequence[Column]) -> Iterator[str]:
    for name, kind in columns:
        yield (
            f'<key id="{of}_{name}" for="{of}" attr.name="{name}" attr.type="{_TYPES[kind]}"/>\n'
        )


def _data(of: str, columns: Sequence[Column], values: Sequence[Value]) -> str:
    return "".join(
        f'<data key="{of}_{name}">{xml_text(str(value))}</data>'
        for (name, _), given in zip(columns, values, strict=True)
        if (value := plain(given)) is not None
    )
