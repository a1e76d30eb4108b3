"""A database at a SPARQL 1.1 endpoint, for :class:`~kg.store.GraphStore`.

**One transaction.** A change is one update request, and every operation in it is made under the
condition that the store's revision is still the one that was read first; the last sets a new one.
So a change that was worked out from what another process has changed since does nothing, and is
told. Reads are kept until the next change, for the same reason safely.

**The view.** A store whose default graph is the union of its named graphs (Virtuoso) cannot hold
the view there; this is found out when it is first written, and the view is then a named graph,
which queries get as their default graph.

**Graphs of others**, there before the first article, are neither read nor written.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import pyoxigraph as ox

from kg import vocab
from kg.errors import StoreError
from kg.store.endpoint import Endpoint
from kg.store.queried import fixed_graphs, has_dataset, prologue, result_of
from kg.store.updates import chunks, pattern_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import IO

    from kg.address import RemoteAddress
    from kg.store.database import Graph, Result
    from kg.store.solutions import Term

_JSON: Final = "application/sparql-results+json"
_NOTES: Final = ox.NamedNode(vocab.BASE + "builds")
_REVISION: Final = ox.NamedNode(vocab.NK + "revision")
_VIEW_GRAPH: Final = ox.NamedNode(vocab.NK + "viewGraph")
_FOREIGN: Final = ox.NamedNode(vocab.NK + "foreignGraph")
VIEW: Final = ox.NamedNode(vocab.BASE + "view")
"""The graph of the view where the default graph is a union."""

_DECIMAL: Final = ox.NamedNode(vocab.XSD + "decimal")
_INTEGER: Final = ox.NamedNode(vocab.XSD + "integer")
_DECIMALS: Final = frozenset(
    ox.NamedNode(vocab.NK + name) for name in ("confidence", "certainty", "pageRank", "betweenness")
)
"""Properties whose values are decimals even if they are whole."""
_DEFAULT: Final = ox.DefaultGraph()
_AT_ONCE: Final = 200
"""Quads of one operation for a store with limits (Virtuoso compiles each operation to SQL), and
subjects that are asked for in one query."""
_Pattern = tuple["Term | None", ox.NamedNode | None, "Term | None", "Graph | None"]


class RemoteDatabase:
    """Quads at an endpoint.

    Raises:
        StoreError: From every method: the endpoint does not answer, refuses, or answers no SPARQL.
    """

    def __init__(self, address: RemoteAddress, endpoint: Endpoint | None = None) -> None:
        self.address = address
        self.endpoint = endpoint or Endpoint(address)
        self._patterns: dict[_Pattern, tuple[ox.Quad, ...]] = {}
        self._subjects: dict[Term, tuple[ox.Quad, ...]] = {}
        self._whole: dict[Graph, dict[Term, list[ox.Quad]]] = {}
        self._foreign: frozenset[str] = frozenset()
        self.view: ox.NamedNode | None = None
        self.revision: str | None = None
        self.refresh()

    def refresh(self) -> None:
        """Forget what was read, and read the store's notes of itself."""
        self._forget()
        notes = self._rows(f"SELECT ?p ?o WHERE {{ GRAPH {_NOTES} {{ {_NOTES} ?p ?o }} }}")
        values: dict[object, list[str]] = defaultdict(list)
        for row in notes:
            values[row["p"]].append(row["o"].value)  # type: ignore[union-attr]
        self.revision = next(iter(sorted(values[_REVISION])), None)
        self.view = VIEW if values[_VIEW_GRAPH] else None
        self._foreign = frozenset(values[_FOREIGN])

    def create(self) -> None:
        """Make the store one of articles, if it is none.

        Raises:
            StoreError: Its default graph holds something else, or updates are refused.
        """
        if self.revision is not None:
            return
        others = [graph for graph in self._graph_names() if not graph.startswith(vocab.BASE)]
        used = self._asks("ASK { ?s ?p ?o }")
        revision = _revised(uuid4().hex)
        self.endpoint.update(f"INSERT DATA {{ {pattern_text([revision])} }}")
        union = self._asks(f"ASK {{ {_NOTES} {_REVISION} ?o }}")
        if used and not union:
            self.endpoint.update(f"DELETE DATA {{ {pattern_text([revision])} }}")
            msg = (
                f"{self.address} holds other data in its default graph, where the view over all "
                "articles is kept: give an empty dataset"
            )
            raise StoreError(msg)
        notes = [ox.Quad(_NOTES, _FOREIGN, ox.NamedNode(graph), _NOTES) for graph in others]
        if union:
            notes.append(ox.Quad(_NOTES, _VIEW_GRAPH, VIEW, _NOTES))
        if notes:
            self.endpoint.update(f"INSERT DATA {{ {pattern_text(notes)} }}")
        self.refresh()

    # --- reading --------------------------------------------------------------------------

    def quads_for_pattern(
        self,
        subject: Term | None,
        predicate: ox.NamedNode | None,
        value: Term | None,
        graph: Graph | None,
    ) -> Iterable[ox.Quad]:
        """Return the quads of this pattern; ``None`` is anything."""
        if graph in self._whole and subject is not None:
            found: Iterable[ox.Quad] = self._whole[graph].get(subject, ())
        elif subject is not None and not isinstance(graph, ox.DefaultGraph):
            self.prefetch([subject])
            found = self._subjects[subject]
        elif predicate is None and value is None and subject is None and graph is not None:
            return self._all_of(graph)
        else:
            return self._pattern((subject, predicate, value, graph))
        return [
            quad
            for quad in found
            if (predicate is None or predicate == quad.predicate)
            and (value is None or value == quad.object)
            and (graph is None or graph == quad.graph_name)
        ]

    def prefetch(self, subjects: Iterable[Term]) -> None:
        """Read all that is said of subjects, many in one request."""
        wanted = [subject for subject in dict.fromkeys(subjects) if subject not in self._subjects]
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            read: dict[Term, list[ox.Quad]] = {subject: [] for subject in some}
            names = f"VALUES ?s {{ {' '.join(map(str, some))} }}" if len(some) > 1 else ""
            subject = None if names else some[0]
            for quad in self._fetch((subject, None, None, None), names):
                read[quad.subject].append(quad)
            self._subjects.update((subject, tuple(quads)) for subject, quads in read.items())

    def named_graphs(self) -> Iterable[ox.NamedNode]:
        """Return the names of the graphs that hold something, but for those of others."""
        hidden = {*self._foreign, VIEW.value if self.view else ""}
        return [ox.NamedNode(name) for name in self._graph_names() if name not in hidden]

    def contains_named_graph(self, graph: ox.NamedNode, /) -> bool:
        """Say whether a graph holds something."""
        return self._asks(f"ASK {{ GRAPH {graph} {{ ?s ?p ?o }} }}")

    def query(self, sparql: str, *, prefixes: Mapping[str, str]) -> Result:
        """Evaluate a query at the endpoint.

        Raises:
            SyntaxError: It is no SPARQL.
            QueryError: The endpoint cannot evaluate it.
        """
        return result_of(self.endpoint, sparql, prefixes, dataset=self.dataset(sparql))

    def write_triples(self, graph: Graph, file: IO[bytes]) -> None:
        """Write the triples of a graph as N-Triples, in any order."""
        file.writelines(f"{quad.triple} .\n".encode() for quad in self._all_of(graph))

    def dataset(self, sparql: str) -> list[tuple[str, str]]:
        """Return the parameters with which a query sees the view as its default graph."""
        if self.view is None or has_dataset(sparql):
            return []
        named = [("named-graph-uri", graph) for graph in fixed_graphs(sparql)]
        return [("default-graph-uri", self.view.value), *named]

    # --- writing --------------------------------------------------------------------------

    def change(
        self,
        deletes: Iterable[ox.Quad],
        inserts: Iterable[ox.Quad],
        *,
        drop: Iterable[ox.NamedNode] = (),  # noqa: ARG002 - a graph without quads is none
    ) -> None:
        """Make a change in one request, unless another process has made one since the last read.

        Raises:
            StoreError: It has, so that nothing was changed; or the endpoint refuses.
        """
        revision = uuid4().hex
        old, new = _revised(self.revision or ""), _revised(revision)
        gone, come = map(self._placed, deletes), map(self._placed, inserts)
        parts = list(chunks(gone, come, _AT_ONCE if self.view else None))
        condition = f"WHERE {{ {pattern_text([old])} }}"
        texts = [_operation(*part, condition) for part in parts]
        self.endpoint.update(" ;\n".join([*texts, _operation([old], [new], condition)]))
        self.refresh()
        if self.revision != revision:
            msg = (
                f"another process has written to {self.address} meanwhile, so nothing of this was "
                "written: run the command again"
            )
            raise StoreError(msg)

    def update(
        self, sparql: str, /, *, base_iri: str | None = None, prefixes: dict[str, str] | None = None
    ) -> None:
        """Have any update applied, as it is: for a dataset that is none of articles."""
        self.endpoint.update(prologue(sparql, prefixes or {}, base_iri) + sparql)

    def flush(self) -> None:
        """Do nothing: a change is the store's affair once it has confirmed it."""

    def close(self) -> None:
        """Close the connections."""
        self.endpoint.close()

    def _placed(self, quad: ox.Quad) -> ox.Quad:
        """Return a quad with the graph that it has at the endpoint."""
        if self.view is None or quad.graph_name != _DEFAULT:
            return quad
        return ox.Quad(quad.subject, quad.predicate, quad.object, self.view)

    # --- what both need -------------------------------------------------------------------

    def _forget(self) -> None:
        self._patterns, self._subjects, self._whole = {}, {}, {}

    def _all_of(self, graph: Graph) -> list[ox.Quad]:
        if graph not in self._whole:
            read: dict[Term, list[ox.Quad]] = defaultdict(list)
            for quad in self._fetch((None, None, None, graph)):
                read[quad.subject].append(quad)
            self._whole[graph] = dict(read)
        return [quad for quads in self._whole[graph].values() for quad in quads]

    def _pattern(self, pattern: _Pattern) -> tuple[ox.Quad, ...]:
        if pattern not in self._patterns:
            self._patterns[pattern] = tuple(self._fetch(pattern))
        return self._patterns[pattern]

    def _fetch(self, pattern: _Pattern, names: str = "") -> Iterator[ox.Quad]:
        """Read the quads of a pattern; ``names`` binds the subject to some."""
        subject, predicate, value, graph = pattern
        where = " ".join(
            str(term) if term is not None else variable
            for term, variable in zip((subject, predicate, value), ("?s", "?p", "?o"), strict=True)
        )
        if graph is None and self.view is None:
            body = f"{{ {where} }} UNION {{ GRAPH ?g {{ {where} }} }}"
        elif graph is None:
            body = f"GRAPH ?g {{ {where} }}"
        elif isinstance(graph, ox.DefaultGraph):
            body = where if self.view is None else f"GRAPH {self.view} {{ {where} }}"
        else:
            body = f"GRAPH {graph} {{ {where} }}"
        for row in self._rows(f"SELECT * WHERE {{ {names} {body} }}"):
            name = row.get("g", graph if graph is not None else _DEFAULT)
            if name == self.view:
                name = _DEFAULT
            elif isinstance(name, ox.NamedNode) and name.value in self._foreign:
                continue
            said = row.get("p", predicate)
            yield ox.Quad(
                row.get("s", subject),  # type: ignore[arg-type]
                said,  # type: ignore[arg-type]
                self._spelt(said, row["o"]) if "o" in row else value,  # type: ignore[arg-type]
                name,  # type: ignore[arg-type]
            )

    def _spelt(self, predicate: Term | None, value: Term) -> Term:
        """Return a value as it was written: Virtuoso makes whole decimals integers."""
        whole = isinstance(value, ox.Literal) and value.datatype == _INTEGER
        if self.view is None or not whole or predicate not in _DECIMALS:
            return value
        return ox.Literal(value.value, datatype=_DECIMAL)  # type: ignore[union-attr]

    def _graph_names(self) -> list[str]:
        rows = self._rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
        return sorted(row["g"].value for row in rows)  # type: ignore[union-attr]

    def _rows(self, sparql: str) -> list[dict[str, Term]]:
        text = self.endpoint.query(sparql, _JSON)
        found = ox.parse_query_results(text, ox.QueryResultsFormat.JSON)
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{n: normal(row[n]) for n in names if row[n] is not None} for row in found]

    def _asks(self, sparql: str) -> bool:
        return bool(result_of(self.endpoint, sparql, {}))


def normal(term: Term) -> Term:
    """Return a term as pyoxigraph keeps it, whatever its spelling at the endpoint."""
    plain = not isinstance(term, ox.Literal) or term.datatype.value == vocab.XSD + "string"
    return term if plain else _normal(term)


@lru_cache(maxsize=10_000)
def _normal(literal: ox.Literal) -> ox.Literal:
    scratch = ox.Store()
    scratch.add(ox.Quad(_NOTES, _REVISION, literal))
    found = next(iter(scratch)).object
    assert isinstance(found, ox.Literal)
    return found


def _operation(deletes: list[ox.Quad], inserts: list[ox.Quad], condition: str) -> str:
    parts = [
        f"{verb} {{\n{pattern_text(quads)}\n}}"
        for verb, quads in (("DELETE", deletes), ("INSERT", inserts))
        if quads
    ]
    return " ".join([*parts, condition])


def _revised(revision: str) -> ox.Quad:
    return ox.Quad(_NOTES, _REVISION, ox.Literal(revision), _NOTES)
