"""Processor time of all that this process has started: the browser, its driver, the servers.

A machine that other programs share makes the clock tell more of them than of the explorer. What
one part after another does takes no longer than the processor time of all of them together, so
the lesser of the two is an upper bound for a machine of one's own.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

_TICK = 1000 / os.sysconf("SC_CLK_TCK")


def milliseconds() -> float:
    """Return the processor time so far of every process below this one."""
    parents, spent = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        process = int(stat.parent.name)
        parents[process], spent[process] = int(fields[1]), sum(map(int, fields[11:15]))
    return _TICK * sum(spent[process] for process in spent if _is_below(process, parents))


def _is_below(process: int, parents: dict[int, int]) -> bool:
    above = parents.get(process)
    while above and above != os.getpid():
        above = parents.get(above)
    return above == os.getpid()


class Stopwatch:
    """Tells how long something took: by the clock or the processors, whichever is less."""

    def __init__(self) -> None:
        self._processor, self._clock = milliseconds(), time.perf_counter()

    def read(self, clock: float | None = None) -> float:
        """Return milliseconds; ``clock`` is what a finer clock told."""
        told = 1000 * (time.perf_counter() - self._clock) if clock is None else clock
        return min(told, milliseconds() - self._processor)
