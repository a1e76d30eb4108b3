"""How often a client may ask: the generic cell rate algorithm (ITU-T I.371, annex A)."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_CLIENTS: Final = 10_000


class RateLimit:
    """Lets each client make ``rate`` requests a second, and ``burst`` at once.

    >>> limit = RateLimit(2, burst=2, clock=lambda: 0.0)
    >>> [limit.wait("a") for _ in range(3)], limit.wait("b")
    ([0.0, 0.0, 0.5], 0.0)
    """

    def __init__(
        self, rate: float, burst: float | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._interval = 1 / rate if rate else 0.0
        self._tolerance = self._interval * ((burst or max(1.0, 2 * rate)) - 1)
        self._clock = clock
        self._due: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, client: str) -> float:
        """Return 0 and count a request, or the seconds after which it would be let through."""
        if not self._interval:
            return 0.0
        now = self._clock()
        with self._lock:
            due = max(self._due.get(client, now), now)
            if due - now > self._tolerance:
                return due - now - self._tolerance
            if len(self._due) >= _MOST_CLIENTS:
                self._due = {key: time for key, time in self._due.items() if time > now}
            self._due[client] = due + self._interval
            return 0.0
