"""ArticleFacts ↔ JSON Lines, the exchange format of ``kg facts --jsonl`` and ``kg load``.

Each line has a ``kind`` (article, entity, fact, observation, taught) and a ``doc``, the article's
id. The ``article`` line carries what only the article knows (text, title, date), so that facts that
were printed and loaded again lose nothing; without it the article is loaded with an empty text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from kg.canonical import canonical
from kg.errors import InputError
from kg.jsonl.fields import Fields
from kg.model import (
    Article,
    ArticleFacts,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Mention,
    Observation,
    Part,
    PartKind,
    Predicate,
    Qualifiers,
    Status,
    TaughtFact,
    ValueKind,
)
from kg.vocab import check_taught

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_Span = TypeVar("_Span", Mention, Evidence)
_QUALIFIERS = {item.name: "float" in str(item.type) for item in fields(Qualifiers)}
"""Each qualifier, and whether it is a number."""


class _Kind(StrEnum):
    ARTICLE = "article"
    ENTITY = "entity"
    FACT = "fact"
    OBSERVATION = "observation"
    TAUGHT = "taught"


def to_lines(facts: ArticleFacts, iris: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield the lines of an article, without line ends, in canonical form.

    ``iris`` maps the IRI of an entity that other articles name differently to the one that stands
    for it in all; the article's own is then its ``local_id``, by which it is loaded.

    >>> from kg.model import Article, ArticleFacts
    >>> list(to_lines(ArticleFacts(Article("a1", "Hi.", title="Hello"))))
    ['{"kind": "article", "doc": "a1", "title": "Hello", "text": "Hi."}']
    """
    facts, known = canonical(facts), iris or {}
    yield _line(_Kind.ARTICLE, facts, _article_values(facts.article))
    for entity in facts.entities:
        yield _line(_Kind.ENTITY, facts, _entity_values(entity, known.get(entity.iri)))
    for fact in facts.facts:
        ends = known.get(fact.subject, fact.subject), known.get(fact.object, fact.object)
        values = _fact_values(replace(fact, subject=ends[0], object=ends[1]))
        yield _line(_Kind.FACT, facts, values)
    for observation in facts.observations:
        about = known.get(observation.about, observation.about)
        values = _observation_values(replace(observation, about=about))
        yield _line(_Kind.OBSERVATION, facts, values)
    for taught in facts.taught:
        values = _taught_values(taught, known)
        yield _line(_Kind.TAUGHT, facts, values)


def _line(kind: _Kind, facts: ArticleFacts, values: dict[str, object]) -> str:
    head: dict[str, object] = {"kind": kind.value, "doc": facts.article.id}
    said = {name: value for name, value in values.items() if value is not None}
    return json.dumps(head | said, ensure_ascii=False)


def _number(value: float | None) -> float | None:
    """Return a whole number as ``int``, so that it prints without ``.0``."""
    return int(value) if value is not None and value == value // 1 else value


def _article_values(article: Article) -> dict[str, object]:
    parts = [{"kind": p.kind.value, "start": p.start, "end": p.end} for p in article.parts]
    return {
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "byline": article.byline,
        "source": article.source,
        "text": article.text,
        "parts": parts or None,
    }


def _spans(spans: Iterable[Mention | Evidence]) -> list[dict[str, object]]:
    return [
        {"start": span.start, "end": span.end} | ({"text": span.text} if span.text else {})
        for span in spans
    ]


def _entity_values(entity: Entity, iri: str | None) -> dict[str, object]:
    return {
        "id": iri or entity.iri,
        "local_id": entity.iri if iri else None,
        "type": entity.type.value,
        "name": entity.name,
        "aliases": entity.aliases,
        "same_as": entity.same_as,
        "mentions": _spans(entity.mentions),
    }


