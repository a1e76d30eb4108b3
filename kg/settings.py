"""Settings: where the graph lies and what the program takes on, read once at an edge."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

GRAPH_VARIABLE = "NEWSKG_GRAPH"
HOST_VARIABLE = "NEWSKG_HOST"
PORT_VARIABLE = "NEWSKG_PORT"


@dataclass(frozen=True, slots=True)
class Settings:
    """What may differ between two installations.

    ``graph`` is the graph folder; ``host`` and ``port`` are where the server listens.

    >>> Settings.from_environ({"NEWSKG_GRAPH": "news"}).graph.name
    'news'

    Raises:
        UsageError: A port outside 1..65535.
    """

    graph: Path = Path("graph")
    host: str = "127.0.0.1"
    port: int = 8000

    def __post_init__(self) -> None:
        if not 1 <= self.port <= 65535:
            msg = f"port {self.port} is not between 1 and 65535"
            raise UsageError(msg)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Settings:
        """Read ``NEWSKG_GRAPH``, ``NEWSKG_HOST``, ``NEWSKG_PORT``; each has a default.

        Raises:
            UsageError: A port that is not a number between 1 and 65535.
        """
        port = environ.get(PORT_VARIABLE, "8000")
        if not port.isascii() or not port.isdigit():
            msg = f"{PORT_VARIABLE}={port!r} is not a port number such as 8000"
            raise UsageError(msg)
        return cls(
            graph=Path(environ.get(GRAPH_VARIABLE) or "graph"),
            host=environ.get(HOST_VARIABLE) or "127.0.0.1",
            port=int(port),
        )
