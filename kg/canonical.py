"""The one form of what an article says: no doubles, in a fixed order.

A graph is a set, so the order in which facts were found and facts found twice leave no trace in
it. :func:`canonical` makes the same choice for :class:`~kg.model.ArticleFacts`.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from kg.model import Evidence, Fact, Mention, Observation, TaughtFact, ValueKind
from kg.vocab import canonical_number, content_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.model import ArticleFacts, Entity

_Span = TypeVar("_Span", Mention, Evidence)
_Claim = TypeVar("_Claim", Fact, Observation, TaughtFact)
_Quote = tuple[int, int, str]


def canonical(facts: ArticleFacts) -> ArticleFacts:
    """Return ``facts`` in canonical form.

    Entities stand in the order of their first mention, facts and observations in that of their
    first evidence. Facts that differ in nothing but confidence, method and evidence are one, with
    the evidence of all and the highest confidence. Mentions and evidence carry their text.

    >>> from kg.model import Article, ArticleFacts, Entity, EntityType
    >>> acme = Entity("x:a", EntityType.COMPANY, "Acme", mentions=(Mention(0, 4), Mention(0, 4)))
    >>> canonical(ArticleFacts(Article("a1", "Acme grows."), (acme,))).entities[0].mentions
    (Mention(start=0, end=4, text='Acme'),)
    """
    quote = _quoter(facts)
    entities = [_canonical_entity(entity, quote) for entity in facts.entities]
    return replace(
        facts,
        entities=tuple(sorted(entities, key=_entity_order)),
        facts=_merge(facts.facts, quote),
        observations=_merge(facts.observations, quote),
        taught=_merge([_canonical_value(fact) for fact in facts.taught], quote),
    )


def _quoter(facts: ArticleFacts) -> Callable[[int, int], str]:
    """Return a function that gives a span's text: the article's, or what some span there says."""
    text = facts.article.text
    said: dict[tuple[int, int], str] = {}
    mentions = (mention for entity in facts.entities for mention in entity.mentions)
    stated = (span for fact in facts.facts for span in fact.evidence)
    counted = (span for number in facts.observations for span in number.evidence)
    taught = (span for fact in facts.taught for span in fact.evidence)
    spans: Iterable[Mention | Evidence] = chain(mentions, stated, counted, taught)
    for span in spans:
        key = (span.start, span.end)
        said[key] = max(said.get(key, ""), span.text)

    def quote(start: int, end: int) -> str:
        return text[start:end] if end <= len(text) else said[start, end]

    return quote


def _spans(spans: Iterable[_Span], quote: Callable[[int, int], str]) -> tuple[_Span, ...]:
    unique = {(span.start, span.end): span for span in spans}
    return tuple(replace(unique[key], text=quote(*key)) for key in sorted(unique))


def _canonical_value(fact: TaughtFact) -> TaughtFact:
    """Return a taught fact with its number in the one spelling that RDF keeps."""
    if fact.kind is not ValueKind.NUMBER:
        return fact
    return replace(fact, object=canonical_number(float(fact.object)))


def _canonical_entity(entity: Entity, quote: Callable[[int, int], str]) -> Entity:
    return replace(
        entity,
        aliases=tuple(sorted(set(entity.aliases))),
        same_as=tuple(sorted(set(entity.same_as))),
        mentions=_spans(entity.mentions, quote),
    )


def _entity_order(entity: Entity) -> tuple[bool, int, str]:
    first = entity.mentions[0].start if entity.mentions else 0
    return not entity.mentions, first, entity.iri


def _merge(claims: Iterable[_Claim], quote: Callable[[int, int], str]) -> tuple[_Claim, ...]:
    groups: dict[tuple[str, ...], list[_Claim]] = {}
    for claim in claims:
        groups.setdefault(content_key(claim), []).append(claim)
    merged = [_merge_group(group, quote) for group in groups.values()]
    return tuple(sorted(merged, key=_claim_order))


def _merge_group(group: list[_Claim], quote: Callable[[int, int], str]) -> _Claim:
    best = min(group, key=lambda claim: (-claim.confidence, claim.method is None, claim.method))
    evidence = _spans((span for claim in group for span in claim.evidence), quote)
    return replace(best, evidence=evidence)


def _claim_order(claim: Fact | Observation | TaughtFact) -> tuple[bool, int, tuple[str, ...]]:
    first = claim.evidence[0].start if claim.evidence else 0
    return not claim.evidence, first, content_key(claim)
