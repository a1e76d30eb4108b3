"""What ``kg serve`` logs on standard error: JSON, an object a line, or text for a terminal."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
import threading
import time
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TextIO

import structlog

from queries.service.observing import LOGGED, REQUEST, REQUESTS

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

_QUIET: Final = {"uvicorn.error": logging.CRITICAL}
"""Loggers that tell what is told otherwise, and how serious it must be to be told."""


_BATCH_SECONDS: Final = 0.1


def begin_logging(form: str) -> None:
    """Log everything from ``INFO`` on, in a format of :data:`kg.settings.LOGS`."""
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False  # in no line
    root = logging.getLogger()
    root.handlers.clear()
    if form == "none":
        root.addHandler(logging.NullHandler())
        return
    as_json = form == "json" or (form == "auto" and not sys.stderr.isatty())
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                _with_request,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                where_it_failed,
                renderer,
            ],
        )
    )
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    if as_json:
        quick = BatchHandler(sys.stderr)
        quick.setFormatter(RequestFormatter())
        requests = logging.getLogger(REQUESTS)
        requests.handlers[:], requests.propagate = [quick], False
    for name, level in _QUIET.items():
        logging.getLogger(name).setLevel(level)


class BatchHandler(logging.StreamHandler):  # type: ignore[type-arg] # takes none at run time
    """Writes records together, a tenth of a second after the first of them.

    A system call for each of thousands a second costs more than making its line.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._lines: list[str] = []
        self._news = threading.Event()
        threading.Thread(target=self._write, name="newskg-log", daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record's line until it is written."""
        self._lines.append(self.format(record) + self.terminator)
        if not self._news.is_set():
            self._news.set()

    def flush(self) -> None:
        """Write what is kept."""
        with self.lock or contextlib.nullcontext():
            lines, self._lines = self._lines, []
        if lines:
            with contextlib.suppress(OSError, ValueError):  # nobody reads, or it is closed
                self.stream.write("".join(lines))
                self.stream.flush()

    def _write(self) -> None:
        while True:
            self._news.wait()
            time.sleep(_BATCH_SECONDS)
            self._news.clear()
            self.flush()


class RequestFormatter(logging.Formatter):
    """Writes what is logged of each request, of which there are many, without further ado."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a JSON object."""
        values = vars(record)
        facts = {
            "event": record.msg,
            "level": record.levelname.lower(),
            "logger": record.name,
            **{name: values[name] for name in LOGGED},
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        }
        return json.dumps(facts)


def _with_request(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    if (found := REQUEST.get()) is not None:
        event.setdefault("request_id", found)
    return event


def where_it_failed(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Put the kind of an exception and the lines that it came through in its place.

    What it says, and the values of variables, are left out: they may hold what a client has sent.
    """
    info = event.pop("exc_info", None)
    if isinstance(info, tuple) and info[0] is not None:
        event["error"] = info[0].__name__
        event["frames"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(info[2])
        ]
    return event
