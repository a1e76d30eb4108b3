"""The store that tests run against: embedded, or at an endpoint that is started for them.

``NEWSKG_TEST_STORE`` says which: ``embedded``, ``oxigraph`` or ``virtuoso`` (``make test-stores``).
"""

from __future__ import annotations

import atexit
import os
import tempfile
from functools import cache
from pathlib import Path

import pytest

from benchmarks.sparql_targets import Oxigraph
from benchmarks.virtuoso import Virtuoso
from kg.address import RemoteAddress, remote_address
from kg.store import GraphStore
from kg.store.remote import RemoteDatabase

KIND = os.environ.get("NEWSKG_TEST_STORE", "embedded")
at_an_endpoint = pytest.mark.skipif(KIND == "embedded", reason="needs NEWSKG_TEST_STORE")
embedded_only = pytest.mark.skipif(KIND != "embedded", reason="needs the database in this process")


class WritableOxigraph(Oxigraph):
    """``oxigraph serve`` in memory."""

    def command(self):
        return [self._program, "serve", "-b", f"127.0.0.1:{self.port}"]


def new_store():
    """Return an empty graph of articles."""
    if KIND == "embedded":
        return GraphStore.memory()
    clear(address())
    return GraphStore.open(address(), create=True)


@cache
def address() -> RemoteAddress:
    """Start the server and return where it is."""
    folder = Path(tempfile.mkdtemp())
    server = {"oxigraph": WritableOxigraph, "virtuoso": Virtuoso}[KIND](folder)
    server.start()
    atexit.register(server.stop)
    return remote_address(
        f"sparql+http://127.0.0.1:{server.port}{server.path}", environment(server)
    )


def environment(server) -> dict[str, str]:
    """Return what the environment says of the server."""
    if KIND != "virtuoso":
        return {}
    update = f"http://127.0.0.1:{server.port}/sparql-auth"
    account = {"NEWSKG_STORE_USER": "dba", "NEWSKG_STORE_PASSWORD": "dba"}
    return {"NEWSKG_STORE_UPDATE": update, **account}


def variables() -> dict[str, str]:
    """Return the environment in which ``kg`` finds the server."""
    found, known = address(), address().credentials
    named = {
        "NEWSKG_STORE": str(found),
        "NEWSKG_STORE_UPDATE": found.update_url,
        "NEWSKG_STORE_USER": known.user,
        "NEWSKG_STORE_PASSWORD": known.password,
    }
    return {name: value for name, value in named.items() if value}


def clear(place: RemoteAddress) -> None:
    """Take everything of ours out of the server."""
    database = RemoteDatabase(place)
    graphs = [str(graph) for graph in database.named_graphs()]
    parts = [f"CLEAR SILENT GRAPH {graph}" for graph in graphs]
    parts.append(f"CLEAR SILENT GRAPH {database.view}" if database.view else "CLEAR DEFAULT")
    if database.revision is not None or KIND != "virtuoso":
        database.endpoint.update(" ;\n".join(parts))
    database.close()
