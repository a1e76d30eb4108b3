"""The part of a graph that a SPARQL query finds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import UsageError
from kg.export.formats import RDF
from kg.export.jsonld import compact_triples
from kg.export.rdf import write_triples
from kg.store import Solutions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from kg.export.selection import Selection
    from kg.store import GraphStore


def found_by(store: GraphStore, sparql: str, selection: Selection) -> Selection:
    """Return the selection narrowed to what a query finds.

    That is the entities among its values, with the facts among them; or, if statements are among
    its values, those facts.

    Raises:
        QueryError: Not SPARQL.
        UsageError: An ASK query.
    """
    result = store.evaluate(sparql)
    if isinstance(result, bool):
        msg = "an ASK query finds nothing to export: expected SELECT, CONSTRUCT or DESCRIBE"
        raise UsageError(msg)
    if isinstance(result, Solutions):
        iris = _iris(term for row in result.rows for term in row)
    else:
        iris = _iris(term for triple in result for term in (triple.subject, triple.object))
    statements = frozenset(iri for iri in iris if "#statement-" in iri)
    if statements:
        return replace(selection, statements=statements)
    return replace(selection, entities=iris)


def write_constructed(store: GraphStore, sparql: str, form: str, file: BinaryIO) -> bool:
    """Write the triples of a CONSTRUCT or DESCRIBE query as RDF; ``False`` if it is another.

    Raises:
        QueryError: Not SPARQL.
    """
    if form not in RDF or form == "jsonld-framed":
        return False
    result = store.evaluate(sparql)
    if not isinstance(result, ox.QueryTriples):
        return False
    if form == "jsonld":
        compact_triples(result, file)
    else:
        write_triples(result, form, file)
    return True


def _iris(terms: Iterable[object]) -> frozenset[str]:
    return frozenset(term.value for term in terms if isinstance(term, ox.NamedNode))
