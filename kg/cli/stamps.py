"""Stamps: what an article was and what read it, so that a build can skip what it has done."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Article

_HASHED_WHOLE = 4_000_000
"""Bytes; of a larger file, such as weights, name and size count."""


def extractor_version(model: str | None) -> str:
    """Return a text that changes when the extraction code, its data or its model does."""
    digest = hashlib.sha256(str(model).encode())
    roots = [Path(str(resources.files("extract")))]
    if model and Path(model).is_dir():
        roots.append(Path(model))
    for root in roots:
        for path in _files(root):
            digest.update(str(path.relative_to(root)).encode())
            size = path.stat().st_size
            digest.update(path.read_bytes() if size <= _HASHED_WHOLE else str(size).encode())
    return digest.hexdigest()


def files_version(paths: Iterable[Path]) -> str:
    """Return a text that changes when the content of a file does; empty without files."""
    return "".join(hashlib.sha256(path.read_bytes()).hexdigest() for path in paths)


def _files(root: Path) -> Iterator[Path]:
    paths = (path for path in sorted(root.rglob("*")) if path.is_file())
    return (path for path in paths if path.suffix != ".pyc")


def stamp(article: Article, extractor: str) -> str:
    """Return the stamp of an article as read, under one version of the extraction.

    >>> from kg.model import Article
    >>> stamp(Article("a1", "Acme grows."), "1") == stamp(Article("a1", "Acme fell."), "1")
    False
    """
    return hashlib.sha256(f"{extractor}\n{article!r}".encode()).hexdigest()[:32]


def now() -> str:
    """Return the time as ``xsd:dateTime`` has it, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
