"""Sixteen clients of a SPARQL endpoint in one process: requests a second, and how long each took.

    python -m benchmarks.sparql_clients PORT FILE SECONDS CLIENTS

FILE holds a request target a line (``/sparql?query=...``). Every client keeps its connection and
sends the next request when the last is answered. Prints one line of JSON. There is no HTTP library
between, since one would be slower than a fast server.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_AT_ONCE = 1 << 16


class Client:
    """One connection and the reply that it waits for."""

    def __init__(self, port: int, requests: Iterator[bytes]) -> None:
        self.connection = socket.create_connection(("127.0.0.1", port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._requests = requests
        self._received = b""
        self._sent = 0.0

    def send(self) -> None:
        """Send the next request."""
        self._received = b""
        self._sent = time.perf_counter()
        self.connection.sendall(next(self._requests))

    def receive(self) -> float | None:
        """Take what is there; return the seconds that the reply took once all of it is.

        Raises:
            ValueError: The reply is no result.
        """
        piece = self.connection.recv(_AT_ONCE)
        self._received += piece
        if not piece:
            msg = f"the server closed the connection after {self._received[:200]!r}"
            raise ValueError(msg)
        if not _is_whole(self._received):
            return None
        if not self._received.startswith(b"HTTP/1.1 200"):
            msg = f"the server replied {self._received[:200]!r}"
            raise ValueError(msg)
        return time.perf_counter() - self._sent


def _is_whole(reply: bytes) -> bool:
    head, end, body = reply.partition(b"\r\n\r\n")
    if not end:
        return False
    _, found, length = head.lower().partition(b"content-length:")
    if found:
        return len(body) >= int(length.split(b"\r\n", 1)[0])
    return body.endswith(b"0\r\n\r\n")


def measure(port: int, targets: list[str], seconds: float, clients: int) -> dict[str, float]:
    """Ask for ``seconds`` and return requests a second, the median and the 99th in 100."""
    sent = cycle(_request(target) for target in targets)
    times: list[float] = []
    with selectors.DefaultSelector() as selector:
        for _ in range(clients):
            client = Client(port, sent)
            selector.register(client.connection, selectors.EVENT_READ, client)
            client.send()
        start = time.perf_counter()
        while time.perf_counter() < start + seconds:
            for key, _ in selector.select(1):
                taken = key.data.receive()
                if taken is not None:
                    times.append(taken)
                    key.data.send()
        took = time.perf_counter() - start
        for key in list(selector.get_map().values()):
            key.data.connection.close()
    times.sort()
    return {
        "rate": len(times) / took,
        "median": times[len(times) // 2],
        "p99": times[int(len(times) * 0.99)],
    }


def _request(target: str) -> bytes:
    accept = "application/sparql-results+json"
    return f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n".encode()


def main() -> None:
    """Measure as the arguments say."""
    port, file, seconds, clients = sys.argv[1:5]
    targets = Path(file).read_text(encoding="utf-8").splitlines()
    print(json.dumps(measure(int(port), targets, float(seconds), int(clients))))


if __name__ == "__main__":
    main()
