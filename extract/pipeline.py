"""The extraction: an article through the language pipeline to its entities, facts and numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import spacy

import extract.components.names
import extract.components.sentences  # noqa: F401 - registers the factories
from extract.components.parts import PARTS
from extract.components.sentences import EDGES
from extract.entities import resolve_names
from extract.reading.files import MAX_CHARS, plain_text
from kg.model import ArticleFacts
from kg.vocab import content_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc

    from extract.document import ResolvedDoc
    from kg.model import Article, Fact, Observation


def load_pipeline(model: str | Path | None = None) -> Language:
    """Load a spaCy pipeline and put our components around it.

    ``model`` is an installed spaCy pipeline or a folder; ``None`` is a blank English one. Ours
    set the sentences first; names come last and are merged with the ``doc.ents`` of the model.

    Raises:
        OSError: There is no pipeline of that name.
    """
    nlp = spacy.blank("en") if model is None else spacy.load(model)
    nlp.max_length = max(nlp.max_length, MAX_CHARS)
    if "kg_sentences" not in nlp.pipe_names:
        nlp.add_pipe("kg_sentences", first=True)
    if "kg_names" not in nlp.pipe_names:
        nlp.add_pipe("kg_names", last=True)
    return nlp


def resolve(article: Article, nlp: Language) -> ResolvedDoc:
    """Return the article's tokens, sentences, entities and mentions."""
    return resolve_names(article, nlp(_make_doc(article, nlp)))


def _make_doc(article: Article, nlp: Language) -> Doc:
    doc = nlp.make_doc(plain_text(article))
    doc.user_data[PARTS] = article.parts
    doc.user_data[EDGES] = sorted(
        {offset for part in article.parts for offset in (part.start, part.end)}
    )
    return doc


def extract_facts(article: Article, nlp: Language) -> ArticleFacts:
    """Return everything that is found in one article."""
    from extract.observations import find_observations
    from extract.relations import find_facts

    resolved = resolve(article, nlp)
    return ArticleFacts(
        article=article,
        entities=resolved.entities,
        facts=tuple(merge_facts(find_facts(resolved))),
        observations=tuple(merge_observations(find_observations(resolved))),
    )


def extract_many(articles: Iterable[Article], nlp: Language) -> Iterator[ArticleFacts]:
    """Yield what is found in each article, in order."""
    for article in articles:
        yield extract_facts(article, nlp)


def merge_facts(facts: Iterable[Fact]) -> list[Fact]:
    """Join facts that state the same into one with all their evidence and the best confidence."""
    merged: dict[tuple[str, ...], Fact] = {}
    for fact in facts:
        known = merged.setdefault(content_key(fact), fact)
        if known is not fact:
            merged[content_key(fact)] = replace(
                known,
                confidence=max(known.confidence, fact.confidence),
                evidence=tuple(dict.fromkeys((*known.evidence, *fact.evidence))),
            )
    return list(merged.values())


def merge_observations(observations: Iterable[Observation]) -> list[Observation]:
    """Join observations that state the same into one with all their evidence."""
    merged: dict[tuple[str, ...], Observation] = {}
    for observation in observations:
        known = merged.setdefault(content_key(observation), observation)
        if known is not observation:
            merged[content_key(observation)] = replace(
                known,
                confidence=max(known.confidence, observation.confidence),
                evidence=tuple(dict.fromkeys((*known.evidence, *observation.evidence))),
            )
    return list(merged.values())
