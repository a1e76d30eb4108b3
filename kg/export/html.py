"""One web page that holds the network and the program that shows it, to be opened anywhere.

The program is the explorer's picture (``web/src/standalone``), built by ``web/build.py`` into
``static/explorer.html``; the network goes into it as JSON. It needs no server and no internet, and
its Content-Security-Policy lets it load nothing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError
from kg.export.numbers import NUMBER_COLUMNS, read_numbers
from kg.export.text import write_text
from kg.model import Predicate
from kg.ontology import ontology
from kg.store import python_value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from kg.export.graph import Graph
    from kg.export.network import Edge, Network

PAGE: Final = Path(__file__).parent / "static" / "explorer.html"
_MARK: Final = "{{data}}"
_ARTICLES: Final = """
SELECT ?id ?title ?published WHERE {
  ?article nk:articleId ?id .
  OPTIONAL { ?article nk:title ?title } OPTIONAL { ?article nk:published ?published }
}
"""
_STATEMENTS: Final = """
SELECT ?statement ?article ?confidence WHERE {
  ?statement a nk:Statement ; nk:confidence ?confidence ; prov:wasDerivedFrom ?source .
  ?source nk:articleId ?article .
}
"""
_QUOTES: Final = """
SELECT ?statement ?start ?quote WHERE {
  ?statement a nk:Statement ; prov:wasQuotedFrom ?span .
  ?span nk:quote ?quote ; nk:start ?start .
}
"""
_FIGURES: Final = ("indicator", "value", "unit", "period", "rank", "out_of", "status", "confidence")


def is_built() -> bool:
    """Say whether this installation has the page that the network goes into."""
    return PAGE.is_file()


def write_html(network: Network, store: Graph, file: BinaryIO, *, title: str = "newskg") -> None:
    """Write the page; the same network gives the same bytes.

    Raises:
        UsageError: This installation was made without the explorer.
    """
    if not is_built():
        msg = "html needs the explorer, which is not built here: run python web/build.py"
        raise UsageError(msg)
    before, _, after = PAGE.read_text("utf-8").partition(_MARK)
    write_text(file, (before, *_json(network, store, title), after))


def _json(network: Network, store: Graph, title: str) -> Iterator[str]:
    """Yield the data as ``web/src/standalone/data.ts`` reads them, a part at a time."""
    articles = _articles(network, store)
    place = {article["id"]: number for number, article in enumerate(articles)}
    relations = sorted({edge.predicate for edge in network.edges})
    degree = Counter(end for edge in network.edges for end in {edge.source, edge.target})
    nodes = {iri: number for number, iri in enumerate(network.nodes)}
    yield f'{{"title":{_dumps(title)},"relations":{_dumps([_relation(r) for r in relations])}'
    yield f',"articles":{_dumps(articles)}'
    known = network.nodes.values()
    yield from _listed("nodes", ([n.iri, n.label, n.type, degree[n.iri]] for n in known))
    yield from _listed("names", (list(n.aliases) for n in known))
    yield from _listed("links", (list(n.same_as) for n in known))
    ends = {name: number for number, name in enumerate(relations)}
    yield from _listed("edges", (_edge(e, nodes, ends, place) for e in network.edges))
    yield from _listed("details", (_details(edge) for edge in network.edges))
    yield from _listed("statements", _statements(network, store, place))
    yield f',"numbers":{_dumps(_numbers(network, store, nodes))}}}'


def _listed(name: str, items: Iterator[Any]) -> Iterator[str]:
    yield f',"{name}":['
    for number, item in enumerate(items):
        yield f"{',' if number else ''}{_dumps(item)}"
    yield "]"


def _dumps(value: object) -> str:
    """Return JSON that may stand in a script of an HTML page."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _relation(predicate: str) -> dict[str, Any]:
    known = ontology().predicates[Predicate(predicate)]
    return {"iri": known.iri, "label": known.label, "symmetric": known.symmetric}


def _articles(network: Network, store: Graph) -> list[dict[str, Any]]:
    """Return the articles that the network's entities and facts come from, by id."""
    used = {a for node in network.nodes.values() for a in node.articles}
    used |= {a for edge in network.edges for a in edge.articles}
    found = sorted(
        [_text(v) for v in row] for row in _rows(store, _ARTICLES) if str(row[0]) in used
    )
    return [{"id": id_, "title": title, "published": day} for id_, title, day in found]


def _edge(
    edge: Edge, nodes: dict[str, int], relations: dict[str, int], articles: dict[str, int]
) -> list[Any]:
    since, until = edge.start or edge.published, edge.end or edge.published
    return [
        *(nodes[edge.source], nodes[edge.target], relations[edge.predicate], edge.status),
        *(edge.confidence, since, until, [articles[a] for a in edge.articles if a in articles]),
    ]


def _details(edge: Edge) -> dict[str, Any]:
    said = dict(edge.qualifiers or {})
    return {**said, "date": edge.date} if edge.date else said


def _statements(
    network: Network, store: Graph, articles: dict[str, int]
) -> Iterator[list[dict[str, Any]]]:
    """Yield what makes each edge: article, confidence and sentences, the surest first."""
    if not network.edges:
        return
    said = {str(row[0]): (str(row[1]), float(row[2])) for row in _rows(store, _STATEMENTS)}
    quotes: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for iri, start, quote in _rows(store, _QUOTES):
        quotes[str(iri)].append((int(start), str(quote)))
    for edge in network.edges:
        yield [
            {
                "article": articles[said[iri][0]],
                "confidence": said[iri][1],
                "quotes": [quote for _, quote in sorted(quotes[iri])],
            }
            for iri in edge.statements
            if iri in said
        ]


def _numbers(network: Network, store: Graph, nodes: dict[str, int]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    names = [column.name for column in NUMBER_COLUMNS]
    for row in read_numbers(store, network):
        number = dict(zip(names, row, strict=True))
        kept = {name: number[name] for name in _FIGURES}
        about = str(nodes[str(number["about"])])
        found[about].append(kept | {"article": number["article"], "quote": number["sentence"]})
    return {about: sorted(rows, key=_in_order) for about, rows in sorted(found.items())}


def _in_order(number: dict[str, Any]) -> tuple[str, str, str]:
    return number["indicator"], number["period"] or "", number["article"]


def _rows(store: Graph, query: str) -> Iterator[list[Any]]:
    for row in store.select(query).rows:
        yield [python_value(term) for term in row]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
