"""RDF of a whole graph or of a part of it, a subject at a time and in a fixed order.

The engine serialises; what is held at once is the subjects of one graph and the quads of one
subject, or of lines as many as are sorted at once. Equal graphs give equal bytes.
"""

from __future__ import annotations

from contextlib import ExitStack
from heapq import merge
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import TYPE_CHECKING, Final, cast

import pyoxigraph as ox

from kg import vocab
from kg.export.subset import Subset
from kg.store import RDF_FORMATS
from kg.store.rdf_text import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO, BinaryIO

    from kg.export.network import Network
    from kg.store import GraphStore

_LINES: Final = frozenset({"ntriples", "nquads"})
_HELD: Final = 32 * 2**20
"""Bytes of lines that are sorted in memory at once."""

_TYPE: Final = ox.NamedNode(vocab.RDF + "type")


def write_rdf(store: GraphStore, form: str, file: BinaryIO, *, part: Network | None = None) -> None:
    """Write a graph in a format of :data:`kg.store.RDF_FORMATS`.

    A format with named graphs holds all of them, one without the view. Of a ``part`` all is
    written that is said of its entities and facts (:mod:`kg.export.subset`).
    """
    if form in _LINES and part is None:
        _write_lines(store, file, named=form == "nquads")
        return
    named = RDF_FORMATS[form].supports_datasets
    whole = quads(store, named=named, part=part)
    _serialize(whole if named else (quad.triple for quad in whole), form, file)


def _write_lines(store: GraphStore, file: BinaryIO, *, named: bool) -> None:
    """Write a line for each quad, graph by graph, sorted.

    The engine writes a graph by itself, faster than quad by quad.
    """
    for graph in _graphs(store, named=named):
        with SpooledTemporaryFile(_HELD) as text:
            output = cast("IO[bytes]", text)
            store.write_triples(graph, output)
            text.seek(0)
            lines = _sorted_lines(output)
            if isinstance(graph, ox.DefaultGraph):
                file.writelines(lines)
            else:
                end = f" {graph} .\n".encode()
                file.writelines(line[: -len(b" .\n")] + end for line in lines)


def _sorted_lines(text: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of a text in order; what is too long to be held is sorted in files."""
    lines = text.readlines(_HELD)
    lines.sort()
    with ExitStack() as open_files:
        runs: list[Iterable[bytes]] = []
        while following := text.readlines(_HELD):
            run = open_files.enter_context(TemporaryFile())
            run.writelines(lines)
            run.seek(0)
            runs.append(run)
            lines = following
            lines.sort()
        yield from merge(*runs, lines) if runs else lines


def write_triples(triples: Iterable[ox.Triple], form: str, file: BinaryIO) -> None:
    """Write the triples of a CONSTRUCT or DESCRIBE query, in the engine's order."""
    _serialize(triples, form, file)


def _serialize(items: Iterable[ox.Quad | ox.Triple], form: str, file: BinaryIO) -> None:
    output = cast("IO[bytes]", _SortedPrefixes(file))
    ox.serialize(items, output, RDF_FORMATS[form], prefixes=PREFIXES)  # type: ignore[arg-type]


def quads(store: GraphStore, *, named: bool, part: Network | None = None) -> Iterator[ox.Quad]:
    """Yield the quads of the view, and if ``named`` of all graphs, in a fixed order.

    The view comes first, then the graphs by name; in each the subjects in order, their class first.
    """
    subset = Subset(store, part) if part is not None else None
    for graph in _graphs(store, named=named):
        subjects = subset.subjects if subset else _subjects(store, graph)
        for subject in sorted(subjects, key=str):
            found = store.match(subject, None, None, graph)
            kept = (quad for quad in found if subset is None or subset.keeps(quad))
            yield from sorted(kept, key=_order)


def _graphs(
    store: GraphStore, *, named: bool
) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]:
    """Return the view, and if ``named`` the other graphs by name, less the store's own notes."""
    return [ox.DefaultGraph(), *(sorted(store.named_graphs(), key=str) if named else ())]


def _subjects(
    store: GraphStore, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph
) -> set[ox.NamedNode | ox.BlankNode | ox.Triple]:
    found = store.match(None, None, None, graph)
    return {quad.subject for quad in found}


def _order(quad: ox.Quad) -> tuple[bool, str, str]:
    return quad.predicate != _TYPE, str(quad.predicate), str(quad.object)


class _SortedPrefixes:
    """A file that puts the prefixes that open a Turtle text in order; the engine has none."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._head: bytes | None = b""
        """What was written while there were only prefixes; ``None`` after that."""

    def write(self, data: bytes) -> int:
        """Write, or keep until the last prefix has come."""
        if self._head is None:
            self._file.write(data)
        else:
            self._head += data
            ended = self._head.rpartition(b"\n")[0].split(b"\n")
            if not all(line.startswith(b"@prefix") for line in ended if line):
                self.flush()
        return len(data)

    def flush(self) -> None:
        """Write what was kept."""
        if self._head is not None:
            lines = self._head.splitlines(keepends=True)
            named = [line for line in lines if line.startswith(b"@prefix")]
            self._file.write(b"".join([*sorted(named), *lines[len(named) :]]))
            self._head = None
        self._file.flush()
