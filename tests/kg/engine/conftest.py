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
def start(folder):
    """Return engines over the folder with limits of one's own; they are closed in the end."""
    started = []

    def make(**given):
        usual = {"seconds": 20, "memory": 120 * MEBIBYTE, "result_bytes": 4 * MEBIBYTE}
        limits = Limits(**{**usual, "workers": 2, "short_seconds": 0.3, **given})
        started.append(EmbeddedEngine(folder, limits))
        return started[-1]

    yield make
    for engine in started:
        engine.close()


@pytest.fixture
def engine(start):
    """An engine over two triples, one of them in a graph ``x:g``."""
    running = start()
    running.write(Update("INSERT DATA { <x:s> <x:p> 1 . GRAPH <x:g> { <x:s> <x:p> 2 } }"))
    return running
