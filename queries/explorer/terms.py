"""Terms as a reader sees them: labels of classes and relations, and what completion offers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from kg import vocab
from kg.store import python_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.questions.layers import Graph

_TERMS = f"""
SELECT DISTINCT ?term ?kind ?label ?definition ?inverse WHERE {{
  {{ ?term a ?kind ; <{vocab.RDFS}label> ?label
     OPTIONAL {{ ?term <{vocab.SKOS}definition> ?definition }}
     OPTIONAL {{ ?term <{vocab.OWL}inverseOf>/<{vocab.RDFS}label> ?inverse }} }}
  UNION {{ GRAPH <{vocab.ONTOLOGY_GRAPH}> {{ ?term a ?kind ; <{vocab.RDFS}label> ?label
     OPTIONAL {{ ?term <{vocab.SKOS}definition> ?definition }}
     OPTIONAL {{ ?term <{vocab.OWL}inverseOf>/<{vocab.RDFS}label> ?inverse }} }} }}
  VALUES ?kind {{ <{vocab.OWL}Class> <{vocab.RDFS}Class> <{vocab.OWL}ObjectProperty>
    <{vocab.OWL}DatatypeProperty> <{vocab.RDF}Property> }}
}} ORDER BY ?term"""
_CLASSES = frozenset({vocab.OWL + "Class", vocab.RDFS + "Class"})
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def rows(graph: Graph, sparql: str) -> Iterator[dict[str, Any]]:
    """Yield the solutions with plain values; a variable that is not bound is ``None``."""
    found = graph.select(sparql)
    for row in found.rows:
        yield dict(zip(found.columns, map(python_value, row), strict=True))


def texts(graph: Graph, sparql: str) -> Iterator[dict[str, str | None]]:
    """Yield the solutions with each term as its text or IRI, so that "2024" stays a text."""
    found = graph.select(sparql)
    for row in found.rows:
        terms = (None if term is None else str(getattr(term, "value", term)) for term in row)
        yield dict(zip(found.columns, terms, strict=True))


def local(iri: str) -> str:
    """Return the last part of an IRI.

    >>> local("https://w3id.org/newskg/partnersWith"), local("http://x.org/a#b")
    ('partnersWith', 'b')
    """
    return re.split(r"[#/]", iri.rstrip("#/"))[-1]


def spelled(name: str) -> str:
    """Return a term's local name as words.

    >>> spelled("takesLegalActionAgainst"), spelled("ResearchInstitute")
    ('takes legal action against', 'research institute')
    """
    return _HUMP.sub(" ", name).replace("_", " ").lower()


def iri_term(iri: str) -> str:
    """Return an IRI as it stands in SPARQL, percent-encoding what may not stand in one.

    >>> iri_term("http://x.org/a b>c")
    '<http://x.org/a%20b%3Ec>'
    """
    kept = (c if c > " " and c not in '<>"{}|\\^`' else f"%{ord(c):02X}" for c in iri)
    return f"<{''.join(kept)}>"


def ontology(graph: Graph) -> dict[str, Any]:
    """Return the classes and relations of a graph with labels and definitions, and prefixes."""
    classes: dict[str, dict[str, str | None]] = {}
    properties: dict[str, dict[str, str | None]] = {}
    for row in texts(graph, _TERMS):
        term = str(row["term"])
        shown = {"iri": term, "label": row["label"], "definition": row["definition"]}
        if row["kind"] in _CLASSES:
            classes.setdefault(term, shown)
        else:
            properties.setdefault(term, shown | {"inverse": row["inverse"]})
    return {
        "prefixes": dict(vocab.PREFIXES),
        "classes": list(classes.values()),
        "properties": list(properties.values()),
    }


def relation_labels(graph: Graph) -> dict[str, tuple[str, str | None]]:
    """Return the label of each relation, and of its inverse if it has one."""
    return {
        str(one["iri"]): (str(one["label"]), one["inverse"])
        for one in ontology(graph)["properties"]
    }
