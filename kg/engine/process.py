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
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.engine.messages import (
    DATA,
    FRAME_HEAD,
    HEAD,
    READY,
    Failure,
    Reason,
    pack_request,
    unframe,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.engine.messages import Request
    from kg.engine.worker import Assignment

_RECEIVED_AT_ONCE: Final = 1 << 17
_LAST_WORDS: Final = 4000
_STARTING: Final = 60.0
"""Seconds in which a process must have started."""


class Frame(NamedTuple):
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
        self._buffer = memoryview(bytearray(_RECEIVED_AT_ONCE))
        self._ready = False
        self._stale = 0
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the worker
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        environment.setdefault("RAYON_NUM_THREADS", "1")
        environment.setdefault("MALLOC_ARENA_MAX", "1")  # others take up memory that is limited
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
        """Send a request; that the process has ended shows when its frames are waited for."""
        with contextlib.suppress(OSError):
            self._connection.sendall(pack_request(request))

    def ask_behind(self, requests: Iterable[Request]) -> None:
        """Send small requests behind what the process is at; it answers or gives back each."""
        with contextlib.suppress(OSError):
            packed = [pack_request(one, behind=True) for one in requests]
            self._connection.sendall(b"".join(packed))

    def discard(self, replies: int) -> None:
        """Drop so many of the replies that come next: nobody waits for them."""
        self._stale += replies

    def fileno(self) -> int:
        """Return the number of the socket on which frames come, for who waits for several."""
        return self._connection.fileno()

    def receive(self, timeout: float) -> Frame | None:
        """Wait for the next frame; return ``None`` if none comes within ``timeout`` seconds.

        Raises:
            WorkerDiedError: The process has ended.
        """
        end = time.monotonic() + timeout
        while (found := self.received()) is None:
            if not self._poll.poll(max(0.0, end - time.monotonic()) * 1000):
                return None
            if not self.read():
                raise WorkerDiedError(self._why())
        return found

    def read(self, *, wait: bool = True) -> bool:
        """Take bytes that have come, or wait for some; return ``False`` if the process ended."""
        try:
            size = self._connection.recv_into(self._buffer, 0, 0 if wait else socket.MSG_DONTWAIT)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self._received += self._buffer[:size]
        return size > 0

    def received(self) -> Frame | None:
        """Return the next frame of what has been read, ``None`` if it is not whole."""
        while (found := self._next()) is not None:
            if found.kind == READY:
                self._ready = True
            elif self._stale:
                self._stale -= found.kind not in {HEAD, DATA}
            else:
                return found
        return None

    def wait_until_ready(self, timeout: float = _STARTING) -> None:
        """Wait until the process has opened what it works on.

        Raises:
            WorkerDiedError: The process has ended, or takes too long.
        """
        end = time.monotonic() + timeout
        while not self._ready:
            self.received()
            if self._ready:
                return
            if not self._poll.poll(max(0.0, end - time.monotonic()) * 1000):
                text = f"A worker was not ready after {timeout:g} s"
                raise WorkerDiedError(Failure(Reason.CRASH, text))
            if not self.read():
                raise WorkerDiedError(self._why())

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
        kind, length = unframe(received)
        end = FRAME_HEAD + length
        if len(received) < end:
            return None
        payload = bytes(received[FRAME_HEAD:end])
        del received[:end]
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
