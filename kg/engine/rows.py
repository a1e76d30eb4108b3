"""How many rows a table has, told from its bytes as the engine writes them.

The engine serialises solutions by itself, faster than Python could look at each. What parts two
rows is unmistakable in all four results formats, since quotes, line ends and angle brackets within
a value are escaped or quoted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kg.engine.evaluate import EvaluationError
from kg.engine.messages import Reason

if TYPE_CHECKING:
    from collections.abc import Callable

_JSON_ROW: Final = re.compile(rb'[\[,]\{"[^,}\]:]')
"""A row that binds something begins; in a string the quote would be escaped or be its last."""
_XML_ROW: Final = b"<result>"
_TAIL: Final = len(_XML_ROW) - 1
"""Bytes that may be the beginning of what parts two rows."""


class RowLimit:
    """Counts the rows of one result.

    >>> limit = RowLimit(2, "text/csv")
    >>> limit.take(b'x\\r\\n"a\\r\\nb"\\r\\nc\\r\\n')
    >>> limit.rows
    2
    """

    def __init__(self, most: int, media_type: str) -> None:
        self.rows = 0
        self._most = most
        self._tail = b""
        self._quoted = False
        form = media_type.partition(";")[0]
        self._count: Callable[[bytes], int] | None = {
            "application/sparql-results+json": self._json,
            "application/sparql-results+xml": self._xml,
            "text/csv": self._csv,
            "text/tab-separated-values": self._tsv,
        }.get(form)
        if form in {"text/csv", "text/tab-separated-values"}:
            self.rows = -1  # the names of the columns

    def take(self, data: bytes) -> None:
        """Count the rows in a piece of the result; that of a graph has none.

        Raises:
            EvaluationError: There are more than allowed.
        """
        if self._count is None:
            return
        self.rows += self._count(data)
        if self.rows > self._most:
            text = f"The result has more than {self._most} rows: ask for less, with LIMIT"
            raise EvaluationError(Reason.SIZE, text)

    def _json(self, data: bytes) -> int:
        whole = self._joined(data, 3)
        return sum(1 for _ in _JSON_ROW.finditer(whole))

    def _xml(self, data: bytes) -> int:
        return self._joined(data, _TAIL).count(_XML_ROW)

    def _joined(self, data: bytes, tail: int) -> bytes:
        whole = self._tail + data
        self._tail = whole[-tail:]
        return whole

    def _tsv(self, data: bytes) -> int:
        return data.count(b"\n")

    def _csv(self, data: bytes) -> int:
        found = 0
        for part in data.split(b'"'):
            found += 0 if self._quoted else part.count(b"\n")
            self._quoted = not self._quoted
        self._quoted = not self._quoted  # there is one part more than there are quotes
        return found
