"""A worker process as its parent sees it: start, ask, receive, kill."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kg.engine.messages import FRAME_HEAD, READY, Failure, Reason, pack_request, unframe

if TYPE_CHECKING:
    from kg.engine.messages import Request
    from kg.engine.worker import Assignment

_RECEIVED_AT_ONCE: Final = 1 << 18
_LAST_WORDS: Final = 4000
_STARTING: Final = 60.0
"""Seconds in which a process must have started."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame from a worker: its kind and payload."""

    kind: bytes
    payload: bytes


class WorkerDiedError(Exception):
    """The process ended; ``failure`` says why, as far as can be told."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.text)
        self.failure = failure


class WorkerProcess:
    """A child that runs ``module`` with an assignment; one request at a time."""

    def __init__(self, assignment: Assignment, module: str = "kg.engine.worker") -> None:
        ours, theirs = socket.socketpair()
        self._connection = ours
        self._poll = select.poll()
        self._poll.register(ours, select.POLLIN)
        self._received = bytearray()
        self._ready = False
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        environment.setdefault("RAYON_NUM_THREADS", "1")
        with theirs:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", module),
                    replace(assignment, socket=theirs.fileno()).to_json(),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._stderr,
                env=environment,
                start_new_session=True,
            )
        self.started = time.monotonic()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def alive(self) -> bool:
        """Say whether the process runs."""
        return self._process.poll() is None

    def ask(self, request: Request) -> None:
        """Send a request.

        Raises:
            WorkerDiedError: The process has ended.
        """
        try:
            self._connection.sendall(pack_request(request))
        except OSError as error:
            raise WorkerDiedError(self._why()) from error

    def receive(self, timeout: float) -> Frame | None:
        """Return the next frame, or ``None`` if none comes within ``timeout`` seconds.

        Raises:
            WorkerDiedError: The process has ended.
        """
        while (found := self._received_frame(timeout)) is not None and found.kind == READY:
            self._ready = True
        return found

    def _received_frame(self, timeout: float) -> Frame | None:
        end = time.monotonic() + timeout
        while (found := self._next()) is None:
            if not self._poll.poll(max(0.0, end - time.monotonic()) * 1000):
                return None
            try:
                piece = self._connection.recv(_RECEIVED_AT_ONCE)
            except OSError as error:
                raise WorkerDiedError(self._why()) from error
            if not piece:
                raise WorkerDiedError(self._why())
            self._received += piece
        return found

    def wait_until_ready(self, timeout: float = _STARTING) -> None:
        """Wait until the process has opened what it works on.

        Raises:
            WorkerDiedError: The process has ended, or takes too long.
        """
        while not self._ready:
            self._ready = self._await(timeout).kind == READY

    def _await(self, timeout: float) -> Frame:
        found = self._received_frame(timeout)
        if found is None:
            text = f"A worker was not ready after {timeout:g} s"
            raise WorkerDiedError(Failure(Reason.CRASH, text))
        return found

    def lower_priority(self) -> None:
        """Let other processes go first; there is no way back, so kill the worker afterwards."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, 19)

    def finish(self, timeout: float = 10.0) -> None:
        """Let the process end by itself, as it does when its socket closes."""
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout)

    def kill(self) -> None:
        """End the process at once and forget it; killing twice does no harm."""
        if self._process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGKILL)
            self._process.wait()
        self._connection.close()
        self._stderr.close()

    def _next(self) -> Frame | None:
        received = self._received
        if len(received) < FRAME_HEAD:
            return None
        kind, length = unframe(memoryview(received)[:FRAME_HEAD])
        if len(received) < FRAME_HEAD + length:
            return None
        payload = bytes(memoryview(received)[FRAME_HEAD : FRAME_HEAD + length])
        del received[: FRAME_HEAD + length]
        return Frame(kind, payload)

    def _why(self) -> Failure:
        """Tell from how the process ended, and its last words, what went wrong."""
        try:
            code = self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return Failure(Reason.CRASH, "The evaluation broke off; try again")
        self._stderr.seek(0, os.SEEK_END)
        self._stderr.seek(max(0, self._stderr.tell() - _LAST_WORDS))
        words = self._stderr.read().decode(errors="replace")
        if "overflowed its stack" in words or code == -signal.SIGSEGV:
            return Failure(Reason.DEPTH, "The request is nested too deeply to be evaluated")
        if "memory allocation" in words or "bad_alloc" in words or "MemoryError" in words:
            return Failure(Reason.MEMORY, "The request needs more memory than it may take")
        return Failure(Reason.CRASH, "The evaluation broke off; try again")
