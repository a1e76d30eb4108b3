"""Two kinds of dataset: articles with a view over them, and a plain RDF dataset."""

from __future__ import annotations

from enum import StrEnum


class DatasetKind(StrEnum):
    """What a graph folder holds; see ``docs/decisions/0003-written-graphs.md``.

    In one of ``ARTICLES`` the default graph is the view over all named graphs, kept by the store.
    One that is ``PLAIN`` is a SPARQL 1.1 graph store and nothing more.
    """

    ARTICLES = "articles"
    PLAIN = "plain"
