"""Articles: their list, and one with its entities, facts and numbers where they stand."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kg import vocab
from kg.errors import UsageError
from queries.explorer.network import end
from queries.explorer.terms import iri_term, local, relation_labels, rows, spelled, texts

if TYPE_CHECKING:
    from queries.explorer.network import Network
    from queries.questions.layers import Graph

_LIST = """
SELECT ?id ?title ?published (COUNT(?entity) AS ?entities) WHERE {
  ?article a nk:Article ; nk:articleId ?id .
  OPTIONAL { ?article nk:title ?title } OPTIONAL { ?article nk:published ?published }
  OPTIONAL { ?article nk:mentions ?entity }
} GROUP BY ?id ?title ?published ORDER BY DESC(?published) ?id"""
_CLAIMS = """
SELECT ?id ?kind (COUNT(DISTINCT ?claim) AS ?claims) WHERE {
  ?claim prov:wasDerivedFrom ?article ; a ?kind . ?article nk:articleId ?id .
  VALUES ?kind { nk:Statement nk:Observation }
} GROUP BY ?id ?kind"""
_HEAD = """
SELECT ?text ?title ?byline ?source ?published WHERE {{ GRAPH {article} {{
  {article} a nk:Article .
  OPTIONAL {{ {article} nk:articleBody ?text }} OPTIONAL {{ {article} nk:title ?title }}
  OPTIONAL {{ {article} nk:byline ?byline }} OPTIONAL {{ {article} nk:source ?source }}
  OPTIONAL {{ {article} nk:published ?published }}
}} }}"""
_PARTS = """
SELECT ?kind ?start ?end WHERE {{ GRAPH {article} {{
  {article} nk:part ?part . ?part nk:partKind ?kind ; nk:start ?start ; nk:end ?end
}} }} ORDER BY ?start"""
_MENTIONS = """
SELECT ?entity ?start ?end WHERE {{ GRAPH {article} {{
  ?entity nk:mentionedAt ?span . ?span nk:start ?start ; nk:end ?end
}} }} ORDER BY ?start ?end"""
_FACTS = """
SELECT ?claim ?s ?p ?o ?status ?confidence ?date ?start ?end WHERE {{ GRAPH {article} {{
  ?claim a nk:Statement ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
    nk:status ?status ; nk:confidence ?confidence .
  OPTIONAL {{ ?claim nk:date ?date }}
  OPTIONAL {{ ?claim prov:wasQuotedFrom ?span . ?span nk:start ?start ; nk:end ?end }}
}} }} ORDER BY ?start ?claim"""
_NUMBERS = """
SELECT ?claim ?about ?indicator ?value ?unit ?period ?rank ?outof ?status ?confidence ?start ?end
WHERE {{ GRAPH {article} {{
  ?claim a nk:Observation ; nk:about ?about ; nk:indicator ?indicator ; nk:status ?status ;
    nk:confidence ?confidence .
  OPTIONAL {{ ?claim nk:value ?value }} OPTIONAL {{ ?claim nk:unit ?unit }}
  OPTIONAL {{ ?claim nk:period ?period }}
  OPTIONAL {{ ?claim nk:rank ?rank }} OPTIONAL {{ ?claim nk:outOf ?outof }}
  OPTIONAL {{ ?claim prov:wasQuotedFrom ?span . ?span nk:start ?start ; nk:end ?end }}
}} }} ORDER BY ?start ?claim"""


def articles(graph: Graph) -> list[dict[str, Any]]:
    """Return the articles, newest first, each with how much was found in it."""
    found: dict[str, dict[str, Any]] = {
        str(row["id"]): row | {"facts": 0, "numbers": 0} for row in rows(graph, _LIST)
    }
    for row in rows(graph, _CLAIMS):
        kind = "facts" if str(row["kind"]).endswith("Statement") else "numbers"
        found[str(row["id"])][kind] = row["claims"]
    return list(found.values())


def article(graph: Graph, network: Network, id: str) -> dict[str, Any]:  # noqa: A002
    """Return an article's text with what was found in it; offsets count Unicode characters.

    Raises:
        UsageError: The graph has no such article.
    """
    iri = iri_term(vocab.article_iri(id))
    head = next(texts(graph, _HEAD.format(article=iri)), None)
    if head is None:
        msg = f"the graph has no article {id!r}: the overview lists those it has"
        raise UsageError(msg)
    return {
        "id": id,
        **head,
        "text": head["text"] or "",
        "parts": list(rows(graph, _PARTS.format(article=iri))),
        "entities": _entities(graph, network, iri),
        "facts": _facts(graph, network, iri),
        "numbers": _numbers(graph, network, iri),
    }


def _entities(graph: Graph, network: Network, article: str) -> list[dict[str, Any]]:
    places: dict[str, list[list[int]]] = defaultdict(list)
    ends: dict[str, dict[str, str]] = {}
    for row in rows(graph, _MENTIONS.format(article=article)):
        shown = _end_in(network, str(row["entity"]), article)
        ends[shown["iri"]] = shown
        places[shown["iri"]].append([row["start"], row["end"]])
    return [shown | {"mentions": places[iri]} for iri, shown in ends.items()]


def _end_in(network: Network, iri: str, article: str) -> dict[str, str]:
    """Return an entity of an article: another of the same name where a user has told it apart."""
    unit = f"{iri}{vocab.LOCAL}{article[1:-1].removeprefix(vocab.ARTICLE)}"
    known = unit in network.nodes or unit in network.resolved
    return end(network, unit if known else iri)


def _facts(graph: Graph, network: Network, article: str) -> list[dict[str, Any]]:
    labels = relation_labels(graph)
    found: dict[str, dict[str, Any]] = {}
    for row in rows(graph, _FACTS.format(article=article)):
        predicate = str(row["p"])
        fact = found.setdefault(
            str(row["claim"]),
            {
                "subject": _end_in(network, str(row["s"]), article),
                "predicate": predicate,
                "relation": labels.get(predicate, (spelled(local(predicate)), None))[0],
                "object": _end_in(network, str(row["o"]), article),
                "date": row["date"],
                **_told(row),
            },
        )
        _add_span(fact, row)
    return list(found.values())


def _numbers(graph: Graph, network: Network, article: str) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in rows(graph, _NUMBERS.format(article=article)):
        names = ("indicator", "value", "unit", "period", "rank")
        number = found.setdefault(
            str(row["claim"]),
            {
                "about": _end_in(network, str(row["about"]), article),
                **{name: row[name] for name in names},
                "out_of": row["outof"],
                **_told(row),
            },
        )
        _add_span(number, row)
    return list(found.values())


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {"status": local(str(row["status"])), "confidence": row["confidence"], "spans": []}


def _add_span(claim: dict[str, Any], row: dict[str, Any]) -> None:
    span = [row["start"], row["end"]]
    if row["start"] is not None and span not in claim["spans"]:
        claim["spans"].append(span)
