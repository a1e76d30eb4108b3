"""A graph in a folder, for the commands that read one."""

import signal

import pytest

from kg.store import GraphStore
from tests.kg.examples import facts


@pytest.fixture
def graph(tmp_path):
    """The folder ``graph`` with the articles ``a1`` and ``a2``, where ``kg`` runs."""
    path = tmp_path / "graph"
    with GraphStore.open(path, create=True) as store:
        store.add(facts("a1"))
        store.add(facts("a2"))
    return path


@pytest.fixture(autouse=True)
def interrupts():
    """Let children be interrupted also where the tests run in the background, which ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)
