"""The requests that are being answered: who administers a server can see and end them."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field


@dataclass(eq=False)
class RunningRequest:
    """A request since its arrival; ``path`` is without parameters."""

    id: str
    method: str
    path: str
    client: str
    since: float = field(default_factory=time.monotonic)
    _ended: bool = False

    def end(self) -> None:
        """Have its query ended; a write that has begun is finished."""
        self._ended = True

    def ended(self) -> bool:
        """Say whether it has been ended."""
        return self._ended


class Running:
    """All requests that are being answered.

    >>> running = Running()
    >>> one = running.begin(RunningRequest("trace-1", "GET", "/sparql", "::1"))
    >>> running.end("trace-1"), one.ended(), running.end("trace-2")
    (1, True, 0)
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: set[RunningRequest] = set()

    def begin(self, request: RunningRequest) -> RunningRequest:
        """Count a request among those that run."""
        with self._lock:
            self._requests.add(request)
        return request

    def over(self, request: RunningRequest) -> None:
        """Forget a request whose last byte is out."""
        with self._lock:
            self._requests.discard(request)

    def count(self) -> int:
        """Return how many there are."""
        return len(self._requests)

    def end(self, id_: str) -> int:
        """End the requests of an id and return how many there were: clients may send one twice."""
        found = [request for request in self._all() if request.id == id_]
        for request in found:
            request.end()
        return len(found)

    def listed(self) -> list[dict[str, object]]:
        """Return what is known of each, the longest first."""
        now = time.monotonic()
        return [
            {
                "id": one.id,
                "method": one.method,
                "path": one.path,
                "client": one.client,
                "seconds": round(now - one.since, 3),
                "ended": one.ended(),
            }
            for one in sorted(self._all(), key=lambda one: one.since)
        ]

    def _all(self) -> list[RunningRequest]:
        with self._lock:
            return list(self._requests)
