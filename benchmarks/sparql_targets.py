"""Stores side by side: how each is filled, started and asked."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox

_TABLE = "application/sparql-results+json"
_ACCEPT = f"{_TABLE}, application/n-triples"
_STARTING = 60.0


class Target(Protocol):
    """A store that is measured."""

    name: str

    def load(self, file: Path) -> float:
        """Fill the store from an N-Triples file; return the seconds that it took."""

    def start(self) -> None:
        """Get ready for queries."""

    def query(self, text: str) -> bytes:
        """Return the result of a query: JSON, or N-Triples."""

    def stop(self) -> None:
        """End what runs."""


def timed(command: list[str]) -> float:
    """Run a command to its end and return the seconds that it took."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Pyoxigraph:
    """The engine that newskg runs on, in this process."""

    name = "pyoxigraph"

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "pyoxigraph"
        self._store: ox.Store | None = None

    def load(self, file: Path) -> float:
        """Fill the store by the engine's bulk loader, in a process of its own."""
        code = "import sys, pyoxigraph as ox; ox.Store(sys.argv[1]).bulk_load(path=sys.argv[2])"
        return timed([sys.executable, "-c", code, str(self._folder), str(file)])

    def start(self) -> None:
        """Open the store."""
        import pyoxigraph as ox

        self._store = ox.Store.read_only(str(self._folder))

    def query(self, text: str) -> bytes:
        """Return the result of a query."""
        import pyoxigraph as ox

        assert self._store is not None
        result = self._store.query(text)
        if isinstance(result, ox.QueryTriples):
            return ox.serialize(result, format=ox.RdfFormat.N_TRIPLES) or b""
        return result.serialize(format=ox.QueryResultsFormat.JSON) or b""

    def stop(self) -> None:
        """Close the store."""
        self._store = None


class Rdflib:
    """rdflib's own store and evaluator, in memory."""

    name = "rdflib"

    def __init__(self, _folder: Path) -> None:
        import rdflib

        self._graph = rdflib.Graph()

    def load(self, file: Path) -> float:
        """Fill the store."""
        start = time.perf_counter()
        self._graph.parse(file, format="nt")
        return time.perf_counter() - start

    def start(self) -> None:
        """Do nothing: it is in memory."""

    def query(self, text: str) -> bytes:
        """Return the result of a query."""
        result = self._graph.query(text)
        form = "nt" if result.type == "CONSTRUCT" else "json"
        return result.serialize(format=form) or b""

    def stop(self) -> None:
        """Do nothing."""


class Served:
    """A store behind HTTP, in a process of its own."""

    name = ""
    path = "/sparql"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / self.name.replace(" ", "-")
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: HTTPConnection | None = None

    def command(self) -> list[str]:
        """Return the command that serves the folder."""
        raise NotImplementedError

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with (self.folder.parent / f"{self.folder.name}.log").open("wb") as log:
            self._process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, cwd=self.folder.parent
            )
        end = time.monotonic() + _STARTING
        while True:
            try:
                self._connection = HTTPConnection("127.0.0.1", self.port, timeout=600)
                self.query("ASK {}")
            except (OSError, ValueError):
                if self._process.poll() is not None or time.monotonic() > end:
                    raise
                time.sleep(0.1)
            else:
                return

    def target(self, text: str) -> str:
        """Return what a GET asks for."""
        return f"{self.path}?query={quote(text)}"

    def query(self, text: str) -> bytes:
        """Return the result of a query.

        Raises:
            ValueError: The reply is no result.
        """
        assert self._connection is not None
        try:
            reply = self._reply(text)
        except RemoteDisconnected:  # it had been idle for long
            self._connection.close()
            reply = self._reply(text)
        body = reply.read()
        if reply.status != 200:
            msg = f"{self.name} replied {reply.status}: {body[:300]!r}"
            raise ValueError(msg)
        return body

    def _reply(self, text: str) -> HTTPResponse:
        assert self._connection is not None
        self._connection.request("GET", self.target(text), headers={"Accept": _ACCEPT})
        return self._connection.getresponse()

    def cpu(self) -> float:
        """Return the processor seconds that the server's processes and threads have taken."""
        return _cpu(self._process.pid) if self._process else 0.0

    def cpu_ticks(self) -> float:
        """Return the same by the coarse clock that counts threads which have ended as well."""
        return _cpu_ticks(self._process.pid) if self._process else 0.0

    def stop(self) -> None:
        """End the server."""
        if self._connection is not None:
            self._connection.close()
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


def _cpu(pid: int) -> float:
    return sum(
        int((task / "schedstat").read_text().split()[0]) / 1e9
        for process in _processes(pid)
        for task in process.glob("task/*")
    )


def _cpu_ticks(pid: int) -> float:
    stats = ((process / "stat").read_text().rpartition(")")[2] for process in _processes(pid))
    ticks = sum(int(field) for stat in stats for field in stat.split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def _processes(pid: int) -> Iterator[Path]:
    """Yield the folders in ``/proc`` of a process and all under it."""
    ahead = [pid]
    while ahead:
        process = Path("/proc") / str(ahead.pop())
        yield process
        for task in process.glob("task/*"):
            ahead += map(int, (task / "children").read_text().split())


class Newskg(Served):
    """``kg load`` and ``kg serve`` of a plain dataset."""

    name = "kg serve"
    _kg = (sys.executable, "-c", "from kg.cli import main; main()")

    def load(self, file: Path) -> float:
        """Fill the folder as a user does."""
        return timed([*self._kg, "load", "--plain", "--graph", str(self.folder), str(file)])

    def command(self) -> list[str]:
        """Serve the folder."""
        return [*self._kg, "serve", "--graph", str(self.folder), "--port", str(self.port)]


class Oxigraph(Served):
    """``oxigraph load`` and ``oxigraph serve-read-only``, the same engine behind a Rust server."""

    name = "oxigraph serve"
    path = "/query"
    _program = str(Path(sys.executable).with_name("oxigraph"))

    def load(self, file: Path) -> float:
        """Fill the folder."""
        return timed([self._program, "load", "-l", str(self.folder), "-f", str(file)])

    def command(self) -> list[str]:
        """Serve the folder."""
        bound = f"127.0.0.1:{self.port}"
        return [self._program, "serve-read-only", "-l", str(self.folder), "-b", bound]


def has_oxigraph() -> bool:
    """Say whether the oxigraph program is there (``pip install oxigraph``)."""
    return Path(sys.executable).with_name("oxigraph").exists()
