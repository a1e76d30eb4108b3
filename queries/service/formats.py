"""Media types: what results, graphs and datasets can be had as, and what is taken in."""

from __future__ import annotations

from typing import Final

JSON: Final = "application/sparql-results+json"
XML: Final = "application/sparql-results+xml"
TABLES: Final = {
    JSON: JSON,
    XML: XML,
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
    "application/json": JSON,
    "application/xml": XML,
    "text/xml": XML,
}
"""For SELECT, preferred first; and the engine's name of each."""

BOOLEANS: Final = {kind: name for kind, name in TABLES.items() if name in {JSON, XML}} | {
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
}
"""For ASK; CSV and TSV hold ``true`` or ``false``."""

TURTLE: Final = "text/turtle"
GRAPHS: Final = {
    TURTLE: TURTLE,
    "application/n-triples": "application/n-triples",
    "application/rdf+xml": "application/rdf+xml",
    "application/ld+json": "application/ld+json",
    "application/n-quads": "application/n-quads",
    "application/trig": "application/trig",
    "application/x-turtle": TURTLE,
    "application/turtle": TURTLE,
    "text/plain": "application/n-triples",
    "application/json": "application/ld+json",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
}
"""For CONSTRUCT, DESCRIBE and graphs."""

DATASETS: Final = {
    "application/trig": "application/trig",
    "application/n-quads": "application/n-quads",
    "application/ld+json": "application/ld+json",
    "text/x-nquads": "application/n-quads",
    "application/x-trig": "application/trig",
}
"""For the whole store."""

TAKEN: Final = {
    **{kind: name for kind, name in GRAPHS.items() if kind not in {"text/plain"}},
    "text/n3": TURTLE,
}
"""What a graph may be sent as."""

FORMAT_IRIS: Final = {
    JSON: "http://www.w3.org/ns/formats/SPARQL_Results_JSON",
    XML: "http://www.w3.org/ns/formats/SPARQL_Results_XML",
    "text/csv": "http://www.w3.org/ns/formats/SPARQL_Results_CSV",
    "text/tab-separated-values": "http://www.w3.org/ns/formats/SPARQL_Results_TSV",
    TURTLE: "http://www.w3.org/ns/formats/Turtle",
    "application/n-triples": "http://www.w3.org/ns/formats/N-Triples",
    "application/n-quads": "http://www.w3.org/ns/formats/N-Quads",
    "application/trig": "http://www.w3.org/ns/formats/TriG",
    "application/rdf+xml": "http://www.w3.org/ns/formats/RDF_XML",
    "application/ld+json": "http://www.w3.org/ns/formats/JSON-LD",
}
"""https://www.w3.org/ns/formats/"""


def with_charset(media_type: str) -> str:
    """Return the media type as it stands in a header.

    >>> with_charset("text/turtle"), with_charset("application/n-triples")
    ('text/turtle; charset=utf-8', 'application/n-triples')
    """
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
