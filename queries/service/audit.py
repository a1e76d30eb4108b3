"""The log of writes: one JSON object a line, who did what and how it went."""

from __future__ import annotations

import json
import logging
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_LOGGER = logging.getLogger("newskg.audit")


class AuditLog:
    """Appends to a file, if there is one, and to the logger ``newskg.audit``.

    A value is written as JSON, so none can begin a line of its own.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._lock = threading.Lock()

    def write(self, **facts: object) -> None:
        """Add a line: the time in UTC, and the facts."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, **facts})
        _LOGGER.info("write", extra=facts)
        if self._path is not None:
            with self._lock, self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
