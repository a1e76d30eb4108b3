"""One request against an open database: the same code in a worker and in this process.

The engine evaluates and serialises; nothing here touches a row.
"""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.engine.messages import Failure, Head, Query, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.engine.messages import Read

_LONGEST_SAID = 200


class EvaluationError(Exception):
    """A request failed; ``failure`` says why."""

    def __init__(self, reason: Reason, text: str) -> None:
        super().__init__(text)
        self.failure = Failure(reason, text)


class Sink(Protocol):
    """Where a result goes: first its head, then its bytes."""

    def begin(self, head: Head) -> None:
        """Take the head of the result."""
        ...

    def write(self, data: bytes, /) -> int:
        """Take a piece of the result and return its length.

        Raises:
            EvaluationError: The result is larger than allowed.
        """
        ...


class Readable(Protocol):
    """What a graph is read from: the engine's store, or one at an endpoint."""

    def contains_named_graph(self, graph: ox.NamedNode, /) -> bool:
        """Say whether there is such a graph."""
        ...

    def quads_for_pattern(
        self,
        subject: None,
        predicate: None,
        value: None,
        graph: ox.NamedNode | ox.DefaultGraph | None,
        /,
    ) -> Iterable[ox.Quad]:
        """Return the quads of a graph, of all for ``None``."""
        ...


class Collected:
    """A sink that keeps a result in memory, of at most so many bytes."""

    def __init__(self, result_bytes: int | None = None) -> None:
        self._result_bytes = result_bytes
        self.head = Head()
        self.data = bytearray()

    def begin(self, head: Head) -> None:
        """Take the head of the result."""
        self.head = head

    def write(self, data: bytes, /) -> int:
        """Take a piece of the result and return its length."""
        self.data += data
        check_size(len(self.data), self._result_bytes)
        return len(data)

    def flush(self) -> None:
        """Do nothing."""


def check_size(size: int, most: int | None) -> None:
    """Refuse a result of more bytes than allowed.

    Raises:
        EvaluationError: It is larger.
    """
    if most is not None and size > most:
        raise EvaluationError(Reason.SIZE, f"The result is larger than {most} bytes: ask for less")


def run_query(
    store: ox.Store, query: Query, sink: Sink, *, version: str, prefixes: Mapping[str, str]
) -> None:
    """Evaluate a query and write its result to ``sink``.

    Raises:
        EvaluationError: It is not SPARQL, or cannot be evaluated.
        OSError: A file of the store is gone.
    """
    try:
        result = store.query(
            query.sparql,
            base_iri=query.base_iri,
            prefixes=prefixes,  # type: ignore[arg-type] # is read, not changed
            default_graph=_graphs(query, query.default_graphs),  # type: ignore[arg-type]
            named_graphs=_graphs(query, query.named_graphs),  # type: ignore[arg-type]
        )
    except (SyntaxError, ValueError) as error:
        raise EvaluationError(Reason.SYNTAX, f"Not a SPARQL query: {said(error)}") from error
    except RuntimeError as error:
        raise EvaluationError(Reason.EVALUATION, f"Cannot be evaluated: {said(error)}") from error
    write_result(result, query, sink, version=version, prefixes=prefixes)


def write_result(
    result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
    query: Query,
    sink: Sink,
    *,
    version: str,
    prefixes: Mapping[str, str],
) -> None:
    """Write the result of a query to ``sink`` in the format that is wanted of its kind.

    Raises:
        EvaluationError: It cannot be evaluated to its end.
        OSError: A file of the store is gone.
    """
    if isinstance(result, ox.QueryTriples):
        sink.begin(Head(query.graph, version))
        _serialize(result, sink, _rdf_format(query.graph), prefixes)
        return
    media_type = query.boolean if isinstance(result, ox.QueryBoolean) else query.table
    form = ox.QueryResultsFormat.from_media_type(media_type)
    if form is None:
        raise EvaluationError(Reason.EVALUATION, f"No results format {media_type!r}")
    sink.begin(Head(media_type, version))
    _engine_errors(lambda: result.serialize(sink, form))  # type: ignore[arg-type]


def run_read(
    store: Readable, read: Read, sink: Sink, *, version: str, prefixes: Mapping[str, str]
) -> None:
    """Write the triples of a graph, or all quads of the store, to ``sink``.

    Raises:
        EvaluationError: There is no such graph.
        OSError: A file of the store is gone.
    """
    form = _rdf_format(read.media_type)
    if read.graph is None:
        sink.begin(Head(read.media_type, version))
        _serialize(store.quads_for_pattern(None, None, None, None), sink, form, prefixes)
        return
    graph = ox.NamedNode(read.graph) if read.graph else ox.DefaultGraph()
    if isinstance(graph, ox.NamedNode) and not store.contains_named_graph(graph):
        raise EvaluationError(Reason.MISSING, f"There is no graph <{read.graph}> here")
    sink.begin(Head(read.media_type, version))
    quads = store.quads_for_pattern(None, None, None, graph)
    _serialize((quad.triple for quad in quads), sink, form, prefixes)


def _graphs(query: Query, iris: tuple[str, ...] | None) -> list[ox.NamedNode] | None:
    """Return graphs of the protocol's dataset: ``None``, the store's own, where it names none."""
    if query.default_graphs is None and query.named_graphs is None:
        return None
    return [ox.NamedNode(iri) for iri in iris or ()]


def _rdf_format(media_type: str) -> ox.RdfFormat:
    form = ox.RdfFormat.from_media_type(media_type)
    if form is None:
        raise EvaluationError(Reason.EVALUATION, f"No RDF format {media_type!r}")
    return form


def _serialize(
    items: Iterable[ox.Triple] | Iterable[ox.Quad],
    sink: Sink,
    form: ox.RdfFormat,
    prefixes: Mapping[str, str],
) -> None:
    _engine_errors(lambda: ox.serialize(items, sink, form, prefixes=dict(prefixes)))  # type: ignore[arg-type]


def _engine_errors(write: object) -> None:
    """Run ``write``; a query that cannot be evaluated is the client's error."""
    try:
        write()  # type: ignore[operator]
    except RuntimeError as error:
        raise EvaluationError(Reason.EVALUATION, f"Cannot be evaluated: {said(error)}") from error


def said(error: Exception) -> str:
    """Return the engine's words; it lists every character that could follow, so cut short."""
    return shorten(str(error), _LONGEST_SAID, placeholder=" ...")
