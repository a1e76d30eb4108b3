"""How much a graph holds, by kind."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kg.store.solutions import python_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.store.solutions import Solutions

_ENTITIES = """
SELECT ?class (COUNT(DISTINCT ?entity) AS ?count)
WHERE { ?entity nk:name ?name ; a ?class . }
GROUP BY ?class ORDER BY DESC(?count) ?class
"""
_STATEMENTS = """
SELECT ?predicate ?status (COUNT(*) AS ?count)
WHERE { ?statement a nk:Statement ; rdf:predicate ?predicate ; nk:status ?status . }
GROUP BY ?predicate ?status ORDER BY ?predicate ?status
"""
_OBSERVATIONS = "SELECT (COUNT(*) AS ?count) WHERE { ?observation a nk:Observation . }"
_QUOTES = "SELECT (COUNT(DISTINCT ?span) AS ?count) WHERE { ?claim prov:wasQuotedFrom ?span . }"


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of a graph.

    ``entities`` are by class, ``statements`` by predicate and then status; a statement is a fact
    as one article states it, so a fact that two articles state counts twice. ``sentences`` are
    those that give evidence, ``quads`` all quads with those of the view and the ontology.
    """

    articles: int
    entities: dict[str, int]
    statements: dict[str, dict[str, int]]
    observations: int
    sentences: int
    quads: int

    def to_json(self) -> dict[str, object]:
        """Return the counts as JSON has them."""
        return asdict(self)


def count(select: Callable[[str], Solutions], *, articles: int, quads: int) -> Statistics:
    """Count what ``select`` finds in a graph's view."""
    statements: dict[str, dict[str, int]] = {}
    for predicate, status, number in _rows(select(_STATEMENTS)):
        statements.setdefault(predicate, {})[status] = number
    return Statistics(
        articles=articles,
        entities={kind: number for kind, _, number in _rows(select(_ENTITIES))},
        statements=statements,
        observations=_number(select(_OBSERVATIONS)),
        sentences=_number(select(_QUOTES)),
        quads=quads,
    )


def _rows(solutions: Solutions) -> list[tuple[str, str, int]]:
    """Return rows of one or two IRIs and a count, the IRIs without their namespace."""
    values = [[str(value) for value in row] for row in solutions.values()]
    return [(_local(row[0]), _local(row[-2]), int(row[-1])) for row in values]


def _number(solutions: Solutions) -> int:
    return int(str(python_value(solutions.rows[0][0])))


def _local(iri: str) -> str:
    return iri.rpartition("#")[2].rpartition("/")[2]
