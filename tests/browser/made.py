"""A graph of a given size with the shape of real ones: a few hubs, many leaves, all types."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pyoxigraph as ox

from kg.model import Article, ArticleFacts, Entity, EntityType, Fact, Predicate, Status
from kg.quads import to_quads
from kg.vocab import RDFS, entity_iri

_ARTICLES = 50


def add_made_graph(store, *, nodes: int, edges: int) -> None:
    """Put in ``edges`` different facts about ``nodes`` entities, and the view over them.

    The engine takes them as they are, since adding articles one by one would take minutes.
    """
    draw = random.Random(7)
    types = list(EntityType)
    things = [
        Entity(entity_iri(kind, f"{kind.value} {n}"), kind, f"{kind.value} {n}")
        for n, kind in ((n, types[n % len(types)]) for n in range(nodes))
    ]
    facts = list(_facts(draw, things, edges))
    for number in range(_ARTICLES):
        mine = facts[number::_ARTICLES]
        ends = {iri for fact in mine for iri in (fact.subject, fact.object)}
        article = Article(
            f"made-{number}", "Made.", published=date(2020, 1, 1) + timedelta(days=30 * number)
        )
        here = tuple(thing for thing in things if thing.iri in ends)
        quads = to_quads(ArticleFacts(article, here, tuple(mine)))
        store.database.bulk_extend(
            [*quads, *(ox.Quad(q.subject, q.predicate, q.object) for q in quads)]
        )
    label = ox.NamedNode(RDFS + "label")
    store.database.bulk_extend(
        [ox.Quad(ox.NamedNode(thing.iri), label, ox.Literal(thing.name)) for thing in things]
    )


def _facts(draw, things, edges):
    predicates, statuses = list(Predicate), [Status.ACTUAL] * 8 + [Status.PLANNED, Status.DENIED]
    seen: set[tuple[str, str, str]] = set()
    while len(seen) < edges:
        first = things[len(seen) % len(things)]  # so that every thing has a fact
        second = things[int(len(things) * draw.random() ** 3)]
        fact = (first.iri, draw.choice(predicates), second.iri)
        back = (second.iri, fact[1], first.iri)
        if first is second or fact in seen or back in seen:
            continue
        seen.add(fact)
        yield Fact(fact[0], fact[1], fact[2], draw.choice(statuses), confidence=draw.random())
