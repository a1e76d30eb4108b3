"""Named queries: SPARQL files under ``library/`` with typed parameters, bound as terms.

The header of a file names its title and parameters::

    # title: Programmes that an organisation or country runs
    # param entity: name
    # param limit: count = 100

A parameter stands in the query as ``$entity``. Its value is written as an RDF term by
:func:`queries.questions.algebra.to_text`, so no value can change the query's shape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Protocol

from kg.errors import UsageError
from queries.questions.algebra import Literal, to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.store import Solutions

_HEADER = re.compile(r"^#\s*(title|param\s+(?P<name>[a-z]+)):\s*(?P<value>.+)$", re.MULTILINE)
_PLACE = re.compile(r"\$([a-z]+)")
_MOST_COUNTED = 10_000


class Kind(StrEnum):
    """The type of a parameter."""

    NAME = "name"  # a name of an entity, as in the graph
    TEXT = "text"
    NUMBER = "number"
    COUNT = "count"  # a whole number from 1 to 10,000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter's name, type, and default as text (``None``: it must be given)."""

    name: str
    kind: Kind
    default: str | None = None

    def term(self, value: object) -> str:
        """Return the value as it stands in SPARQL.

        Raises:
            UsageError: It is not of the parameter's type.
        """
        text = str(value)
        if self.kind in {Kind.NAME, Kind.TEXT}:
            return to_text(Literal(text))
        try:
            number = float(text)
        except ValueError as error:
            raise UsageError(self._wrong(value)) from error
        if self.kind is Kind.COUNT and not (number.is_integer() and 1 <= number <= _MOST_COUNTED):
            raise UsageError(self._wrong(value))
        if number != number or number in {float("inf"), float("-inf")}:
            raise UsageError(self._wrong(value))
        return to_text(Literal(number))

    def _wrong(self, value: object) -> str:
        wanted = {Kind.COUNT: "a whole number from 1 to 10000"}.get(
            self.kind, f"a {self.kind.value}"
        )
        return f"{self.name}={str(value)!r} is not {wanted}"

    def __str__(self) -> str:
        default = "" if self.default is None else f"={self.default or chr(34) * 2}"
        return f"{self.name}:{self.kind.value}{default}"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the library: its name, what it answers, and its parameters."""

    name: str
    description: str
    typed: tuple[Parameter, ...]
    sparql: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters as shown to a user: ``entity:name``, ``limit:count=100``."""
        return tuple(str(parameter) for parameter in self.typed)

    def fill(self, values: Mapping[str, object]) -> str:
        """Return the query with its parameters bound.

        Raises:
            UsageError: A parameter is missing, unknown, or of the wrong type.
        """
        known = {parameter.name: parameter for parameter in self.typed}
        if unknown := sorted(set(values) - set(known)):
            taken = ", ".join(known) or "none"
            msg = f"query {self.name!r} has no parameter {unknown[0]!r}: it takes {taken}"
            raise UsageError(msg)
        terms = {}
        for name, parameter in known.items():
            value = values.get(name, parameter.default)
            if value is None:
                msg = f"query {self.name!r} needs {name}, a {parameter.kind.value}"
                raise UsageError(msg)
            terms[name] = parameter.term(value)
        return _PLACE.sub(lambda match: terms[match[1]], self.sparql)


class Graph(Protocol):
    """What running a named query needs of a graph."""

    def select(self, sparql: str) -> Solutions:
        """Return the solutions of a SELECT query."""
        ...


@lru_cache(maxsize=1)
def named_queries() -> dict[str, NamedQuery]:
    """Return the queries of the library by name."""
    folder = resources.files("queries").joinpath("library")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    return {f.name[:-3]: read_query(f.name[:-3], f.read_text(encoding="utf-8")) for f in files}


def listed() -> list[dict[str, object]]:
    """Return name, description and parameters of each query of the library."""
    return [
        {"name": q.name, "description": q.description, "parameters": list(q.parameters)}
        for q in named_queries().values()
    ]


def read_query(name: str, text: str) -> NamedQuery:
    """Read a query with its header.

    >>> text = "# title: All\\n# param limit: count = 5\\nSELECT * {} LIMIT $limit"
    >>> read_query("all", text).parameters
    ('limit:count=5',)

    Raises:
        ValueError: No title, a parameter that the query does not use, or one it does not declare.
    """
    title, parameters = "", []
    for match in _HEADER.finditer(text):
        if match["name"] is None:
            title = match["value"].strip()
            continue
        kind, equals, default = (part.strip() for part in match["value"].partition("="))
        parameters.append(
            Parameter(match["name"], Kind(kind), default.strip('"') if equals else None)
        )
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    if not title or set(_PLACE.findall(body)) != {p.name for p in parameters}:
        msg = f"query {name!r} needs a title, and a param line for each parameter and no other"
        raise ValueError(msg)
    return NamedQuery(name, title, tuple(parameters), body)


def run_named(graph: Graph, name: str, **parameters: object) -> Solutions:
    """Run a query of the library.

    Raises:
        UsageError: No such query, or a parameter that is missing, unknown or of the wrong type.
    """
    library = named_queries()
    if name not in library:
        msg = f"there is no query {name!r}: expected one of {', '.join(library)}"
        raise UsageError(msg)
    return graph.select(library[name].fill(parameters))
