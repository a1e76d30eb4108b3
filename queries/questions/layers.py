"""How a graph holds what is said of a relation: schema descriptions (``schemas/*.toml``).

A plain RDF graph has none of this: its facts are triples and that is all. Where facts are reified,
with a status, qualifiers, evidence, or where numbers are observations, a description tells the
engine by which classes and properties; :func:`read_layers` chooses the one whose classes a graph
uses. https://www.w3.org/TR/swbp-n-aryRelations/ describes the pattern.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.store import Solutions


class Graph(Protocol):
    """What the question engine needs of a graph: :class:`kg.store.GraphStore` has it."""

    def select(self, sparql: str) -> Solutions:
        """Return the solutions of a SELECT query."""
        ...

    def ask(self, sparql: str) -> bool:
        """Return the answer to an ASK query."""
        ...


def texts(graph: Graph, sparql: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a SELECT query with each term as its IRI or text."""
    for row in graph.select(sparql):
        yield {name: str(getattr(term, "value", term)) for name, term in row.items()}


@dataclass(frozen=True, slots=True)
class Wording:
    """The properties that say how English speaks of a property."""

    forward: str
    inverse: str
    subject_noun: str
    object_noun: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class Statements:
    """How a relation is reified; ``role`` ... ``date`` are the qualifiers with a part to play."""

    kind: str
    subject: str
    predicate: str
    object: str
    role: str
    amount: str
    share: str
    number: str
    date: str


@dataclass(frozen=True, slots=True)
class Statuses:
    """The property of a statement that tells whether it is so, and its values."""

    property: str
    actual: str
    planned: str
    denied: str


@dataclass(frozen=True, slots=True)
class Observations:
    """How a number about a thing is held."""

    kind: str
    about: str
    indicator: str
    value: str
    rank: str
    unit: str
    period: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The way from a statement to its sentence and article."""

    span: str
    text: str
    start: str
    end: str
    article: str
    id: str
    title: str
    published: str


@dataclass(frozen=True, slots=True)
class Layers:
    """A schema description; all names are IRIs.

    ``vocabulary`` is the named graph that holds classes and properties, ``things`` the class
    above all that questions are about. ``bounds`` maps a date to the properties of its first and
    last day, ``units`` a number to the property of its unit.
    """

    vocabulary: str
    label: str
    names: tuple[str, ...]
    things: str
    hidden: frozenset[str]
    wording: Wording
    statements: Statements
    statuses: Statuses
    observations: Observations
    evidence: Evidence
    bounds: Mapping[str, tuple[str, str]]
    units: Mapping[str, str]

    @property
    def kinds(self) -> frozenset[str]:
        """The classes of the layer itself, which no question is about."""
        return frozenset((self.statements.kind, self.observations.kind))


@lru_cache(maxsize=1)
def known_layers() -> tuple[Layers, ...]:
    """Return every description in ``schemas/``."""
    folder = resources.files("queries").joinpath("questions/schemas")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(_layers(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files)


def _layers(data: dict[str, Any]) -> Layers:
    spaces: dict[str, str] = data["prefixes"]

    def iri(name: str) -> str:
        prefix, _, local = name.partition(":")
        return spaces[prefix] + local

    def part(name: str) -> dict[str, str]:
        return {("kind" if k == "class" else k): iri(v) for k, v in data[name].items()}

    said = data["vocabulary"]
    return Layers(
        vocabulary=iri(said["graph"]),
        label=iri(said["label"]),
        names=tuple(iri(name) for name in said["names"]),
        things=iri(said["things"]),
        hidden=frozenset(iri(name) for name in said["hidden"]),
        wording=Wording(**part("wording")),
        statements=Statements(**part("statement")),
        statuses=Statuses(**part("status")),
        observations=Observations(**part("observation")),
        evidence=Evidence(**part("evidence")),
        bounds={iri(k): (iri(first), iri(last)) for k, (first, last) in data["bounds"].items()},
        units={iri(k): iri(v) for k, v in data["units"].items()},
    )


def read_layers(graph: Graph) -> Layers | None:
    """Return the description by which the graph holds its facts, ``None`` if it is plain."""
    for layers in known_layers():
        if any(graph.ask(f"ASK {{ ?x a <{kind}> }}") for kind in sorted(layers.kinds)):
            return layers
    return None
