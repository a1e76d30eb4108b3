"""What a :class:`~kg.store.GraphStore` needs of the RDF database under it, and the embedded one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.store.updates import update_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import IO

    from kg.store.solutions import Term

    Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
    Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


class Database(Protocol):
    """Quads by pattern, queries, and changes that come in whole or not at all."""

    def quads_for_pattern(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        value: Term | None,
        graph: Graph | None,
    ) -> Iterable[ox.Quad]:
        """Return the quads of this pattern; ``None`` is anything."""
        ...

    def named_graphs(self) -> Iterable[ox.NamedNode | ox.BlankNode]:
        """Return the names of the graphs."""
        ...

    def query(self, sparql: str, *, prefixes: Mapping[str, str]) -> Result:
        """Evaluate a query."""
        ...

    def change(
        self,
        deletes: Iterable[ox.Quad],
        inserts: Iterable[ox.Quad],
        *,
        drop: Iterable[ox.NamedNode] = (),
    ) -> None:
        """Delete and insert quads, and drop graphs that are empty then, in one transaction."""
        ...

    def prefetch(self, subjects: Iterable[Term]) -> None:
        """Get ready to be asked about subjects."""
        ...

    def write_triples(self, graph: Graph, file: IO[bytes]) -> None:
        """Write the triples of a graph as N-Triples, in any order."""
        ...

    def flush(self) -> None:
        """Force what was written to disk."""
        ...

    def close(self) -> None:
        """Give back what is held."""
        ...


class Embedded:
    """pyoxigraph's store in this process."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store

    def quads_for_pattern(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        value: Term | None,
        graph: Graph | None,
    ) -> Iterable[ox.Quad]:
        """Return the quads of this pattern; ``None`` is anything."""
        return self.store.quads_for_pattern(subject, predicate, value, graph)  # type: ignore[arg-type]

    def named_graphs(self) -> Iterable[ox.NamedNode | ox.BlankNode]:
        """Return the names of the graphs."""
        return self.store.named_graphs()

    def flush(self) -> None:
        """Force what was written to disk."""
        self.store.flush()

    def query(self, sparql: str, *, prefixes: Mapping[str, str]) -> Result:
        """Evaluate a query."""
        return self.store.query(sparql, prefixes=dict(prefixes))

    def change(
        self,
        deletes: Iterable[ox.Quad],
        inserts: Iterable[ox.Quad],
        *,
        drop: Iterable[ox.NamedNode] = (),
    ) -> None:
        """Apply the change as one SPARQL update."""
        if text := update_text(deletes, inserts, drop=drop):
            self.store.update(text)

    def prefetch(self, subjects: Iterable[Term]) -> None:
        """Do nothing: all is at hand."""

    def write_triples(self, graph: Graph, file: IO[bytes]) -> None:
        """Write the triples of a graph as N-Triples, in any order."""
        self.store.dump(file, ox.RdfFormat.N_TRIPLES, from_graph=graph)

    def close(self) -> None:
        """Do nothing: the store closes when it is forgotten."""
