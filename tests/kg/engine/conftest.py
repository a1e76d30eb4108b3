"""Engines over small graphs: a plain dataset behind processes, and its folder."""

import pytest

from kg.engine.embedded import EmbeddedEngine
from kg.engine.limits import MEBIBYTE, Limits
from kg.engine.messages import Update
from kg.store import DatasetKind
from kg.store.folder import make_folder, open_database


@pytest.fixture
def folder(tmp_path):
    """A plain dataset without triples."""
    path = tmp_path / "graph"
    make_folder(path, DatasetKind.PLAIN)
    open_database(path, create=False, read_only=False).flush()
    return path


@pytest.fixture
def engine(folder):
    limits = Limits(
        seconds=4, memory=120 * MEBIBYTE, result_bytes=4 * MEBIBYTE, workers=2, short_seconds=0.3
    )
    running = EmbeddedEngine(folder, limits)
    running.write(Update("INSERT DATA { <x:s> <x:p> 1 . GRAPH <x:g> { <x:s> <x:p> 2 } }"))
    yield running
    running.close()
