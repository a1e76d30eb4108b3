"""What a query may be: read from the parse by rdflib's SPARQL 1.1 grammar, not from its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pyparsing import ParseException, ParseResults
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator

QueryForm = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

LONGEST = 100_000
"""Characters that a query may have."""

_FORMS: dict[str, QueryForm] = {
    "SelectQuery": "SELECT",
    "AskQuery": "ASK",
    "ConstructQuery": "CONSTRUCT",
    "DescribeQuery": "DESCRIBE",
}


def check_query(query: str) -> QueryForm:
    """Return the form of a query that may be run.

    Raises:
        QueryError: Not a SPARQL 1.1 query, an update, too long or too deep, or with SERVICE.
    """
    if len(query) > LONGEST:
        msg = f"The query has {len(query)} characters: at most {LONGEST} are taken"
        raise QueryError(msg)
    try:
        parsed = parseQuery(query)
    except ParseException as error:
        raise QueryError(_what_is_wrong(query, error)) from error
    except (RecursionError, TypeError, ValueError, AttributeError, IndexError) as error:
        msg = "The query cannot be parsed as SPARQL 1.1: it is nested too deeply or malformed"
        raise QueryError(msg) from error
    if any(value.name == "ServiceGraphPattern" for value in _values(parsed)):
        msg = "SERVICE is refused: this endpoint does not call other servers"
        raise QueryError(msg)
    return _FORMS[parsed[1].name]


def _what_is_wrong(query: str, error: ParseException) -> str:
    try:
        parseUpdate(query)
    except (ParseException, RecursionError, TypeError, ValueError, AttributeError, IndexError):
        return (
            f"Not a SPARQL 1.1 query: unexpected text at line {error.lineno}, column {error.column}"
        )
    return "Updates are refused: this endpoint only answers queries"


def _values(node: object) -> Iterator[CompValue]:
    """Yield every node of rdflib's parse tree."""
    todo: list[object] = [node]
    while todo:
        item = todo.pop()
        if isinstance(item, CompValue):
            yield item
            todo.extend(item.values())
        elif isinstance(item, ParseResults | list | tuple):
            todo.extend(item)
