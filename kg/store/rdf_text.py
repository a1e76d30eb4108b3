"""The formats in which a graph and the results of queries are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from kg import vocab
from kg.errors import QueryError
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RESULT_FORMATS: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
RDF_FORMATS: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
PREFIXES: Final = {
    **vocab.PREFIXES,
    "article": vocab.ARTICLE,
    **{vocab.kind_of(type_): f"{vocab.ID}{vocab.kind_of(type_)}/" for type_ in EntityType},
}
"""Prefixes of what is written: those of the vocabulary, and one for each kind of entity."""

_RDF_TYPE: Final = str(ox.NamedNode(vocab.RDF + "type"))
_Format = TypeVar("_Format", ox.QueryResultsFormat, ox.RdfFormat)


def choose_format(form: str, formats: Mapping[str, _Format], what: str) -> _Format:
    """Return the format named ``form``.

    Raises:
        QueryError: ``what`` has no such format.
    """
    if form not in formats:
        msg = f"{what} cannot be written as {form!r}: expected one of {', '.join(formats)}"
        raise QueryError(msg)
    return formats[form]


def write_quads(quads: Iterable[ox.Quad], form: ox.RdfFormat) -> bytes:
    """Return quads as text in a fixed order; a format without named graphs loses their names."""
    ordered = sorted(quads, key=_reading_order)
    items = ordered if form.supports_datasets else [quad.triple for quad in ordered]
    return _sorted_prefixes(ox.serialize(items, format=form, prefixes=PREFIXES) or b"")


def write_triples(triples: ox.QueryTriples, form: ox.RdfFormat) -> bytes:
    """Return the triples of a CONSTRUCT or DESCRIBE query as text."""
    return _sorted_prefixes(ox.serialize(triples, format=form, prefixes=PREFIXES) or b"")


def _sorted_prefixes(text: bytes) -> bytes:
    """Put the prefixes that open a Turtle text in order; the engine writes them in any."""
    lines = text.splitlines(keepends=True)
    end = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    return b"".join([*sorted(lines[:end]), *lines[end:]])


def _reading_order(quad: ox.Quad) -> tuple[str, str, bool, str, str]:
    """Sort by graph and subject, a subject's class first."""
    graph = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
    predicate = str(quad.predicate)
    return graph, str(quad.subject), predicate != _RDF_TYPE, predicate, str(quad.object)
