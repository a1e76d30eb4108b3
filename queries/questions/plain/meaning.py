"""What a question to any graph means: a query graph of things, links, values and tests."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What kind of answer is wanted."""

    ROWS = "rows"
    YESNO = "yes or no"
    NUMBER = "number"  # of an aggregate, over all or per group
    SHARE = "share"


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
    """``subject`` has ``link`` to ``object``, ``repeated``: in any number of steps."""

    subject: str
    link: str
    object: str
    negated: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """A period: ISO 8601 days, both included, an open end empty."""

    first: str
    last: str


Value = float | str | bool | Days


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison (``>``, ``<=``, ``=``, ...) of a value with another, or with a variable's."""

    op: str
    value: Value | None = None
    than: str | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """The value ``name`` that a node has for a literal property, of a kind (number, date, ...)."""

    name: str
    node: str
    link: str
    kind: str
    tests: tuple[Test, ...] = ()
    optional: bool = False
    negated: bool = False


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
    """The whole question. ``order`` is a value's name or ``"aggregate"``."""

    form: Form
    shown: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    properties: tuple[Property, ...]
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
