"""Nine queries as users of a news graph ask them, some about an entity that varies."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from benchmarks.made_graph import names
from kg import vocab
from kg.vocab import entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFIXES = "".join(
    f"PREFIX {prefix}: <{vocab.PREFIXES[prefix]}>\n" for prefix in ("nk", "rdf", "rdfs", "prov")
)
_QUERIES = {
    "lookup": "SELECT ?p ?o { ENTITY ?p ?o }",
    "partners": """
        SELECT ?company ?other { ?a nk:partnersWith ?b . ?a a nk:Company .
          ?a rdfs:label ?company . ?b rdfs:label ?other }""",
    "count": "SELECT (COUNT(*) AS ?n) { ?s a nk:Statement ; nk:status nk:actual }",
    "group by": """
        SELECT ?class (COUNT(DISTINCT ?e) AS ?n) { ?e nk:name ?name ; a ?class }
        GROUP BY ?class ORDER BY DESC(?n) ?class""",
    "path": """
        SELECT DISTINCT ?name {
          ENTITY (nk:partnersWith|nk:investsIn|nk:acquires|nk:supplies)+/rdfs:label ?name }""",
    "text": 'SELECT ?e ?name { ?e rdfs:label ?name FILTER(CONTAINS(LCASE(?name), "bacor")) }',
    "evidence": """
        SELECT ?p ?object ?status ?quote ?article {
          ?s rdf:subject ENTITY ; rdf:predicate ?p ; rdf:object ?o ; nk:status ?status ;
             prov:wasQuotedFrom ?span . ?span nk:quote ?quote ; nk:inArticle ?article .
          ?o rdfs:label ?object }""",
    "order by": """
        SELECT ?name ?value { ?n a nk:Observation ; nk:about ?e ; nk:value ?value .
          ?e rdfs:label ?name } ORDER BY DESC(?value) ?name LIMIT 10""",
    "construct": """
        CONSTRUCT { ?a ?p ?b } { ?s rdf:subject ?a ; rdf:predicate ?p ; rdf:object ?b ;
          nk:status nk:planned ; nk:confidence ?c FILTER(?c > 0.9) }""",
}
KINDS = tuple(_QUERIES)


def entities(count: int) -> list[str]:
    """Return the IRIs of some entities of a made graph, those of many articles more often."""
    pool, rng = names(20_000), random.Random(5)
    found = [pool[int(len(pool) * rng.random() ** 2)] for _ in range(count)]
    return [entity_iri(type_, name) for name, type_ in found]


def queries(kind: str) -> Iterator[str]:
    """Yield queries of a kind, each about the next entity where the kind is about one."""
    while True:
        for iri in entities(50):
            yield _PREFIXES + _QUERIES[kind].replace("ENTITY", f"<{iri}>")
