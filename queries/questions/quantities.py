"""Values held by a node of their own: ``ex:length [ ex:value 42.5 ; ex:unit ex:Kilometre ]``.

A property is one of quantities if each of its objects is a node without name that has one number
and, beside its class, at most a unit. Questions treat it as a property whose values are numbers.
https://www.w3.org/TR/swbp-n-aryRelations/, http://qudt.org, https://schema.org/QuantitativeValue
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocab
from queries.questions.layers import texts

if TYPE_CHECKING:
    from queries.questions.layers import Graph

_LABELS = f"<{vocab.RDFS}label>|<{vocab.SKOS}prefLabel>|<https://schema.org/name>"
_PARTS = f"""
SELECT ?property ?part ?kind (COUNT(*) AS ?count) (MIN(?type) AS ?datatype) WHERE {{
  ?x ?property ?node . ?node ?part ?value
  FILTER(!ISLITERAL(?node) && ?property != <{vocab.RDF}type>)
  FILTER NOT EXISTS {{ ?node {_LABELS} ?label }}
  BIND(IF(ISNUMERIC(?value), "number", IF(ISLITERAL(?value), "text", "thing")) AS ?kind)
  BIND(IF(ISLITERAL(?value), STR(DATATYPE(?value)), "") AS ?type)
}} GROUP BY ?property ?part ?kind"""
_NODES = """
SELECT ?property (COUNT(*) AS ?count) WHERE { ?x ?property ?node FILTER(!ISLITERAL(?node)) }
GROUP BY ?property"""
_UNIT = re.compile(r"unit|currency|measure", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """How a property holds its values: the part with the number, of a datatype, and the unit's.

    ``units`` are the names of the units in use.
    """

    step: str
    datatype: str
    unit_step: str
    units: tuple[str, ...]


def read_quantities(graph: Graph) -> dict[str, Quantity]:
    """Return the properties of a plain graph whose values are nodes with a number and a unit."""
    nodes = {row["property"]: int(row["count"]) for row in texts(graph, _NODES)}
    parts: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in texts(graph, _PARTS):
        if row["part"] != vocab.RDF + "type":
            parts[row["property"]].append(row)
    found = {}
    for prop, rows in parts.items():
        numbers = [row for row in rows if row["kind"] == "number"]
        units = [row for row in rows if row["kind"] != "number"]
        whole = len(numbers) == 1 and int(numbers[0]["count"]) == nodes.get(prop)
        if whole and len(units) <= 1 and all(_UNIT.search(row["part"]) for row in units):
            unit = units[0]["part"] if units else ""
            found[prop] = Quantity(
                numbers[0]["part"], numbers[0]["datatype"], unit, _units(graph, prop, unit)
            )
    return found


def _units(graph: Graph, prop: str, unit: str) -> tuple[str, ...]:
    if not unit:
        return ()
    named = f"OPTIONAL {{ ?unit {_LABELS} ?label }}"
    rows = texts(
        graph, f"SELECT DISTINCT ?unit ?label {{ ?x <{prop}>/<{unit}> ?unit {named} }} LIMIT 20"
    )
    return tuple(sorted({row.get("label") or row["unit"] for row in rows}))
