"""A real server with a graph of articles, that takes writes from one token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kg.store import GraphStore
from queries.service.access import Scope, Tokens
from tests.kg.examples import facts
from tests.serving import serving

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Server:
    """Where a server is, the token to write to it, and the folder of its graph."""

    url: str
    token: str
    folder: Path

    @property
    def sparql(self):
        return f"{self.url}/sparql"


@pytest.fixture(scope="package")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clients")
    with GraphStore.open(folder / "graph", create=True) as store:
        store.add(facts("a1"))
        store.add(facts("Zürich 2"))
    token = Tokens(folder / "tokens.json").create("desk", Scope.WRITE)
    arguments = ("--writable", "--tokens", folder / "tokens.json")
    with serving(folder / "graph", *arguments) as port:
        yield Server(f"http://localhost:{port}", token, folder / "graph")
