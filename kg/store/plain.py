"""Filling a plain dataset from RDF files."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from kg.errors import InputError, StoreError
from kg.store.folder import (
    MARKER,
    empty_cut_off,
    filling,
    kind_of_folder,
    make_folder,
    open_database,
)
from kg.store.kind import DatasetKind
from kg.store.rdf_files import rdf_format

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox


def is_plain(folder: Path) -> bool:
    """Say whether a graph folder is there and holds a plain dataset.

    Raises:
        StoreError: The folder is damaged, or of another version.
    """
    return (folder / MARKER).exists() and kind_of_folder(folder) is DatasetKind.PLAIN


class PlainFolder:
    """A plain dataset that RDF files are added to; made if it is not there.

    Raises:
        StoreError: The folder is something else, locked or damaged.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / MARKER).exists():
            make_folder(folder, DatasetKind.PLAIN)
        empty_cut_off(folder)
        if kind_of_folder(folder) is not DatasetKind.PLAIN:
            msg = f"{folder} is a graph of articles: leave out --plain, or give another folder"
            raise StoreError(msg)
        self._folder = folder
        self._database = open_database(folder, create=False, read_only=False)

    def load(self, path: Path) -> None:
        """Add an RDF file to the graphs that it names, all of it or nothing.

        An empty dataset is filled by the engine's bulk loader, which works on all processors and
        in little memory; if it is killed, the folder is refused until files are loaded again. One
        that holds something gets the file in one transaction.

        Raises:
            InputError: The file is missing, of unknown format, or not well-formed.
            StoreError: The folder cannot be written.
        """
        form = rdf_format(path)
        empty = not self._database
        load = self._database.bulk_load if empty else self._database.load
        try:
            with filling(self._folder, self._database) if empty else nullcontext():
                load(path=path, format=form, base_iri=path.resolve().as_uri())
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise self._sentence(path, form, error) from error

    def close(self) -> None:
        """Force what was written to disk."""
        self._database.flush()

    def _sentence(self, path: Path, form: ox.RdfFormat, error: Exception) -> Exception:
        if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
            return InputError(f"{path} cannot be read: {error.strerror}")
        if isinstance(error, SyntaxError | ValueError):
            return InputError(f"{path} is not {form.name}: {error}")
        return StoreError(f"{self._folder} cannot be written: {error}")
