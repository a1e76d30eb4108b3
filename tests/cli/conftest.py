"""A graph in a folder, for the commands that read one."""

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
