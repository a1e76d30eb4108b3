"""GEXF 1.3 (https://gexf.net/), for Gephi: types as colours, weights, and facts on a time line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.export.network import EDGE_COLUMNS, NODE_COLUMNS, Column, Value, plain
from kg.export.palette import COLOURS, LINES, rgb
from kg.export.text import write_text, xml_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from kg.export.network import Edge, Network, Node

_HEAD: Final = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz"\
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"\
 xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd" version="1.3">
<meta><creator>newskg</creator></meta>
"""
_TYPES: Final = {"string": "string", "strings": "string", "double": "double", "integer": "integer"}
_OWN: Final = frozenset({"label", "weight", "start", "end"})
"""What GEXF has attributes of its own for."""


def write_gexf(network: Network, file: BinaryIO) -> None:
    """Write the network as GEXF 1.3.

    A node has the colour of its type and a size by its number of facts; an edge its predicate as
    ``kind`` and label, the number of articles as weight, and the time from ``start`` to ``end``.
    A fact without a date of its own starts on the day of the first article, with no end.
    """
    write_text(file, _pieces(network))


def _pieces(network: Network) -> Iterator[str]:
    degree = Counter(end for edge in network.edges for end in (edge.source, edge.target))
    dynamic = any(edge.start or edge.published for edge in network.edges)
    mode = 'mode="dynamic" timeformat="date"' if dynamic else 'mode="static"'
    yield f'{_HEAD}<graph defaultedgetype="directed" {mode}>\n'
    yield from _declared("node", NODE_COLUMNS)
    yield from _declared("edge", EDGE_COLUMNS)
    yield "<nodes>\n"
    for node in network.nodes.values():
        yield _node(node, degree[node.iri])
    yield "</nodes>\n<edges>\n"
    for number, edge in enumerate(network.edges):
        yield _edge(number, edge)
    yield "</edges>\n</graph>\n</gexf>\n"


def _declared(of: str, columns: Sequence[Column]) -> Iterator[str]:
    yield f'<attributes class="{of}" mode="static">\n'
    for name, kind in columns:
        if name not in _OWN:
            yield f'<attribute id="{name}" title="{name}" type="{_TYPES[kind]}"/>\n'
    yield "</attributes>\n"


def _node(node: Node, degree: int) -> str:
    return (
        f"<node id={xml_value(node.iri)} label={xml_value(node.label)}>"
        f"{_values(NODE_COLUMNS, node.values())}{_colour(COLOURS[node.type])}"
        f'<viz:size value="{10 + 4 * degree**0.5:.1f}"/></node>\n'
    )


def _edge(number: int, edge: Edge) -> str:
    start, end = edge.start or edge.published, edge.end
    times = "".join(f' {name}="{day}"' for name, day in (("start", start), ("end", end)) if day)
    return (
        f'<edge id="{number}" source={xml_value(edge.source)} target={xml_value(edge.target)}'
        f' kind="{edge.predicate}" label="{edge.predicate}" weight="{edge.weight}"{times}>'
        f"{_values(EDGE_COLUMNS, edge.values())}{_colour(LINES[edge.status][1])}"
        f'<viz:shape value="{LINES[edge.status][0]}"/></edge>\n'
    )


def _colour(colour: str) -> str:
    red, green, blue = rgb(colour)
    return f'<viz:color r="{red}" g="{green}" b="{blue}"/>'


def _values(columns: Sequence[Column], values: Sequence[Value]) -> str:
    said = "".join(
        f'<attvalue for="{name}" value={xml_value(str(value))}/>'
        for (name, _), given in zip(columns, values, strict=True)
        if name not in _OWN and (value := plain(given)) is not None
    )
    return f"<attvalues>{said}</attvalues>" if said else ""
