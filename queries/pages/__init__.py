"""What the start page shows, as plain values; ``start.html`` lays it out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg import vocab
from queries.protocol import answer
from queries.questions.wording import said

if TYPE_CHECKING:
    from queries.protocol.query import Store
    from queries.questions.layers import Graph

ROWS_SHOWN = 200
FIRST_QUERY = """SELECT ?subject ?predicate ?object WHERE {
  ?statement a nk:Statement ; nk:status nk:actual ; rdf:predicate ?predicate ;
    rdf:subject/rdfs:label ?subject ; rdf:object/rdfs:label ?object .
} ORDER BY ?subject ?predicate LIMIT 20"""
_PREFIXES = "\n".join(f"PREFIX {name}: <{iri}>" for name, iri in vocab.PREFIXES.items())
_COUNTED = {
    "articles": f"?x a <{vocab.NK}Article>",
    "entities": f"?x <{vocab.NK}name> ?y",
    "facts": f"?x a <{vocab.NK}Statement>",
    "numbers": f"?x a <{vocab.NK}Observation>",
}


def counts(graph: Graph) -> list[tuple[str, int]]:
    """Return how many articles, entities, facts and numbers a graph holds."""
    found = []
    for name, pattern in _COUNTED.items():
        rows = graph.select(f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}").values()
        found.append((name, int(str(rows[0][0]))))
    return found


def table(store: Store, sparql: str) -> dict[str, Any]:
    """Run a query and return its columns and first rows as texts, or why it was refused."""
    reply = answer(store, sparql, "application/sparql-results+json, text/turtle;q=0.5")
    if reply.status != 200:
        return {"error": reply.body.decode()}
    if "json" not in reply.media_type:
        lines = reply.body.decode().splitlines()
        return {
            "columns": ["turtle"],
            "rows": [[line] for line in lines[:ROWS_SHOWN]],
            "total": len(lines),
        }
    result = json.loads(reply.body)
    if "boolean" in result:
        return {"columns": ["answer"], "rows": [[str(result["boolean"]).lower()]], "total": 1}
    columns, bindings = result["head"]["vars"], result["results"]["bindings"]
    rows = [
        [row.get(name, {}).get("value", "") for name in columns] for row in bindings[:ROWS_SHOWN]
    ]
    return {"columns": columns, "rows": rows, "total": len(bindings)}


def shown(value: object) -> str:
    """Return a cell as a reader likes it: ``true`` as yes, thousands grouped, nothing for ``None``.

    >>> shown(67200000000), shown(None), shown(True)
    ('67,200,000,000', '', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{value:,}"
    return said(value)


__all__ = ["FIRST_QUERY", "counts", "shown", "table"]
