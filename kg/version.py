"""The version of a graph on disk, read from its files: another value after every commit.

RocksDB appends each commit to a ``.log`` file and notes every new file in a manifest, so the
names of its files and the sizes of these two kinds change with any write, by any process. The
value also changes when the files are merged, which costs a reader no more than a reopening.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_GROWING = (".log", "MANIFEST")


def version_of(database: Path | str) -> str:
    """Return the version of the database in a folder: 16 hexadecimal digits.

    Raises:
        OSError: There is no such folder.
    """
    with os.scandir(database) as entries:
        facts = sorted(_fact(entry) for entry in entries if _counts(entry.name))
    return blake2b("\n".join(facts).encode(), digest_size=8).hexdigest()


def _counts(name: str) -> bool:
    return name.endswith((".sst", ".log")) or name.startswith("MANIFEST") or name == "IDENTITY"


def _fact(entry: os.DirEntry[str]) -> str:
    name = entry.name
    try:
        if name == "IDENTITY":
            status = entry.stat()
            return f"{name} {status.st_ino} {status.st_mtime_ns}"
        if name.endswith(_GROWING[0]) or name.startswith(_GROWING[1]):
            return f"{name} {entry.stat().st_size}"
    except FileNotFoundError:
        return f"{name} gone"
    return name
