"""Named things without a class: they are of the kind that the property leading to them says.

``ex:mission ex:launchSite ex:cape . ex:cape rdfs:label "Cape Hollis"`` has no class for the cape;
here it gets one that stands for all things without a class to which ``ex:launchSite`` leads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import vocab
from queries.questions.layers import texts

if TYPE_CHECKING:
    from queries.questions.layers import Graph

_OBJECTS_OF = "urn:newskg:objects-of:"
_LABELS = (
    f"<{vocab.RDFS}label>|<{vocab.SKOS}prefLabel>|<https://schema.org/name>"
    "|<http://schema.org/name>|<http://xmlns.com/foaf/0.1/name>|<http://purl.org/dc/terms/title>"
)
_UNTYPED = f"""
  ?thing {_LABELS} ?name FILTER(ISIRI(?thing)) FILTER NOT EXISTS {{ ?thing a ?type }}"""
_LEADING = f"SELECT DISTINCT ?thing ?property WHERE {{ ?x ?property ?thing . {_UNTYPED} }}"
_HAVING = f"SELECT DISTINCT ?thing ?property WHERE {{ ?thing ?property ?y . {_UNTYPED} }}"


@dataclass(frozen=True, slots=True)
class Untyped:
    """Sizes of the made-up classes; by property, how many of their things stand at either end."""

    sizes: dict[str, int] = field(default_factory=dict)
    subjects: dict[str, Counter[str]] = field(default_factory=dict)
    objects: dict[str, Counter[str]] = field(default_factory=dict)


def property_of(kind: str) -> str | None:
    """Return the property that leads to things of a made-up class, ``None`` for another class."""
    return kind.removeprefix(_OBJECTS_OF) if kind.startswith(_OBJECTS_OF) else None


def members(kind: str) -> str:
    """Return the SPARQL pattern of ``?thing`` of a class."""
    prop = property_of(kind)
    if prop is None:
        return f"?thing a <{kind}>"
    return f"?x <{prop}> ?thing FILTER NOT EXISTS {{ ?thing a ?type }}"


def read_untyped(graph: Graph) -> Untyped:
    """Return the made-up classes of a plain graph."""
    leading: dict[str, set[str]] = defaultdict(set)
    for row in texts(graph, _LEADING):
        leading[row["thing"]].add(row["property"])
    if not leading:
        return Untyped()
    common = Counter(prop for props in leading.values() for prop in props)
    kinds = {
        thing: _OBJECTS_OF + max(sorted(props), key=lambda p: common[p])
        for thing, props in leading.items()
    }
    subjects: dict[str, Counter[str]] = defaultdict(Counter)
    objects: dict[str, Counter[str]] = defaultdict(Counter)
    for thing, props in leading.items():
        for prop in props:
            objects[prop][kinds[thing]] += 1
    for row in texts(graph, _HAVING):
        if row["thing"] in kinds:
            subjects[row["property"]][kinds[row["thing"]]] += 1
    return Untyped(dict(Counter(kinds.values())), dict(subjects), dict(objects))
