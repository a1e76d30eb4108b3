"""What the view of a graph as a network needs of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kg.store import Solutions


class Graph(Protocol):
    """A graph that can be asked, such as :class:`kg.store.GraphStore`."""

    def select(self, sparql: str) -> Solutions:
        """Return the solutions of a SELECT query."""
        ...
