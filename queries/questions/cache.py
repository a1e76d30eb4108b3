"""The lexicon of a large graph on disk, beside the graph: the next process opens it at once.

The file is SQLite: the index of names (:mod:`queries.questions.names`) and, as JSON, the ontology.
It holds the graph's version as a stamp; a file with another stamp is made anew. Nothing in it is
executed, so a graph folder from elsewhere does no harm.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from queries.questions.layers import known_layers
from queries.questions.lexicon import lexicon_with
from queries.questions.names import Names
from queries.questions.names_reading import index_names
from queries.questions.ontology import Concept, Hanger, Link, Ontology
from queries.questions.ontology_reading import read_ontology

if TYPE_CHECKING:
    from kg.store import GraphStore
    from queries.questions.layers import Graph
    from queries.questions.lexicon import Lexicon

FILE = "questions.sqlite"
_FORMAT = "4"
_FEWEST = 10_000
"""A graph of fewer things is read faster than a file is worth."""


def lexicon_on_disk(graph: GraphStore) -> Lexicon:
    """Return the lexicon of a graph folder, from its file if that is of this version."""
    assert graph.path is not None
    file = graph.path / FILE
    stamp = f"{_FORMAT}-{graph.lasting_version}"
    if (found := _opened(file, stamp)) is not None:
        return lexicon_with(graph, *found)
    ontology = read_ontology(graph)
    if sum(concept.size for concept in ontology.classes.values()) < _FEWEST:
        return lexicon_with(graph, ontology, index_names(graph, ontology))
    names = _written(graph, ontology, file, stamp)
    return lexicon_with(graph, ontology, names)


def _opened(file: Path, stamp: str) -> tuple[Ontology, Names] | None:
    if not file.exists():
        return None
    try:
        database = sqlite3.connect(f"file:{file}?mode=ro", uri=True, check_same_thread=False)
        rows = dict(database.execute("SELECT key, value FROM meta"))
    except sqlite3.Error:
        return None
    if rows.get("stamp") != stamp:
        database.close()
        return None
    return _ontology(json.loads(rows["ontology"])), Names(database)


def _written(graph: Graph, ontology: Ontology, file: Path, stamp: str) -> Names:
    """Make the file, by way of another so that no one reads half of it; in memory if it cannot."""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=FILE)
        os.close(handle)
    except OSError:
        return index_names(graph, ontology)
    names = index_names(graph, ontology, name)
    names.keep({"stamp": stamp, "ontology": json.dumps(_as_json(ontology))})
    with contextlib.suppress(OSError):
        Path(name).replace(file)
    return names


def _as_json(ontology: Ontology) -> dict[str, Any]:
    return {
        "classes": [asdict(concept) for concept in ontology.classes.values()],
        "links": [asdict(link) for link in ontology.links.values()],
        "layers": ontology.layers.vocabulary if ontology.layers else None,
    }


def _ontology(data: dict[str, Any]) -> Ontology:
    classes = {each["iri"]: Concept(**_tuples(each)) for each in data["classes"]}
    links = {}
    for each in data["links"]:
        fields = _tuples(each)
        fields["hangs_on"] = Hanger(fields["hangs_on"])
        links[each["iri"]] = Link(**fields)
    layers = next((k for k in known_layers() if k.vocabulary == data["layers"]), None)
    return Ontology(classes, links, layers)


def _tuples(fields: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()}
