"""Backups: a graph folder copied as of one moment while others write it, verified, and put back.

A backup is a graph folder that every reading command takes, with ``backup.json`` beside the
database: when it was made, how many quads it holds, and a SHA-256 of each file.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import StoreError, UsageError
from kg.files import write_atomically
from kg.store.copying import copy_apart, copy_files, exchange, force, locked, scratch
from kg.store.folder import DATABASE, MARKER, kind_of_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTES: Final = "backup.json"
_STAGE: Final = "backup"


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds: ``made`` is a time in UTC, ``files`` are SHA-256 sums by name."""

    made: str
    quads: int
    bytes: int
    files: dict[str, str]


def back_up(graph: Path, target: Path) -> Backup:
    """Copy the graph folder to the new folder ``target``, all of it or nothing.

    Others may write the graph meanwhile; the copy is the graph as of one moment, read in full
    before it gets its name.

    Raises:
        StoreError: There is no graph, the copy cannot be read, or ``target`` cannot be written.
        UsageError: ``target`` is there already.
    """
    kind_of_folder(graph)
    if target.exists():
        msg = f"{target} is there already: a backup is never overwritten, give another name"
        raise UsageError(msg)
    with scratch(graph, _STAGE) as stage, scratch(target.parent, f"{target.name}.partial") as new:
        copy_files(graph / DATABASE, stage / DATABASE)
        copy_apart(stage / DATABASE, new / DATABASE)
        quads = _read_through(new / DATABASE, replay=True)
        made = datetime.now(UTC).isoformat(timespec="seconds")
        files = {file.name: _digest(file) for file in _files(new / DATABASE)}
        size = sum(file.stat().st_size for file in _files(new / DATABASE))
        backup = Backup(made, quads, size, files)
        write_atomically(new / NOTES, json.dumps(asdict(backup), indent=1).encode() + b"\n")
        write_atomically(new / MARKER, (graph / MARKER).read_bytes())
        _name(new, target)
    return backup


def read_backup(folder: Path) -> Backup:
    """Return what a backup says of itself.

    Raises:
        StoreError: It is none, or damaged.
    """
    kind_of_folder(folder)
    try:
        return Backup(**json.loads((folder / NOTES).read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        msg = f"{folder} is no backup: it has no {NOTES}, as kg backup writes it"
        raise StoreError(msg) from error
    except (OSError, ValueError, TypeError) as error:
        msg = f"{folder / NOTES} is damaged ({error}): take another backup"
        raise StoreError(msg) from error


def verify(folder: Path) -> Backup:
    """Return what a backup says of itself, having compared it with every file and quad.

    Raises:
        StoreError: It is none, or not as it was made.
    """
    backup = read_backup(folder)
    for name, digest in backup.files.items():
        file = folder / DATABASE / name
        if not file.is_file():
            msg = f"{folder} is damaged: {file.name} is missing; take another backup"
            raise StoreError(msg)
        if _digest(file) != digest:
            msg = f"{folder} is damaged: {file.name} is not as it was made; take another backup"
            raise StoreError(msg)
    found = _read_through(folder / DATABASE, replay=False)
    if found != backup.quads:
        msg = f"{folder} holds {found} quads, not {backup.quads} as it says: take another backup"
        raise StoreError(msg)
    return backup


def restore(folder: Path, graph: Path, *, replace: bool = False) -> Backup:
    """Make a graph folder what a backup holds, in one step; a server of it goes on with that.

    Raises:
        StoreError: The backup is damaged, or the graph locked, of another kind, or not writable.
        UsageError: There is a graph already, and it is not to be replaced.
    """
    backup = verify(folder)
    there = (graph / MARKER).exists()
    if there and not replace:
        msg = f"there is a graph at {graph}: give --replace to have the backup in its place"
        raise UsageError(msg)
    if not there and graph.exists() and any(graph.iterdir()):
        msg = f"{graph} is not empty and no graph: give a new or an empty folder"
        raise StoreError(msg)
    if there and kind_of_folder(graph) is not (kind := kind_of_folder(folder)):
        msg = f"{folder} is a backup of a dataset of kind {kind.value}, {graph} is of another"
        raise StoreError(msg)
    if there:
        _put_in_place(folder, graph, backup)
        return backup
    with scratch(graph.parent, f"{graph.name}.partial") as new:
        _copy_of(folder, new / DATABASE, backup)
        write_atomically(new / MARKER, (folder / MARKER).read_bytes())
        if graph.exists():
            graph.rmdir()
        _name(new, graph)
    return backup


def _put_in_place(folder: Path, graph: Path, backup: Backup) -> None:
    with scratch(graph, "restore") as stage:
        new, old = stage / DATABASE, graph / DATABASE
        _copy_of(folder, new, backup)
        try:
            old.mkdir(exist_ok=True)
            with locked(old):
                exchange(new, old)
        except OSError as error:
            msg = f"{graph} cannot be written: {error.strerror}"
            raise StoreError(msg) from error


def _copy_of(folder: Path, target: Path, backup: Backup) -> None:
    """Copy the files of a backup, and compare what has arrived."""
    copy_apart(folder / DATABASE, target)
    for file in _files(target):
        if backup.files.get(file.name, "") != _digest(file):
            file.unlink()  # not of the backup: left by a program that opened it
    if {file.name for file in _files(target)} != set(backup.files):
        msg = f"{folder} changed while it was read: verify it with kg backup --verify"
        raise StoreError(msg)


def _name(new: Path, target: Path) -> None:
    """Give a finished folder its name."""
    try:
        for folder in (new / DATABASE, new):
            force(folder)
        new.rename(target)
        force(target.parent)
    except OSError as error:
        msg = f"{target} cannot be made: {error.strerror}"
        raise StoreError(msg) from error


def _read_through(database: Path, *, replay: bool) -> int:
    """Read every quad with its terms and return how many there are; ``replay`` what logs hold."""
    try:
        store = ox.Store(str(database)) if replay else ox.Store.read_only(str(database))
        counting = _LineCount()
        store.dump(counting, ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]
        if replay:
            store.flush()
    except (OSError, RuntimeError, ValueError) as error:
        msg = f"the copy of the graph cannot be read ({error}): the graph may be damaged"
        raise StoreError(msg) from error
    del store
    for left in ("LOCK", "LOG"):
        with contextlib.suppress(OSError):
            (database / left).unlink()
    return counting.lines


class _LineCount:
    """A file that counts lines and keeps nothing."""

    def __init__(self) -> None:
        self.lines = 0

    def write(self, data: bytes) -> int:
        self.lines += data.count(b"\n")
        return len(data)

    def flush(self) -> None:
        """Do nothing."""


def _files(database: Path) -> Iterator[Path]:
    """Yield the files that make the database: not its lock, nor what the engine tells of itself."""
    for file in sorted(database.iterdir()):
        if file.is_file() and file.name != "LOCK" and not file.name.startswith("LOG"):
            yield file


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
