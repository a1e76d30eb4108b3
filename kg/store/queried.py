"""Results of queries from an endpoint, as the embedded engine would return them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.store.database import Result
    from kg.store.endpoint import Endpoint

_OPAQUE: Final = re.compile(
    r"\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|<[^<>\s]*>|#[^\n]*",
    re.DOTALL,
)
"""What a keyword in it is none: strings, IRIs, comments."""
_JSON: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
_ANSWER: Final = "__ASK_RETVAL"
"""The column in which Virtuoso answers ASK: a row if it is so."""


def result_of(
    endpoint: Endpoint,
    sparql: str,
    prefixes: Mapping[str, str],
    *,
    dataset: Sequence[tuple[str, str]] = (),
    base_iri: str | None = None,
    watch: Callable[[int], None] = lambda _: None,
) -> Result:
    """Evaluate a query at an endpoint.

    It is read here first, so that what is no SPARQL never leaves, and is told in the same words.

    Raises:
        SyntaxError: It is no SPARQL.
        QueryError: The endpoint cannot evaluate it.
        StoreError: The endpoint does not answer, or not with a result.
    """
    kind = ox.Store().query(sparql, base_iri=base_iri, prefixes=dict(prefixes))
    graphs = isinstance(kind, ox.QueryTriples)
    text = endpoint.query(
        prologue(sparql, prefixes, base_iri) + sparql,
        _TRIPLES if graphs else _JSON,
        dataset=dataset,
        watch=watch,
    )
    if graphs:
        return _triples(text)
    result = ox.parse_query_results(text, ox.QueryResultsFormat.JSON)
    if isinstance(kind, ox.QueryBoolean) and isinstance(result, ox.QuerySolutions):
        assert [variable.value for variable in result.variables] == [_ANSWER]
        return ox.Store().query("ASK {}" if any(True for _ in result) else "ASK { FILTER(false) }")
    return result


def prologue(sparql: str, prefixes: Mapping[str, str], base_iri: str | None = None) -> str:
    """Return the declarations that a query leaves to its server: those that it uses itself.

    >>> prologue("SELECT * { ?s nk:name ?o }", {"nk": "x:", "owl": "y:"})
    'PREFIX nk: <x:>\\n'
    """
    known = {name for name in prefixes if re.search(rf"(?<![\w:-]){name}:", sparql)}
    declared = set(re.findall(r"(?i)\bprefix\s+([\w-]*)\s*:", sparql))
    lines = [f"PREFIX {name}: <{prefixes[name]}>\n" for name in sorted(known - declared)]
    if base_iri is not None:
        lines.insert(0, f"BASE <{base_iri}>\n")
    return "".join(lines)


def has_dataset(sparql: str) -> bool:
    """Say whether a query chooses its graphs itself.

    >>> has_dataset("SELECT * FROM <x:g> {}"), has_dataset("SELECT * { ?s ?p 'from' } # FROM")
    (True, False)
    """
    return bool(re.search(r"(?i)\bfrom\b", _OPAQUE.sub(" ", sparql)))


def fixed_graphs(sparql: str) -> list[str]:
    """Return the graphs that a query names after ``GRAPH``; none if it asks for others as well.

    >>> fixed_graphs("SELECT * { GRAPH <x:g> { ?s ?p ?o } }")
    ['x:g']
    >>> fixed_graphs("SELECT * { GRAPH <x:g> { ?s ?p ?o } GRAPH ?g { ?s ?p ?z } }")
    []
    """
    plain = _OPAQUE.sub(lambda found: found[0] if found[0].startswith("<") else " ", sparql)
    if re.search(r"(?i)\bgraph\s*[?$]", plain):
        return []
    return sorted(set(re.findall(r"(?i)\bgraph\s*<([^<>]*)>", plain)))


def _triples(text: bytes) -> ox.QueryTriples:
    scratch = ox.Store()
    scratch.load(text, ox.RdfFormat.N_TRIPLES)
    found = scratch.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(found, ox.QueryTriples)
    return found
