"""Worker processes that stand ready: whose turn it is, and what is ended when."""

from __future__ import annotations

import threading
import time
from collections import Counter
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from kg.engine.messages import Reason
from kg.engine.process import WorkerDiedError
from kg.engine.result import EngineError
from kg.engine.run import TICK, Run, busy

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.engine.limits import Limits
    from kg.engine.messages import Query, Read
    from kg.engine.process import WorkerProcess
    from kg.engine.result import Result


_STOPPING: Final = "The server is stopping"


class Waiter:
    """A request that waits for a worker; ``wake`` is called, under a lock, when it has one.

    One that is ``small`` may also be sent behind others.
    """

    __slots__ = ("client", "small", "wake", "worker")

    def __init__(self, client: str, wake: Callable[[Waiter], None], *, small: bool) -> None:
        self.client, self.wake, self.small = client, wake, small
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
        self._queue: list[Waiter] = []
        self._ended: Counter[str] = Counter()
        self._of_client: Counter[str] = Counter()
        self._closed = False

    def run(self, request: Query | Read, *, client: str, gone: Callable[[], bool]) -> Result:
        """Have a worker answer.

        Raises:
            EngineError: No worker is free, the client is gone, or the request failed.
        """
        deadline = time.monotonic() + self.limits.seconds
        worker = self._take(client, deadline, gone)
        run = Run(self, worker, request, client=client, deadline=deadline, gone=gone)
        return self.finish(run.ask())

    def finish(self, run: Run) -> Result:
        """Wait for the result of a run; if its worker crashes, have another worker try once more.

        Raises:
            EngineError: No worker is free for that, the client is gone, or the request failed.
        """
        try:
            try:
                return run.result()
            except WorkerDiedError as died:
                if died.failure.reason is not Reason.CRASH:
                    raise
            worker = self._take(run.client, run.deadline, run.gone)
            client, deadline, gone = run.client, run.deadline, run.gone
            again = Run(self, worker, run.request, client=client, deadline=deadline, gone=gone)
            return again.ask().result()
        except WorkerDiedError as died:
            raise EngineError(died.failure) from died

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

    def claim(
        self, client: str, wake: Callable[[Waiter], None], *, small: bool = False
    ) -> WorkerProcess | Waiter:
        """Return a worker, or a place in the queue.

        Raises:
            EngineError: The queue is full, or the server stops.
        """
        with self._lock:
            self._check_open()
            if self._idle and self._of_client[client] < self.limits.per_client:
                return self._give(client)
            if len(self._queue) >= self.limits.waiting:
                raise EngineError(busy("All workers are taken and the queue is full"))
            waiter = Waiter(client, wake, small=small)
            self._queue.append(waiter)
            return waiter

    def has_queue(self) -> bool:
        """Say whether any request waits for a worker."""
        return bool(self._queue)

    def share(self, most: int) -> list[Waiter]:
        """Take a worker's share of the queue out of it, to be sent behind what the worker is at.

        It ends at the first that is not small: who came before others is not overtaken by them.
        """
        with self._lock:
            size = min(most, -(-len(self._queue) // self.limits.workers))
            shared = list(takewhile(lambda one: one.small, self._queue[:size]))
            del self._queue[: len(shared)]
            return shared

    def put_back(self, waiters: list[Waiter]) -> None:
        """Put those that were taken out before all others."""
        with self._lock:
            self._queue[:0] = waiters
            self._hand_out()

    def look_after(self, waiter: Waiter, deadline: float, gone: Callable[[], bool]) -> None:
        """Take a request out of the queue if it need not wait any longer.

        Raises:
            EngineError: It was taken out: its time is over, the client is gone, the server stops.
        """
        why = None
        if self._closed:
            why = _STOPPING
        elif time.monotonic() > deadline:
            why = "No worker became free in time"
        elif gone():
            why = "The client went away"
        with self._lock:
            if why is not None and waiter.worker is None:
                self._queue.remove(waiter)
                raise EngineError(busy(why))

    def _take(self, client: str, deadline: float, gone: Callable[[], bool]) -> WorkerProcess:
        """Wait for a worker.

        Raises:
            EngineError: None comes in time, the client is gone, or the server stops.
        """
        served = threading.Event()
        claimed = self.claim(client, lambda _: served.set())
        if not isinstance(claimed, Waiter):
            return claimed
        while not served.wait(TICK):
            self.look_after(claimed, deadline, gone)
        assert claimed.worker is not None
        return claimed.worker

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
            waiter.wake(waiter)

    def _check_open(self) -> None:
        if self._closed:
            raise EngineError(busy(_STOPPING))

    def give_back(self, worker: WorkerProcess, client: str) -> None:
        """Take a worker back that is as it was."""
        with self._lock:
            self._forget(worker, client)
            if self._closed:
                worker.kill()
            else:
                self._idle.append(worker)
                self._hand_out()

    def _forget(self, worker: WorkerProcess, client: str) -> None:
        self._busy.discard(worker)
        self._of_client[client] -= 1
        if not self._of_client[client]:
            del self._of_client[client]

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
            self._forget(worker, client)
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
