"""An engine as a graph to ask in Python: solutions and truth values instead of texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.engine.messages import Query, Reason
from kg.engine.result import EngineError
from kg.errors import QueryError, StoreError
from kg.snapshot import last_written
from kg.store.folder import DATABASE
from kg.store.rdf_text import RDF_FORMATS, RESULT_FORMATS
from kg.store.solutions import Solutions

if TYPE_CHECKING:
    from datetime import datetime

    from kg.engine.result import Engine

_STORE_REASONS = frozenset((Reason.STORE, Reason.BUSY, Reason.CRASH))


class EngineGraph:
    """What :mod:`queries` needs of a graph, answered by an engine.

    Raises:
        QueryError: From every method, for what is no query or over its limits.
        StoreError: The store cannot be read, or is busy.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @property
    def path(self) -> Path | None:
        """The graph folder, if the engine has one."""
        folder = getattr(self._engine, "folder", None)
        return folder if isinstance(folder, Path) else None

    @property
    def version(self) -> str:
        """What differs when the graph has changed."""
        return self._engine.version()

    @property
    def lasting_version(self) -> str | None:
        """The version that another process finds as well; ``None`` without a folder."""
        return self._engine.version() if self.path else None

    @property
    def written(self) -> datetime | None:
        """When the graph folder was last written, if the engine has one."""
        return last_written(self.path / DATABASE) if self.path else None

    def select(self, sparql: str) -> Solutions:
        """Return the solutions of a SELECT query."""
        found = ox.parse_query_results(self._run(Query(sparql)), ox.QueryResultsFormat.JSON)
        if not isinstance(found, ox.QuerySolutions):
            msg = "expected a SELECT query, got ASK"
            raise QueryError(msg)
        columns = tuple(variable.value for variable in found.variables)
        return Solutions(columns, tuple(tuple(row) for row in found))

    def ask(self, sparql: str) -> bool:
        """Return the answer to an ASK query."""
        found = ox.parse_query_results(self._run(Query(sparql)), ox.QueryResultsFormat.JSON)
        if not isinstance(found, ox.QueryBoolean):
            msg = "expected an ASK query, got SELECT"
            raise QueryError(msg)
        return bool(found)

    def query(self, sparql: str, form: str = "json") -> bytes:
        """Evaluate a query and return its result in a format, as the store does."""
        table = RESULT_FORMATS.get(form, ox.QueryResultsFormat.JSON).media_type
        graph = RDF_FORMATS.get(form, ox.RdfFormat.TURTLE).media_type
        return self._run(Query(sparql, table=table, boolean=table, graph=graph))

    def _run(self, query: Query) -> bytes:
        try:
            return self._engine.query(query).read()
        except EngineError as error:
            kind = StoreError if error.failure.reason in _STORE_REASONS else QueryError
            raise kind(error.failure.text) from error
