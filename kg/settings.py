"""Settings: where the graph lies and how the server listens, read once at an edge."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.configuration import Reading, from_environ
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

GRAPH_VARIABLE = "NEWSKG_GRAPH"
HOST_VARIABLE = "NEWSKG_HOST"
PORT_VARIABLE = "NEWSKG_PORT"
CONFIG_VARIABLE = "NEWSKG_CONFIG"
LOGS = ("auto", "json", "text", "none")
"""How a server may log: ``auto`` is text on a terminal, else JSON."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What may differ between two installations.

    ``graph`` is the graph folder, ``store`` the address of an endpoint in its place
    (:mod:`kg.address`); ``host`` and ``port`` are where the server listens, and ``log``
    is how it logs (:data:`LOGS`). ``connections`` may be open at once; one on which nothing moves
    for ``idle_seconds`` is closed. A server that is told to stop gives requests that run
    ``grace_seconds`` to end.

    >>> Settings.from_environ({"NEWSKG_GRAPH": "news"}).graph.name
    'news'

    Raises:
        UsageError: A port outside 1..65535, another log, a number that is not above 0.
    """

    graph: Path = Path("graph")
    host: str = "127.0.0.1"
    port: int = 8000
    log: str = "auto"
    connections: int = 1000
    idle_seconds: float = 60.0
    grace_seconds: float = 30.0
    store: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.port <= 65535:
            msg = f"port {self.port} is not between 1 and 65535"
            raise UsageError(msg)
        if self.log not in LOGS:
            msg = f"log {self.log!r} is none of {', '.join(LOGS)}"
            raise UsageError(msg)
        if self.connections < 1 or self.idle_seconds <= 0:
            numbers = f"connections={self.connections}, idle_seconds={self.idle_seconds:g}"
            msg = f"{numbers}: both are to be above 0"
            raise UsageError(msg)
        if self.grace_seconds < 0:
            msg = f"grace_seconds={self.grace_seconds:g} is below 0"
            raise UsageError(msg)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read ``NEWSKG_GRAPH``, ``NEWSKG_HOST``, ``NEWSKG_PORT`` and so on; each has a default.

        Raises:
            UsageError: A value that is not of its kind.
        """
        reading = Reading(from_environ(environ))
        settings = reading.make(cls, reading.of(cls))
        reading.finish()
        return settings  # type: ignore[no-any-return]
