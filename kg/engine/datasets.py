"""Writes to the two kinds of dataset, each in one transaction of the engine.

In a plain dataset SPARQL and the Graph Store Protocol mean what they say. In one of articles the
default graph is a view that follows: a write changes named graphs outside the program's own
namespace, and what it changed is brought into the view in the same transaction
(``docs/decisions/0003-written-graphs.md``).
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import pyoxigraph as ox

from kg import vocab
from kg.engine.evaluate import EvaluationError, said
from kg.engine.messages import Reason
from kg.errors import KgError, StoreError, UsageError
from kg.store import by_hand
from kg.store.rdf_files import named_blanks, normalised
from kg.store.updates import update_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.engine.messages import Decide, Update, Write
    from kg.resolve.decisions import Decision
    from kg.store import GraphStore


_SCRATCH: Final = ".update-"


class Dataset(Protocol):
    """Something that updates and whole graphs can be written to."""

    def update(self, update: Update) -> None:
        """Apply a SPARQL update, all of it or nothing.

        Raises:
            EvaluationError: It is no update, or cannot or may not be applied.
        """
        ...

    def write(self, write: Write) -> bool:
        """Put, add to or delete one graph; return whether that made a graph.

        Raises:
            EvaluationError: The content is not RDF, or the graph is missing or may not be written.
        """
        ...

    def decide(self, decide: Decide) -> None:
        """Keep a user's word on which entities are one.

        Raises:
            EvaluationError: The entities are not there, or it is so already.
        """
        ...


class Updatable(Protocol):
    """What updates are applied to: the engine's store, or one at an endpoint."""

    def contains_named_graph(self, graph: ox.NamedNode, /) -> bool:
        """Say whether there is such a graph."""
        ...

    def update(
        self, sparql: str, /, *, base_iri: str | None = ..., prefixes: dict[str, str] | None = ...
    ) -> None:
        """Apply an update, all of it or nothing."""
        ...


class PlainDataset:
    """A SPARQL 1.1 graph store."""

    def __init__(self, store: Updatable) -> None:
        self._store = store

    def update(self, update: Update) -> None:
        """Apply a SPARQL update, all of it or nothing."""
        _apply(self._store, update)

    def write(self, write: Write) -> bool:
        """Put, add to or delete one graph; return whether that made a graph."""
        graph = ox.NamedNode(write.graph) if write.graph else ox.DefaultGraph()
        existed = isinstance(graph, ox.DefaultGraph) or self._store.contains_named_graph(graph)
        if write.method == "DELETE":
            if not existed:
                raise _missing(write.graph)
            self._change(f"DROP GRAPH {graph}" if write.graph else "DROP DEFAULT")
            return False
        new = {ox.Quad(q.subject, q.predicate, q.object, graph) for q in _parsed(write)}
        operations = [update_text([], new)] if new else []
        if write.graph:
            operations.insert(0, f"CREATE SILENT GRAPH {graph}")
        if write.method == "PUT":
            clear = f"DROP SILENT GRAPH {graph}" if write.graph else "DROP DEFAULT"
            operations.insert(0, clear)
        self._change(" ;\n".join(operations))
        return not existed

    def decide(self, decide: Decide) -> None:
        """Refuse: nothing is resolved here."""
        text = f"A plain dataset has no entities of articles: {decide.entity} is not resolved"
        raise EvaluationError(Reason.REFUSED, text)

    def _change(self, text: str) -> None:
        if text:
            self._store.update(text)


