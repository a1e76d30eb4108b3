"""The default graph as a view over all named graphs: pure rules, from scratch and by change.

The view holds every triple that some named graph holds, once, so that plain SPARQL without
``GRAPH`` counts right. Two things the articles decide together: an entity (what has a ``nk:name``)
has one ``rdfs:label``, chosen among its names, and one class, chosen among its classes. See
``docs/decisions/0001-named-graph-per-article.md``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

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


def view(quads: Iterable[Quad]) -> frozenset[Quad]:
    """Return the default graph that belongs to the named graphs in ``quads``, from scratch.

    Quads of the default graph itself are passed over. This is the specification that
    :func:`changes` keeps to.
    """
    named = [quad for quad in quads if quad.graph_name != _VIEW]
    plain = {_in_view(quad) for quad in named if not _is_class_vote(quad)}
    voting: dict[Subject, list[Quad]] = defaultdict(list)
    for quad in named:
        if _is_vote(quad):
            voting[quad.subject].append(quad)
    chosen = (_chosen(subject, votes) for subject, votes in voting.items())
    return frozenset(plain.union(*chosen))


def changes(old: Iterable[Quad], new: Iterable[Quad], lookup: Lookup) -> Changes:
    """Return what turns a store that holds ``old`` in its named graphs into one that holds ``new``.

    ``old`` are all quads of the graphs to be replaced (none for a new article), ``new`` those
    that come in their place (none for a removal). The changes cover the named graphs and the
    view. ``lookup`` answers for the store as it is before; it is asked only about triples that
    change and about entities whose name or class does.
    """
    old, new = frozenset(old), frozenset(new)
    gone, come = old - new, new - old
    before = {_in_view(quad) for quad in gone if not _is_class_vote(quad)}
    after = {_in_view(quad) for quad in come if not _is_class_vote(quad)}
    for subject in {quad.subject for quad in gone | come if _concerns_choice(quad)}:
        votes = _votes(subject, lookup)
        before |= _chosen(subject, votes)
        after |= _chosen(subject, (votes - old) | {q for q in new if q.subject == subject})
    deletes = {quad for quad in before - after if not _is_held(quad, gone, lookup)}
    return Changes(gone | deletes, come | (after - before))


def _in_view(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, _VIEW)


def _is_class_vote(quad: Quad) -> bool:
    return quad.predicate == _TYPE and quad.object in _CLASSES


def _is_vote(quad: Quad) -> bool:
    return quad.predicate == _NAME or _is_class_vote(quad)


def _concerns_choice(quad: Quad) -> bool:
    return _is_vote(quad) or quad.predicate == _LABEL


def _is_held(quad: Quad, gone: frozenset[Quad], lookup: Lookup) -> bool:
    """Return whether a quad of the view is also in a named graph once those in ``gone`` are."""
    if _is_class_vote(quad):
        return False  # in the view by choice alone
    holders = lookup(quad.subject, quad.predicate, quad.object)
    return any(other.graph_name != _VIEW and other not in gone for other in holders)


def _votes(subject: Subject, lookup: Lookup) -> set[Quad]:
    quads = (quad for predicate in (_NAME, _TYPE) for quad in lookup(subject, predicate, None))
    return {quad for quad in quads if quad.graph_name != _VIEW and _is_vote(quad)}


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
