"""ArticleFacts → quads: what an article's named graph holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocab
from kg.canonical import canonical
from kg.model import (
    SYMMETRIC_PREDICATES,
    Fact,
    Observation,
    Part,
    Status,
    TaughtFact,
    ValueKind,
)
from kg.quads.literals import (
    date_literal,
    decimal_literal,
    number_literal,
    period_end,
    period_literal,
    period_start,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Article, ArticleFacts, Entity, Evidence, Mention, Qualifiers

_TYPE = vocab.RDF + "type"
_Value = str | Literal
_Triple = tuple[str, str, _Value]


def to_quads(facts: ArticleFacts) -> frozenset[Quad]:
    """Return all that an article says, as quads of its named graph.

    >>> from kg.model import Article, ArticleFacts
    >>> sorted(quad.object.value for quad in to_quads(ArticleFacts(Article("a1", "Acme grows."))))
    ['Acme grows.', 'a1', 'https://w3id.org/newskg/Article']

    Raises:
        ValueError: An IRI among the entities is not one for RDF, or a taught relation is reserved.
    """
    graph = NamedNode(vocab.article_iri(facts.article.id))
    return frozenset(
        Quad(
            NamedNode(subject),
            NamedNode(predicate),
            NamedNode(value) if isinstance(value, str) else value,
            graph,
        )
        for subject, predicate, value in _triples(canonical(facts))
    )


def _triples(facts: ArticleFacts) -> Iterator[_Triple]:
    article = facts.article
    yield from _article(article)
    for entity in facts.entities:
        yield from _entity(entity, article)
    for fact in facts.facts:
        yield from _fact(fact, article)
    for observation in facts.observations:
        yield from _observation(observation, article)
    for taught in facts.taught:
        yield from _taught(taught, article)


def _nk(subject: str, values: Iterable[tuple[str, _Value | None]]) -> Iterator[_Triple]:
    """Yield the triples of ``subject`` for each property of our own that has a value."""
    for name, value in values:
        if value is not None:
            yield subject, vocab.NK + name, value


def _text(text: str | None) -> Literal | None:
    return None if text is None else Literal(text)


def _number(value: float | None) -> Literal | None:
    return None if value is None else number_literal(value)


def _article(article: Article) -> Iterator[_Triple]:
    iri = vocab.article_iri(article.id)
    yield iri, _TYPE, vocab.NK + "Article"
    yield from _nk(
        iri,
        [
            ("articleId", Literal(article.id)),
            ("articleBody", _text(article.text or None)),
            ("title", _text(article.title)),
            ("byline", _text(article.byline)),
            ("source", _text(article.source)),
            (
                "published",
                date_literal(article.published.isoformat()) if article.published else None,
            ),
        ],
    )
    for part in article.parts:
        span = vocab.evidence_iri(article.id, part)
        yield iri, vocab.NK + "part", span
        yield span, vocab.NK + "partKind", Literal(part.kind.value)
        yield from _span(part, article)


def _span(span: Part | Mention | Evidence, article: Article) -> Iterator[_Triple]:
    """Yield the node of a stretch of the article; mentions and evidence carry their text."""
    iri = vocab.evidence_iri(article.id, span)
    yield iri, _TYPE, vocab.NK + "Span"
    yield iri, vocab.NK + "inArticle", vocab.article_iri(article.id)
    yield iri, vocab.NK + "start", number_literal(span.start)
    yield iri, vocab.NK + "end", number_literal(span.end)
    if not isinstance(span, Part) and span.text:
        yield iri, vocab.NK + "quote", Literal(span.text)


def _entity(entity: Entity, article: Article) -> Iterator[_Triple]:
    yield entity.iri, _TYPE, vocab.class_iri(entity.type)
    yield entity.iri, vocab.NK + "name", Literal(entity.name)
    yield vocab.article_iri(article.id), vocab.NK + "mentions", entity.iri
    for alias in entity.aliases:
        yield entity.iri, vocab.SKOS + "altLabel", Literal(alias)
    for iri in entity.same_as:
        yield entity.iri, vocab.OWL + "sameAs", iri
    for mention in entity.mentions:
        yield entity.iri, vocab.NK + "mentionedAt", vocab.evidence_iri(article.id, mention)
        yield from _span(mention, article)


def _fact(fact: Fact, article: Article) -> Iterator[_Triple]:
    predicate = vocab.predicate_iri(fact.predicate)
    if fact.status is Status.ACTUAL:
        yield fact.subject, predicate, fact.object
        if fact.predicate in SYMMETRIC_PREDICATES:
            yield fact.object, predicate, fact.subject
    iri = vocab.statement_iri(article.id, fact)
    yield iri, _TYPE, vocab.NK + "Statement"
    yield iri, vocab.RDF + "subject", fact.subject
    yield iri, vocab.RDF + "predicate", predicate
    yield iri, vocab.RDF + "object", fact.object
    yield from _nk(iri, _qualifiers(fact.qualifiers))
    yield from _claim(iri, fact, article)


def _qualifiers(qualifiers: Qualifiers) -> Iterator[tuple[str, Literal]]:
    for name, value in qualifiers:
        if name == "date":
            yield name, period_literal(str(value))
            yield "dateStart", date_literal(period_start(str(value)))
            yield "dateEnd", date_literal(period_end(str(value)))
        else:
            yield name, Literal(value) if isinstance(value, str) else number_literal(value)


def _observation(observation: Observation, article: Article) -> Iterator[_Triple]:
    iri, period = vocab.observation_iri(article.id, observation), observation.period
    yield iri, _TYPE, vocab.NK + "Observation"
    yield from _nk(
        iri,
        [
            ("about", observation.about),
            ("indicator", Literal(observation.indicator)),
            ("value", _number(observation.value)),
            ("unit", _text(observation.unit)),
            ("period", period_literal(period) if period else None),
            ("periodStart", date_literal(period_start(period)) if period else None),
            ("periodEnd", date_literal(period_end(period)) if period else None),
            ("rank", _number(observation.rank)),
            ("outOf", _number(observation.out_of)),
        ],
    )
    yield from _claim(iri, observation, article)


def _taught(fact: TaughtFact, article: Article) -> Iterator[_Triple]:
    iri, relation = vocab.taught_iri(article.id, fact), vocab.check_taught(fact.relation)
    value = _value(fact)
    yield fact.subject, relation, value
    yield iri, _TYPE, vocab.NK + "TaughtStatement"
    yield iri, vocab.RDF + "subject", fact.subject
    yield iri, vocab.RDF + "predicate", relation
    yield iri, vocab.RDF + "object", value
    yield from _claim(iri, fact, article)


def _value(fact: TaughtFact) -> _Value:
    match fact.kind:
        case None:
            return fact.object
        case ValueKind.NUMBER:
            return number_literal(float(fact.object))
        case ValueKind.DATE:
            return period_literal(fact.object)
        case ValueKind.TEXT:
            return Literal(fact.object)


def _claim(iri: str, claim: Fact | Observation | TaughtFact, article: Article) -> Iterator[_Triple]:
    """Yield what all claims have in common: status, confidence, provenance.

    What was taught is always told as so.
    """
    status = Status.ACTUAL if isinstance(claim, TaughtFact) else claim.status
    yield iri, vocab.NK + "status", vocab.status_iri(status)
    yield iri, vocab.NK + "confidence", decimal_literal(claim.confidence)
    if claim.method is not None:
        yield iri, vocab.NK + "method", Literal(claim.method)
    yield iri, vocab.PROV + "wasDerivedFrom", vocab.article_iri(article.id)
    for evidence in claim.evidence:
        yield iri, vocab.PROV + "wasQuotedFrom", vocab.evidence_iri(article.id, evidence)
        yield from _span(evidence, article)
