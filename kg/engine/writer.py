"""The process that writes: one at a time, with the database open only while it is needed.

Between writes the lock is given back after :data:`IDLE` seconds, so that ``kg build`` can run
beside a server. The writer is killed at its deadline without harm: nothing of an update is on disk
before all of it is.
"""

from __future__ import annotations

import select
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.engine import sandbox
from kg.engine.datasets import ArticlesDataset, PlainDataset
from kg.engine.evaluate import EvaluationError
from kg.engine.messages import Decide, Head, Reason, Update, Write
from kg.engine.worker import Assignment, serve
from kg.errors import StoreError
from kg.snapshot import version_of
from kg.store import DatasetKind, GraphStore
from kg.store.folder import kind_of_folder, open_database

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.engine.datasets import Dataset
    from kg.engine.messages import Request
    from kg.engine.worker import FrameSink

IDLE: Final = 1.0
"""Seconds after a write for which the database stays open."""


class Writer:
    """Opens the graph folder when there is something to write."""

    def __init__(self, assignment: Assignment) -> None:
        self._folder = Path(assignment.graph)
        self._database = assignment.database
        self._open: tuple[Dataset, GraphStore | ox.Store] | None = None

    def answer(self, request: Request, sink: FrameSink) -> None:
        """Apply an update or a write."""
        if not isinstance(request, Update | Write | Decide):
            raise EvaluationError(Reason.EVALUATION, "The writer answers no queries")
        dataset = self._dataset()
        expected = request.expected if isinstance(request, Write) else None
        if expected is not None and expected != version_of(self._database):
            raise EvaluationError(Reason.CHANGED, "The graph has changed since: get it again")
        created = False
        if isinstance(request, Update):
            dataset.update(request)
        elif isinstance(request, Decide):
            dataset.decide(request)
        else:
            created = dataset.write(request)
        sink.begin(Head(version=version_of(self._database), created=created))

    def close(self) -> None:
        """Force what was written to disk, and give the lock back."""
        if self._open is not None:
            store = self._open[1]
            store.flush()
            if isinstance(store, GraphStore):
                store.close()
            self._open = None

    def _dataset(self) -> Dataset:
        if self._open is None:
            try:
                self._open = _opened(self._folder)
            except StoreError as error:
                raise EvaluationError(Reason.STORE, str(error)) from error
        return self._open[0]


def _opened(folder: Path) -> tuple[Dataset, GraphStore | ox.Store]:
    if kind_of_folder(folder) is DatasetKind.PLAIN:
        database = open_database(folder, create=False, read_only=False)
        return PlainDataset(database), database
    store = GraphStore.open(folder)
    return ArticlesDataset(store), store


def main() -> None:
    """Write what is asked for, until the socket closes."""
    assignment = Assignment.from_json(sys.argv[1])
    sandbox.die_with_parent()
    if not assignment.network:
        sandbox.forbid_network()
    sandbox.limit_memory(assignment.memory)
    writer = Writer(assignment)
    connection = socket.socket(fileno=assignment.socket)

    def idle() -> None:
        if not select.select([connection], [], [], IDLE)[0]:
            writer.close()

    try:
        serve(connection, writer.answer, assignment.result_bytes, idle=idle)
    finally:
        writer.close()


if __name__ == "__main__":
    main()
