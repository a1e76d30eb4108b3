"""A made graph of any size, the same each time: articles with entities, facts and numbers."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import vocab
from kg.model import (
    Article,
    ArticleFacts,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Mention,
    Observation,
    Predicate,
    Qualifiers,
    Status,
)
from kg.quads import to_quads
from kg.store import GraphStore
from kg.vocab import entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME, _LABEL = ox.NamedNode(vocab.NK + "name"), ox.NamedNode(vocab.RDFS + "label")
_SYLLABLES = ("ba", "cor", "den", "fa", "gil", "ha", "jun", "ka", "lo", "mer", "no", "pol", "ri")
_ENTITIES = 12
_FACTS = 14


def names(count: int) -> list[tuple[str, EntityType]]:
    """Return made names, each with a type."""
    rng = random.Random(7)
    types = list(EntityType)
    return [
        (
            " ".join("".join(rng.choices(_SYLLABLES, k=3)).title() for _ in range(2)) + f" {i}",
            types[i % len(types)],
        )
        for i in range(count)
    ]


def articles(count: int, *, entities: int = 20_000) -> Iterator[ArticleFacts]:
    """Yield made articles of about 300 triples each, some entities in far more than others."""
    pool = names(entities)
    rng = random.Random(11)
    for number in range(count):
        chosen = {int(entities * rng.random() ** 2) for _ in range(_ENTITIES)}
        yield _article(number, [pool[i] for i in sorted(chosen)], rng)


def _article(number: int, chosen: list[tuple[str, EntityType]], rng: random.Random) -> ArticleFacts:
    sentences, entities = [], []
    for name, type_ in chosen:
        start = sum(len(s) + 1 for s in sentences)
        sentences.append(f"{name} said on Monday that it works with others on item {number}.")
        mention = Mention(start, start + len(name))
        entities.append(
            Entity(entity_iri(type_, name), type_, name, (name.upper(),), (), (mention,))
        )
    text = " ".join(sentences)
    spans = [
        Evidence(e.mentions[0].start, e.mentions[0].start + len(s))
        for e, s in zip(entities, sentences, strict=True)
    ]
    made = {}
    for _ in range(_FACTS):
        a, b = rng.sample(range(len(entities)), 2)
        predicate, status = rng.choice(list(Predicate)), rng.choice(list(Status))
        date = f"20{rng.randint(10, 25)}" if rng.random() < 0.3 else None
        made[a, b, predicate] = Fact(
            entities[a].iri,
            predicate,
            entities[b].iri,
            status,
            round(rng.uniform(0.5, 1), 2),
            Qualifiers(date=date),
            (spans[a],),
        )
    counts = tuple(
        Observation(
            entities[i].iri,
            "revenue",
            float(rng.randint(1, 10**9)),
            "USD",
            "2024",
            evidence=(spans[i],),
        )
        for i in range(2)
    )
    return ArticleFacts(
        Article(f"made-{number}", text), tuple(entities), tuple(made.values()), counts
    )


def write_graph(folder: Path, triples: int) -> int:
    """Make a graph whose view has about ``triples`` triples; return how many it has.

    All articles agree on an entity's name and class, so the view is the union of their graphs
    and a label for each name.
    """
    per_article = len(to_quads(next(articles(1))))
    with GraphStore.open(folder, create=True) as store:
        for facts in articles(triples // per_article + 1):
            store.database.extend(to_quads(facts))
        store.database.bulk_extend(
            seen
            for quad in store.database
            if isinstance(quad.graph_name, ox.NamedNode)
            and quad.graph_name.value.startswith(vocab.ARTICLE)
            for seen in _seen(quad)
        )
        return sum(1 for _ in store.quads(ox.DefaultGraph()))


def _seen(quad: ox.Quad) -> Iterator[ox.Quad]:
    yield ox.Quad(quad.subject, quad.predicate, quad.object)
    if quad.predicate == _NAME:
        yield ox.Quad(quad.subject, _LABEL, quad.object)