class ArticlesDataset:
    """Named graphs beside those of articles, all of them in the view."""

    def __init__(self, store: GraphStore) -> None:
        self._store = store
        if store.path is not None:
            for left in store.path.glob(f"{_SCRATCH}*"):  # by a writer that was killed
                shutil.rmtree(left, ignore_errors=True)

    def update(self, update: Update) -> None:
        """Apply a SPARQL update, all of it or nothing.

        It is applied to a copy of the database first; what it did there to the graphs that it may
        write is then brought into the database, and into the view.
        """
        for iri in update.targets or ():
            _check_may_be_written(iri)
        folder = self._store.path or Path(tempfile.gettempdir())
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=folder) as scratch:
            copy = self._store.copy_to(Path(scratch) / "store")
            _apply(copy, update)
            graphs = [ox.NamedNode(iri) for iri in update.targets or ()]
            after = {g: set(copy.quads_for_pattern(None, None, None, g)) for g in graphs}
            del copy
        self._replace(after)

    def write(self, write: Write) -> bool:
        """Put, add to or delete one graph; return whether that made a graph."""
        _check_may_be_written(write.graph)
        graph = ox.NamedNode(write.graph)
        old = self._store.held(graph)
        if write.method == "DELETE":
            if not old:
                raise _missing(write.graph)
            self._replace({graph: set()})
            return False
        new = {ox.Quad(q.subject, q.predicate, q.object, graph) for q in _parsed(write)}
        self._replace({graph: new | old if write.method == "POST" else new})
        return not old

    def decide(self, decide: Decide) -> None:
        """Keep a user's word on which entities are one."""
        try:
            for decision in _decisions(self._store, decide):
                self._store.decide(decision, at=decide.at)
        except StoreError as error:
            raise EvaluationError(Reason.STORE, str(error)) from error
        except KgError as error:
            raise EvaluationError(Reason.EVALUATION, str(error)) from error

    def _replace(self, graphs: dict[ox.NamedNode, set[ox.Quad]]) -> None:
        """Write graphs without blank nodes, which the view could not share with them."""
        try:
            self._store.replace_graphs(
                {
                    graph: frozenset(normalised(named_blanks(list(quads), graph.value)))
                    for graph, quads in graphs.items()
                }
            )
        except KgError as error:
            raise EvaluationError(Reason.STORE, str(error)) from error


def _decisions(store: GraphStore, decide: Decide) -> list[Decision]:
    if decide.same:
        if decide.other is None:
            msg = "same needs two entities"
            raise UsageError(msg)
        return [by_hand.joined(store, decide.entity, decide.other)]
    if decide.articles:
        return by_hand.elsewhere(store, decide.entity, decide.articles)
    return by_hand.apart(store, decide.entity, decide.other)


def _check_may_be_written(iri: str) -> None:
    if not iri:
        text = "The default graph is a view over the named graphs: write to a named graph"
        raise EvaluationError(Reason.REFUSED, text)
    if iri.startswith(vocab.BASE):
        text = (
            f"Graph <{iri}> is kept by kg build, kg load and kg remove: "
            f"write to a graph outside {vocab.BASE}"
        )
        raise EvaluationError(Reason.REFUSED, text)


def _apply(store: Updatable, update: Update) -> None:
    try:
        store.update(update.sparql, base_iri=update.base_iri, prefixes=vocab.PREFIXES)
    except (SyntaxError, ValueError) as error:
        raise EvaluationError(Reason.SYNTAX, f"Not a SPARQL update: {said(error)}") from error
    except RuntimeError as error:
        raise EvaluationError(Reason.EVALUATION, f"Cannot be applied: {said(error)}") from error


def _parsed(write: Write) -> Iterable[ox.Quad]:
    """Yield the triples of all parts as quads of the default graph."""
    for media_type, text in write.parts:
        form = ox.RdfFormat.from_media_type(media_type)
        if form is None:
            raise EvaluationError(Reason.EVALUATION, f"No RDF format {media_type!r}")
        try:
            base = write.base_iri
            for quad in ox.parse(text, form, base_iri=base, rename_blank_nodes=True):
                if quad.graph_name != ox.DefaultGraph():
                    text = (
                        f"The content names graph {quad.graph_name}: send the triples of one graph"
                    )
                    raise EvaluationError(Reason.SYNTAX, text)
                yield quad
        except (SyntaxError, ValueError) as error:
            raise EvaluationError(Reason.SYNTAX, f"Not {form.name}: {said(error)}") from error


def _missing(graph: str) -> EvaluationError:
    return EvaluationError(Reason.MISSING, f"There is no graph <{graph}> here")
