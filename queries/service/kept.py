"""A value that is made of the graph and costs something: made anew only when it has changed."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


class Kept(Generic[T]):
    """The value of a version of the graph, made again for another at most every ``every`` seconds.

    So a graph that is written to all the time costs no more; the value may then be older than it.
    ``make`` returns ``None`` if it cannot: then the last value stands. Who comes while it is being
    made waits for ``patience`` seconds, then takes the last.

    >>> made = Kept(lambda: 7)
    >>> made.get("v1"), made.get("v1")
    (7, 7)
    """

    def __init__(
        self,
        make: Callable[[], T | None],
        *,
        every: float = 60.0,
        patience: float = 2.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._make, self._every, self._patience, self._clock = make, every, patience, clock
        self._lock = threading.Lock()
        self._value: T | None = None
        self._version: str | None = None
        self._next = float("-inf")

    def get(self, version: str) -> T | None:
        """Return the value for the graph's present version, ``None`` if there never was one."""
        if version == self._version or not self._lock.acquire(timeout=self._patience):
            return self._value
        try:
            if version != self._version and self._clock() >= self._next:
                self._next = self._clock() + self._every
                made = self._make()
                if made is not None:
                    self._value, self._version = made, version
        finally:
            self._lock.release()
        return self._value
