"""The graph folder: its marker, and opening the database in it; a sentence for each failure."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import StoreError
from kg.files import write_atomically
from kg.snapshot import open_snapshot, version_of
from kg.store.kind import DatasetKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORMAT_VERSION = 1
MARKER = "newskg.json"
DATABASE = "store"
FILLING = f"{MARKER}.filling"
"""Stands in a folder while the engine's bulk loader fills it, which is no transaction."""


def open_database(path: Path, *, create: bool, read_only: bool) -> ox.Store:
    """Open the database of the graph folder ``path``, or make the folder if ``create``.

    Raises:
        StoreError: The folder is absent, no graph, of another version, locked or damaged.
    """
    if create and not (path / MARKER).exists():
        make_folder(path)
    kind_of_folder(path)
    return _open_read_only(path) if read_only else _open_writable(path)


def make_folder(path: Path, kind: DatasetKind = DatasetKind.ARTICLES) -> None:
    """Make an empty graph folder; the marker comes last, when the rest stands.

    Raises:
        StoreError: There is something else, or the folder cannot be made.
    """
    if path.exists() and (not path.is_dir() or _holds_something_else(path)):
        msg = f"{path} is not empty and no graph: give a new or an empty folder"
        raise StoreError(msg)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"{path} cannot be made: {error.strerror}"
        raise StoreError(msg) from error
    marker = {"program": "newskg", "format": FORMAT_VERSION}
    if kind is not DatasetKind.ARTICLES:
        marker["dataset"] = kind.value
    write_atomically(path / MARKER, json.dumps(marker).encode() + b"\n")


def kind_of_folder(path: Path) -> DatasetKind:
    """Return what the graph folder ``path`` holds.

    Raises:
        StoreError: The folder is absent, no graph, or of another version.
    """
    if not (path / MARKER).exists():
        raise StoreError(_why_no_graph(path))
    if (path / FILLING).exists():
        msg = (
            f"{path} is being filled by kg load, or that was cut off: wait for it to end, or give "
            "the files to kg load --plain again"
        )
        raise StoreError(msg)
    marker = path / MARKER
    try:
        fields = json.loads(marker.read_text(encoding="utf-8"))
        found, kind = fields["format"], DatasetKind(fields.get("dataset", DatasetKind.ARTICLES))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        msg = f"{marker} is damaged ({error}): build the graph anew, or restore the folder"
        raise StoreError(msg) from error
    if found != FORMAT_VERSION:
        msg = (
            f"{path} has graph format {found}, but this newskg reads format {FORMAT_VERSION}: "
            "build the graph anew"
        )
        raise StoreError(msg)
    return kind


@contextmanager
def filling(path: Path, database: ox.Store) -> Iterator[None]:
    """Mark a folder as half-written while the block fills it, and for good if it is killed.

    If the block fails, the database is empty again.
    """
    write_atomically(path / FILLING, b"")
    try:
        yield
    except BaseException:
        database.clear()
        raise
    finally:
        database.flush()
        (path / FILLING).unlink(missing_ok=True)


def empty_cut_off(path: Path) -> None:
    """Empty the database of a folder whose filling was cut off.

    Raises:
        StoreError: Another process is filling it, or it is damaged.
    """
    if not (path / FILLING).exists():
        return
    database = _open_writable(path)
    database.clear()
    database.flush()
    (path / FILLING).unlink(missing_ok=True)


def database_stamp(path: Path) -> str | None:
    """Return what differs when the database has been written to, ``None`` if there is none."""
    try:
        return version_of(path / DATABASE)
    except OSError:
        return None


def _why_no_graph(path: Path) -> str:
    if not path.exists():
        return f"there is no graph at {path}: build one with kg build INPUT... --graph {path}"
    if not path.is_dir():
        return f"{path} is a file: expected a graph folder, as kg build makes it"
    return f"{path} is no graph folder: it has no {MARKER}, as kg build writes it"


def _holds_something_else(path: Path) -> bool:
    return any(entry.name != DATABASE and MARKER not in entry.name for entry in path.iterdir())


def _open_writable(path: Path) -> ox.Store:
    try:
        return ox.Store(path / DATABASE)
    except (OSError, RuntimeError) as error:
        raise StoreError(_sentence(path, error)) from error


def _open_read_only(path: Path) -> ox.Store:
    """Open a snapshot beside a writer, who may replace a file while it is being opened."""
    try:
        return open_snapshot(path / DATABASE)[0]
    except (OSError, RuntimeError) as error:
        raise StoreError(_sentence(path, error)) from error


def _sentence(path: Path, error: Exception) -> str:
    if "lock" in str(error).casefold():
        return (
            f"{path} is being written by another process (its database is locked): "
            "wait for it to end, or stop it"
        )
    return f"{path} holds a damaged graph ({error}): build it anew, or restore the folder"
