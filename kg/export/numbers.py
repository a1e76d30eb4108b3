"""The numbers that articles state, as rows: one for each observation of each article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.export.network import Column
from kg.store import python_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.export.graph import Graph
    from kg.export.network import Network, Value

NUMBER_COLUMNS: Final = (
    Column("iri", "string"),
    Column("about", "string"),
    Column("label", "string"),
    Column("indicator", "string"),
    Column("value", "double"),
    Column("unit", "string"),
    Column("period", "string"),
    Column("rank", "integer"),
    Column("out_of", "integer"),
    Column("status", "string"),
    Column("confidence", "double"),
    Column("article", "string"),
    Column("sentence", "string"),
)
_NUMBERS: Final = """
SELECT ?iri ?about ?indicator ?value ?unit ?period ?rank ?outOf ?status ?confidence ?article
       (MIN(?said) AS ?sentence) WHERE {
  ?iri a nk:Observation ; nk:about ?about ; nk:indicator ?indicator ; nk:status ?status ;
    nk:confidence ?confidence ; prov:wasDerivedFrom/nk:articleId ?article .
  OPTIONAL { ?iri nk:value ?value } OPTIONAL { ?iri nk:unit ?unit }
  OPTIONAL { ?iri nk:period ?period } OPTIONAL { ?iri nk:rank ?rank }
  OPTIONAL { ?iri nk:outOf ?outOf }
  OPTIONAL { ?iri prov:wasQuotedFrom/nk:quote ?said }
}
GROUP BY ?iri ?about ?indicator ?value ?unit ?period ?rank ?outOf ?status ?confidence ?article
"""


def read_numbers(store: Graph, network: Network) -> Iterator[tuple[Value, ...]]:
    """Yield the observations about the network's entities, in the order of their IRIs.

    A row has the values of :data:`NUMBER_COLUMNS`.
    """
    rows = [[python_value(term) for term in row] for row in store.select(_NUMBERS).rows]
    for row in sorted(rows, key=lambda row: (str(row[1]), str(row[0]))):
        iri, about, indicator, value, unit, period, rank, out_of, status, sure, article, said = row
        if about in network.nodes:
            yield (
                str(iri),
                str(about),
                network.nodes[str(about)].label,
                str(indicator),
                None if value is None else float(value),
                *(None if text is None else str(text) for text in (unit, period)),
                *(None if number is None else int(number) for number in (rank, out_of)),
                str(status).rpartition("/")[2],
                float(str(sure)),
                str(article),
                None if said is None else str(said),
            )
