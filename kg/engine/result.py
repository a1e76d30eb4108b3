"""A result on its way: its head, and its bytes as they come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.engine.messages import Change, Failure, Head, Query, Read


class EngineError(Exception):
    """A request failed; ``failure`` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.text)
        self.failure = failure


class Result:
    """A head, and pieces of a body.

    ``whole`` holds the body if all of it is there. Otherwise iterate; an :class:`EngineError` on
    the way means that the body is cut short. Always :meth:`close` it.
    """

    def __init__(
        self,
        head: Head,
        whole: bytes | None = None,
        pieces: Iterator[bytes] | None = None,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        self.head = head
        self.whole = whole
        self._pieces = pieces if pieces is not None else iter([whole or b""])
        self._on_close = on_close

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._pieces)

    def close(self) -> None:
        """Stop what still produces the body; closing twice does no harm."""
        self._on_close()

    def read(self) -> bytes:
        """Return the whole body.

        Raises:
            EngineError: It broke off.
        """
        if self.whole is not None:
            return self.whole
        try:
            return b"".join(self._pieces)
        finally:
            self.close()


def never() -> bool:
    """Say that nobody has gone away."""
    return False


class Engine(Protocol):
    """Something that holds a dataset and answers for it: embedded, in this process, or remote.

    ``client`` tells whose request it is, so that one cannot take all workers; ``gone`` is asked
    now and then whether the client still waits.
    """

    kind: str
    """``articles`` where the default graph is the view over the others, else ``plain``."""

    def version(self) -> str:
        """Return a text that differs after every write.

        Raises:
            EngineError: The store cannot be read.
        """
        ...

    def query(
        self, request: Query | Read, *, client: str = "", gone: Callable[[], bool] = never
    ) -> Result:
        """Evaluate a query, or read a graph.

        Raises:
            EngineError: It failed before the first byte of its body.
        """
        ...

    def write(self, request: Change) -> Head:
        """Change the dataset in one transaction; whoever asks afterwards sees it.

        Raises:
            EngineError: Nothing was changed.
        """
        ...

    def close(self) -> None:
        """End all that runs."""
        ...
