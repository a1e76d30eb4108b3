"""An analysis as a named graph of the store: replaced as a whole, removed as a whole.

The view has its triples as it has those of any graph, so queries find ``nk:pageRank`` without
``GRAPH``. It says what was so when it was made: after new articles, analyse again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg import vocab
from kg.quads.literals import decimal_literal, number_literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.analysis.measures import Analysis
    from kg.store import GraphStore

ANALYSIS: Final = ox.NamedNode(vocab.BASE + "analysis")
"""The graph that holds an analysis."""


def write_analysis(store: GraphStore, analysis: Analysis) -> None:
    """Make the analysis the one that the graph holds.

    Raises:
        StoreError: The graph is read-only or cannot be written.
    """
    store.replace_graphs({ANALYSIS: frozenset(_quads(analysis))})


def remove_analysis(store: GraphStore) -> bool:
    """Remove the analysis; ``False`` if the graph holds none.

    Raises:
        StoreError: The graph is read-only or cannot be written.
    """
    held = bool(store.held(ANALYSIS))
    if held:
        store.replace_graphs({ANALYSIS: frozenset()})
    return held


def _quads(analysis: Analysis) -> Iterator[ox.Quad]:
    for found in analysis.entities:
        values = {
            "degree": number_literal(found.degree),
            "partnerCount": number_literal(found.partners),
            "pageRank": decimal_literal(found.page_rank),
            "betweenness": decimal_literal(found.betweenness),
            "community": number_literal(found.community),
        }
        for name, value in values.items():
            yield _quad(found.iri, name, value)
    for one, other in analysis.bridges:
        yield _quad(one, "bridgeTo", ox.NamedNode(other))
        yield _quad(other, "bridgeTo", ox.NamedNode(one))


def _quad(subject: str, name: str, value: ox.Literal | ox.NamedNode) -> ox.Quad:
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(vocab.NK + name), value, ANALYSIS)
