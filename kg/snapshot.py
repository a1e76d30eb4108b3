"""A graph on disk as of one moment, beside a writer: its version, and opening it whole.

RocksDB appends each commit to a ``.log`` file and notes every new file in a manifest. So the names
of its files and the sizes of these two kinds change with any write, by any process. A writer that
starts, or has filled its memory, moves what a log holds into other files and deletes the log,
oldest first: a reader who opens the database meanwhile may take the old manifest and the new log,
and so miss what stood between (seen in a third of the openings beside a writer that starts again
and again). The database is therefore opened again if a log that was there before is gone after.
"""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_ATTEMPTS: Final = 60
_SURELY_OLDER: Final = 50_000_000
"""Nanoseconds that are more than the coarsest step of a file system's clock (10 ms on Linux)."""
_LONGEST_PAUSE: Final = 0.05
_PAUSE: Final = 0.005
"""Seconds before the second attempt to open a database; longer by as much before each further."""


def version_of(database: Path | str) -> str:
    """Return the version of the database in a folder: 16 hexadecimal digits, new with every write.

    It also changes when files are merged, which costs a reader no more than a reopening.

    Raises:
        OSError: There is no such folder.
    """
    return _digest(_facts(database))


class VersionWatch:
    """The version of one database, for who asks again and again.

    A file that comes or goes changes the time of its folder. As long as that stays the same, only
    the sizes of the files that grow are looked at, which costs a fifth. A time so young that
    another change could bear the same one is not relied on. Several threads may ask.
    """

    def __init__(self, database: Path | str) -> None:
        self._database = str(database)
        self._seen: tuple[tuple[int, int], dict[str, int], str] | None = None

    def now(self) -> str:
        """Return what :func:`version_of` does.

        Raises:
            OSError: There is no such folder.
        """
        looked_at = time.time_ns()
        folder = os.stat(self._database)  # noqa: PTH116 - a path takes longer than the call
        state = (folder.st_ino, folder.st_mtime_ns)
        seen = self._seen
        if seen is not None and seen[0] == state and _sizes(seen[1]) == seen[1]:
            return seen[2]
        self._seen = None
        with os.scandir(self._database) as entries:
            sizes = _sizes([entry.path for entry in entries if _grows(entry.name)])
        version = version_of(self._database)
        if looked_at - folder.st_mtime_ns > _SURELY_OLDER:
            self._seen = (state, sizes, version)
        return version


def last_written(database: Path | str) -> datetime | None:
    """Return when the database in a folder was last written; ``None`` if it holds nothing.

    Raises:
        OSError: There is no such folder.
    """
    with os.scandir(database) as entries:
        times = [entry.stat().st_mtime for entry in entries if _counts(entry.name)]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def open_snapshot(database: Path | str) -> tuple[ox.Store, str]:
    """Open a database for reading as of one moment; return it with its version.

    Raises:
        OSError, RuntimeError: It is not there, damaged, or did not stay the same for a moment.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            before = _facts(database)
            store = ox.Store.read_only(str(database))
            if _logs(before) <= _logs(_facts(database)):
                return store, _digest(before)
        except (OSError, RuntimeError):
            if attempt == _ATTEMPTS or not os.path.isdir(database):  # noqa: PTH112 - or a str
                raise
        time.sleep(min(_PAUSE * attempt, _LONGEST_PAUSE))
    msg = "its files are being rewritten without a pause"
    raise OSError(msg)


def _grows(name: str) -> bool:
    return name.endswith(".log") or name.startswith("MANIFEST")


def _sizes(paths: Iterable[str]) -> dict[str, int]:
    """Return the sizes of files, -1 of one that is gone."""
    found = {}
    for path in paths:
        try:
            found[path] = os.stat(path).st_size  # noqa: PTH116 - as above
        except FileNotFoundError:
            found[path] = -1
    return found


def _facts(database: Path | str) -> list[tuple[str, str]]:
    """Return the files that hold data, by name, each with what tells its state."""
    with os.scandir(database) as entries:
        return sorted((entry.name, _state(entry)) for entry in entries if _counts(entry.name))


def _logs(facts: Iterable[tuple[str, str]]) -> set[str]:
    return {name for name, _ in facts if name.endswith(".log")}


def _digest(facts: Iterable[tuple[str, str]]) -> str:
    text = "\n".join(f"{name} {state}" for name, state in facts)
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _counts(name: str) -> bool:
    return _grows(name) or name.endswith(".sst") or name == "IDENTITY"


def _state(entry: os.DirEntry[str]) -> str:
    name = entry.name
    try:
        if name == "IDENTITY":
            status = entry.stat()
            return f"{status.st_ino} {status.st_mtime_ns}"
        if _grows(name):
            return str(entry.stat().st_size)
    except FileNotFoundError:
        return "gone"
    return ""