def _fact_values(fact: Fact) -> dict[str, object]:
    return {
        "subject": fact.subject,
        "predicate": fact.predicate.value,
        "object": fact.object,
        "status": fact.status.value,
        "confidence": _number(fact.confidence),
        "qualifiers": {
            name: value if isinstance(value, str) else _number(value)
            for name, value in fact.qualifiers
        },
        "evidence": _spans(fact.evidence),
        "method": fact.method,
    }


def _observation_values(observation: Observation) -> dict[str, object]:
    return {
        "about": observation.about,
        "indicator": observation.indicator,
        "value": _number(observation.value),
        "unit": observation.unit,
        "period": observation.period,
        "rank": observation.rank,
        "out_of": observation.out_of,
        "status": observation.status.value,
        "confidence": _number(observation.confidence),
        "evidence": _spans(observation.evidence),
        "method": observation.method,
    }


def _taught_values(fact: TaughtFact, known: Mapping[str, str]) -> dict[str, object]:
    return {
        "subject": known.get(fact.subject, fact.subject),
        "relation": fact.relation,
        "object": known.get(fact.object, fact.object) if fact.kind is None else None,
        "value": None if fact.kind is None else fact.object,
        "value_kind": fact.kind,
        "confidence": _number(fact.confidence),
        "evidence": _spans(fact.evidence),
        "method": fact.method,
    }


@dataclass
class _Collected:
    """The lines of one article as they come, in any order."""

    article: Article | None = None
    entities: dict[str, Entity] = field(default_factory=dict)
    local: dict[str, str] = field(default_factory=dict)
    facts: list[tuple[Fields, Fact]] = field(default_factory=list)
    observations: list[tuple[Fields, Observation]] = field(default_factory=list)
    taught: list[tuple[Fields, TaughtFact]] = field(default_factory=list)

    def add(self, line: Fields, doc: str) -> None:
        """Take one line."""
        match line.choice("kind", _Kind):
            case _Kind.ARTICLE:
                self._add_article(line, doc)
            case _Kind.ENTITY:
                self._add_entity(line, doc)
            case _Kind.FACT:
                self.facts.append((line, line.make(lambda: _read_fact(line))))
            case _Kind.OBSERVATION:
                self.observations.append((line, line.make(lambda: _read_observation(line))))
            case _Kind.TAUGHT:
                self.taught.append((line, line.make(lambda: _read_taught(line))))

    def _add_article(self, line: Fields, doc: str) -> None:
        if self.article is not None:
            msg = f"{line.where}: article {doc!r} has a second article line; keep one"
            raise InputError(msg)
        self.article = line.make(lambda: _read_article(line, doc))

    def _add_entity(self, line: Fields, doc: str) -> None:
        entity = line.make(lambda: _read_entity(line))
        if line.optional_text("local_id") is not None:
            self.local[entity.iri] = line.iri("local_id")
        if entity.iri in self.entities:
            msg = (
                f"{line.where}: article {doc!r} has a second entity line of {entity.iri}; keep one"
            )
            raise InputError(msg)
        self.entities[entity.iri] = entity

    def finish(self, doc: str) -> ArticleFacts:
        """Return all of it, once every line is there."""
        for line, fact in self.facts:
            self._check_known(line, doc, fact.subject, fact.object)
        for line, observation in self.observations:
            self._check_known(line, doc, observation.about)
        for line, taught in self.taught:
            ends = [taught.subject] if taught.kind else [taught.subject, taught.object]
            self._check_known(line, doc, *ends)
        return ArticleFacts(
            article=self.article or Article(doc, ""),
            entities=tuple(replace(e, iri=self._own(e.iri)) for e in self.entities.values()),
            facts=tuple(
                replace(fact, subject=self._own(fact.subject), object=self._own(fact.object))
                for _, fact in self.facts
            ),
            observations=tuple(replace(o, about=self._own(o.about)) for _, o in self.observations),
            taught=tuple(
                replace(
                    fact,
                    subject=self._own(fact.subject),
                    object=fact.object if fact.kind else self._own(fact.object),
                )
                for _, fact in self.taught
            ),
        )

    def _own(self, iri: str) -> str:
        """Return the article's own IRI of an entity."""
        return self.local.get(iri, iri)

    def _check_known(self, line: Fields, doc: str, *iris: str) -> None:
        for iri in iris:
            if iri not in self.entities:
                msg = f"{line.where}: {iri} has no entity line in article {doc!r}; add one"
                raise InputError(msg)


