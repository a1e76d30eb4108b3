"""Profiles and evidence of articles that are at hand and in no graph: for ``kg facts``."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg import vocab
from kg.resolve.clusters import resolve
from kg.resolve.profile import Profile
from kg.view import choose_type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import ArticleFacts, Entity


def is_place(iri: str) -> bool:
    """Tell whether an IRI of ours is that of a place."""
    return iri.startswith(vocab.ID + "place/")


class ArticleEvidence:
    """What a set of articles says of its entities besides their names."""

    def __init__(self, articles: Iterable[ArticleFacts]) -> None:
        self._partners: dict[str, set[str]] = defaultdict(set)
        self._company: dict[str, set[str]] = defaultdict(set)
        for facts in articles:
            for fact in facts.facts:
                self._partners[fact.subject].add(fact.object)
                self._partners[fact.object].add(fact.subject)
            spoken_of = {entity.iri for entity in facts.entities if not is_place(entity.iri)}
            for entity in facts.entities:
                self._company[entity.iri] |= spoken_of

    def partners(self, iri: str) -> frozenset[str]:
        """Return the entities, but no places, that a fact of some article links with ``iri``."""
        return frozenset(other for other in self._partners[iri] if not is_place(other))

    def company(self, iri: str) -> frozenset[str]:
        """Return the other entities, but no places, that the articles of ``iri`` speak of."""
        return frozenset(self._company[iri] - {iri})


def profiles_of(articles: Iterable[ArticleFacts]) -> list[Profile]:
    """Return a profile for each IRI that the articles use."""
    found: dict[str, list[tuple[str, Entity]]] = defaultdict(list)
    for facts in articles:
        graph = vocab.article_iri(facts.article.id)
        for entity in facts.entities:
            found[entity.iri].append((graph, entity))
    return [_profile(iri, entities) for iri, entities in sorted(found.items())]


def _profile(iri: str, entities: list[tuple[str, Entity]]) -> Profile:
    return Profile(
        iri,
        choose_type(Counter(entity.type for _, entity in entities)),
        tuple(sorted(entity.name for _, entity in entities)),
        frozenset(alias for _, entity in entities for alias in entity.aliases),
        frozenset(other for _, entity in entities for other in entity.same_as),
        frozenset(graph for graph, _ in entities),
    )


def canonical_iris(articles: Iterable[ArticleFacts]) -> dict[str, str]:
    """Return the IRI of the entity for each IRI of the articles that goes by another."""
    articles = list(articles)
    found = resolve(profiles_of(articles), ArticleEvidence(articles))
    return {member: cluster.iri for cluster in found for member in cluster.members - {cluster.iri}}
