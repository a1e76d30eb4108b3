"""Noun phrases and clauses as the grammar builds them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from queries.questions.syntax.clauses import Known, Measure, Relation, Variable, Within

if TYPE_CHECKING:
    from queries.questions.syntax.clauses import Node, Pattern


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun phrase: what it stands for, what it says of it, and the token after it.

    ``asked`` are the variables that it asks for ("which companies"); ``many`` is whether it asks
    how many; ``heads`` is whether its node is named by a relation or class and may be unified
    with another ("X is a founder of Y").
    """

    node: Node
    end: int
    patterns: tuple[Pattern, ...] = ()
    asked: tuple[Variable, ...] = ()
    many: bool = False
    heads: bool = True
    cost: float = 0.0
    notes: tuple[str, ...] = ()

    def plus(self, other: Clause, *, cost: float = 0.0) -> Noun:
        """Return the phrase with a clause that says more of it."""
        return replace(
            self,
            end=other.end,
            patterns=self.patterns + other.patterns,
            asked=_once(self.asked + other.asked),
            cost=self.cost + other.cost + cost,
            notes=self.notes + other.notes,
        )


@dataclass(frozen=True, slots=True)
class Clause:
    """What a verb phrase says, and the token after it."""

    end: int
    patterns: tuple[Pattern, ...]
    asked: tuple[Variable, ...] = ()
    cost: float = 0.0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A whole question as parsed: what it asks for, or yes/no if that is nothing."""

    patterns: tuple[Pattern, ...]
    asked: tuple[Variable, ...]
    many: bool
    cost: float
    notes: tuple[str, ...]


def _once(variables: tuple[Variable, ...]) -> tuple[Variable, ...]:
    return tuple(dict.fromkeys(variables))


def unify(patterns: tuple[Pattern, ...], old: Node, new: Node) -> tuple[Pattern, ...]:
    """Return the patterns with ``new`` in the place of ``old``."""

    def change(node: Node) -> Node:
        return new if node == old else node

    changed: list[Pattern] = []
    for pattern in patterns:
        match pattern:
            case Relation(subject=subject, object=obj):
                changed.append(replace(pattern, subject=change(subject), object=change(obj)))
            case Within(part, whole):
                changed.append(Within(change(part), change(whole)))
            case Measure(about=about):
                changed.append(replace(pattern, about=change(about)))
    return tuple(changed)


def merge(first: Node, second: Node) -> Node:
    """Return the one node that two are: the known one, or a variable with the narrower classes."""
    if isinstance(first, Known):
        return first
    if isinstance(second, Known):
        return second
    if not first.classes:
        return second
    return replace(
        second, classes=first.classes if not second.classes else _narrower(first, second)
    )


def _narrower(first: Variable, second: Variable) -> tuple[str, ...]:
    both = tuple(c for c in second.classes if c in first.classes)
    return both or first.classes
