"""Entities and facts as the nodes and edges that every graph format writes.

The attributes of nodes and edges, with their types, stand in one place: :data:`NODE_COLUMNS` and
:data:`EDGE_COLUMNS`. A writer goes through them in order; an attribute that is not there is
``None``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Value = str | float | int | tuple[str, ...] | None
"""A text, a number, a list of texts, or nothing."""


class Column(NamedTuple):
    """An attribute: its name, and ``string``, ``double``, ``integer`` or ``strings``."""

    name: str
    kind: str


NODE_COLUMNS: Final = (
    Column("label", "string"),
    Column("type", "string"),
    Column("aliases", "strings"),
    Column("same_as", "strings"),
    Column("articles", "strings"),
)
QUALIFIERS: Final = (
    *(Column(name, "string") for name in ("role", "degree", "program", "topic", "product")),
    *(Column(name, "string") for name in ("facility", "currency")),
    *(Column(name, "double") for name in ("amount", "share", "number")),
)
EDGE_COLUMNS: Final = (
    Column("predicate", "string"),
    Column("status", "string"),
    Column("confidence", "double"),
    Column("weight", "integer"),
    Column("date", "string"),
    Column("start", "string"),
    Column("end", "string"),
    Column("published", "string"),
    *QUALIFIERS,
    Column("articles", "strings"),
    Column("sentence", "string"),
)


@dataclass(frozen=True, slots=True)
class Node:
    """An entity; ``articles`` are the ids of those that mention it, ``same_as`` IRIs elsewhere."""

    iri: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()

    def values(self) -> tuple[Value, ...]:
        """Return the attributes in the order of :data:`NODE_COLUMNS`."""
        return (self.label, self.type, self.aliases, self.same_as, self.articles)


@dataclass(frozen=True, slots=True)
class Edge:
    """A fact, however many articles state it; a symmetric one has its ends in order.

    ``confidence`` is the highest of its statements, ``sentence`` that of the surest. ``date`` is
    when it holds (ISO 8601, a year, quarter, month or day), ``start`` and ``end`` its first and
    last day, ``published`` the day of the first article. ``statements`` are the IRIs of what the
    articles state; none for a triple that came without.
    """

    source: str
    target: str
    predicate: str
    status: str
    confidence: float = 1.0
    articles: tuple[str, ...] = ()
    sentence: str | None = None
    date: str | None = None
    start: str | None = None
    end: str | None = None
    published: str | None = None
    qualifiers: Mapping[str, str | float] | None = None
    statements: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells it from the other edges between its ends."""
        return f"{self.predicate} {self.status}"

    @property
    def weight(self) -> int:
        """How many articles state it; 1 for a triple without articles."""
        return len(self.articles) or 1

    def values(self) -> tuple[Value, ...]:
        """Return the attributes in the order of :data:`EDGE_COLUMNS`."""
        said = self.qualifiers or {}
        return (
            self.predicate,
            self.status,
            self.confidence,
            self.weight,
            self.date,
            self.start,
            self.end,
            self.published,
            *(said.get(column.name) for column in QUALIFIERS),
            self.articles,
            self.sentence,
        )


@dataclass(frozen=True, slots=True)
class Network:
    """Entities by IRI in order, and the facts among them in order of their ends and key."""

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]


def join_texts(texts: Iterable[str]) -> str:
    r"""Return a list of texts as one, for formats that have no lists: ``|`` between them.

    >>> join_texts(["a1", "x|y"])
    'a1|x\\|y'
    """
    return "|".join(text.replace("\\", "\\\\").replace("|", "\\|") for text in texts)


def plain(value: Value) -> str | float | int | None:
    """Return a value as formats without lists have it; an empty list is nothing."""
    if isinstance(value, tuple):
        return join_texts(value) if value else None
    return value