def read_lines(lines: Iterable[str], *, source: str) -> list[ArticleFacts]:
    """Return the articles of a JSON Lines file, in order of their first line.

    Empty lines and unknown fields are passed over; lines of one article may be anywhere.
    ``source`` is the file's name for error messages.

    Raises:
        InputError: A line is not one of the contract; the message names line, value and fix.
    """
    collected: dict[str, _Collected] = {}
    for number, text in enumerate(lines, start=1):
        if text.strip():
            line = Fields.parse(text, where=f"{source}, line {number}")
            doc = line.text("doc")
            collected.setdefault(doc, _Collected()).add(line, doc)
    return [found.finish(doc) for doc, found in collected.items()]


def _read_article(line: Fields, doc: str) -> Article:
    published = line.optional_text("published")
    return Article(
        id=doc,
        text=line.optional_text("text") or "",
        title=line.optional_text("title"),
        published=date.fromisoformat(published) if published else None,
        byline=line.optional_text("byline"),
        source=line.optional_text("source"),
        parts=tuple(
            Part(part.choice("kind", PartKind), part.offset("start"), part.offset("end"))
            for part in line.objects("parts")
        ),
    )


def _read_spans(kind: type[_Span], spans: list[Fields]) -> tuple[_Span, ...]:
    return tuple(
        kind(span.offset("start"), span.offset("end"), span.optional_text("text") or "")
        for span in spans
    )


def _read_entity(line: Fields) -> Entity:
    return Entity(
        iri=line.iri("id"),
        type=line.choice("type", EntityType),
        name=line.text("name"),
        aliases=line.texts("aliases"),
        same_as=line.iris("same_as"),
        mentions=_read_spans(Mention, line.objects("mentions")),
    )


def _read_qualifiers(values: Fields) -> Qualifiers:
    found: dict[str, object] = {
        name: values.number(name) if is_number else values.optional_text(name)
        for name, is_number in _QUALIFIERS.items()
    }
    return Qualifiers(**found)  # type: ignore[arg-type]  # by field name


def _read_fact(line: Fields) -> Fact:
    confidence = line.number("confidence")
    return Fact(
        subject=line.iri("subject"),
        predicate=line.choice("predicate", Predicate),
        object=line.iri("object"),
        status=line.choice("status", Status, Status.ACTUAL),
        confidence=1.0 if confidence is None else confidence,
        qualifiers=_read_qualifiers(line.object("qualifiers")),
        evidence=_read_spans(Evidence, line.objects("evidence")),
        method=line.optional_text("method"),
    )


def _read_observation(line: Fields) -> Observation:
    confidence = line.number("confidence")
    return Observation(
        about=line.iri("about"),
        indicator=line.text("indicator"),
        value=line.number("value"),
        unit=line.optional_text("unit"),
        period=line.optional_text("period"),
        rank=line.whole("rank"),
        out_of=line.whole("out_of"),
        status=line.choice("status", Status, Status.ACTUAL),
        confidence=1.0 if confidence is None else confidence,
        evidence=_read_spans(Evidence, line.objects("evidence")),
        method=line.optional_text("method"),
    )


def _read_taught(line: Fields) -> TaughtFact:
    confidence, value = line.number("confidence"), line.optional_text("value")
    return TaughtFact(
        subject=line.iri("subject"),
        relation=check_taught(line.iri("relation")),
        object=line.iri("object") if value is None else value,
        kind=None if value is None else line.choice("value_kind", ValueKind, ValueKind.TEXT),
        confidence=1.0 if confidence is None else confidence,
        evidence=_read_spans(Evidence, line.objects("evidence")),
        method=line.optional_text("method"),
    )
