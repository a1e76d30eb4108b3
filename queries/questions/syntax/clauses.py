"""What a question means, before it is SPARQL: a small query graph.

Nodes are known things or variables with classes; patterns join them. A :class:`Meaning` says which
variables are shown and how they are filtered, counted, ordered and cut. It knows nothing of how
facts lie in RDF (:mod:`queries.questions.translate` does) and nothing of English.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Form(StrEnum):
    """What kind of answer is wanted."""

    ROWS = "rows"
    COUNT = "count"
    YESNO = "yes or no"


class Status(StrEnum):
    """Which facts count. ``ACTUAL`` is meant unless the question says otherwise."""

    ACTUAL = "actual"
    PLANNED = "planned"
    DENIED = "denied"


class Op(StrEnum):
    """How a value is compared."""

    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="
    EQUAL = "="
    BEGINS = "begins"  # a date lies in a period: 2024-02 in 2024
    ONE_OF = "one of"  # a text is one of these, compared without case


@dataclass(frozen=True, slots=True)
class Known:
    """One thing with a name; several IRIs where several things bear it."""

    iris: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    """Something asked for or passed through. ``classes`` are IRIs, any of which will do."""

    name: str
    classes: tuple[str, ...] = ()
    label: str = "thing"


Node = Known | Variable
Value = str | float | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A property of a statement: compared with a value, shown under a variable's name, or both."""

    property: str
    op: Op | None = None
    value: Value | None = None
    variable: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """``subject`` stands to ``object`` in any of ``predicates`` (property IRIs)."""

    subject: Node
    predicates: tuple[str, ...]
    object: Node
    status: Status = Status.ACTUAL
    qualifiers: tuple[Qualifier, ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """``part`` is ``whole`` or lies in it, over any number of steps."""

    part: Node
    whole: Node


@dataclass(frozen=True, slots=True)
class Measure:
    """An observation: ``about`` has ``value`` for one of ``indicators`` in ``period``.

    ``value`` names a variable; ``rank`` is whether it is the rank. ``exact`` wants the very
    period; otherwise any that lies within its first and last of ``days`` ("": open) will do.
    """

    about: Node
    indicators: tuple[str, ...]
    value: str = "value"
    period: str | None = None
    exact: bool = True
    days: tuple[str, ...] = ("", "")
    rank: bool = False
    shows_period: bool = True
    unit: str | None = None
    test: Qualifier | None = None
    status: Status = Status.ACTUAL


Pattern = Relation | Within | Measure


@dataclass(frozen=True, slots=True)
class Order:
    """Sort by a variable and keep the first ``limit`` (``None``: all, only sorted)."""

    variable: str
    descending: bool = True
    limit: int | None = 1
    counted: bool = False  # by how many there are, not by the value


@dataclass(frozen=True, slots=True)
class Meaning:
    """A question as a query graph.

    ``shown`` are the names of the variables shown, in order. ``among`` restricts the first of them
    to these IRIs ("Germany or Luxembourg"). ``compared`` wants the first of two variables to be
    more or less than the second.
    """

    form: Form
    shown: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    order: Order | None = None
    among: tuple[str, ...] = ()
    compared: tuple[Op, str, str] | None = None

    def relations(self) -> tuple[Relation, ...]:
        """Return the relation patterns, in order."""
        return tuple(p for p in self.patterns if isinstance(p, Relation))

    def nodes(self) -> tuple[Node, ...]:
        """Return every node once, in order of appearance."""
        seen: dict[Node, None] = {}
        for pattern in self.patterns:
            for node in ends(pattern):
                seen.setdefault(node)
        return tuple(seen)

    def with_status(self, status: Status) -> Meaning:
        """Return the same meaning over planned, denied or actual facts."""
        changed = (p if isinstance(p, Within) else replace(p, status=status) for p in self.patterns)
        return replace(self, patterns=tuple(changed))


def ends(pattern: Pattern) -> tuple[Node, ...]:
    """Return the nodes that a pattern joins."""
    match pattern:
        case Relation(subject, _, obj):
            return subject, obj
        case Within(part, whole):
            return part, whole
        case Measure(about):
            return (about,)


@dataclass(frozen=True, slots=True)
class Clauses:
    """One meaning as the grammar reads it, what it costs, and what the asker should know of it."""

    meaning: Meaning
    cost: float
    notes: tuple[str, ...] = ()
