"""An open graph in this process: for tests and notebooks, where one client waits for itself.

There is no limit of time or memory here, and a query that brings the engine down brings this
process down.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from kg import vocab
from kg.engine.datasets import ArticlesDataset, PlainDataset
from kg.engine.evaluate import Collected, EvaluationError, run_query, run_read
from kg.engine.messages import Decide, Failure, Head, Query, Reason, Update
from kg.engine.result import EngineError, Result, never
from kg.store import DatasetKind, GraphStore
from kg.store.rdf_text import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyoxigraph as ox

    from kg.engine.messages import Change, Read


class InProcessEngine:
    """The engine over a store that this process has open: of articles, or plain RDF."""

    def __init__(self, store: GraphStore | ox.Store) -> None:
        if isinstance(store, GraphStore):
            self.kind, self._store = DatasetKind.ARTICLES.value, store.database
            self._dataset: ArticlesDataset | PlainDataset = ArticlesDataset(store)
        else:
            self.kind, self._store = DatasetKind.PLAIN.value, store
            self._dataset = PlainDataset(store)
        self._writes = 0
        self._lock = threading.Lock()

    def version(self) -> str:
        """Return a text that differs after every write through this engine."""
        return f"{len(self._store):x}.{self._writes:x}"

    def query(
        self,
        request: Query | Read,
        *,
        client: str = "",  # noqa: ARG002 - of the protocol
        gone: Callable[[], bool] = never,  # noqa: ARG002
    ) -> Result:
        """Evaluate a query, or read a graph."""
        sink = Collected()
        try:
            version = self.version()
            if isinstance(request, Query):
                run_query(self._store, request, sink, version=version, prefixes=vocab.PREFIXES)
            else:
                run_read(self._store, request, sink, version=version, prefixes=PREFIXES)
        except EvaluationError as failed:
            raise EngineError(failed.failure) from failed
        except OSError as error:
            raise EngineError(
                Failure(Reason.STORE, f"The graph cannot be read: {error}")
            ) from error
        return Result(sink.head, bytes(sink.data))

    def write(self, request: Change) -> Head:
        """Change the dataset in one transaction."""
        with self._lock:
            try:
                created = self._written(request)
            except EvaluationError as failed:
                raise EngineError(failed.failure) from failed
            self._writes += 1
            return Head(version=self.version(), created=created)

    def _written(self, request: Change) -> bool:
        if isinstance(request, Update):
            self._dataset.update(request)
            return False
        if isinstance(request, Decide):
            self._dataset.decide(request)
            return False
        if request.expected not in {None, self.version()}:
            text = "The graph has changed since: get it again"
            raise EvaluationError(Reason.CHANGED, text)
        return self._dataset.write(request)

    def close(self) -> None:
        """Leave the store to whoever opened it."""
