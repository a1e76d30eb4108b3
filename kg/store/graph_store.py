"""The graph on disk: one named graph per article, and a view over all of them.

:class:`GraphStore` is the only place that opens the RDF engine. A graph folder holds
``newskg.json`` (what it is, and its format version) and ``store/`` (pyoxigraph's database).

**Durability.** Each article is added, replaced or removed in one SPARQL Update, which pyoxigraph
commits as one transaction, so a process that is killed at any moment leaves whole articles. The
database hands its log to the operating system with each commit and forces it to disk in
:meth:`GraphStore.flush`, which :meth:`GraphStore.close` calls: a loss of power before that may
cost the last articles, never a part of one.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self
from urllib.parse import unquote

import pyoxigraph as ox

from kg import vocab
from kg.address import RemoteAddress
from kg.errors import InputError, QueryError, StoreError
from kg.quads import from_quads, to_quads
from kg.resolve import RULES
from kg.resolve.decisions import DECISIONS, Decision, read_decisions
from kg.resolve.index import BLOCKS, RESOLUTION, Step, advance, start_again
from kg.resolve.naming import Resolved
from kg.store.database import Embedded
from kg.store.engine_errors import lost, query_errors
from kg.store.folder import database_stamp, kind_of_folder, open_database
from kg.store.kind import DatasetKind
from kg.store.rdf_files import ONTOLOGY, file_graph, ontology_quads, read_rdf, split_graphs
from kg.store.rdf_text import (
    RDF_FORMATS,
    RESULT_FORMATS,
    choose_format,
    write_quads,
    write_triples,
)
from kg.store.solutions import Solutions, Term
from kg.store.statistics import Statistics, count
from kg.view import Changes, changes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType
    from typing import IO

    import rdflib

    from kg.address import Place
    from kg.model import ArticleFacts
    from kg.store.database import Database

BUILDS: Final = ox.NamedNode(vocab.BASE + "builds")
"""The graph of the store's own notes: with what stamp each article was added."""

_STAMP: Final = ox.NamedNode(vocab.NK + "buildStamp")
_OUTSIDE_VIEW: Final = frozenset({ONTOLOGY, BUILDS, BLOCKS})
NOTES: Final = frozenset({BUILDS, BLOCKS})
"""The graphs that a store keeps for itself: no export has them."""


