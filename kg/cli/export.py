"""``kg export``: the graph in the formats of other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from kg.cli.options import graph_option
from kg.cli.selecting import read_query, selection_options
from kg.errors import UsageError
from kg.export.formats import BINARY, FOLDERS, FORMATS

if TYPE_CHECKING:
    from kg.address import Place
    from kg.export.selection import Selection
    from kg.store import GraphStore

_STDOUT = Path("-")


@click.command("export", short_help="Write the graph as RDF, GraphML, CSV, a picture, ...")
@click.argument("form", metavar="FORMAT", type=click.Choice([*FORMATS, *FOLDERS]))
@graph_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write, for csv, parquet and neo4j a folder; else standard output.",
)
@selection_options
@click.option(
    "--nodes",
    type=click.IntRange(min=1),
    default=80,
    show_default=True,
    help="How many of the best-connected entities a picture shows.",
)
def command(
    *,
    form: str,
    graph: Place,
    output: Path | None,
    nodes: int,
    query: str | None,
    **chosen: Any,  # noqa: ANN401 - the fields of a Selection
) -> None:
    """Write the graph in FORMAT, or a part of it.

    \b
        turtle ntriples rdfxml     RDF: the view over all articles
        trig nquads jsonld         RDF: the view and a graph for each article
        jsonld-framed              a tree of entities, facts and their sentences
        graphml gexf dot           for yEd, Gephi, Cytoscape, igraph, Graphviz
        json cytoscape             node-link JSON for networkx and D3, Cytoscape.js
        nodes.csv edges.csv numbers.csv    one table
        csv parquet                all three tables, into a folder
        neo4j cypher               for neo4j-admin database import, into a folder; a script
        svg png pdf                a picture of the best-connected entities
        html                       one web page to explore, which needs no server

    \b
        kg export turtle -o graph.ttl
        kg export gexf --about "SK hynix" --depth 2 -o hynix.gexf
        kg export csv --type Company --since 2024 -o tables/
        kg export png -o graph.png --nodes 40
        kg export html -o graph.html
    """
    from kg.export.selection import Selection
    from kg.store import GraphStore

    selection = Selection(**chosen)
    _check(form, output)
    sparql = read_query(query) if query is not None else None
    with GraphStore.open(graph, read_only=True) as store:
        _write(store, form, output, selection, sparql, nodes)


def _check(form: str, output: Path | None) -> None:
    """Refuse what cannot be written where it is wanted.

    Raises:
        UsageError: A folder is missing, or a terminal would get a picture.
    """
    if form in FOLDERS and output in (None, _STDOUT):
        single = ": or export nodes.csv, edges.csv or numbers.csv" if form == "csv" else ""
        msg = f"{form} writes several files: give a folder with -o{single}"
        raise UsageError(msg)
    if output is None and form in BINARY and sys.stdout.isatty():
        msg = f"a terminal cannot show {form}: give a file with -o"
        raise UsageError(msg)


def _write(
    store: GraphStore,
    form: str,
    output: Path | None,
    selection: Selection,
    sparql: str | None,
    nodes: int,
) -> None:
    from kg.export import write, write_folder
    from kg.export.queried import found_by, write_constructed
    from kg.files import atomic_file

    narrowed = found_by(store, sparql, selection) if sparql is not None else selection

    def write_to(file: BinaryIO) -> None:
        if sparql is None or selection or not write_constructed(store, sparql, form, file):
            write(store, form, file, selection=narrowed, nodes=nodes)

    if form in FOLDERS and output is not None:
        write_folder(store, form, output, selection=narrowed)
    elif output is None or output == _STDOUT:
        write_to(sys.stdout.buffer)
        sys.stdout.buffer.flush()
    else:
        with atomic_file(output) as file:
            write_to(file)
