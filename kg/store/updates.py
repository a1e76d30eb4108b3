"""The text of a SPARQL Update that deletes and inserts quads in one transaction.

pyoxigraph has no transaction object, but applies all operations of one Update or none. The terms
are written by the engine itself (``str`` of a term is N-Triples), never escaped by hand.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def update_text(
    deletes: Iterable[ox.Quad], inserts: Iterable[ox.Quad], *, drop: Iterable[ox.NamedNode] = ()
) -> str:
    """Return an Update that deletes, then inserts, then drops the graphs ``drop`` with their names.

    >>> quad = ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.Literal("c"))
    >>> update_text([], [quad])
    'INSERT DATA {\\n<x:a> <x:b> "c" .\\n}'
    """
    operations = [
        f"{verb} DATA {{\n{pattern_text(quads)}\n}}"
        for verb, quads in (("DELETE", list(deletes)), ("INSERT", list(inserts)))
        if quads
    ]
    operations += (f"DROP SILENT GRAPH {graph}" for graph in drop)
    return " ;\n".join(operations)


def chunks(
    deletes: Iterable[ox.Quad], inserts: Iterable[ox.Quad], size: int | None
) -> Iterator[tuple[list[ox.Quad], list[ox.Quad]]]:
    """Yield deletes, then inserts, at most ``size`` at once; all in one if it is ``None``."""
    gone, come = list(deletes), list(inserts)
    if size is None:
        if gone or come:
            yield gone, come
        return
    yield from ((gone[start : start + size], []) for start in range(0, len(gone), size))
    yield from (([], come[start : start + size]) for start in range(0, len(come), size))


def pattern_text(quads: Iterable[ox.Quad]) -> str:
    """Return quads as SPARQL writes them between braces."""
    by_graph = groupby(sorted(quads, key=_graph_name), key=_graph_name)
    return "\n".join(block for name, group in by_graph for block in _blocks(name, group))


def _blocks(name: str, quads: Iterable[ox.Quad]) -> Iterator[str]:
    triples = "\n".join(f"{quad.triple} ." for quad in quads)
    yield f"GRAPH {name} {{\n{triples}\n}}" if name else triples


def _graph_name(quad: ox.Quad) -> str:
    """Return the graph's name as SPARQL writes it; empty for the default graph."""
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
