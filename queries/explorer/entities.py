"""What the graph holds of one entity, and the evidence of one fact."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kg.errors import UsageError
from queries.explorer.network import end
from queries.explorer.terms import iri_term, local, relation_labels, rows, spelled, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.explorer.network import Network
    from queries.questions.layers import Graph

_CLAIM = """
  ?claim nk:status ?status .
  OPTIONAL { ?claim nk:confidence ?confidence }
  OPTIONAL { ?claim nk:method ?method }
  OPTIONAL { ?claim prov:wasDerivedFrom ?a . ?a nk:articleId ?article .
    OPTIONAL { ?a nk:title ?title } OPTIONAL { ?a nk:published ?published } }"""
_FACTS = """
SELECT ?claim ?s ?p ?o ?status ?confidence ?method ?article ?title ?published WHERE {{
  {pattern} ?claim a nk:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o .
  {claim}
}} ORDER BY ?p ?o ?s ?claim"""
_NUMBERS = """
SELECT ?claim ?indicator ?value ?unit ?period ?since ?until ?rank ?outof ?status ?confidence
  ?method ?article ?title ?published WHERE {{
  ?claim a nk:Observation ; nk:about {about} ; nk:indicator ?indicator .
  OPTIONAL {{ ?claim nk:value ?value }} OPTIONAL {{ ?claim nk:unit ?unit }}
  OPTIONAL {{ ?claim nk:period ?period ; nk:periodStart ?since ; nk:periodEnd ?until }}
  OPTIONAL {{ ?claim nk:rank ?rank }} OPTIONAL {{ ?claim nk:outOf ?outof }}
  {claim}
}} ORDER BY ?indicator ?since ?claim"""
_DETAILS = """
SELECT ?claim ?property ?value WHERE {{
  {pattern} ?claim a nk:Statement ; ?property ?value .
  VALUES ?property {{ nk:date nk:amount nk:currency nk:share nk:number nk:role nk:degree
    nk:program nk:topic nk:product nk:facility }}
}} ORDER BY ?claim ?property"""
_QUOTES = """
SELECT DISTINCT ?claim ?start ?end ?text WHERE {{
  {pattern} ?claim prov:wasQuotedFrom ?span . ?span nk:start ?start ; nk:end ?end .
  OPTIONAL {{ ?span nk:quote ?text }}
}} ORDER BY ?claim ?start"""
_NAMES = """
SELECT DISTINCT ?name ?article WHERE {{ VALUES ?entity {{ {entities} }}
  GRAPH ?a {{ ?entity nk:name|skos:altLabel|rdfs:label ?name }}
  OPTIONAL {{ ?a nk:articleId ?article }} }} ORDER BY ?name ?article"""
_JOINED = """
SELECT ?other ?rule ?reason WHERE {{
  ?other nk:resolvedTo {about} .
  OPTIONAL {{ ?merge a nk:Merge ; nk:entity ?other ; nk:rule ?rule ; nk:reason ?reason }}
}} ORDER BY ?other ?rule"""
_LINKS = "SELECT DISTINCT ?link WHERE {{ {about} owl:sameAs|skos:exactMatch ?link }} ORDER BY ?link"
_ARTICLES = """
SELECT DISTINCT ?article ?title ?published WHERE {{
  ?a nk:mentions {about} ; nk:articleId ?article .
  OPTIONAL {{ ?a nk:title ?title }} OPTIONAL {{ ?a nk:published ?published }}
}} ORDER BY ?article"""
_VALUES = """
SELECT DISTINCT ?property ?value WHERE {{ {about} ?property ?value . FILTER (isLiteral(?value))
  FILTER (?property NOT IN (nk:name, skos:altLabel, rdfs:label)) }} ORDER BY ?property ?value"""


def entity(graph: Graph, network: Network, iri: str) -> dict[str, Any]:
    """Return all that the graph holds of an entity: names, links, facts, numbers, articles.

    Raises:
        UsageError: No entity of this graph has the IRI.
    """
    iri = network.resolved.get(iri, iri)
    node = network.nodes.get(iri)
    if node is None:
        msg = f"{iri!r} is no entity of this graph: search by name to find it"
        raise UsageError(msg)
    about = iri_term(iri)
    labels = relation_labels(graph)
    joined = _joined(graph, about)
    return {
        "iri": iri,
        "label": node.label,
        "type": node.type,
        "names": _names(graph, [iri, *joined], node.label),
        "joined": list(joined.values()),
        "links": [row["link"] for row in texts(graph, _LINKS.format(about=about))],
        "facts": _facts_of(graph, network, iri, labels),
        "plain": _plain(network, iri, labels),
        "values": [
            {"label": _label(labels, str(row["property"])), "value": row["value"]}
            for row in texts(graph, _VALUES.format(about=about))
        ],
        "numbers": _numbers(graph, about),
        "articles": list(texts(graph, _ARTICLES.format(about=about))),
    }


def evidence(graph: Graph, network: Network, edge: tuple[str, str, str]) -> dict[str, Any]:
    """Return the statements of one fact with status, details and the sentences that say it."""
    subject, predicate, object_ = map(iri_term, edge)
    pattern = f"?claim rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {object_} ."
    labels = relation_labels(graph)
    found = [_fact(row, network, labels) for row in _with_details(graph, pattern)]
    ends = {name: end(network, iri) for name, iri in (("subject", edge[0]), ("object", edge[2]))}
    return {**ends, "relation": _label(labels, edge[1]), "predicate": edge[1], "statements": found}


def _facts_of(
    graph: Graph, network: Network, iri: str, labels: dict[str, tuple[str, str | None]]
) -> list[dict[str, Any]]:
    about, found = iri_term(iri), []
    for role in ("subject", "object"):
        for row in _with_details(graph, f"?claim rdf:{role} {about} ."):
            other = str(row["o"] if role == "subject" else row["s"])
            told = _fact(row, network, labels)
            forward, inverse = labels.get(str(row["p"]), (told["relation"], None))
            said = forward if role == "subject" else inverse or forward
            found.append(told | {"role": role, "said": said, "other": end(network, other)})
    return found


def _plain(
    network: Network, iri: str, labels: dict[str, tuple[str, str | None]]
) -> list[dict[str, Any]]:
    """Return relations that no article states, as graphs of other makes have them."""
    found = []
    for number in network.incident.get(iri, ()):
        edge = network.edges[number]
        if edge.articles:
            continue
        out = edge.subject == iri
        said = _label(labels, edge.predicate) if out else _inverse(labels, edge.predicate)
        found.append({"said": said, "other": end(network, edge.object if out else edge.subject)})
    return found


def _with_details(graph: Graph, pattern: str) -> list[dict[str, Any]]:
    facts = list(texts(graph, _FACTS.format(pattern=pattern, claim=_CLAIM)))
    details: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows(graph, _DETAILS.format(pattern=pattern)) if facts else ():
        details[str(row["claim"])][local(str(row["property"]))] = row["value"]
    quotes = _quotes(graph, pattern) if facts else {}
    return [
        row | {"details": details[str(row["claim"])], "quotes": quotes.get(str(row["claim"]), [])}
        for row in facts
    ]


def _quotes(graph: Graph, pattern: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(graph, _QUOTES.format(pattern=pattern)):
        found[str(row.pop("claim"))].append(row)
    return found


def _fact(
    row: dict[str, Any], network: Network, labels: dict[str, tuple[str, str | None]]
) -> dict[str, Any]:
    return {
        "subject": end(network, row["s"]),
        "predicate": row["p"],
        "relation": _label(labels, row["p"]),
        "object": end(network, row["o"]),
        **_claim(row),
        "details": row["details"],
        "quotes": row["quotes"],
    }


def _claim(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "status": local(str(row["status"])),
        "confidence": float(row["confidence"]) if row["confidence"] is not None else None,
        **{name: row[name] for name in ("method", "article", "title", "published")},
    }


def _numbers(graph: Graph, about: str) -> list[dict[str, Any]]:
    quotes = _quotes(graph, f"?claim a nk:Observation ; nk:about {about} .")
    told = ("indicator", "value", "unit", "period", "since", "until", "rank")
    return [
        {name: row[name] for name in told}
        | _claim(row)
        | {"out_of": row["outof"], "quotes": quotes.get(str(row["claim"]), [])}
        for row in rows(graph, _NUMBERS.format(about=about, claim=_CLAIM))
    ]


def _joined(graph: Graph, about: str) -> dict[str, dict[str, Any]]:
    """Return what articles name by another IRI and is this entity, by IRI, each with the reason."""
    found: dict[str, dict[str, Any]] = {}
    for row in texts(graph, _JOINED.format(about=about)):
        iri = str(row["other"])
        names = [one["name"] for one in _names(graph, [iri], "")]
        told = {"iri": iri, "names": names, "rule": row["rule"], "reason": row["reason"]}
        found.setdefault(iri, told)
    return found


def _names(graph: Graph, entities: Sequence[str], label: str) -> list[dict[str, Any]]:
    """Return the names in use, each with the articles that use it."""
    found: dict[str, set[str]] = {label: set()} if label else {}
    values = " ".join(map(iri_term, entities))
    for row in texts(graph, _NAMES.format(entities=values)):
        found.setdefault(str(row["name"]), set()).update([row["article"]] if row["article"] else [])
    return [{"name": name, "articles": sorted(used)} for name, used in found.items()]


def _label(labels: dict[str, tuple[str, str | None]], iri: str) -> str:
    return labels[iri][0] if iri in labels else spelled(local(iri))


def _inverse(labels: dict[str, tuple[str, str | None]], iri: str) -> str:
    return (labels[iri][1] if iri in labels else None) or f"← {_label(labels, iri)}"
