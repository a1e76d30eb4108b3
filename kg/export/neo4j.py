"""Neo4j: CSV files with the headers of ``neo4j-admin database import``, and a Cypher script.

Headers: https://neo4j.com/docs/operations-manual/current/tools/neo4j-admin/neo4j-admin-import/
(CSV header format). An entity has the labels ``Entity`` and its type, a fact is a relationship
whose type is its predicate in capitals, such as ``PARTNERS_WITH``.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kg.export.network import EDGE_COLUMNS, NODE_COLUMNS, Value
from kg.export.tables import csv_lines
from kg.export.text import write_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from kg.export.network import Column, Network

NODES_FILE: Final = "entities.csv"
EDGES_FILE: Final = "facts.csv"
SCRIPT_FILE: Final = "import.sh"
DELIMITER: Final = "\x1f"
"""Between the elements of a list: U+001F, the unit separator, which no name holds."""

_TYPES: Final = {"string": "string", "strings": "string[]", "double": "double", "integer": "long"}
_EDGE_COLUMNS: Final = tuple(column for column in EDGE_COLUMNS if column.name != "predicate")
_BATCH: Final = 500
SCRIPT: Final = f"""#!/bin/sh
# Import this folder into an empty Neo4j database: sh {SCRIPT_FILE} [DATABASE]
cd "$(dirname "$0")" || exit 1
exec neo4j-admin database import full --nodes={NODES_FILE} --relationships={EDGES_FILE} \\
  --array-delimiter=U+001F --overwrite-destination "${{1:-neo4j}}"
"""


def write_nodes(network: Network, file: BinaryIO) -> None:
    """Write the entities: their IRI is the ID."""
    head = ["iri:ID", *(f"{name}:{_TYPES[kind]}" for name, kind in NODE_COLUMNS), ":LABEL"]
    records = (
        [node.iri, *map(_cell, node.values()), _cell(("Entity", node.type))]
        for node in network.nodes.values()
    )
    write_text(file, csv_lines([head], records))


def write_edges(network: Network, file: BinaryIO) -> None:
    """Write the facts: their ends by ID, and their type."""
    head = [":START_ID", ":END_ID", ":TYPE"]
    head += [f"{name}:{_TYPES[kind]}" for name, kind in _EDGE_COLUMNS]
    records = (
        [
            edge.source,
            edge.target,
            relationship_type(edge.predicate),
            *map(_cell, edge.values()[1:]),
        ]
        for edge in network.edges
    )
    write_text(file, csv_lines([head], records))


def relationship_type(predicate: str) -> str:
    """Return a predicate as Neo4j names relationships.

    >>> relationship_type("takesLegalActionAgainst")
    'TAKES_LEGAL_ACTION_AGAINST'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", predicate).upper()


def _cell(value: Value) -> str | float | int | None:
    """Return a value on one line, as the import reads it by default."""
    if isinstance(value, tuple):
        return DELIMITER.join(" ".join(text.replace(DELIMITER, " ").split()) for text in value)
    return " ".join(value.split()) if isinstance(value, str) else value


def write_cypher(network: Network, file: BinaryIO) -> None:
    """Write statements that merge the entities and facts into a database, for ``cypher-shell``."""
    write_text(file, _statements(network))


def _statements(network: Network) -> Iterator[str]:
    yield "CREATE CONSTRAINT entity_iri IF NOT EXISTS FOR (e:Entity) REQUIRE e.iri IS UNIQUE;\n"
    kinds: dict[str, list[str]] = defaultdict(list)
    for node in network.nodes.values():
        properties = _map(NODE_COLUMNS, node.values())
        kinds[node.type].append(f"{{iri: {_literal(node.iri)}, properties: {properties}}}")
    for kind, maps in sorted(kinds.items()):
        yield from _unwound(
            maps, f"MERGE (e:Entity {{iri: row.iri}})\nSET e:{kind}, e += row.properties"
        )
    predicates: dict[str, list[str]] = defaultdict(list)
    for edge in network.edges:
        ends = f"source: {_literal(edge.source)}, target: {_literal(edge.target)}"
        properties = _map(_EDGE_COLUMNS, edge.values()[1:])
        fact = f"{{{ends}, status: {_literal(edge.status)}, properties: {properties}}}"
        predicates[relationship_type(edge.predicate)].append(fact)
    for name, maps in sorted(predicates.items()):
        yield from _unwound(
            maps,
            "MATCH (s:Entity {iri: row.source}), (o:Entity {iri: row.target})\n"
            f"MERGE (s)-[f:{name} {{status: row.status}}]->(o)\nSET f += row.properties",
        )


def _unwound(maps: Sequence[str], action: str) -> Iterator[str]:
    for first in range(0, len(maps), _BATCH):
        rows = ",\n".join(maps[first : first + _BATCH])
        yield f"UNWIND [\n{rows}\n] AS row\n{action};\n"


def _map(columns: Iterable[Column], values: Iterable[Value]) -> str:
    said = (
        f"{name}: {_literal(value)}"
        for (name, _), value in zip(columns, values, strict=True)
        if value not in (None, ())
    )
    return f"{{{', '.join(said)}}}"


def _literal(value: Value) -> str:
    r"""Return a value as Cypher writes it; its string escapes are those of JSON.

    >>> _literal('say "hi"'), _literal(("a", "b")), _literal(2.5)
    ('"say \\"hi\\""', '["a", "b"]', '2.5')
    """
    if isinstance(value, tuple):
        return f"[{', '.join(map(_literal, value))}]"
    return json.dumps(value, ensure_ascii=False)
