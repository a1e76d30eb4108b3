"""RDF files sent to a running server (Graph Store Protocol), each graph all or nothing."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen
from uuid import uuid4

import pyoxigraph as ox

from kg.errors import InputError, ServerError, UsageError
from kg.store import Change
from kg.store.rdf_files import GENID, rdf_format

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BATCH_BYTES: Final = 32 * 1024 * 1024
"""How much is sent at once; a server takes 64 MiB unless it is told otherwise."""
_TIMEOUT: Final = 400.0
"""Seconds for a reply: a server gives a write 300."""
_ATTEMPTS: Final = 5
_LONGEST_PAUSE: Final = 10.0
_NTRIPLES: Final = "application/n-triples"
_UPDATE: Final = "application/sparql-update"
_MOST_SAID: Final = 4000


@dataclass(frozen=True, slots=True)
class GraphServer:
    """A server that takes graphs at ``root``, such as ``https://data.example``, for a token.

    Raises:
        UsageError: ``root`` is no such address.
    """

    root: str
    token: str
    batch_bytes: int = BATCH_BYTES

    def __post_init__(self) -> None:
        parts = urlsplit(self.root)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query:
            msg = f"{self.root!r} is no address of a server, such as http://localhost:8000"
            raise UsageError(msg)

    def load(self, path: Path, into: str | None = None) -> list[Change]:
        """Send an RDF file: its triples to ``into``, to what it holds, or to a graph of their own.

        That graph is the address ``/store/NAME`` of the server, and is replaced, as is each graph
        that the file names.

        Raises:
            InputError: The file is missing, of unknown format, or not well-formed.
            ServerError: The server refuses, or cannot be reached.
        """
        own = into or f"{self.root.rstrip('/')}/store/{quote(path.name, safe='')}"
        done = []
        for graph, quads in groupby(_sorted_by_graph(path), key=lambda quad: quad.graph_name):
            name = graph.value if isinstance(graph, ox.NamedNode) else own
            add = into is not None and name == into
            done.append(self._send(name, list(_batches(quads, path, self.batch_bytes)), add=add))
        return done

    def _send(self, graph: str, batches: list[bytes], *, add: bool) -> Change:
        if len(batches) == 1:
            method = "POST" if add else "PUT"
            status = self._request(method, _graph(graph), batches[0], _NTRIPLES)
            return Change.ADDED if status == 201 or add else Change.REPLACED
        scratch = f"{self.root.rstrip('/')}/store/{uuid4()}"
        try:
            for batch in batches:
                self._request("POST", _graph(scratch), batch, _NTRIPLES)
            last = f"ADD <{scratch}> TO <{graph}> ;\nDROP GRAPH <{scratch}>"
            update = last if add else f"MOVE <{scratch}> TO <{graph}>"
            self._request("POST", "/sparql", update.encode(), _UPDATE)
        except ServerError as error:
            self._forget(scratch, error)
            raise
        return Change.ADDED

    def _forget(self, scratch: str, because: ServerError) -> None:
        """Take back what was sent; if that fails as well, say where it is."""
        try:
            self._request("DELETE", _graph(scratch), b"", _NTRIPLES)
        except ServerError as error:
            if error.status != 404:
                because.args = (f"{because}; what was sent is left in <{scratch}>",)

    def _request(self, method: str, path: str, body: bytes, media_type: str) -> int:
        """Send a request, again if the server is busy, and return the status."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": media_type}
        request = Request(self.root.rstrip("/") + path, body or None, headers, method=method)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                with urlopen(request, timeout=_TIMEOUT) as reply:
                    return int(reply.status)
            except HTTPError as error:
                pause = error.headers.get("Retry-After")
                if error.code in {429, 503} and pause and attempt < _ATTEMPTS:
                    time.sleep(min(float(pause) if pause.isdecimal() else 1, _LONGEST_PAUSE))
                    continue
                raise ServerError(self._said(error), status=error.code) from error
            except (URLError, OSError) as error:
                reason = getattr(error, "reason", None) or error
                msg = f"{self.root} cannot be reached: {reason}"
                raise ServerError(msg) from error
        raise AssertionError  # the last attempt returned or raised

    def _said(self, error: HTTPError) -> str:
        """Return what the server says, with what to do about it."""
        try:
            detail = str(json.loads(error.read(_MOST_SAID))["detail"])
        except (ValueError, KeyError, TypeError, OSError):
            detail = str(error.reason)
        hints = {
            401: "give the token with --token-file",
            413: "send less at once with --batch-bytes",
        }
        hint = f": {hints[error.code]}" if error.code in hints else ""
        return f"{self.root} refuses ({error.code} {detail}){hint}"


def _graph(iri: str) -> str:
    return f"/store?graph={quote(iri, safe='')}"


def _sorted_by_graph(path: Path) -> list[ox.Quad]:
    """Read a file; quads of one graph follow one another, the default graph first."""
    form = rdf_format(path)
    try:
        quads = list(ox.parse(path=path, format=form, base_iri=path.resolve().as_uri()))
    except (SyntaxError, ValueError) as error:
        msg = f"{path} is not {form.name}: {error}"
        raise InputError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror or error}"
        raise InputError(msg) from error
    if not quads:
        msg = f"{path} holds no triples"
        raise InputError(msg)
    if form.supports_datasets:
        quads.sort(key=_graph_order)
    return quads


def _graph_order(quad: ox.Quad) -> str:
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)


def _batches(quads: Iterator[ox.Quad], path: Path, size: int) -> Iterator[bytes]:
    """Yield N-Triples of at most ``size`` bytes each, if no single triple is larger.

    If there is more than one, blank nodes become IRIs, since their labels hold for one only.
    """
    triples = [quad.triple for quad in quads]
    lines = [f"{triple} .\n".encode() for triple in triples]
    if sum(map(len, lines)) <= size:
        yield b"".join(lines)
        return
    prefix = f"{GENID}{quote(path.name, safe='')}/"
    lines = [f"{_named(triple, prefix)} .\n".encode() for triple in triples]
    batch, held = list[bytes](), 0
    for line in lines:
        if held + len(line) > size and batch:
            yield b"".join(batch)
            batch, held = [], 0
        batch.append(line)
        held += len(line)
    yield b"".join(batch)


Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def _named(term: Term, prefix: str) -> Term:
    """Return a term with an IRI for each blank node in it."""
    if isinstance(term, ox.BlankNode):
        return ox.NamedNode(prefix + term.value)
    if isinstance(term, ox.Triple):
        subject, value = _named(term.subject, prefix), _named(term.object, prefix)
        return ox.Triple(subject, term.predicate, value)  # type: ignore[arg-type]
    return term
