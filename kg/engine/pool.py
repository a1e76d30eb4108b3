"""Worker processes that stand ready: whose turn it is, and what is ended when."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import TYPE_CHECKING, Final

from kg.engine.messages import (
    DATA,
    END,
    FAILURE,
    HEAD,
    Failure,
    Head,
    Reason,
    unpack_failure,
    unpack_head,
)
from kg.engine.process import WorkerDiedError, WorkerProcess
from kg.engine.result import EngineError, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.engine.limits import Limits
    from kg.engine.messages import Query, Read

_TICK: Final = 0.05
"""Seconds between two looks at whether the client is still there."""
_HELD: Final = 256 * 1024
"""Bytes of a result that are held back, so that an early failure is still a clean one."""


class _Waiter:
    """A request that waits for a worker."""

    __slots__ = ("client", "served", "worker")

    def __init__(self, client: str) -> None:
        self.client = client
        self.served = threading.Event()
        self.worker: WorkerProcess | None = None


class Pool:
    """At most ``limits.workers`` short requests at a time and ``limits.long_running`` long ones."""

    def __init__(self, start: Callable[[], WorkerProcess], limits: Limits) -> None:
        self._start = start
        self.limits = limits
        self._lock = threading.Lock()
        self._idle = [start() for _ in range(limits.workers)]
        for worker in self._idle:
            worker.wait_until_ready()
        self._busy: set[WorkerProcess] = set()
        self._long = 0
        self._queue: list[_Waiter] = []
        self._ended: Counter[str] = Counter()
        self._of_client: Counter[str] = Counter()
        self._closed = False

    def run(self, request: Query | Read, *, client: str, gone: Callable[[], bool]) -> Result:
        """Have a worker answer.

        Raises:
            EngineError: No worker is free, the client is gone, or the request failed.
        """
        deadline = time.monotonic() + self.limits.seconds
        for attempt in (1, 2):
            run = Run(self, self._take(client, deadline, gone), client, deadline, gone)
            try:
                return run.begin(request)
            except WorkerDiedError as died:
                run.stop()
                if attempt == 2 or died.failure.reason is not Reason.CRASH:
                    raise EngineError(died.failure) from died
            except BaseException:
                run.stop()
                raise
        raise AssertionError  # the second attempt returned or raised

    def sizes(self) -> dict[str, int]:
        """Return how many workers are idle, busy and long, and how many requests wait."""
        with self._lock:
            return {
                "idle": len(self._idle),
                "busy": len(self._busy),
                "long": self._long,
                "waiting": len(self._queue),
            }

    def ended(self) -> dict[str, int]:
        """Return how many workers were ended, by why: a reason, or a word of :class:`Run`."""
        with self._lock:
            return dict(self._ended)

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            self._closed = True
            workers = [*self._idle, *self._busy]
            self._idle.clear()
        for worker in workers:
            worker.kill()

    def _take(self, client: str, deadline: float, gone: Callable[[], bool]) -> WorkerProcess:
        with self._lock:
            if self._free_for(client):
                return self._give(client)
            if len(self._queue) >= self.limits.waiting:
                raise EngineError(busy("All workers are taken and the queue is full"))
            waiter = _Waiter(client)
            self._queue.append(waiter)
        try:
            self._wait(waiter, deadline, gone)
        except EngineError:
            with self._lock:
                if waiter.worker is None:
                    self._queue.remove(waiter)
                    raise
        assert waiter.worker is not None
        return waiter.worker

    def _wait(self, waiter: _Waiter, deadline: float, gone: Callable[[], bool]) -> None:
        """Wait for a worker, which whoever gives one back hands over.

        Raises:
            EngineError: None comes in time, the client is gone, or the server stops.
        """
        while not waiter.served.wait(_TICK):
            if self._closed:
                raise EngineError(busy("The server is stopping"))
            if time.monotonic() > deadline:
                raise EngineError(busy("No worker became free in time"))
            if gone():
                raise EngineError(busy("The client went away"))

    def _give(self, client: str) -> WorkerProcess:
        worker = self._idle.pop()
        self._busy.add(worker)
        self._of_client[client] += 1
        return worker

    def _hand_out(self) -> None:
        """Give idle workers to those that wait, first come first served, within their limits.

        Only who gets one is woken: waking all costs more than a small query does.
        """
        most = self.limits.per_client
        while self._idle and not self._closed:
            allowed = (one for one in self._queue if self._of_client[one.client] < most)
            waiter = next(allowed, None)
            if waiter is None:
                return
            self._queue.remove(waiter)
            waiter.worker = self._give(waiter.client)
            waiter.served.set()

    def _free_for(self, client: str) -> bool:
        if self._closed:
            raise EngineError(busy("The server is stopping"))
        return bool(self._idle) and self._of_client[client] < self.limits.per_client

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
        fresh = None if usable or replaced or self._closed else self._start()
        if not usable or replaced:
            worker.kill()
        with self._lock:
            self._busy.discard(worker)
            self._of_client[client] -= 1
            if not self._of_client[client]:
                del self._of_client[client]
            self._long -= long
            if not usable or replaced:
                self._ended["long" if usable else why] += 1
            if self._closed:
                worker.kill()
            elif usable and not replaced:
                self._idle.append(worker)
            if fresh is not None:
                self._add(fresh)
            self._hand_out()

    def becomes_long(self) -> None:
        """Count a request as a long one.

        Raises:
            EngineError: Too many are long already.
        """
        with self._lock:
            if self._closed or self._long >= self.limits.long_running:
                raise EngineError(busy("Too many long queries run at the moment"))
            self._long += 1

    def make_way(self, worker: WorkerProcess) -> bool:
        """Let other requests, if there are any, go before a long one; say whether that was done.

        Another worker takes its place among the short. Alone, a long request keeps its priority,
        and its worker can be used again, since a lowered one can never be raised.
        """
        with self._lock:
            if self._closed or (len(self._busy) < 2 and not self._queue):
                return False
        worker.lower_priority()
        fresh = self._start()
        with self._lock:
            self._add(fresh)
            self._hand_out()
        return True

    def _add(self, fresh: WorkerProcess) -> None:
        """Put a worker that has yet to open the store where it is taken last."""
        if self._closed:
            fresh.kill()
        else:
            self._idle.insert(0, fresh)


class Run:
    """One request in one worker, until its last byte or its end.

    A worker that is ended for no :class:`Reason` of its own was ``left`` by the client, or had done
    a ``long`` request beside others, after which its priority cannot be raised again.
    """

    def __init__(
        self,
        pool: Pool,
        worker: WorkerProcess,
        client: str,
        deadline: float,
        gone: Callable[[], bool],
    ) -> None:
        self._pool, self._worker, self._client = pool, worker, client
        self._deadline, self._gone = deadline, gone
        now = time.monotonic()
        self._long_from = now + pool.limits.short_seconds
        self._next_look = now + _TICK
        self._long = self._replaced = self._ended = self._released = False
        self._why = "left"

    def begin(self, request: Query | Read) -> Result:
        """Send the request and return its result: whole, or from its first pieces on.

        Raises:
            EngineError: It failed.
            WorkerDiedError: The worker ended.
        """
        self._worker.ask(request)
        head, held, size = Head(), list[bytes](), 0
        for kind, payload in self._frames():
            if kind == HEAD:
                head = unpack_head(payload)
            elif kind == DATA:
                held.append(payload)
                size += len(payload)
                if size > _HELD:
                    return Result(head, None, self._rest(held), self.stop)
        self.stop()
        return Result(head, b"".join(held))

    def stop(self) -> None:
        """Give the worker back; one that is still at work is killed."""
        if not self._released:
            self._released = True
            self._pool.release(
                self._worker,
                self._client,
                usable=self._ended,
                long=self._long,
                replaced=self._replaced,
                why=self._why,
            )

    def _rest(self, held: list[bytes]) -> Iterator[bytes]:
        yield b"".join(held)
        try:
            yield from (payload for kind, payload in self._frames() if kind == DATA)
        except WorkerDiedError as died:
            raise EngineError(died.failure) from died
        finally:
            self.stop()

    def _frames(self) -> Iterator[tuple[bytes, bytes]]:
        """Yield frames up to the end.

        Raises:
            EngineError: The worker says why it cannot, the time is over, or the client is gone.
            WorkerDiedError: The worker ended.
        """
        while True:
            try:
                frame = self._worker.receive(_TICK)
            except WorkerDiedError as died:
                self._why = died.failure.reason.value
                raise
            if frame is None or time.monotonic() > self._next_look:
                self._look_around()
            if frame is None:
                continue
            if frame.kind == FAILURE:
                self._ended = True
                raise EngineError(unpack_failure(frame.payload))
            if frame.kind == END:
                self._ended = True
                return
            yield frame.kind, frame.payload

    def _look_around(self) -> None:
        now = time.monotonic()
        self._next_look = now + _TICK
        if now > self._deadline:
            self._why = Reason.TIME.value
            text = f"The query took longer than {self._pool.limits.seconds:g} s and was ended"
            raise EngineError(Failure(Reason.TIME, text))
        if self._gone():
            raise EngineError(busy("The client went away"))
        if not self._long and now > self._long_from:
            self._why = Reason.BUSY.value
            self._pool.becomes_long()
            self._long, self._why = True, "left"
        if self._long and not self._replaced:
            self._replaced = self._pool.make_way(self._worker)


def busy(text: str) -> Failure:
    """Return the failure for what may go better in a moment."""
    return Failure(Reason.BUSY, f"{text}: try again in a moment")
