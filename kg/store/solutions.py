"""What a query returns: rows of terms, and terms as plain Python values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterator

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Value = str | int | float | bool | None

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = frozenset(
    _XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
)
_NUMBERS = frozenset(_XSD + name for name in ("decimal", "double", "float"))


@dataclass(frozen=True, slots=True)
class Solutions:
    """What a SELECT query found: ``rows`` have a term, or ``None``, for each of ``columns``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Term]]:
        """Yield each row as a mapping of the variables that are bound in it."""
        for row in self.rows:
            yield {
                name: term for name, term in zip(self.columns, row, strict=True) if term is not None
            }

    def values(self) -> list[list[Value]]:
        """Return the rows as plain Python values (:func:`python_value`)."""
        return [[python_value(term) for term in row] for row in self.rows]


def python_value(term: Term | None) -> Value:
    """Return a term as Python has it: a number, a truth value, else its text or IRI.

    >>> python_value(ox.Literal(12)), python_value(ox.NamedNode("x:a"))
    (12, 'x:a')
    """
    if term is None:
        return None
    if isinstance(term, ox.Literal):
        return _literal_value(term.value, term.datatype.value)
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _literal_value(text: str, datatype: str) -> Value:
    """Return the literal's value; a text that its datatype does not allow stays a text."""
    if datatype == _XSD + "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    if datatype not in _INTEGERS | _NUMBERS:
        return text
    try:
        return int(text) if datatype in _INTEGERS else _plain(float(text))
    except ValueError:
        return text


def _plain(number: float) -> int | float:
    """Return a whole number as ``int``, so that 67200000000 is not shown as 67200000000.0."""
    return int(number) if number.is_integer() else number
