"""``kg export``: the graph in the formats of other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.options import graph_option
from kg.errors import KgError, UsageError
from kg.export import FORMATS, PICTURES, TABLES

CSV = "csv"


@click.command("export", short_help="Write the graph as RDF, GraphML, CSV, a picture, ...")
@click.argument("form", metavar="FORMAT", type=click.Choice([*FORMATS, CSV]))
@graph_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The file to write, for csv a folder; else standard output.",
)
@click.option(
    "--nodes",
    type=click.IntRange(min=1),
    default=80,
    show_default=True,
    help="How many of the best-connected entities a picture shows.",
)
def command(*, form: str, graph: Path, output: Path | None, nodes: int) -> None:
    """Write the graph in FORMAT.

    \b
        turtle ntriples rdfxml     RDF: the view over all articles
        trig nquads jsonld         RDF: the view and a graph for each article
        graphml gexf json dot      for Gephi, yEd, Cytoscape, networkx, D3, Graphviz
        nodes.csv edges.csv csv    tables; csv writes both into a folder
        svg png pdf                a picture of the best-connected entities

    \b
        kg export turtle -o graph.ttl
        kg export csv -o tables/
        kg export png -o graph.png --nodes 40
    """
    from kg.export import export
    from kg.files import write_atomically
    from kg.store import GraphStore

    with GraphStore.open(graph, read_only=True) as store:
        if form == CSV:
            folder = _folder(output)
            for table in TABLES:
                write_atomically(folder / table, export(store, table))
            return
        if output is None and form in PICTURES and form != "svg" and sys.stdout.isatty():
            msg = f"a terminal cannot show {form}: give a file with -o"
            raise UsageError(msg)
        data = export(store, form, nodes=nodes)
    if output is None or output == Path("-"):
        click.echo(data, nl=False)
    else:
        write_atomically(output, data)


def _folder(output: Path | None) -> Path:
    """Return the folder for the tables, made if it is not there.

    Raises:
        UsageError: None was given.
        KgError: It cannot be made.
    """
    if output is None:
        msg = "csv writes two tables: give a folder with -o, or export nodes.csv or edges.csv"
        raise UsageError(msg)
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{output} cannot be made a folder: {error.strerror}"
        raise KgError(msg) from error
    return output
