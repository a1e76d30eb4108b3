"""Numbers, periods and texts ↔ RDF literals that the RDF engine keeps to the letter.

pyoxigraph rewrites numbers that are not in its canonical form (``1.50`` becomes ``1.5``), so
:func:`kg.vocab.canonical_number` writes them that way in the first place.
"""

from __future__ import annotations

import calendar
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.model import ValueKind
from kg.vocab import XSD, canonical_number

_INTEGER: Final = NamedNode(XSD + "integer")
_DECIMAL: Final = NamedNode(XSD + "decimal")
_DOUBLE: Final = NamedNode(XSD + "double")
_DATE: Final = NamedNode(XSD + "date")
_MONTHS: Final = {"Q": 3, "H": 6}
"""The length of a quarter and of a half-year."""
_PERIODS: Final = {4: NamedNode(XSD + "gYear"), 7: NamedNode(XSD + "gYearMonth"), 10: _DATE}

# What the engine computes with: 64-bit integers; decimals of 18 digits after the point.
_LARGEST_EXACT: Final = 2**53
_LARGEST_INTEGER: Final = 2**63 - 1
_LARGEST_DECIMAL: Final = 10**20
_DECIMAL_DIGITS: Final = 18


def decimal_literal(value: float) -> Literal:
    """Return ``value`` as ``xsd:decimal``, or ``xsd:double`` beyond what a decimal holds.

    >>> decimal_literal(0.93).value, decimal_literal(1e22).datatype.value[-6:]
    ('0.93', 'double')
    """
    text = canonical_number(value)
    digits = len(text.partition(".")[2])
    fits = abs(value) < _LARGEST_DECIMAL and digits <= _DECIMAL_DIGITS
    return Literal(text, datatype=_DECIMAL if fits else _DOUBLE)


def number_literal(value: float) -> Literal:
    """Return ``value`` as ``xsd:integer`` if it is whole, else as :func:`decimal_literal` does.

    >>> number_literal(67200000000.0).value, number_literal(5.5).value
    ('67200000000', '5.5')
    """
    if value == int(value) and abs(value) <= _LARGEST_INTEGER:
        return Literal(canonical_number(value), datatype=_INTEGER)
    return decimal_literal(value)


def number(literal: Literal) -> float:
    """Return the number of a literal: an ``int`` if a ``float`` holds it exactly too.

    Raises:
        ValueError: It is no number.
    """
    value = float(literal.value)
    return int(value) if literal.datatype == _INTEGER and abs(value) <= _LARGEST_EXACT else value


def value_kind(literal: Literal) -> ValueKind:
    """Return what the object of a taught fact is, by its datatype; half-years are texts."""
    if literal.datatype in {_INTEGER, _DECIMAL, _DOUBLE}:
        return ValueKind.NUMBER
    return ValueKind.DATE if literal.datatype in _PERIODS.values() else ValueKind.TEXT


def date_literal(day: str) -> Literal:
    """Return an ISO 8601 day as ``xsd:date``."""
    return Literal(day, datatype=_DATE)


def period_literal(period: str) -> Literal:
    """Return a period as ``xsd:gYear``, ``xsd:gYearMonth``, ``xsd:date``, or a quarter as text.

    >>> period_literal("2024-04").datatype.value[-10:], period_literal("2023-Q4").value
    ('gYearMonth', '2023-Q4')
    """
    datatype = None if set("QH") & set(period) else _PERIODS[len(period)]
    return Literal(period, datatype=datatype)


def period_start(period: str) -> str:
    """Return the first day of a period.

    >>> period_start("2023-Q4"), period_start("2023-H2")
    ('2023-10-01', '2023-07-01')
    """
    year, _, rest = period.partition("-")
    if months := _MONTHS.get(rest[:1]):
        return f"{year}-{months * (int(rest[1]) - 1) + 1:02}-01"
    return period if len(period) == len("2024-04-01") else f"{year}-{rest or '01'}-01"


def period_end(period: str) -> str:
    """Return the last day of a period.

    >>> period_end("2023-Q1"), period_end("2024-02"), period_end("2023")
    ('2023-03-31', '2024-02-29', '2023-12-31')
    """
    year, _, rest = period.partition("-")
    if len(period) == len("2024-04-01"):
        return period
    months = _MONTHS.get(rest[:1])
    month = months * int(rest[1]) if months else int(rest or 12)
    return f"{year}-{month:02}-{calendar.monthrange(int(year), month)[1]:02}"
