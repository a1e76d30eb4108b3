"""What a request may cost, and how many may run."""

from __future__ import annotations

import os
from dataclasses import dataclass

from kg.errors import UsageError

MEBIBYTE = 1024 * 1024


def _workers() -> int:
    return max(4, 2 * (os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one request and of all together.

    ``seconds`` is the time for a request from its arrival to the last byte of its result;
    ``write_seconds`` that for a write. ``memory`` is the bytes that a worker may take beyond what
    it has when idle, ``result_bytes`` the size of a result, ``rows`` how many a table may have, 0
    for any number. ``workers`` processes stand ready; a request that takes longer than
    ``short_seconds`` moves over to the ``long_running`` ones, whose places are replaced, so that
    long queries never hold up short ones. A client may have ``per_client`` requests running.
    ``waiting`` requests may queue.

    Raises:
        UsageError: A limit that is not positive.
    """

    seconds: float = 30.0
    write_seconds: float = 300.0
    memory: int = 1024 * MEBIBYTE
    result_bytes: int = 256 * MEBIBYTE
    rows: int = 0
    workers: int = 0
    long_running: int = 4
    short_seconds: float = 0.25
    per_client: int = 0
    waiting: int = 64

    def __post_init__(self) -> None:
        if not self.workers:
            object.__setattr__(self, "workers", _workers())
        if not self.per_client:
            object.__setattr__(self, "per_client", max(2, self.workers - 1))
        for name in self.__slots__:
            value = getattr(self, name)
            if value < 0 or (value == 0 and name not in {"long_running", "rows"}):
                msg = f"limit {name}={value} is not above 0"
                raise UsageError(msg)
