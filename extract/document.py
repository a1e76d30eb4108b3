"""An article after the language pipeline and entity resolution: what the fact finders read.

This is the seam of the extraction. Names may come from word lists or from a trained pipeline;
relations, quantities and observations see only this.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable
    from typing import Any

    from spacy.tokens import Doc, Span

    from kg.model import Article, Entity


class MentionKind(StrEnum):
    """How a mention refers: by name, by description ("the company") or by pronoun ("it")."""

    NAME = "name"
    DESCRIPTION = "description"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A stretch of tokens ``doc[start:end]`` that refers to the entity ``iri``.

    ``chance`` is how likely a pronoun or description stands for it; 1 for a name.
    """

    iri: str
    start: int
    end: int
    kind: MentionKind = MentionKind.NAME
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class ResolvedDoc:
    """An article with its tokens, sentences, entities and mentions.

    ``doc`` covers the whole ``article.text`` (``token.idx`` are the article's offsets) and has
    sentence boundaries. ``mentions`` are in order of ``start``; a mention may lie inside another
    ("[[Stanford]'s AI institute]"). ``entities`` has one entry for each IRI in ``mentions``.
    ``content`` are the sentences of title and body, without byline, date and page furniture.
    ``memo`` keeps what was worked out about the article and will be asked for again.
    """

    article: Article
    doc: Doc
    entities: tuple[Entity, ...]
    mentions: tuple[EntityMention, ...]
    content: tuple[Span, ...]
    memo: dict[Hashable, Any] = field(init=False, repr=False, compare=False, default_factory=dict)
