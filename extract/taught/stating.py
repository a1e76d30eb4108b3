"""Taught relations of an article as facts about its entities."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from extract.taught.aligning import plain
from extract.taught.arguments import LITERALS
from kg.model import ArticleFacts, Entity, EntityType, Evidence, Mention, TaughtFact
from kg.vocab import entity_iri

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
        found.append(
            TaughtFact(
                subject=subject,
                relation=relation_iri(taught.namespace, item.relation),
                object=object_.key if thing else plain(item.object),
                literal=not thing,
                confidence=round(item.chance, 2),
                evidence=(Evidence(start, end, resolved.article.text[start:end]),),
                method=f"taught:{', '.join(item.reasons)}",
            )
        )
    return replace(facts, entities=tuple(entities.values()), taught=(*facts.taught, *found))


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
