"""RDF files as sets of quads without blank nodes.

Blank nodes become IRIs made from the file's name and their canonical label (RDF 1.1 section 3.5,
skolemisation; RDF Dataset Canonicalization), so that loading a file twice gives the same quads.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import pyoxigraph as ox

from kg import vocab
from kg.errors import InputError
from kg.resolve.decisions import DECISIONS
from kg.resolve.index import RESOLUTION
from kg.resolve.naming import naming_of
from kg.view import view

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = vocab.BASE + "file/"
GENID: Final = vocab.BASE + ".well-known/genid/"
_OTHERS: Final = frozenset({"txt", "json", "html", "md"})
"""Extensions that the engine takes for RDF, but that here are more likely something else."""

ONTOLOGY: Final = ox.NamedNode(vocab.ONTOLOGY_GRAPH)


def file_graph(name: str) -> ox.NamedNode:
    """Return the graph in which the RDF file ``name`` is kept.

    >>> file_graph("my cities.ttl").value
    'https://w3id.org/newskg/file/my%20cities.ttl'
    """
    return ox.NamedNode(FILE + quote(name, safe=""))


def rdf_format(path: Path) -> ox.RdfFormat:
    """Return the format that a file's extension tells.

    Raises:
        InputError: It tells none.
    """
    suffix = path.suffix.casefold().removeprefix(".")
    form = ox.RdfFormat.from_extension(suffix) if suffix not in _OTHERS else None
    if form is None:
        msg = f"{path} is no RDF file: expected .ttl, .nt, .nq, .trig, .rdf or .jsonld at its end"
        raise InputError(msg)
    return form


def read_rdf(path: Path) -> set[ox.Quad]:
    """Read an RDF file of any format that its extension tells: ``.ttl``, ``.nt``, ``.nq``, …

    Relative IRIs are resolved against :func:`file_graph`.

    Raises:
        InputError: The file is missing, of unknown format, or not well-formed.
    """
    form = rdf_format(path)
    try:
        quads = list(ox.parse(path=path, format=form, base_iri=file_graph(path.name).value))
    except (SyntaxError, ValueError) as error:
        msg = f"{path} is not {form.name}: {error}"
        raise InputError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror or error}"
        raise InputError(msg) from error
    return normalised(named_blanks(quads, path.name))


def split_graphs(
    quads: set[ox.Quad], graph: ox.NamedNode
) -> dict[ox.NamedNode, frozenset[ox.Quad]]:
    """Sort quads into the graphs that they are kept in.

    A graph of an article stays one, and so do the users' decisions; everything else goes to
    ``graph``, but for what an export of a graph repeats: the ontology, what was joined, and a
    default graph that is a view over articles.
    """
    kept: dict[ox.NamedNode, set[ox.Quad]] = {}
    rest: set[ox.Quad] = set()
    for quad in quads:
        name = quad.graph_name
        if isinstance(name, ox.NamedNode) and _is_kept(name):
            kept.setdefault(name, set()).add(quad)
        elif name != ONTOLOGY:
            rest.add(quad)
    derived = _derived(quads, kept) if kept else set()
    other = frozenset(_in_graph(quad, graph) for quad in rest - derived)
    groups = {name: frozenset(group) for name, group in kept.items()}
    return {**groups, graph: other} if other else groups


def _is_kept(graph: ox.NamedNode) -> bool:
    return graph == DECISIONS or graph.value.startswith(vocab.ARTICLE)


def _derived(quads: set[ox.Quad], kept: dict[ox.NamedNode, set[ox.Quad]]) -> set[ox.Quad]:
    """Return what an export repeats of the graphs that are kept."""
    joined = {quad for quad in quads if quad.graph_name == RESOLUTION}
    said = joined.union(*kept.values())
    return joined | view(said, naming_of(said))


@cache
def ontology_quads() -> frozenset[ox.Quad]:
    """Return the ontology that this version of the program has, in its graph."""
    file = resources.files("kg").joinpath("ontology/newskg.ttl")
    triples = list(ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE, base_iri=vocab.ONTOLOGY_GRAPH))
    quads = normalised(named_blanks(triples, "newskg.ttl"))
    return frozenset(_in_graph(quad, ONTOLOGY) for quad in quads)


def _in_graph(quad: ox.Quad, graph: ox.NamedNode) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object, graph)


def normalised(quads: set[ox.Quad]) -> set[ox.Quad]:
    """Return the quads as the engine keeps them, which spells numbers its own way."""
    scratch = ox.Store()
    scratch.extend(quads)
    return set(scratch)


def named_blanks(quads: list[ox.Quad], name: str) -> set[ox.Quad]:
    """Return the quads with an IRI for each blank node, made from ``name`` and its place."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    prefix = GENID + quote(name, safe="") + "/"

    def named(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode:
        return ox.NamedNode(prefix + term.value) if isinstance(term, ox.BlankNode) else term  # type: ignore[return-value]

    return {
        ox.Quad(named(q.subject), q.predicate, named(q.object), named(q.graph_name))
        for q in dataset
    }
