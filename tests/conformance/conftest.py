"""One server over an empty plain dataset for the whole suite."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox
import pytest

from queries.service.access import Scope, Tokens
from tests.conformance.endpoints import HOSTS, Endpoints, endpoints
from tests.conformance.manifests import SUITE, path_of
from tests.serving import ask, serving

ENDPOINTS = (
    "http://example.org/faraway",
    "http://w3c.example/sparql11/syntax-update-1/remote",
    "somescheme://www.example.com/THIS-GRAPH-DOES-NOT-EXIST/",
    "http://endpoint.invalid/g",
)
"""What the suite's LOAD and SERVICE name; none is there, which is all the same to its tests."""


@dataclass
class Server:
    """A server, the token to write to it, and the endpoints that it may call."""

    port: int
    token: str
    others: Endpoints

    def send(self, method, path, body=None, **headers):
        """Send one request with the token; return status, headers, body."""
        headers.setdefault("Authorization", f"Bearer {self.token}")
        return ask(self.port, method, path, body, **headers)

    def hold(self, dataset):
        """Make the store hold a dataset of the suite and nothing else."""
        assert self.send("POST", "/sparql", "DROP ALL", Content_Type=UPDATE)[0] == 204
        for file in dataset.default:
            self._add("default", file)
        for name, file in dataset.named:
            self._add(f"graph={name}", file)

    def _add(self, graph, file):
        triples = ox.serialize(read(file), format=ox.RdfFormat.N_TRIPLES)
        reply = self.send("POST", f"/store?{graph}", triples, Content_Type="application/n-triples")
        assert reply[0] in {201, 204}, reply


UPDATE = "application/sparql-update"


def read(file):
    """Return the triples of a file of the suite."""
    path = path_of(file)
    form = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    return [quad.triple for quad in ox.parse(path=path, format=form, base_iri=file)]


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    if not SUITE.exists():
        pytest.skip(f"the W3C suite is not at {SUITE}: it lies beside the project, not in it")
    folder = tmp_path_factory.mktemp("conformance")
    token = Tokens(folder / "tokens.json").create("conformance", Scope.WRITE)
    arguments = ("--plain", "--writable", "--tokens", folder / "tokens.json")
    with endpoints() as others:
        allowed = " ".join((*ENDPOINTS, *map(others.iri, HOSTS)))
        with serving(folder / "graph", *arguments, endpoints=allowed) as port:
            yield Server(port, token, others)
