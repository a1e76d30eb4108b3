"""Workers asked from an event loop, so that a small query costs no change of threads.

The loop itself waits for a worker and for its frames. A worker that answers at once is sent further
requests behind the one that it is at: that takes fewer changes of processes than to share them
among workers, and as long as the loop has more to do for each than a worker has, they are not
answered later. Those behind one that is not over soon wait for another worker; it itself, like one
whose worker has ended, goes on in a thread, where it may be waited for and ended.
"""

from __future__ import annotations

import asyncio
import select
import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.engine.messages import (
    BACK,
    FAILURE,
    SOON,
    WHOLE,
    Query,
    seconds_of,
    unpack_failure,
    unpack_whole,
)
from kg.engine.pool import Waiter
from kg.engine.result import EngineError, Result
from kg.engine.run import TICK, Run

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from kg.engine.messages import Read
    from kg.engine.pool import Pool
    from kg.engine.process import Frame, WorkerProcess

_LOOK: Final = 0.01
"""Seconds between two looks at the clock."""
_BEHIND: Final = 16
"""Requests that may be sent behind another."""
_FEW: Final = 2
"""A worker with fewer requests than this is sent more."""
_AT_ONCE: Final = 0.002
"""Seconds that a request may have to wait behind others while there is another worker."""
_PATIENCE: Final = 1.5 * SOON
"""Seconds after which those behind a request wait for another worker: longer than the worker has
until it gives them back, so that none is answered twice."""
_WEIGHT: Final = 0.05
"""Of the newest time in the moving average."""
_SMALL: Final = 4 * 1024
"""Characters of a query that may be sent behind others, so that none fills the socket."""


@dataclass(eq=False, slots=True)
class _Asked:
    """A request whose outcome is a result, an error, or a run that goes on in a thread."""

    request: Query | Read
    client: str
    gone: Callable[[], bool]
    slow: Callable[[], None]
    since: float
    deadline: float
    outcome: asyncio.Future[Result | Run]


class _Hand:
    """A worker on loan to a client, and what it has been sent: it is at the first."""

    __slots__ = ("asked", "client", "number", "since", "worker")

    def __init__(self, worker: WorkerProcess, client: str) -> None:
        self.worker, self.client = worker, client
        self.number = worker.fileno()
        self.asked: deque[_Asked | None] = deque()  # None is for one that waits elsewhere now
        self.since = time.monotonic()


