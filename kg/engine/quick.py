"""Workers asked from an event loop, so that a small query costs no change of threads.

The loop itself waits for a worker and for its frames. What is not over at the second look at the
clock, or whose worker has ended, goes on in a thread, where it may be waited for and ended.
"""

from __future__ import annotations

import asyncio
import select
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.engine.messages import FAILURE, WHOLE, unpack_failure, unpack_whole
from kg.engine.pool import Waiter
from kg.engine.result import EngineError, Result
from kg.engine.run import TICK, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from kg.engine.messages import Query, Read
    from kg.engine.pool import Pool
    from kg.engine.process import Frame, WorkerProcess

_ONCE: Final = select.EPOLLIN | select.EPOLLONESHOT


@dataclass(eq=False, slots=True)
class _Asked:
    """A request whose outcome is a result, an error, or a run that goes on in a thread."""

    request: Query | Read
    client: str
    gone: Callable[[], bool]
    slow: Callable[[], None]
    since: float
    outcome: asyncio.Future[Result | Run]
    deadline: float
    waiter: Waiter | None = None
    worker: WorkerProcess | None = None


class QuickPool:
    """The workers of a pool as one event loop asks them; ``threads`` take over what takes long.

    Make it, and use it, in the loop's thread.
    """

    def __init__(self, pool: Pool, threads: Executor) -> None:
        self._pool, self._threads = pool, threads
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._epoll = select.epoll()
        self._at: dict[int, _Asked] = {}
        self._open: set[_Asked] = set()
        self._watched = False
        self._loop.add_reader(self._epoll.fileno(), self._receive)

    async def query(
        self,
        request: Query | Read,
        *,
        client: str,
        gone: Callable[[], bool],
        slow: Callable[[], None],
    ) -> Result:
        """Have a worker answer; ``slow`` is called when ``gone`` begins to be asked.

        Iterate over a result that is not whole in a thread: it waits for the worker.

        Raises:
            EngineError: No worker is free, the client is gone, or the request failed.
        """
        outcome: asyncio.Future[Result | Run] = self._loop.create_future()
        now = time.monotonic()
        deadline = now + self._pool.limits.seconds
        one = _Asked(request, client, gone, slow, now, outcome, deadline)
        claimed = self._pool.claim(client, lambda: self._wake(one))
        if isinstance(claimed, Waiter):
            one.waiter = claimed
        else:
            self._begin(one, claimed)
        self._open.add(one)
        if not self._watched:
            self._watched = True
            self._loop.call_later(TICK, self._look_around)
        found = await outcome
        if isinstance(found, Run):
            return await self._loop.run_in_executor(self._threads, self._pool.finish, found)
        return found

    def close(self) -> None:
        """Watch the workers no longer."""
        self._loop.remove_reader(self._epoll.fileno())
        self._epoll.close()

    def _wake(self, one: _Asked) -> None:
        """Go on with a request that has been given a worker, by this thread or another."""
        if threading.get_ident() == self._thread:
            self._loop.call_soon(self._served, one)
        else:
            self._loop.call_soon_threadsafe(self._served, one)

    def _served(self, one: _Asked) -> None:
        assert one.waiter is not None
        assert one.waiter.worker is not None
        self._begin(one, one.waiter.worker)

    def _begin(self, one: _Asked, worker: WorkerProcess) -> None:
        one.worker, one.since = worker, time.monotonic()
        worker.ask(one.request)
        self._await(one, worker.fileno())

    def _await(self, one: _Asked, number: int) -> None:
        """Have the next bytes of a worker reported, once."""
        self._at[number] = one
        try:
            self._epoll.modify(number, _ONCE)
        except FileNotFoundError:
            self._epoll.register(number, _ONCE)

    def _receive(self) -> None:
        for number, _ in self._epoll.poll(0):
            one = self._at.pop(number, None)
            if one is not None:
                self._take(one, number)

    def _take(self, one: _Asked, number: int) -> None:
        """Take what a worker has sent: most often a whole result, in one frame."""
        worker = one.worker
        assert worker is not None
        if not worker.read():
            self._settle(one, self._run(one, worker))
            return
        frame = worker.received()
        if frame is None:
            self._await(one, number)
        elif frame.kind == WHOLE:
            self._pool.give_back(worker, one.client)
            self._settle(one, Result(*unpack_whole(frame.payload)))
        elif frame.kind == FAILURE:
            self._pool.give_back(worker, one.client)
            self._settle(one, EngineError(unpack_failure(frame.payload)))
        else:
            self._settle(one, self._run(one, worker, frame))

    def _run(self, one: _Asked, worker: WorkerProcess, *frames: Frame) -> Run:
        """Return what goes on in a thread."""
        return Run(
            self._pool,
            worker,
            one.request,
            client=one.client,
            deadline=one.deadline,
            gone=one.gone,
            frames=frames,
        )

    def _settle(self, one: _Asked, outcome: Result | Run | EngineError) -> None:
        self._open.discard(one)
        if one.outcome.done():  # given up, as the server stops
            if not isinstance(outcome, EngineError):
                self._threads.submit(outcome.stop if isinstance(outcome, Run) else outcome.close)
        elif isinstance(outcome, EngineError):
            one.outcome.set_exception(outcome)
        else:
            one.outcome.set_result(outcome)

    def _look_around(self) -> None:
        """Look at the clock, and after all that have been here since the last look."""
        now = time.monotonic()
        for one in [one for one in self._open if now - one.since > TICK]:
            one.slow()
            if one.worker is not None:
                self._at.pop(one.worker.fileno(), None)
                self._settle(one, self._run(one, one.worker))
            elif one.waiter is not None:
                try:
                    self._pool.look_after(one.waiter, one.deadline, one.gone)
                except EngineError as error:
                    self._settle(one, error)
        self._watched = bool(self._open)
        if self._watched:
            self._loop.call_later(TICK, self._look_around)
