"""The graph in the formats of other programs: RDF, graph programs, tables, pictures, networkx.

>>> from kg.store import GraphStore
>>> with GraphStore.memory() as store:
...     to_networkx(store).number_of_nodes()
0
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.export.formats import FOLDERS, FORMATS, PICTURES, RDF, TABLES

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    import networkx as nx

    from kg.export.graph import Graph
    from kg.export.selection import Selection
    from kg.store import GraphStore

__all__ = [
    "FOLDERS",
    "FORMATS",
    "PICTURES",
    "RDF",
    "TABLES",
    "export",
    "to_networkx",
    "write",
    "write_folder",
]


def to_networkx(store: Graph, selection: Selection | None = None) -> nx.MultiDiGraph[str]:
    """Return a graph, or a part of it, as networkx has it (:func:`kg.export.views.to_networkx`)."""
    from kg.export import views

    return views.to_networkx(store, selection)


def export(
    store: GraphStore, form: str, *, selection: Selection | None = None, nodes: int = 80
) -> bytes:
    """Return what :func:`write` writes.

    Raises:
        UsageError: No such format, or a selection that nothing can meet.
    """
    import io

    file = io.BytesIO()
    write(store, form, file, selection=selection, nodes=nodes)
    return file.getvalue()


def write(
    store: GraphStore,
    form: str,
    file: BinaryIO,
    *,
    selection: Selection | None = None,
    nodes: int = 80,
) -> None:
    """Write a graph in a format of :data:`FORMATS`, or the part of it that is selected.

    RDF formats with named graphs hold all graphs, those without the view over all articles. A
    picture shows the ``nodes`` best-connected entities.

    Raises:
        UsageError: No such format, or a selection that nothing can meet.
    """
    from kg.export.writers import write_form

    write_form(store, form, file, selection=selection, nodes=nodes)


def write_folder(
    store: Graph, form: str, folder: Path, *, selection: Selection | None = None
) -> None:
    """Write the files of a format of :data:`FOLDERS` into ``folder``, which is made if needed.

    Raises:
        UsageError: No such format, or pyarrow is not installed for ``parquet``.
        KgError: The folder cannot be made or written.
    """
    from kg.export.writers import write_files

    write_files(store, form, folder, selection=selection)
