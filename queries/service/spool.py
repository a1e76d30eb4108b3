"""A reply between the thread that makes it and the loop that sends it, as it is read."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
import threading
from typing import TYPE_CHECKING, Final

from kg.engine.result import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LOGGER = logging.getLogger("newskg.service")
_IN_MEMORY: Final = 1024 * 1024
"""Bytes that are kept in memory; more go to a file."""
_AT_ONCE: Final = 64 * 1024
_TICK: Final = 0.1
"""Seconds between two looks at whether the client is still there, while there is no room."""


class ClientLeftError(Exception):
    """Nobody reads the reply any more."""


class BrokenOffError(Exception):
    """The reply ended before its last byte."""


class Spool:
    """Bytes that one thread puts and the loop, in which this is made, gets; at most ``most``."""

    def __init__(self, most: int, gone: Callable[[], bool]) -> None:
        self._most, self._gone = most, gone
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._room = threading.Condition()
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed
        self._read = self._written = 0
        self._over = self._broken = False

    def put(self, piece: bytes) -> None:
        """Add a piece, when there is room.

        Raises:
            ClientLeftError: Nobody reads any more.
        """
        with self._room:
            while not self._gone() and self._written - self._read > self._most:
                self._room.wait(_TICK)
            if self._gone():
                raise ClientLeftError
            self._file.seek(self._written)
            self._written += self._file.write(piece)
        self._tell()

    def end(self, *, broken: bool = False) -> None:
        """Say that there is no more; ``broken`` if there should have been."""
        with self._room:
            self._over, self._broken = True, broken
        self._tell()

    async def get(self) -> bytes:
        """Return what comes next, empty at the end.

        Raises:
            BrokenOffError: There should have been more.
        """
        while True:
            with self._room:
                if self._read < self._written:
                    return self._next()
                if self._broken:
                    raise BrokenOffError
                if self._over:
                    return b""
                self._news.clear()  # who puts something after this sets it again, in this loop
            await self._news.wait()

    def close(self) -> None:
        """Let go of what is kept; nothing may be put or got any more."""
        with self._room:
            self._file.close()

    def _next(self) -> bytes:
        self._file.seek(self._read)
        data = self._file.read(_AT_ONCE)
        self._read += len(data)
        if self._read == self._written:
            self._read = self._written = 0
            self._file.seek(0)
            self._file.truncate()
        self._room.notify()
        return data

    def _tell(self) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the server has stopped
            self._loop.call_soon_threadsafe(self._news.set)


def pump(pieces: Iterable[bytes], spool: Spool) -> None:
    """Put the pieces of a reply into a spool, to their end or until the client leaves; close them.

    An error of ours is logged; the reply then breaks off, and so it does for one of the engine's.
    """
    broken = True
    try:
        with contextlib.ExitStack() as stack:
            stack.callback(getattr(pieces, "close", lambda: None))
            for piece in pieces:
                spool.put(piece)
        broken = False
    except (ClientLeftError, EngineError):
        pass
    except Exception:
        _LOGGER.exception("a reply broke off")
    finally:
        spool.end(broken=broken)
