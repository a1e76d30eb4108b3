"""The names of the export formats; standard library only, so that ``kg --help`` is instant."""

from __future__ import annotations

from typing import Final

RDF: Final = ("turtle", "trig", "nquads", "ntriples", "rdfxml", "jsonld", "jsonld-framed")
"""RDF; ``trig``, ``nquads`` and ``jsonld`` with a graph for each article."""

NETWORKS: Final = ("graphml", "gexf", "json", "cytoscape", "dot", "cypher")
TABLES: Final = ("nodes.csv", "edges.csv", "numbers.csv")
PICTURES: Final = ("svg", "png", "pdf")
FOLDERS: Final = ("csv", "parquet", "neo4j")
"""Formats of several files, written into a folder."""

PAGES: Final = ("html",)
"""A web page with the network and what shows it inside."""

FORMATS: Final = (*RDF, *NETWORKS, *TABLES, *PICTURES, *PAGES)
"""Formats of one file."""

BINARY: Final = frozenset({"png", "pdf"})
"""What a terminal cannot show."""
