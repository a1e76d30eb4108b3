"""Which writer makes which format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.errors import KgError, UsageError
from kg.export import tables
from kg.export.dot import write_dot
from kg.export.formats import FOLDERS, FORMATS, PAGES, PICTURES, RDF, TABLES
from kg.export.gexf import write_gexf
from kg.export.graphml import write_graphml
from kg.export.json_networks import write_cytoscape, write_node_link
from kg.export.neo4j import (
    EDGES_FILE,
    NODES_FILE,
    SCRIPT,
    SCRIPT_FILE,
    write_cypher,
    write_edges,
    write_nodes,
)
from kg.export.reading import read_network
from kg.export.selection import Selection, select
from kg.files import atomic_file, write_atomically

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from kg.export.graph import Graph
    from kg.export.network import Network
    from kg.store import GraphStore

_NETWORKS: Final = {
    "graphml": write_graphml,
    "gexf": write_gexf,
    "json": write_node_link,
    "cytoscape": write_cytoscape,
    "dot": write_dot,
    "cypher": write_cypher,
}


def network_of(store: Graph, selection: Selection | None) -> Network:
    """Return the entities and facts of a graph, or those selected."""
    network = read_network(store)
    return select(network, selection) if selection else network


def write_form(
    store: GraphStore, form: str, file: BinaryIO, *, selection: Selection | None, nodes: int
) -> None:
    """Write a format of one file (:func:`kg.export.write`).

    Raises:
        UsageError: No such format.
    """
    if form not in FORMATS:
        msg = f"{form!r} is no export format: expected one of {', '.join(FORMATS)}"
        raise UsageError(msg)
    if form in RDF:
        _write_rdf(store, form, file, selection)
        return
    network = network_of(store, selection)
    if form in PICTURES:
        from kg.export.picture import draw
        from kg.export.views import as_networkx

        file.write(draw(as_networkx(network), form, nodes=nodes))
    elif form in PAGES:
        from kg.export.html import write_html

        write_html(network, store, file, title=store.path.name if store.path else "newskg")
    elif form in TABLES:
        table = form.removesuffix(".csv")
        tables.write_csv(table, tables.rows(table, network, store), file)
    else:
        _NETWORKS[form](network, file)


def _write_rdf(store: GraphStore, form: str, file: BinaryIO, selection: Selection | None) -> None:
    from kg.export.jsonld import write_compact, write_framed
    from kg.export.rdf import write_rdf

    part = network_of(store, selection) if selection else None
    if form == "jsonld":
        write_compact(store, file, part)
    elif form == "jsonld-framed":
        write_framed(store, file, part)
    else:
        write_rdf(store, form, file, part=part)


def write_files(store: Graph, form: str, folder: Path, *, selection: Selection | None) -> None:
    """Write a format of several files (:func:`kg.export.write_folder`).

    Raises:
        UsageError: No such format.
        KgError: The folder cannot be made.
    """
    if form not in FOLDERS:
        msg = f"{form!r} is no format of several files: expected one of {', '.join(FOLDERS)}"
        raise UsageError(msg)
    network = network_of(store, selection)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{folder} cannot be made a folder: {error.strerror}"
        raise KgError(msg) from error
    if form == "neo4j":
        _write_neo4j(network, folder)
        return
    writer = tables.write_csv if form == "csv" else tables.write_parquet
    for table in tables.TABLES:
        with atomic_file(folder / f"{table}.{form}") as file:
            writer(table, tables.rows(table, network, store), file)


def _write_neo4j(network: Network, folder: Path) -> None:
    with atomic_file(folder / NODES_FILE) as file:
        write_nodes(network, file)
    with atomic_file(folder / EDGES_FILE) as file:
        write_edges(network, file)
    write_atomically(folder / SCRIPT_FILE, SCRIPT.encode())
