"""What a question means: a query graph of things, relations, values and tests.

This is the one meaning representation of the engine, frozen and independent of English and of how
a graph holds its facts. Readers (:mod:`queries.questions.syntax`, :mod:`queries.questions.cover`)
make it, :mod:`queries.questions.translate` turns it into SPARQL. "Which three companies invested
most in Acme since 2020?" is

    Query(ROWS, shown=("n0",), nodes=(Node("n0", (Company,)), Node("n1", iris=(acme,))),
          edges=(Edge("e0", "n0", (investsIn,), "n1"),),
          properties=(Property("v0", of="e0", link=amount, kind="number"),
                      Property("v1", of="e0", link=date, kind="date",
                               tests=(Test("in", Days("2020-01-01", "")),))),
          order="v0", limit=3)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Form(StrEnum):
    """What kind of answer is wanted."""

    ROWS = "rows"
    YESNO = "yes or no"
    NUMBER = "number"  # of an aggregate, over all or per group
    SHARE = "share"


class Status(StrEnum):
    """Which facts count. ``ACTUAL`` is meant unless the question says otherwise."""

    ACTUAL = "actual"
    PLANNED = "planned"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Node:
    """Something in the query: known by ``iris``, or anything of ``classes`` (empty: anything)."""

    name: str
    classes: tuple[str, ...] = ()
    iris: tuple[str, ...] = ()
    label: str = ""
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """``subject`` stands to ``object`` in any of ``links``; ``repeated``: over any steps, or none.

    A fact of another ``status``, or one of which a :class:`Property` is asked, is looked up as a
    statement.
    """

    name: str
    subject: str
    links: tuple[str, ...]
    object: str
    status: Status = Status.ACTUAL
    negated: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """A period: ISO 8601 days, both included, an open end empty.

    ``text`` is the period itself, where only a value of the very same period will do.
    """

    first: str
    last: str
    text: str = ""


Value = float | str | bool | Days | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison of a value with another, or with a variable's (``than``).

    ``op`` is ``>``, ``>=``, ``<``, ``<=``, ``=``, ``in`` (a period), ``is`` (one of these texts) or
    ``one of`` (the same, compared without case).
    """

    op: str
    value: Value | None = None
    than: str | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """The value ``name`` of a literal property, of a kind (number, date, year, text, truth).

    ``of`` names what has it: a node; an edge (its statement: amount, role, date); or another
    property that is an observation (its unit, period, indicator).
    """

    name: str
    of: str
    link: str
    kind: str
    tests: tuple[Test, ...] = ()
    optional: bool = False
    negated: bool = False
    label: str = ""
    status: Status | None = None  # of the observation that it is, if it is one


@dataclass(frozen=True, slots=True)
class Duration:
    """The time from one date of a node to another, compared: ``P18M`` or ``P10D`` (ISO 8601)."""

    start: str
    end: str
    op: str
    time: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``function`` (COUNT, SUM, AVG, MIN, MAX) of the variable ``of``."""

    function: str
    of: str


@dataclass(frozen=True, slots=True)
class Query:
    """The whole question. ``order`` is a value's name or ``"aggregate"``.

    Edges, properties and nodes that are ``negated`` stand together in what must not be.
    """

    form: Form
    shown: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    properties: tuple[Property, ...] = ()
    durations: tuple[Duration, ...] = ()
    different: tuple[tuple[str, str], ...] = ()
    ordered: tuple[tuple[str, str], ...] = ()  # pairs of nodes shown once, not both ways round
    aggregate: Aggregate | None = None
    groups: tuple[str, ...] = ()
    having: Test | None = None
    order: str | None = None
    descending: bool = True
    limit: int | None = None
    offset: int = 0
    average_of: str | None = None  # a value compared with the average of all like it
    average_op: str = ">"
    whole: tuple[str, ...] = ()  # the classes that a share is of, where not those of its node
    without: tuple[tuple[str, str], ...] = ()  # nodes and the things (IRIs) that they are not

    def node(self, name: str) -> Node | None:
        """Return the node of this name, if it is one."""
        return next((node for node in self.nodes if node.name == name), None)

    def property(self, name: str) -> Property | None:
        """Return the property of this name, if it is one."""
        return next((value for value in self.properties if value.name == name), None)

    def statuses(self) -> set[Status]:
        """Return the statuses of the facts that the question is about."""
        stated = {edge.status for edge in self.edges if not edge.repeated and not edge.negated}
        return stated | {p.status for p in self.properties if p.status and not p.negated}

    def with_status(self, status: Status) -> Query:
        """Return the same question over planned, denied or actual facts."""
        edges = (edge if edge.repeated else replace(edge, status=status) for edge in self.edges)
        values = (replace(p, status=status) if p.status else p for p in self.properties)
        return replace(self, edges=tuple(edges), properties=tuple(values))


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a question, what it costs, and what the asker should know of it."""

    query: Query
    cost: float
    notes: tuple[str, ...] = ()
