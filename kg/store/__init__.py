"""The graph on disk: :class:`GraphStore`, its folder, its updates and the RDF files it takes in."""

from kg.store.graph_store import BUILDS, NOTES, Change, GraphStore, article_graph
from kg.store.kind import DatasetKind
from kg.store.rdf_text import RDF_FORMATS, RESULT_FORMATS
from kg.store.solutions import Solutions, Term, Value, python_value

__all__ = [
    "BUILDS",
    "NOTES",
    "RDF_FORMATS",
    "RESULT_FORMATS",
    "Change",
    "DatasetKind",
    "GraphStore",
    "Solutions",
    "Term",
    "Value",
    "article_graph",
    "python_value",
]
