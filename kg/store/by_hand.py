"""What a user says of entities, as decisions: these are one, these are several."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from kg.errors import InputError, UsageError
from kg.resolve.decisions import APART, ELSEWHERE, SAME, Decision
from kg.store.entities import find_entity, members_of, standing_for
from kg.vocab import ARTICLE, LOCAL, article_iri

if TYPE_CHECKING:
    from kg.store import GraphStore


def joined(store: GraphStore, kept: str, other: str) -> Decision:
    """Return the decision that ``other`` is ``kept``; each a name, an IRI or the end of one.

    Raises:
        UsageError: They are one already.
        InputError: A name is that of no entity, or of several.
    """
    left, right = find_entity(store, kept), find_entity(store, other)
    if standing_for(store, left) == standing_for(store, right):
        msg = f"{kept!r} and {other!r} are one entity already: {standing_for(store, left)}"
        raise UsageError(msg)
    return Decision(SAME, left, right)


def apart(store: GraphStore, entity: str, other: str | None = None) -> list[Decision]:
    """Return the decisions that all that goes by ``entity`` are several; or only that ``other`` is.

    Raises:
        InputError: Nothing was joined with it, or not that; or a name is that of no entity.
    """
    iri = find_entity(store, entity)
    standing = standing_for(store, iri)
    members = members_of(store, standing)
    if len(members) < 2:
        msg = f"{entity!r} is one name of one entity: nothing was joined with it"
        raise InputError(msg)
    if other is not None:
        part = find_entity(store, other)
        if part not in members or part == iri:
            msg = f"{other!r} was not joined with {entity!r}: kg merge --list shows what was"
            raise InputError(msg)
        return [Decision(APART, *sorted((m, part))) for m in members if m != part]
    if iri != standing:
        return [Decision(APART, *sorted((m, iri))) for m in members if m != iri]
    return [Decision(APART, *pair) for pair in combinations(members, 2)]


def elsewhere(store: GraphStore, entity: str, articles: tuple[str, ...]) -> list[Decision]:
    """Return the decisions that in these articles ``entity`` is someone else of the same name.

    Raises:
        InputError: The graph has no such article, or it does not name the entity.
    """
    members = set(members_of(store, standing_for(store, find_entity(store, entity))))
    made, known = [], set(store.articles())
    for article in articles:
        if article not in known:
            msg = f"the graph has no article {article!r}: kg stats --articles lists those it has"
            raise InputError(msg)
        named = [e.iri for e in store.article(article).entities if e.iri in members]
        if not named:
            msg = f"article {article!r} does not name {entity!r}"
            raise InputError(msg)
        for iri in named:
            made.append(Decision(ELSEWHERE, iri, article_iri(article)))
            unit = f"{iri}{LOCAL}{article_iri(article).removeprefix(ARTICLE)}"
            made += [Decision(APART, *sorted((unit, other))) for other in members - {iri}]
    return made
