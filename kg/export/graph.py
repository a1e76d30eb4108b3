"""What an export needs of a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kg.store import Solutions


class Graph(Protocol):
    """A graph that can be asked and written, such as :class:`kg.store.GraphStore`."""

    def select(self, sparql: str) -> Solutions:
        """Return the solutions of a SELECT query."""
        ...

    def dump(self, form: str) -> bytes:
        """Return the whole graph as RDF."""
        ...
