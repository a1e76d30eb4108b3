"""The DOT language of Graphviz (https://graphviz.org/doc/info/lang.html)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.export.palette import COLOURS, LINES
from kg.export.text import write_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from kg.export.network import Network


def write_dot(network: Network, file: BinaryIO) -> None:
    """Write the network as DOT: boxes coloured by type, planned facts dashed, denied dotted."""
    write_text(file, _pieces(network))


def _pieces(network: Network) -> Iterator[str]:
    yield "digraph newskg {\n"
    yield '  graph [overlap=prism, splines=true, charset="UTF-8"];\n'
    yield '  node [shape=box, style="rounded,filled", fontname="Helvetica"];\n'
    yield '  edge [fontname="Helvetica", fontsize=10];\n'
    for node in network.nodes.values():
        look = f'class="{node.type}", fillcolor="{COLOURS[node.type]}"'
        yield f"  {_quoted(node.iri)} [label={_quoted(node.label)}, {look}];\n"
    for edge in network.edges:
        style, colour = LINES[edge.status]
        ends = f"{_quoted(edge.source)} -> {_quoted(edge.target)}"
        look = f'style={style}, color="{colour}", class="{edge.status}", weight={edge.weight}'
        yield f"  {ends} [label={_quoted(edge.predicate)}, {look}];\n"
    yield "}\n"


def _quoted(text: str) -> str:
    """Return a DOT string: a backslash stands for itself only when doubled."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\0", " ")
    return f'"{escaped}"'
