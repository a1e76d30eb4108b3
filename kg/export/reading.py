"""From a store to a network: entities, and statements grouped to facts.

Each property is read by a query of its own, one predicate at a time, so that the engine sorts
nothing and no more is held than the network itself and one property.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from kg.export.network import QUALIFIERS, Edge, Network, Node
from kg.model import SYMMETRIC_PREDICATES, EntityType, Predicate
from kg.store import python_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.export.graph import Graph

_STATEMENTS: Final = """
SELECT ?statement ?subject ?object ?status ?confidence ?article ?published WHERE {
  ?statement rdf:predicate nk:%s ; rdf:subject ?subject ; rdf:object ?object ;
    nk:status ?status ; nk:confidence ?confidence ; prov:wasDerivedFrom ?source .
  ?source nk:articleId ?article . OPTIONAL { ?source nk:published ?published }
}
"""
_SENTENCES: Final = """
SELECT ?statement ?start ?quote WHERE {
  ?statement rdf:predicate ?predicate ; prov:wasQuotedFrom ?span .
  ?span nk:quote ?quote ; nk:start ?start .
}
"""
_ACTUAL: Final = "actual"


class _Statement(NamedTuple):
    iri: str
    confidence: float
    article: str
    published: str | None


_Ends = tuple[str, str, str, str]
"""Subject, predicate, object and status: what makes a fact."""


def read_network(store: Graph) -> Network:
    """Return the entities of a graph and the facts among them.

    An actual fact that came as a bare triple, from an RDF file, is an edge too.
    """
    nodes = _nodes(store)
    grouped = _grouped(store, nodes)
    details = _details(store) if grouped else {}
    edges = (_edge(ends, statements, details) for ends, statements in sorted(grouped.items()))
    return Network(nodes, tuple(edges))


def _rows(store: Graph, query: str) -> Iterator[list[Any]]:
    for row in store.select(query).rows:
        yield [python_value(term) for term in row]


def _nodes(store: Graph) -> dict[str, Node]:
    labels: dict[str, tuple[str, str]] = {}
    for type_ in EntityType:
        query = f"SELECT ?iri ?label WHERE {{ ?iri a nk:{type_.value} ; rdfs:label ?label }}"
        for iri, label in _rows(store, query):
            labels[iri] = min(labels.get(iri, (label, type_.value)), (label, type_.value))
    aliases = _lists(store, "?iri skos:altLabel|nk:name ?value")
    same_as = _lists(store, "?iri owl:sameAs ?value")
    articles = _lists(store, "?article nk:mentions ?iri ; nk:articleId ?value")
    return {
        iri: Node(
            iri,
            label,
            type_,
            tuple(sorted(aliases.get(iri, set()) - {label})),
            tuple(sorted(same_as.get(iri, ()))),
            tuple(sorted(articles.get(iri, ()))),
        )
        for iri, (label, type_) in sorted(labels.items())
    }


def _lists(store: Graph, pattern: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for iri, value in _rows(store, f"SELECT ?iri ?value WHERE {{ {pattern} }}"):
        found[iri].add(str(value))
    return found


def _grouped(store: Graph, nodes: dict[str, Node]) -> dict[_Ends, list[_Statement]]:
    """Return the statements of each fact between entities, the surest first."""
    grouped: dict[_Ends, list[_Statement]] = defaultdict(list)
    for predicate in Predicate:
        for row in _rows(store, _STATEMENTS % predicate.value):
            iri, subject, target, status, confidence, article, published = row
            if subject in nodes and target in nodes:
                ends = (subject, predicate.value, target, status.rpartition("/")[2])
                grouped[ends].append(_Statement(iri, float(confidence), str(article), published))
        for ends in _bare(store, predicate, nodes):
            grouped.setdefault(ends, [])
    for statements in grouped.values():
        statements.sort(key=lambda said: (-said.confidence, said.article, said.iri))
    return grouped


def _bare(store: Graph, predicate: Predicate, nodes: dict[str, Node]) -> Iterator[_Ends]:
    """Yield the direct triples of a predicate as facts; most have statements too."""
    query = f"SELECT ?subject ?object WHERE {{ ?subject nk:{predicate.value} ?object }}"
    for subject, target in _rows(store, query):
        if subject not in nodes or target not in nodes:
            continue
        if predicate in SYMMETRIC_PREDICATES and target < subject:
            subject, target = target, subject
        yield subject, predicate.value, target, _ACTUAL


def _details(store: Graph) -> dict[str, dict[str, Any]]:
    """Return what statements say besides their ends, by statement."""
    details: dict[str, dict[str, Any]] = defaultdict(dict)
    names = (*(column.name for column in QUALIFIERS), "date", "dateStart", "dateEnd")
    for name in names:
        for iri, value in _rows(
            store, f"SELECT ?statement ?value {{ ?statement nk:{name} ?value }}"
        ):
            details[iri][name] = value
    for iri, start, quote in _rows(store, _SENTENCES):
        first = details[iri].get("sentence")
        if first is None or (start, quote) < first:
            details[iri]["sentence"] = (start, quote)
    return details


def _edge(ends: _Ends, statements: list[_Statement], details: dict[str, dict[str, Any]]) -> Edge:
    subject, predicate, target, status = ends
    said = _merged([details.get(statement.iri, {}) for statement in statements])
    dates = [statement.published for statement in statements if statement.published]
    return Edge(
        subject,
        target,
        predicate,
        status,
        confidence=statements[0].confidence if statements else 1.0,
        articles=tuple(sorted({statement.article for statement in statements})),
        sentence=said["sentence"][1] if "sentence" in said else None,
        date=_text(said.get("date")),
        start=_text(said.get("dateStart")),
        end=_text(said.get("dateEnd")),
        published=min(dates, default=None),
        qualifiers={c.name: _qualifier(said[c.name], c.kind) for c in QUALIFIERS if c.name in said},
        statements=tuple(statement.iri for statement in statements),
    )


def _merged(details: list[dict[str, Any]]) -> dict[str, Any]:
    """Return each detail as the surest statement that has it gives it; a date with its days."""
    merged: dict[str, Any] = {}
    for detail in details:
        dated = "date" in merged
        for name, value in detail.items():
            if name not in merged and not (dated and name.startswith("date")):
                merged[name] = value
    return merged


def _qualifier(value: Any, kind: str) -> str | float:  # noqa: ANN401 - as the literal has it
    return float(value) if kind == "double" else str(value)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
