"""The process that evaluates queries: reads requests from a socket, writes results to it.

Started by :mod:`kg.engine.process` as ``python -m kg.engine.worker`` with its
:class:`Assignment` as JSON; it ends when the socket closes or its parent does.
"""

from __future__ import annotations

import contextlib
import json
import socket
import sys
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from kg.engine import sandbox
from kg.engine.evaluate import EvaluationError, run_query, run_read
from kg.engine.messages import (
    BACK,
    BEHIND,
    DATA,
    END,
    FRAME_HEAD,
    READY,
    SOON,
    Failure,
    Head,
    Query,
    Read,
    Reason,
    frame,
    pack_failure,
    pack_head,
    pack_whole,
    sent_at,
    unframe,
    unpack_request,
)
from kg.engine.rows import RowLimit
from kg.snapshot import VersionWatch, open_snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pyoxigraph as ox

    from kg.engine.messages import Request

PIECE: Final = 64 * 1024
"""Bytes of a result that go over the socket at once."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a worker is started for.

    ``database`` is the folder of pyoxigraph's files, ``graph`` the graph folder around it;
    ``socket`` is the number of the open socket; ``prefixes`` are those a query need not declare.
    """

    graph: str
    database: str
    socket: int
    memory: int
    result_bytes: int
    rows: int
    network: bool
    prefixes: dict[str, str]
    short_prefixes: dict[str, str]

    def to_json(self) -> str:
        """Return the assignment as the worker's argument."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Assignment:
        """Read the assignment from the worker's argument."""
        return cls(**json.loads(text))


class FrameSink:
    """Sends a result in frames; a small one in one."""

    def __init__(self, connection: socket.socket, result_bytes: int, rows: int = 0) -> None:
        self._connection = connection
        self._began = time.monotonic()
        self._most_rows = rows
        self._rows: RowLimit | None = None
        self._left = result_bytes
        self._result_bytes = result_bytes
        self._head = Head()
        self._data = bytearray()
        self.started = False

    def begin(self, head: Head) -> None:
        """Take the head of the result; it is sent with the first data."""
        self._head = head
        if self._most_rows:
            self._rows = RowLimit(self._most_rows, head.media_type)

    def write(self, data: bytes, /) -> int:
        """Take a piece of the result.

        Raises:
            EvaluationError: The result is larger than allowed.
        """
        self._left -= len(data)
        if self._left < 0:
            text = f"The result is larger than {self._result_bytes} bytes: ask for less"
            raise EvaluationError(Reason.SIZE, text)
        self._data += data
        if len(self._data) >= PIECE:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Do nothing: pieces are sent when they are full."""

    def end(self) -> None:
        """Send what is left, and that the result is whole."""
        if self.started:
            self._send(frame(END))
            return
        self._count()
        took = time.monotonic() - self._began
        self._connection.sendall(pack_whole(self._head, self._data, took))

    def fail(self, failure: Failure) -> None:
        """Send the failure instead of what is left."""
        self._connection.sendall(pack_failure(failure))

    def _send(self, tail: bytes = b"") -> None:
        self._count()
        head = b"" if self.started else pack_head(self._head)
        data = frame(DATA, bytes(self._data)) if self._data else b""
        self._connection.sendall(head + data + tail)
        self.started = True
        self._data.clear()

    def _count(self) -> None:
        if self._rows is not None:
            self._rows.take(bytes(self._data))


class Snapshot:
    """The database as it was at the last look; opened anew when its files have changed."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._watch = VersionWatch(database)
        self._store: ox.Store | None = None
        self.version = ""

    def store(self, *, anew: bool = False) -> ox.Store:
        """Return the store as of now.

        Raises:
            EvaluationError: It cannot be opened.
        """
        try:
            if self._store is None or anew or self._watch.now() != self.version:
                self._store = None
                self._store, self.version = open_snapshot(self._database)
        except (OSError, RuntimeError) as error:
            text = f"The graph cannot be opened ({error}); try again"
            raise EvaluationError(Reason.STORE, text) from error
        return self._store


def serve(
    connection: socket.socket,
    answer: Callable[[Request, FrameSink], None],
    result_bytes: int,
    rows: int = 0,
    idle: Callable[[], None] = lambda: None,
) -> None:
    """Answer requests from the socket, one after another, until it closes.

    ``idle`` is called before each; it may wait for the socket.
    """
    last = slow_until = 0.0
    connection.sendall(frame(READY))
    for kind, payload in requests(connection, idle):
        sent = sent_at(payload)
        if kind == BEHIND and sent < slow_until:
            connection.sendall(frame(BACK))
            continue
        sink = FrameSink(connection, result_bytes, rows)
        try:
            answer(unpack_request(payload), sink)
            sink.end()
        except EvaluationError as failed:
            sink.fail(failed.failure)
        except MemoryError:
            sink.fail(Failure(Reason.MEMORY, "The request needs more memory than it may take"))
        except OSError as error:
            sink.fail(Failure(Reason.STORE, f"Reading failed ({error}): try again"))
        before, last = last, time.monotonic()
        if last - max(before, sent) > SOON:  # who sent it may have given up those behind it
            slow_until = last


def requests(
    connection: socket.socket, idle: Callable[[], None] = lambda: None
) -> Iterator[tuple[bytes, bytes]]:
    """Yield the frames that come over a socket, kind and payload, until it closes.

    ``idle`` is called when there is none, and may wait for the socket.
    """
    received, buffer = bytearray(), memoryview(bytearray(1 << 16))
    while True:
        while len(received) >= FRAME_HEAD:
            kind, length = unframe(received)
            end = FRAME_HEAD + length
            if len(received) < end:
                break
            payload = bytes(received[FRAME_HEAD:end])
            del received[:end]
            yield kind, payload
        if not received:
            idle()
        size = connection.recv_into(buffer)
        if not size:
            return
        received += buffer[:size]


def main() -> None:
    """Open the database read-only and answer queries."""
    assignment = Assignment.from_json(sys.argv[1])
    sandbox.die_with_parent()
    if not assignment.network:
        sandbox.forbid_network()
    snapshot = Snapshot(assignment.database)
    with contextlib.suppress(EvaluationError):  # said to whoever asks
        snapshot.store()
    sandbox.limit_memory(assignment.memory)

    def evaluate(request: Request, sink: FrameSink, *, anew: bool) -> None:
        store = snapshot.store(anew=anew)
        if isinstance(request, Query):
            known = assignment.prefixes
            run_query(store, request, sink, version=snapshot.version, prefixes=known)
        elif isinstance(request, Read):
            known = assignment.short_prefixes
            run_read(store, request, sink, version=snapshot.version, prefixes=known)

    def answer(request: Request, sink: FrameSink) -> None:
        try:
            evaluate(request, sink, anew=False)
        except OSError:
            if sink.started or assignment.network:
                raise
            evaluate(request, sink, anew=True)  # a writer merged files that were read

    connection = socket.socket(fileno=assignment.socket)
    serve(connection, answer, assignment.result_bytes, assignment.rows)


if __name__ == "__main__":
    main()
