"""A SPARQL endpoint elsewhere: what ``kg serve --store`` stands in front of.

Queries are checked and limited here and evaluated there. Results are read whole, then written in
the format that the client wants, so that a store's own formats and their faults stay hidden.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import vocab
from kg.engine.datasets import ArticlesDataset, PlainDataset
from kg.engine.evaluate import (
    Collected,
    EvaluationError,
    check_size,
    run_read,
    said,
    write_result,
)
from kg.engine.limits import Limits
from kg.engine.messages import Decide, Failure, Head, Query, Reason, Update, Write
from kg.engine.result import EngineError, Result, never
from kg.errors import QueryError, StoreError
from kg.store import DatasetKind, GraphStore
from kg.store.endpoint import Endpoint, TookLongError
from kg.store.queried import result_of
from kg.store.rdf_text import PREFIXES
from kg.store.remote import RemoteDatabase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.address import RemoteAddress
    from kg.engine.messages import Change, Read


class RemoteEngine:
    """The engine over an endpoint: of articles, if newskg has written there, else plain RDF.

    Raises:
        StoreError: It does not answer, or answers no SPARQL.
    """

    def __init__(self, address: RemoteAddress, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        seconds = min(address.seconds, self.limits.seconds)
        self._endpoint = Endpoint(replace(address, seconds=seconds))
        self._address = replace(address, seconds=self.limits.write_seconds)
        self._writing = threading.Lock()
        self._articles = self._database().revision is not None
        self.kind = (DatasetKind.ARTICLES if self._articles else DatasetKind.PLAIN).value

    def version(self) -> str:
        """Return a text that differs after every write of articles; of plain RDF, every time."""
        with _failures():
            return _version(self._database())

    def query(
        self, request: Query | Read, *, client: str = "", gone: Callable[[], bool] = never
    ) -> Result:
        """Evaluate a query, or read a graph, at the endpoint."""
        del client  # the store there knows this server only
        sink = Collected(self.limits.result_bytes)
        with _failures():
            database = self._database()
            version = _version(database)
            if isinstance(request, Query):
                result = result_of(
                    self._endpoint,
                    request.sparql,
                    vocab.PREFIXES,
                    dataset=_dataset(request) or database.dataset(request.sparql),
                    base_iri=request.base_iri,
                    watch=self._watch(gone),
                )
                write_result(result, request, sink, version=version, prefixes=vocab.PREFIXES)
            else:
                run_read(database, request, sink, version=version, prefixes=PREFIXES)
        return Result(sink.head, bytes(sink.data))

    def write(self, request: Change) -> Head:
        """Change the dataset in one request; whoever asks afterwards sees it."""
        with self._writing, _failures():
            created = self._written(request)
            return Head(version=_version(self._database()), created=created)

    def close(self) -> None:
        """Close the connections."""
        self._endpoint.close()

    def _written(self, request: Change) -> bool:
        expected = request.expected if isinstance(request, Write) else None
        if expected not in {None, _version(self._database())}:
            raise EvaluationError(Reason.CHANGED, "The graph has changed since: get it again")
        if not self._articles:
            dataset = PlainDataset(RemoteDatabase(self._address))
            return _apply(dataset, request)
        with GraphStore.open(self._address) as store:
            return _apply(ArticlesDataset(store), request)

    def _database(self) -> RemoteDatabase:
        """Return the database as of now."""
        return RemoteDatabase(self._address, self._endpoint)

    def _watch(self, gone: Callable[[], bool]) -> Callable[[int], None]:
        deadline = time.monotonic() + self.limits.seconds

        def watch(size: int) -> None:
            check_size(size, self.limits.result_bytes)
            if time.monotonic() > deadline:
                text = f"The query took longer than {self.limits.seconds:g} s and was ended"
                raise EvaluationError(Reason.TIME, text)
            if gone():
                raise EvaluationError(Reason.BUSY, "The client went away")

        return watch


def _apply(dataset: ArticlesDataset | PlainDataset, request: Change) -> bool:
    if isinstance(request, Update):
        dataset.update(request)
    elif isinstance(request, Decide):
        dataset.decide(request)
    else:
        return dataset.write(request)
    return False


def _version(database: RemoteDatabase) -> str:
    return database.revision or f"unknown-{time.monotonic_ns():x}"


def _dataset(query: Query) -> list[tuple[str, str]]:
    """Return the protocol's parameters for the graphs that a request names."""
    return [
        *(("default-graph-uri", iri) for iri in query.default_graphs or ()),
        *(("named-graph-uri", iri) for iri in query.named_graphs or ()),
    ]


@contextmanager
def _failures() -> Iterator[None]:
    """Turn what goes wrong into the failure that the service knows.

    Raises:
        EngineError: Whatever went wrong.
    """
    try:
        yield
    except EvaluationError as failed:
        raise EngineError(failed.failure) from failed
    except (SyntaxError, ValueError) as error:
        failure = Failure(Reason.SYNTAX, f"Not a SPARQL query: {said(error)}")
        raise EngineError(failure) from error
    except (QueryError, RuntimeError) as error:
        raise EngineError(Failure(Reason.EVALUATION, f"Cannot be evaluated: {error}")) from error
    except TookLongError as error:
        raise EngineError(Failure(Reason.TIME, str(error))) from error
    except StoreError as error:
        raise EngineError(Failure(Reason.STORE, str(error))) from error