class Change(StrEnum):
    """What adding an article did to the graph."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"


class GraphStore:
    """A graph of articles, on disk or in memory.

    >>> with GraphStore.memory() as store:
    ...     store.articles()
    []
    """

    def __init__(
        self,
        database: ox.Store | Database,
        *,
        path: Path | None = None,
        writable: bool = True,
        stamp: str | None = None,
        address: RemoteAddress | None = None,
    ) -> None:
        self._database: Database | None = (
            Embedded(database) if isinstance(database, ox.Store) else database
        )
        self._path = path
        self._address = address
        self._writable = writable
        self._changes = 0
        self._stamp = stamp
        if writable:
            self._write_ontology()
            self._resolve_anew()

    @classmethod
    def open(
        cls, path: Place | str, *, create: bool = False, read_only: bool = False
    ) -> GraphStore:
        """Open the graph folder ``path``; make it if ``create`` and it is not there.

        An address opens the store at that endpoint in the same way.

        One process at a time may write. ``read_only`` shows the graph as it was on opening, also
        beside a writer; who reads for long beside one may get a :class:`StoreError` when the
        writer has merged the files that were read.

        Raises:
            StoreError: The folder is absent, no graph, of another version, locked or damaged.
        """
        if isinstance(path, RemoteAddress):
            return cls._open_remote(path, create=create, read_only=read_only)
        folder = Path(path)
        stamp = database_stamp(folder) if read_only else None
        database = open_database(folder, create=create, read_only=read_only)
        if not read_only and kind_of_folder(folder) is not DatasetKind.ARTICLES:
            msg = f"{folder} is a plain RDF dataset: write it with SPARQL, through kg serve"
            raise StoreError(msg)
        return cls(database, path=folder, writable=not read_only, stamp=stamp)

    @classmethod
    def _open_remote(cls, address: RemoteAddress, *, create: bool, read_only: bool) -> GraphStore:
        from kg.store.remote import RemoteDatabase

        database = RemoteDatabase(address)
        if create:
            database.create()
        if not read_only and database.revision is None:
            msg = f"{address} holds no articles: add some with kg build INPUT... --store {address}"
            raise StoreError(msg)
        return cls(database, writable=not read_only, address=address)

    @classmethod
    def memory(cls) -> GraphStore:
        """Make an empty graph that is gone when it is closed."""
        return cls(ox.Store())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Force what was written to disk and release the folder; closing twice does no harm."""
        if self._database is not None:
            if self._writable and self._path is not None:
                self._database.flush()
            self._database.close()
        self._database = None

    def flush(self) -> None:
        """Force what was written to disk, so that a loss of power cannot undo it."""
        self._engine.flush()

    @property
    def path(self) -> Path | None:
        """The graph folder, or ``None`` in memory."""
        return self._path

    @property
    def database(self) -> ox.Store:
        """The engine's store, for reading; what is written through it bypasses the view.

        Raises:
            StoreError: The graph is at an endpoint.
        """
        if not isinstance(self._engine, Embedded):
            msg = f"{self._address} is at an endpoint: this needs a graph folder"
            raise StoreError(msg)
        return self._engine.store

    @property
    def version(self) -> str:
        """What differs when the graph has changed: to keep what was made of it by."""
        return f"{self._stamp or id(self)}-{self._changes}"

    @property
    def lasting_version(self) -> str | None:
        """The version that another process finds as well, for a graph opened for reading only."""
        return self._stamp

    @property
    def _engine(self) -> Database:
        if self._database is None:
            msg = "the graph is closed"
            raise StoreError(msg)
        return self._database

    # --- articles -------------------------------------------------------------------------

    def add(self, facts: ArticleFacts, *, stamp: str | None = None) -> Change:
        """Add an article with its facts, or replace what the graph holds of it, in one step.

        ``stamp`` tells of what and by what the facts were made (:meth:`stamp`); it is kept beside
        the article, outside the graph that :meth:`quads` returns.

        Raises:
            StoreError: The graph is read-only or cannot be written.
            InputError: An IRI among the facts is none.
        """
        try:
            new = to_quads(facts)
        except ValueError as error:
            msg = f"article {facts.article.id!r} cannot be written as RDF: {error}"
            raise InputError(msg) from error
        return self._replace(article_graph(facts.article.id), new, stamp=stamp)

    def remove(self, article_id: str) -> bool:
        """Remove an article and all that only it supports; ``False`` if the graph lacks it.

        The name of an RDF file that was loaded does as well.

        Raises:
            StoreError: The graph is read-only or cannot be written.
        """
        held = [g for g in (article_graph(article_id), file_graph(article_id)) if self._held(g)]
        for graph in held:
            self._replace(graph, frozenset(), stamp=None)
        return bool(held)

    def articles(self) -> list[str]:
        """Return the ids of the articles, sorted."""
        named = (graph.value for graph in self._engine.named_graphs())
        ours = (iri for iri in named if iri.startswith(vocab.ARTICLE))
        return sorted(unquote(iri.removeprefix(vocab.ARTICLE)) for iri in ours)

    def article(self, article_id: str) -> ArticleFacts:
        """Return what the graph holds of an article.

        Raises:
            StoreError: The graph has no such article.
        """
        quads = self._held(article_graph(article_id))
        if not quads:
            msg = f"the graph has no article {article_id!r}: kg stats --articles lists those it has"
            raise StoreError(msg)
        return from_quads(quads, article_id)

    def stamp(self, article_id: str) -> str | None:
        """Return the stamp with which an article was added, if it has one."""
        article = ox.NamedNode(vocab.article_iri(article_id))
        found = self._match(article, _STAMP, None, BUILDS)
        return next((quad.object.value for quad in found), None)  # type: ignore[union-attr]

    def load_rdf(self, path: Path) -> Change:
        """Load an RDF file into a graph of its own, and so into the view; replace what it held.

        Of a file with named graphs, those of articles become articles of this graph and the
        others one graph named after the file; what a view over them would hold is left out.

        Raises:
            InputError: The file is missing, of unknown format, or not well-formed.
            StoreError: The graph is read-only or cannot be written.
        """
        graph = file_graph(path.name)
        groups = split_graphs(read_rdf(path), graph)
        if decided := groups.pop(DECISIONS, None):
            self._replace(DECISIONS, self._held(DECISIONS) | decided, stamp=None)
        done = [self._replace(name, quads, stamp=None) for name, quads in groups.items()]
        changed = [change for change in done if change is not Change.UNCHANGED]
        return changed[0] if changed else Change.UNCHANGED

    def held(self, graph: ox.NamedNode) -> frozenset[ox.Quad]:
        """Return the quads of a graph; none if there is no such graph."""
        return self._held(graph)

    def replace_graphs(self, graphs: Mapping[ox.NamedNode, frozenset[ox.Quad]]) -> None:
        """Make the quads given those of each graph, and the view follow, in one step.

        A graph without quads is dropped.

        Raises:
            StoreError: The store is read-only or cannot be written.
        """
        old = frozenset(quad for graph in graphs for quad in self._held(graph))
        new = frozenset(quad for quads in graphs.values() for quad in quads)
        dropped = [graph for graph, quads in graphs.items() if not quads]
        self._change(*self._worked_out(old, new), drop=dropped)

    def copy_to(self, folder: Path) -> ox.Store:
        """Return a copy of the database, made in the new folder ``folder`` unless in memory.

        RocksDB links its files rather than copying them, so this takes milliseconds; what is at an
        endpoint is read whole.
        """
        if self._path is None:
            copy = ox.Store()
            copy.bulk_extend(self._match(None, None, None, None))
            return copy
        self.database.backup(str(folder))
        return ox.Store(str(folder))

    def _match(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        value: Term | None,
        graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads of this pattern; ``None`` is anything."""
        try:
            yield from self._engine.quads_for_pattern(subject, predicate, value, graph)
        except OSError as error:
            raise StoreError(lost(error)) from error

    def _held(self, graph: ox.NamedNode) -> frozenset[ox.Quad]:
        return frozenset(self._match(None, None, None, graph))

    def _replace(
        self, graph: ox.NamedNode, new: frozenset[ox.Quad], *, stamp: str | None
    ) -> Change:
        """Make ``new`` the quads of ``graph``, and the view and the stamp follow, in one step."""
        old = self._held(graph)
        deletes, inserts = self._worked_out(old, new)
        before = frozenset(self._match(graph, _STAMP, None, BUILDS))
        after = {ox.Quad(graph, _STAMP, ox.Literal(stamp), BUILDS)} if stamp and new else set()
        deletes, inserts = deletes | (before - after), inserts | (after - before)
        if deletes or inserts:
            self._change(deletes, inserts, drop=() if new else (graph,))
        if old == new:
            return Change.UNCHANGED
        return Change.REPLACED if old else Change.ADDED

    def _worked_out(self, old: frozenset[ox.Quad], new: frozenset[ox.Quad]) -> Changes:
        """Return what ``new`` in place of ``old`` changes: graphs, resolution and view."""
        if old == new:
            return Changes(frozenset(), frozenset())
        self._engine.prefetch({q.subject for q in old | new if isinstance(q.subject, ox.NamedNode)})
        return self._after(advance(self._match, old, new), old, new)

    def _after(self, step: Step, old: frozenset[ox.Quad], new: frozenset[ox.Quad]) -> Changes:
        gone, come = step.visible()
        deletes, inserts = changes(
            old | gone,
            new | come,
            self._lookup,
            before=Resolved(self._match, step.earlier),
            after=Resolved(self._match, step.later, step.after),
            moved=step.moved,
        )
        lost, won = step.hidden()
        return Changes(deletes | lost, inserts | won)

    def _resolve_anew(self) -> None:
        """Resolve what an earlier version of the rules resolved, or none did."""
        noted = next(iter(self._match(RESOLUTION, _STAMP, None, BUILDS)), None)
        now = ox.Quad(RESOLUTION, _STAMP, ox.Literal(RULES), BUILDS)
        if noted != now:
            deletes, inserts = self._after(start_again(self._match), frozenset(), frozenset())
            old = {noted} if noted is not None else set()
            self._change(deletes | old, inserts | {now})

    # --- resolution -----------------------------------------------------------------------

    def decide(self, decision: Decision, *, at: str | None = None) -> bool:
        """Keep a user's decision, in place of one that says otherwise; ``False`` if it was there.

        ``at`` is when it was made, as ``xsd:dateTime`` has it.

        Raises:
            StoreError: The graph is read-only or cannot be written.
        """
        held = self.decisions()
        if decision in held:
            return False
        against = [d for d in held if d.pair == decision.pair and d.kind != decision.kind]
        old = frozenset(q for d in against for q in self._decision_quads(d))
        deletes, inserts = self._worked_out(old, decision.quads(at))
        self._change(deletes, inserts)
        return True

    def forget(self, decision: Decision) -> bool:
        """Take a decision back; ``False`` if there was none.

        Raises:
            StoreError: The graph is read-only or cannot be written.
        """
        if decision not in self.decisions():
            return False
        deletes, inserts = self._worked_out(self._decision_quads(decision), frozenset())
        self._change(deletes, inserts)
        return True

    def decisions(self) -> list[Decision]:
        """Return the users' decisions, in a fixed order."""
        return read_decisions(self._held(DECISIONS))

    def _decision_quads(self, decision: Decision) -> frozenset[ox.Quad]:
        nodes = {quad.subject for quad in decision.quads()}
        return frozenset(q for node in nodes for q in self._match(node, None, None, DECISIONS))

    def _lookup(
        self, subject: Term | None, predicate: ox.NamedNode | None, value: Term | None
    ) -> Iterator[ox.Quad]:
        found = self._match(subject, predicate, value, None)
        return (quad for quad in found if quad.graph_name not in _OUTSIDE_VIEW)

    def _write_ontology(self) -> None:
        """Keep the ontology's graph as this version of the program has it."""
        old, new = self._held(ONTOLOGY), ontology_quads()
        if old != new:
            self._change(old - new, new - old)

    def _change(
        self,
        deletes: Iterable[ox.Quad],
        inserts: Iterable[ox.Quad],
        *,
        drop: Iterable[ox.NamedNode] = (),
    ) -> None:
        where = self._path or self._address or "the graph"
        if not self._writable:
            msg = f"{where} is open for reading only"
            raise StoreError(msg)
        deletes, inserts, drop = set(deletes), set(inserts), tuple(drop)
        if not (deletes or inserts or drop):
            return
        try:
            self._changes += 1
            self._engine.change(deletes, inserts, drop=drop)
        except (OSError, RuntimeError, QueryError) as error:
            msg = f"{where} cannot be written: {error}"
            raise StoreError(msg) from error

    # --- queries --------------------------------------------------------------------------

    def evaluate(self, sparql: str) -> Solutions | bool | ox.QueryTriples:
        """Evaluate a query of any kind: SELECT, ASK, or CONSTRUCT and DESCRIBE.

        The prefixes of :data:`kg.vocab.PREFIXES` need no declaration.

        Raises:
            QueryError: Not SPARQL, or not to be evaluated.
        """
        result = self._run(sparql)
        if isinstance(result, ox.QueryBoolean):
            return bool(result)
        if isinstance(result, ox.QueryTriples):
            return result
        columns = tuple(variable.value for variable in result.variables)
        with query_errors():
            return Solutions(columns, tuple(tuple(row) for row in result))

    def select(self, sparql: str) -> Solutions:
        """Return the solutions of a SELECT query.

        Raises:
            QueryError: Not SPARQL, or not a SELECT query.
        """
        result = self.evaluate(sparql)
        if not isinstance(result, Solutions):
            msg = "expected a SELECT query, got ASK, CONSTRUCT or DESCRIBE"
            raise QueryError(msg)
        return result

    def ask(self, sparql: str) -> bool:
        """Return the answer to an ASK query.

        Raises:
            QueryError: Not SPARQL, or not an ASK query.
        """
        result = self.evaluate(sparql)
        if not isinstance(result, bool):
            msg = "expected an ASK query, got SELECT, CONSTRUCT or DESCRIBE"
            raise QueryError(msg)
        return result

    def query(self, sparql: str, form: str = "json") -> bytes:
        """Evaluate a query and write its result, both by the engine.

        ``form`` is ``json``, ``xml``, ``csv`` or ``tsv`` for SELECT and ASK (SPARQL 1.1 results
        formats), a name in :data:`RDF_FORMATS` for CONSTRUCT and DESCRIBE.

        Raises:
            QueryError: Not SPARQL, or a format that the query's kind does not have.
        """
        result = self._run(sparql)
        with query_errors():
            if isinstance(result, ox.QueryTriples):
                return write_triples(
                    result, choose_format(form, RDF_FORMATS, "CONSTRUCT and DESCRIBE")
                )
            table = choose_format(form, RESULT_FORMATS, "SELECT and ASK")
            return result.serialize(format=table) or b""

    def _run(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        with query_errors():
            return self._engine.query(sparql, prefixes=vocab.PREFIXES)

    def match(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        value: Term | None,
        graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph | None,
    ) -> Iterator[ox.Quad]:
        """Yield the quads of this pattern; ``None`` is anything."""
        return self._match(subject, predicate, value, graph)

    def named_graphs(self) -> list[ox.NamedNode | ox.BlankNode]:
        """Return the names of the graphs, but for the store's own notes."""
        return [graph for graph in self._engine.named_graphs() if graph not in NOTES]

    def write_triples(
        self, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph, file: IO[bytes]
    ) -> None:
        """Write the triples of one graph as N-Triples, in any order."""
        self._engine.write_triples(graph, file)

    # --- the whole graph ------------------------------------------------------------------

    def quads(self, graph: ox.NamedNode | ox.DefaultGraph | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of one graph, or of all: the view, the articles and the ontology."""
        found = self._match(None, None, None, graph)
        return (quad for quad in found if quad.graph_name not in NOTES)

    def dump(self, form: str) -> bytes:
        """Write the graph in a format of :data:`RDF_FORMATS`, in a fixed order.

        A format with named graphs holds all of them, one without the view.

        Raises:
            QueryError: No such format.
        """
        chosen = choose_format(form, RDF_FORMATS, "a graph")
        return write_quads(
            self.quads(None if chosen.supports_datasets else ox.DefaultGraph()), chosen
        )

    def canonical_nquads(self) -> str:
        """Return the graph as sorted N-Quads: equal texts are equal graphs.

        There are no blank nodes, so this is the form of RDF Dataset Canonicalization.
        """
        return "".join(sorted(f"{quad} .\n" for quad in self.quads()))

    def to_rdflib(self) -> rdflib.Dataset:
        """Return the graph as an rdflib Dataset over the same database, for reading.

        What is written through it is not kept in step with the view.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.database))
        for prefix, namespace in vocab.PREFIXES.items():
            dataset.bind(prefix, namespace, replace=True)
        return dataset

    def stats(self) -> Statistics:
        """Count what the graph holds."""
        return count(self.select, articles=len(self.articles()), quads=sum(1 for _ in self.quads()))


def article_graph(article_id: str) -> ox.NamedNode:
    """Return the name of an article's graph, which is the article's IRI."""
    return ox.NamedNode(vocab.article_iri(article_id))
