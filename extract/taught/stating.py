"""Taught relations of an article as facts about its entities."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from extract.taught.aligning import label_number, plain
from extract.taught.arguments import DATE, LITERALS
from extract.taught.pairs import object_class
from kg.model import (
    ArticleFacts,
    Entity,
    EntityType,
    Evidence,
    Mention,
    TaughtFact,
    ValueKind,
    check_period,
)
from kg.vocab import canonical_number, entity_iri

if TYPE_CHECKING:
    from extract.document import ResolvedDoc
    from extract.taught.arguments import Argument
    from extract.taught.relations import Found, TaughtRelations

_TYPES: Final = {kind.value for kind in EntityType}


def with_taught(
    facts: ArticleFacts, resolved: ResolvedDoc, taught: TaughtRelations
) -> ArticleFacts:
    """Return ``facts`` with what taught relations find in the article.

    A subject that is no entity yet becomes one, of the type that the examples' subjects have.
    """
    entities = {entity.iri: entity for entity in facts.entities}
    found = []
    for item in taught.find(resolved):
        subject = _subject(item, taught, resolved, entities)
        object_ = item.pair.object
        thing = object_.key in entities
        if subject == object_.key:
            continue
        start, end = item.pair.sentence
        value, kind = value_of(item)
        found.append(
            TaughtFact(
                subject=subject,
                relation=relation_iri(taught.namespace, item.relation),
                object=object_.key if thing else value,
                kind=None if thing else kind,
                confidence=round(item.chance, 2),
                evidence=(Evidence(start, end, resolved.article.text[start:end]),),
                method=f"taught:{', '.join(item.reasons)}",
            )
        )
    return replace(facts, entities=tuple(entities.values()), taught=(*facts.taught, *found))


def value_of(item: Found) -> tuple[str, ValueKind]:
    """Return the object as a value: a number or date that the label is, else the label."""
    argument, label = item.pair.object, plain(item.object)
    if argument.kind == DATE and argument.value is not None:
        told = argument.value[: len(label)] if label.isdigit() else argument.value
        with suppress(ValueError):
            return check_period(told), ValueKind.DATE
    number = label_number(label)
    if object_class(argument) == "number" and number is not None:
        return canonical_number(number), ValueKind.NUMBER
    return label, ValueKind.TEXT


def relation_iri(namespace: str, relation: str) -> str:
    """Return the IRI of a relation; one that is an IRI already is kept.

    >>> relation_iri("https://example.org/ns#", "founded by")
    'https://example.org/ns#founded_by'
    """
    if re.match(r"[a-z][a-z0-9+.-]*://", relation):
        return relation
    return namespace + quote(relation.replace(" ", "_"), safe="")


def _subject(
    item: Found, taught: TaughtRelations, resolved: ResolvedDoc, entities: dict[str, Entity]
) -> str:
    """Return the IRI of the subject, which is made an entity if it is none."""
    argument = item.pair.subject
    if argument.key in entities:
        return argument.key
    kind = EntityType(taught.models[item.relation].subject_type)
    iri = entity_iri(kind, argument.name)
    mentions = tuple(_mention(resolved, span) for span in argument.spans)
    known = entities.get(iri, Entity(iri, kind, argument.name))
    entities[iri] = replace(known, mentions=tuple(dict.fromkeys((*known.mentions, *mentions))))
    return iri


def _mention(resolved: ResolvedDoc, span: tuple[int, int]) -> Mention:
    words = resolved.doc[span[0] : span[1]]
    return Mention(words.start_char, words.end_char, words.text)


def usual_type(subjects: list[Argument]) -> str:
    """Return the entity type that most subjects have; an organisation's if none has one."""
    kinds = [one.kind for one in subjects if one.kind in _TYPES and one.kind not in LITERALS]
    if not kinds:
        return EntityType.ORGANIZATION.value
    return max(sorted(set(kinds)), key=kinds.count)
