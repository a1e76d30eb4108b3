"""The naming of the view: each entity under the IRI that resolution chose for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg import vocab
from kg.resolve.decisions import DECISIONS, Decisions, gather, read_decisions
from kg.resolve.index import RESOLUTION, RESOLVED_TO, resolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import BlankNode, Quad

    from kg.resolve.graph import Match, Term

_OWN_NAMES = frozenset({RESOLUTION, DECISIONS})
"""Graphs that speak of the articles' own IRIs."""


class Resolved:
    """The naming of a store, or of a store after a change to it.

    ``match`` reads the store; ``changed`` maps the IRIs whose entity may differ after the change.
    """

    def __init__(
        self, match: Match, decisions: Decisions, changed: Mapping[str, str] | None = None
    ) -> None:
        self._match = match
        self._decisions = decisions
        self._changed = changed or {}
        self._known: dict[str, str] = {}
        self._own = {unit: iri for (_, iri), unit in decisions.elsewhere.items()}
        self._newly: dict[str, set[str]] = {}
        for unit, iri in self._changed.items():
            self._newly.setdefault(iri, set()).add(unit)

    def name(self, graph: NamedNode | BlankNode, term: Term) -> Term:
        """Return the term of the view for one of a named graph."""
        if not isinstance(term, NamedNode) or graph in _OWN_NAMES or not _may_be_entity(term.value):
            return term
        unit = self._decisions.unit(graph.value, term.value)
        iri = self._standing(unit)
        return term if iri == term.value else NamedNode(iri)

    def _standing(self, unit: str) -> str:
        if unit in self._changed:
            return self._changed[unit]
        if unit not in self._known:
            self._known[unit] = resolved(unit, self._match)
        return self._known[unit]

    def sources(self, term: Term) -> Iterable[Term]:
        """Return the terms of named graphs that may stand for a term of the view."""
        if not isinstance(term, NamedNode) or not _may_be_entity(term.value):
            return (term,)
        held = {quad.subject.value for quad in self._match(None, RESOLVED_TO, term, RESOLUTION)}  # type: ignore[union-attr]
        units = {unit for unit in held | {term.value} if unit not in self._changed}
        units |= self._newly.get(term.value, set()) | {term.value}
        return [NamedNode(iri) for iri in sorted({self._own.get(unit, unit) for unit in units})]


def _may_be_entity(iri: str) -> bool:
    return not iri.startswith((vocab.ARTICLE, vocab.RDF, vocab.XSD, vocab.PROV))


def naming_of(quads: Iterable[Quad]) -> Resolved:
    """Return the naming that the resolution and the decisions among ``quads`` give."""
    quads = list(quads)
    found = [quad for quad in quads if quad.graph_name == RESOLUTION]

    def match(
        subject: Term | None, predicate: NamedNode | None, value: Term | None, _: NamedNode | None
    ) -> Iterable[Quad]:
        return (
            quad
            for quad in found
            if subject in (None, quad.subject)
            and predicate in (None, quad.predicate)
            and value in (None, quad.object)
        )

    standing = {
        quad.subject.value: quad.object.value  # type: ignore[union-attr]
        for quad in match(None, RESOLVED_TO, None, RESOLUTION)
    }
    return Resolved(match, gather(read_decisions(quads)), standing)
