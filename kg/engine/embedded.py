"""A graph folder behind worker processes: what ``kg serve`` runs on."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kg import vocab
from kg.engine.limits import MEBIBYTE, Limits
from kg.engine.messages import FAILURE, WHOLE, Failure, Reason, unpack_failure, unpack_whole
from kg.engine.pool import Pool
from kg.engine.process import WorkerDiedError, WorkerProcess
from kg.engine.result import EngineError, Result, never
from kg.engine.worker import Assignment
from kg.errors import StoreError
from kg.snapshot import VersionWatch
from kg.store.folder import DATABASE, kind_of_folder
from kg.store.rdf_text import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.engine.messages import Change, Head, Query, Read

_WRITER_MEMORY: Final = 4096 * MEBIBYTE


class EmbeddedEngine:
    """Queries in a pool of processes that read the folder, writes in one that writes it.

    Every query sees what any process had written to the folder before it began.

    Raises:
        StoreError: The folder is absent, no graph, of another version, or no worker can start.
    """

    def __init__(
        self, folder: Path, limits: Limits | None = None, *, network: bool = False
    ) -> None:
        self.kind = kind_of_folder(folder).value
        self.limits = limits or Limits()
        self.folder = folder
        self._assignment = Assignment(
            graph=str(folder),
            database=str(folder / DATABASE),
            socket=-1,
            memory=self.limits.memory,
            result_bytes=self.limits.result_bytes,
            rows=self.limits.rows,
            network=network,
            prefixes=vocab.PREFIXES,
            short_prefixes=PREFIXES,
        )
        self._watch = VersionWatch(self._assignment.database)
        self._spawner = ThreadPoolExecutor(1, "newskg-spawner")
        try:
            self.pool = Pool(lambda: self._spawn("kg.engine.worker"), self.limits)
        except WorkerDiedError as died:
            raise StoreError(died.failure.text) from died
        self._writing = threading.Lock()
        self._writer: WorkerProcess | None = None

    def version(self) -> str:
        """Return a text that differs after every write."""
        try:
            return self._watch.now()
        except OSError as error:
            text = f"The graph at {self.folder} cannot be read: {error.strerror}"
            raise EngineError(Failure(Reason.STORE, text)) from error

    def size(self) -> int:
        """Return the bytes of the graph on disk."""
        try:
            with os.scandir(self._assignment.database) as entries:
                return sum(_size(entry) for entry in entries)
        except OSError:
            return 0

    def query(
        self, request: Query | Read, *, client: str = "", gone: Callable[[], bool] = never
    ) -> Result:
        """Evaluate a query, or read a graph, in a worker."""
        return self.pool.run(request, client=client, gone=gone)

    def write(self, request: Change) -> Head:
        """Change the dataset in one transaction; whoever asks afterwards sees it."""
        deadline = time.monotonic() + self.limits.write_seconds
        if not self._writing.acquire(timeout=self.limits.seconds):
            text = "Another write takes long: try again in a moment"
            raise EngineError(Failure(Reason.BUSY, text))
        try:
            return self._written(request, deadline)
        finally:
            self._writing.release()

    def close(self) -> None:
        """End all workers; a write that runs is finished first."""
        self.pool.close()
        with self._writing:
            if self._writer is not None:
                self._writer.finish()
            self._end_writer()
        self._spawner.shutdown()

    def _written(self, request: Change, deadline: float) -> Head:
        if self._writer is None or not self._writer.alive():
            self._end_writer()
            self._writer = self._spawn("kg.engine.writer", memory=_WRITER_MEMORY)
        before = self.version()
        try:
            return self._answer_to(self._writer, request, deadline)
        except (WorkerDiedError, EngineError) as error:
            if error.failure.reason in {Reason.CRASH, Reason.TIME, Reason.MEMORY, Reason.DEPTH}:
                self._end_writer()
                failure = _with_outcome(error.failure, changed=self.version() != before)
                raise EngineError(failure) from error
            raise EngineError(error.failure) from error

    def _answer_to(self, writer: WorkerProcess, request: Change, deadline: float) -> Head:
        writer.ask(request)
        while True:
            frame = writer.receive(max(0.0, deadline - time.monotonic()))
            if frame is None:
                text = f"The write took longer than {self.limits.write_seconds:g} s and was ended"
                raise EngineError(Failure(Reason.TIME, text))
            if frame.kind == FAILURE:
                raise EngineError(unpack_failure(frame.payload))
            if frame.kind == WHOLE:
                return unpack_whole(frame.payload)[0]

    def _spawn(self, module: str, memory: int = 0) -> WorkerProcess:
        """Start a process from a thread that lives as long as this engine.

        The kernel ends a child when the thread that started it ends (``PR_SET_PDEATHSIG``).
        """
        assignment = replace(self._assignment, memory=max(memory, self.limits.memory))
        return self._spawner.submit(WorkerProcess, assignment, module).result()

    def _end_writer(self) -> None:
        if self._writer is not None:
            self._writer.kill()
            self._writer = None


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except FileNotFoundError:  # merged into another meanwhile
        return 0


def _with_outcome(failure: Failure, *, changed: bool) -> Failure:
    outcome = (
        "it may have been applied: look before sending it again"
        if changed
        else ("nothing was written")
    )
    return Failure(failure.reason, f"{failure.text}; {outcome}")
