"""The default graph as a view over all named graphs: pure rules, from scratch and by change.

The view holds every triple that some named graph holds, once, so that plain SPARQL without
``GRAPH`` counts right. An entity that articles name differently goes by one IRI there
(:class:`Naming`). Two things the articles decide together: an entity (what has a ``nk:name``)
has one ``rdfs:label``, chosen among its names, and one class, chosen among its classes. See
``docs/decisions/0001-named-graph-per-article.md`` and ``0002-resolution.md``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg import vocab
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pyoxigraph import BlankNode, Triple

    Subject = NamedNode | BlankNode | Triple
    Term = Subject | Literal
    Lookup = Callable[[Term | None, NamedNode | None, Term | None], Iterable[Quad]]
    """The quads of a store of this subject, predicate and object in any graph; None is any."""
_TYPE = NamedNode(vocab.RDF + "type")
_NAME = NamedNode(vocab.NK + "name")
_LABEL = NamedNode(vocab.RDFS + "label")
_VIEW = DefaultGraph()
_CLASSES = {NamedNode(vocab.class_iri(type_)): type_ for type_ in EntityType}
_LEAST_SPECIFIC = frozenset({EntityType.ORGANIZATION, EntityType.PLACE})


class Naming(Protocol):
    """Under which IRI the view knows what a named graph speaks of."""

    def name(self, graph: NamedNode | BlankNode, term: Term) -> Term:
        """Return the term of the view for one of a named graph."""

    def sources(self, term: Term) -> Iterable[Term]:
        """Return the terms of named graphs that may stand for a term of the view."""


class OwnNames:
    """The naming in which everything goes by its own IRI."""

    def name(self, graph: NamedNode | BlankNode, term: Term) -> Term:  # noqa: ARG002
        """Return ``term``."""
        return term

    def sources(self, term: Term) -> Iterable[Term]:
        """Return ``term``."""
        return (term,)


class Changes(NamedTuple):
    """What to take from a store and what to put in it, in one transaction."""

    deletes: frozenset[Quad]
    inserts: frozenset[Quad]


def choose_label(votes: Mapping[str, int]) -> str:
    """Return the name that most articles use; of equals the first by code points.

    >>> choose_label({"SK Hynix": 1, "SK hynix": 2}), choose_label({"b": 1, "a": 1})
    ('SK hynix', 'a')
    """
    return min(votes, key=lambda name: (-votes[name], name))


def choose_type(votes: Mapping[EntityType, int]) -> EntityType:
    """Return the class that most articles give; of equals the more specific, then the first.

    >>> choose_type({EntityType.ORGANIZATION: 1, EntityType.UNIVERSITY: 1}).value
    'University'
    """
    return min(votes, key=lambda type_: (-votes[type_], type_ in _LEAST_SPECIFIC, type_.value))


def view(quads: Iterable[Quad], naming: Naming | None = None) -> frozenset[Quad]:
    """Return the default graph that belongs to the named graphs in ``quads``, from scratch.

    Quads of the default graph itself are passed over. This is the specification that
    :func:`changes` keeps to.
    """
    naming = naming or OwnNames()
    named = [quad for quad in quads if quad.graph_name != _VIEW]
    plain = _in_view((quad for quad in named if not _is_class_vote(quad)), naming)
    voting: dict[Subject, set[Quad]] = defaultdict(set)
    for quad in named:
        if _is_vote(quad):
            voting[_subject(quad, naming)].add(quad)
    chosen = (_chosen(subject, votes) for subject, votes in voting.items())
    return frozenset(plain.union(*chosen))


def changes(
    old: Iterable[Quad],
    new: Iterable[Quad],
    lookup: Lookup,
    *,
    before: Naming | None = None,
    after: Naming | None = None,
    moved: Iterable[NamedNode] = (),
) -> Changes:
    """Return what turns a store that holds ``old`` in its named graphs into one that holds ``new``.

    ``old`` are all quads of the graphs to be replaced (none for a new article), ``new`` those
    that come in their place (none for a removal). The changes cover the named graphs and the
    view. ``lookup`` answers for the store as it is before; it is asked only about triples that
    change and about entities whose name or class does. ``moved`` are the terms of named graphs
    that go by another IRI ``after`` than ``before``.
    """
    naming = before or OwnNames(), after or OwnNames()
    return _Change(frozenset(old), frozenset(new), lookup, *naming).changes(moved)


class _Change:
    def __init__(
        self,
        old: frozenset[Quad],
        new: frozenset[Quad],
        lookup: Lookup,
        before: Naming,
        after: Naming,
    ) -> None:
        self._gone, self._come = old - new, new - old
        self._lookup = lookup
        self._before, self._after = before, after

    def changes(self, moved: Iterable[NamedNode]) -> Changes:
        shifted = self._about(moved)
        lost, won = self._gone | shifted, self._come | shifted
        was = _in_view((quad for quad in lost if not _is_class_vote(quad)), self._before)
        will = _in_view((quad for quad in won if not _is_class_vote(quad)), self._after)
        concerned = {_subject(quad, self._before) for quad in lost if _concerns_choice(quad)}
        concerned |= {_subject(quad, self._after) for quad in won if _concerns_choice(quad)}
        for subject in concerned:
            was |= _chosen(subject, self._votes(subject, self._before, frozenset(), frozenset()))
            will |= _chosen(subject, self._votes(subject, self._after, self._gone, self._come))
        deletes = {quad for quad in was - will if not self._is_held(quad)}
        return Changes(self._gone | deletes, self._come | (will - was))

    def _about(self, terms: Iterable[NamedNode]) -> frozenset[Quad]:
        """Return the quads of the named graphs, but for those that go, that speak of ``terms``."""
        found: set[Quad] = set()
        for term in terms:
            found.update(self._lookup(term, None, None))
            found.update(self._lookup(None, None, term))
        return frozenset(quad for quad in found - self._gone if quad.graph_name != _VIEW)

    def _is_held(self, quad: Quad) -> bool:
        """Return whether a quad of the view is also in a named graph that stays."""
        if _is_class_vote(quad):
            return False  # in the view by choice alone
        return any(
            other.graph_name != _VIEW
            and other not in self._gone
            and _shown(other, self._after) == quad
            for subject in self._after.sources(quad.subject)
            for value in self._after.sources(quad.object)
            for other in self._lookup(subject, quad.predicate, value)
        )

    def _votes(
        self, subject: Subject, naming: Naming, gone: frozenset[Quad], come: frozenset[Quad]
    ) -> set[Quad]:
        held = {
            quad
            for source in naming.sources(subject)
            for predicate in (_NAME, _TYPE)
            for quad in self._lookup(source, predicate, None)
            if quad.graph_name != _VIEW
        }
        return {
            quad
            for quad in (held - gone) | come
            if _is_vote(quad) and _subject(quad, naming) == subject
        }


def _subject(quad: Quad, naming: Naming) -> Subject:
    return naming.name(quad.graph_name, quad.subject)  # type: ignore[arg-type,return-value]


def _shown(quad: Quad, naming: Naming) -> Quad | None:
    """Return a quad as the view has it; ``None`` if it says that an entity relates to itself."""
    subject = _subject(quad, naming)
    value = naming.name(quad.graph_name, quad.object)  # type: ignore[arg-type]
    if subject == value and quad.subject != quad.object:
        return None
    return Quad(subject, quad.predicate, value, _VIEW)


def _in_view(quads: Iterable[Quad], naming: Naming) -> set[Quad]:
    return {shown for quad in quads if (shown := _shown(quad, naming)) is not None}


def _is_class_vote(quad: Quad) -> bool:
    return quad.predicate == _TYPE and quad.object in _CLASSES


def _is_vote(quad: Quad) -> bool:
    return quad.predicate == _NAME or _is_class_vote(quad)


def _concerns_choice(quad: Quad) -> bool:
    return _is_vote(quad) or quad.predicate == _LABEL


def _chosen(subject: Subject, votes: Iterable[Quad]) -> set[Quad]:
    """Return the label and the class of an entity in the view, by vote of the named graphs."""
    names: dict[str, int] = defaultdict(int)
    types: dict[EntityType, int] = defaultdict(int)
    for quad in votes:
        if quad.predicate == _NAME and isinstance(quad.object, Literal):
            names[quad.object.value] += 1
        elif isinstance(quad.object, NamedNode) and quad.object in _CLASSES:
            types[_CLASSES[quad.object]] += 1
    chosen = set()
    if names:
        chosen.add(Quad(subject, _LABEL, Literal(choose_label(names)), _VIEW))
    if types:
        chosen.add(Quad(subject, _TYPE, NamedNode(vocab.class_iri(choose_type(types))), _VIEW))
    return chosen
