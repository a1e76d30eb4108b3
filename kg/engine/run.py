"""One request in one worker: what its frames mean, and how long it may take."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Final, Protocol, Self

from kg.engine.messages import (
    DATA,
    FAILURE,
    HEAD,
    WHOLE,
    Failure,
    Head,
    Reason,
    unpack_failure,
    unpack_head,
    unpack_whole,
)
from kg.engine.process import WorkerDiedError
from kg.engine.result import EngineError, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.engine.limits import Limits
    from kg.engine.messages import Query, Read
    from kg.engine.process import Frame, WorkerProcess

TICK: Final = 0.05
"""Seconds between two looks at whether the client is still there."""
_HELD: Final = 256 * 1024
"""Bytes of a result that are held back, so that an early failure is still a clean one."""


class Lender(Protocol):
    """Who lends workers, and is told what becomes of them: :class:`~kg.engine.pool.Pool`."""

    limits: Limits

    def release(
        self,
        worker: WorkerProcess,
        client: str,
        *,
        usable: bool,
        long: bool,
        replaced: bool,
        why: str,
    ) -> None:
        """Take a worker back, or end it, because of ``why``; ``replaced`` if there is another."""
        ...

    def becomes_long(self) -> None:
        """Count a request as a long one.

        Raises:
            EngineError: Too many are long already.
        """
        ...

    def make_way(self, worker: WorkerProcess) -> bool:
        """Let other requests, if there are any, go before a long one; say whether that was done."""
        ...


class Run:
    """A request that a worker has been asked, until its last byte or its end.

    A worker that is ended for no :class:`Reason` of its own was ``left`` by the client, or had done
    a ``long`` request beside others, after which its priority cannot be raised again. ``frames``
    are those that have come already; ``behind`` is how many replies will come after its own that
    nobody waits for.
    """

    def __init__(
        self,
        lender: Lender,
        worker: WorkerProcess,
        request: Query | Read,
        *,
        client: str,
        deadline: float,
        gone: Callable[[], bool],
        frames: Iterable[Frame] = (),
        behind: int = 0,
    ) -> None:
        self.worker, self.request = worker, request
        self.client, self.deadline, self.gone = client, deadline, gone
        self._lender = lender
        now = time.monotonic()
        self._long_from = now + lender.limits.short_seconds
        self._next_look = now + TICK
        self._long = self._replaced = self._ended = self._released = False
        self._why = "left"
        self._head, self._held, self._size = Head(), list[bytes](), 0
        self._frames, self._behind = deque(frames), behind

    def ask(self) -> Self:
        """Send the request to the worker."""
        self.worker.ask(self.request)
        return self

    def result(self) -> Result:
        """Wait for the result, whole or from its first pieces on, and return it.

        Raises:
            EngineError: It failed.
            WorkerDiedError: The worker ended.
        """
        try:
            while True:
                if (found := self._taken(self._awaited())) is not None:
                    return found
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Give the worker back; one that is still at work is killed."""
        if not self._released:
            self._released = True
            self.worker.discard(self._behind)
            self._lender.release(
                self.worker,
                self.client,
                usable=self._ended,
                long=self._long,
                replaced=self._replaced,
                why=self._why,
            )

    def _taken(self, frame: Frame) -> Result | None:
        """Take a frame; return the result once it is whole, or more of it than is held back."""
        if frame.kind == DATA:
            self._held.append(frame.payload)
            self._size += len(frame.payload)
            return Result(self._head, None, self._rest(), self.stop) if self._size > _HELD else None
        if frame.kind == HEAD:
            self._head = unpack_head(frame.payload)
            return None
        self._end(frame)
        self.stop()
        if frame.kind == WHOLE:
            return Result(*unpack_whole(frame.payload))
        return Result(self._head, b"".join(self._held))

    def _end(self, frame: Frame) -> None:
        """Take the last frame.

        Raises:
            EngineError: The worker says why it cannot.
        """
        self._ended = True
        if frame.kind == FAILURE:
            raise EngineError(unpack_failure(frame.payload))

    def _rest(self) -> Iterator[bytes]:
        yield b"".join(self._held)
        try:
            while (frame := self._awaited()).kind == DATA:
                yield frame.payload
            self._end(frame)
        except WorkerDiedError as died:
            raise EngineError(died.failure) from died
        finally:
            self.stop()

    def _awaited(self) -> Frame:
        """Wait for a frame and return it.

        Raises:
            EngineError: The time is over, or the client is gone.
            WorkerDiedError: The worker ended.
        """
        if self._frames:
            return self._frames.popleft()
        while True:
            try:
                frame = self.worker.receive(TICK)
            except WorkerDiedError as died:
                self._why = died.failure.reason.value
                raise
            if frame is None or time.monotonic() > self._next_look:
                self._look_around()
            if frame is not None:
                return frame

    def _look_around(self) -> None:
        now = time.monotonic()
        self._next_look = now + TICK
        if now > self.deadline:
            self._why = Reason.TIME.value
            seconds = self._lender.limits.seconds
            text = f"The query took longer than {seconds:g} s and was ended"
            raise EngineError(Failure(Reason.TIME, text))
        if self.gone():
            raise EngineError(busy("The client went away"))
        if not self._long and now > self._long_from:
            self._why = Reason.BUSY.value
            self._lender.becomes_long()
            self._long, self._why = True, "left"
        if self._long and not self._replaced:
            self._replaced = self._lender.make_way(self.worker)


def busy(text: str) -> Failure:
    """Return the failure for what may go better in a moment."""
    return Failure(Reason.BUSY, f"{text}: try again in a moment")