class QuickPool:
    """The workers of a pool as one event loop asks them; ``threads`` take over what takes long.

    Make it, and use it, in the loop's thread.
    """

    def __init__(self, pool: Pool, threads: Executor) -> None:
        self._pool, self._threads = pool, threads
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._epoll = select.epoll()
        self._reported: dict[int, WorkerProcess] = {}
        self._hands: dict[int, _Hand] = {}
        self._waiting: dict[Waiter, _Asked] = {}
        self._watched = False
        self._usual = 1.0  # seconds that a whole result takes a worker, on a moving average
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
        now = time.monotonic()
        outcome: asyncio.Future[Result | Run] = self._loop.create_future()
        deadline = now + self._pool.limits.seconds
        one = _Asked(request, client, gone, slow, now, deadline, outcome)
        small = isinstance(request, Query) and len(request.sparql) <= _SMALL
        if not (small and self._sent_behind(one)):
            claimed = self._pool.claim(client, self._wake, small=small)
            if isinstance(claimed, Waiter):
                self._waiting[claimed] = one
            else:
                self._begin(one, claimed)
        if not self._watched:
            self._watched = True
            self._loop.call_later(_LOOK, self._look_around)
        found = await outcome
        if isinstance(found, Run):
            return await self._loop.run_in_executor(self._threads, self._pool.finish, found)
        return found

    def close(self) -> None:
        """Watch the workers no longer."""
        self._loop.remove_reader(self._epoll.fileno())
        self._epoll.close()

    def _wake(self, waiter: Waiter) -> None:
        """Go on with a request that has been given a worker, by this thread or another."""
        if threading.get_ident() == self._thread:
            self._loop.call_soon(self._served, waiter)
        else:
            self._loop.call_soon_threadsafe(self._served, waiter)

    def _served(self, waiter: Waiter) -> None:
        assert waiter.worker is not None
        self._begin(self._waiting.pop(waiter), waiter.worker)

    def _begin(self, one: _Asked, worker: WorkerProcess) -> None:
        hand = _Hand(worker, one.client)
        number = hand.number
        self._hands[number] = hand
        hand.asked.append(one)
        worker.ask(one.request)
        self._fill(hand)
        if self._reported.get(number) is not worker:  # its socket may have an old one's number
            self._reported[number] = worker
            self._epoll.register(number, select.EPOLLIN | select.EPOLLET)

    def _sent_behind(self, one: _Asked) -> bool:
        """Send a request behind others where it is answered at once; say whether that was done."""
        most = min(_BEHIND, int(_AT_ONCE / self._usual))
        if not most or self._pool.has_queue():
            return False
        for hand in self._hands.values():
            if len(hand.asked) <= most and one.since - hand.since < _AT_ONCE:
                hand.asked.append(one)
                hand.worker.ask_behind([one.request])
                return True
        return False

    def _fill(self, hand: _Hand) -> None:
        """Send a share of those that wait behind what the worker is at."""
        if not self._waiting:
            return
        behind = [self._waiting.pop(waiter) for waiter in self._pool.share(_BEHIND)]
        if behind:
            hand.asked.extend(behind)
            hand.worker.ask_behind(one.request for one in behind)

    def _receive(self) -> None:
        for number, _ in self._epoll.poll(0):
            hand = self._hands.get(number)
            if hand is not None:
                self._take(hand)

    def _take(self, hand: _Hand) -> None:
        """Take what a worker has sent: most often whole results, each in one frame."""
        worker, asked = hand.worker, hand.asked
        if not worker.read(wait=False):
            self._move_on(hand)
            return
        before = len(asked)
        back: list[_Asked | None] = []
        while asked and (frame := worker.received()) is not None:
            if frame.kind == WHOLE:
                self._usual += (seconds_of(frame.payload) - self._usual) * _WEIGHT
                _settle(asked.popleft(), Result(*unpack_whole(frame.payload)))
            elif frame.kind == FAILURE:
                _settle(asked.popleft(), EngineError(unpack_failure(frame.payload)))
            elif frame.kind == BACK:
                back.append(asked.popleft())
            else:
                self._move_on(hand, frame)
                break
        self._wait_again(back)
        if self._hands.get(hand.number) is hand:
            if len(asked) < before:
                hand.since = time.monotonic()
            if asked and asked[0] is None:  # and all behind it: nobody waits for them here
                worker.discard(len(asked))
                asked.clear()
            if len(asked) < _FEW:
                self._fill(hand)
            if not asked:
                del self._hands[hand.number]
                self._pool.give_back(worker, hand.client)

    def _withdraw(self, hand: _Hand) -> None:
        """Have those behind what a worker is at wait for another; this one gives them back."""
        one, *behind = hand.asked
        hand.asked = deque([one, *([None] * len(behind))])
        self._wait_again(behind)

    def _leave(self, hand: _Hand, now: float) -> None:
        """Do what a worker that is at one request for long asks for."""
        if hand.asked[-1] is not None and len(hand.asked) > 1:
            self._withdraw(hand)
        if now - hand.since > TICK:
            self._move_on(hand)

    def _move_on(self, hand: _Hand, *frames: Frame) -> None:
        """Leave a worker and what it is at to a thread; the others wait for another worker."""
        one, *behind = hand.asked
        del self._hands[hand.number]
        assert one is not None
        run = Run(
            self._pool,
            hand.worker,
            one.request,
            client=hand.client,
            deadline=one.deadline,
            gone=one.gone,
            frames=frames,
            behind=len(behind),
        )
        one.slow()
        if one.outcome.done():  # given up, as the server stops
            self._threads.submit(run.stop)
        else:
            one.outcome.set_result(run)
        self._wait_again(behind)

    def _wait_again(self, some: list[_Asked | None]) -> None:
        """Put requests that a worker did not come to before all others in the queue."""
        waiters = []
        for one in some:
            if one is not None:
                waiter = Waiter(one.client, self._wake, small=True)
                self._waiting[waiter] = one
                waiters.append(waiter)
        if waiters:
            self._pool.put_back(waiters)

    def _look_around(self) -> None:
        """Look at the clock, and after all that have been here since the last look."""
        now = time.monotonic()
        for hand in list(self._hands.values()):
            if now - hand.since > _PATIENCE:
                self._take(hand)
                if self._hands.get(hand.number) is hand and now - hand.since > _PATIENCE:
                    self._leave(hand, now)
        for waiter, one in list(self._waiting.items()):
            if now - one.since > TICK:
                one.slow()
                try:
                    self._pool.look_after(waiter, one.deadline, one.gone)
                except EngineError as error:
                    del self._waiting[waiter]
                    _settle(one, error)
        self._watched = bool(self._hands or self._waiting)
        if self._watched:
            self._loop.call_later(_LOOK, self._look_around)


def _settle(one: _Asked | None, outcome: Result | EngineError) -> None:
    """Tell a request's outcome, unless it has been given up, as the server stops."""
    if one is None or one.outcome.done():
        return
    if isinstance(outcome, EngineError):
        one.outcome.set_exception(outcome)
    else:
        one.outcome.set_result(outcome)
