"""The extraction: an article through the language pipeline to its entities, facts and numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

import spacy

import extract.components.names
import extract.components.sentences  # noqa: F401 - registers the factories
from extract.components.parts import PARTS
from extract.components.sentences import EDGES
from extract.entities import resolve_names
from extract.language.schemes import labels_as_clearnlp
from extract.language.sentences import NEWS
from extract.quantities.tokens import split_currencies
from extract.reading.files import MAX_CHARS, plain_text
from kg.errors import UsageError
from kg.model import ArticleFacts
from kg.vocab import content_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

    from extract.components.names import Names
    from extract.document import ResolvedDoc
    from extract.gazetteers.known import Gazetteer
    from extract.language.component import LanguageModel
    from extract.language.relations import RelationModel
    from extract.taught.relations import TaughtRelations
    from kg.model import Article, Fact, Observation


SHIPPED = Path(__file__).with_name("trained")
"""The pipeline that comes with newskg (``extract/trained/MODEL_CARD.md``)."""

BLANK = "blank"
"""Name of the pipeline that has a tokenizer only, so that names come from word lists alone."""

_LANGUAGE, _RELATIONS = "newskg_language", "newskg_relations"


def load_pipeline(
    model: str | Path | None = None, *, gazetteer: Gazetteer | None = None
) -> Language:
    """Load a spaCy pipeline and put our components around it.

    ``model`` is an installed spaCy pipeline, a folder, or ``"blank"``; ``None`` is the shipped
    one. Ours set the sentences first; names come last and are joined with the model's. Trees
    that are labelled as those of ``en_core_web`` are turned into Universal Dependencies.
    Names in ``gazetteer`` are found, typed and linked as it says.

    Raises:
        UsageError: There is no pipeline of that name.
    """
    nlp = _load(SHIPPED if model is None else model)
    if _RELATIONS in nlp.pipe_names:
        nlp.disable_pipe(_RELATIONS)  # it is asked about our own mentions, not about doc.ents
    nlp.max_length = max(nlp.max_length, MAX_CHARS)
    split_currencies(nlp)
    if "kg_sentences" not in nlp.pipe_names:
        own = _LANGUAGE in nlp.pipe_names  # joins punctuation with what the network says
        nlp.add_pipe("kg_sentences", first=True, config={"edges_only": own})
        if own:
            cast("LanguageModel", nlp.get_pipe(_LANGUAGE)).start_odds = NEWS
    if labels_as_clearnlp(nlp) and "kg_universal" not in nlp.pipe_names:
        nlp.add_pipe("kg_universal")
    if "kg_names" not in nlp.pipe_names:
        nlp.add_pipe("kg_names", last=True)
    cast("Names", nlp.get_pipe("kg_names")).gazetteer = gazetteer
    return nlp


def _load(model: str | Path) -> Language:
    if model == BLANK:
        return spacy.blank("en")
    try:
        return spacy.load(model)
    except OSError as error:
        msg = f"there is no spaCy pipeline {str(model)!r}: expected an installed one or a folder"
        raise UsageError(msg) from error


def resolve(article: Article, nlp: Language) -> ResolvedDoc:
    """Return the article's tokens, sentences, entities and mentions."""
    return resolve_names(article, nlp(_make_doc(article, nlp)), scorer=_relation_head(nlp))


def _make_doc(article: Article, nlp: Language) -> Doc:
    doc = nlp.make_doc(plain_text(article))
    doc.user_data[PARTS] = article.parts
    doc.user_data[EDGES] = sorted(
        {offset for part in article.parts for offset in (part.start, part.end)}
    )
    return doc


def extract_facts(
    article: Article, nlp: Language, taught: Sequence[TaughtRelations] = ()
) -> ArticleFacts:
    """Return everything that is found in one article; ``taught`` are relations of the user's."""
    from extract.observations import find_observations
    from extract.relations import find_facts
    from extract.taught.stating import with_taught

    resolved = resolve(article, nlp)
    facts = find_facts(resolved, scorer=_relation_head(nlp))
    found = ArticleFacts(
        article=article,
        entities=resolved.entities,
        facts=tuple(merge_facts(facts)),
        observations=tuple(merge_observations(find_observations(resolved, facts=facts))),
    )
    for relations in taught:
        found = with_taught(found, resolved, relations)
    return found


def _relation_head(nlp: Language) -> RelationModel | None:
    if _RELATIONS not in nlp.component_names:
        return None
    return cast("RelationModel", nlp.get_pipe(_RELATIONS))


def extract_many(
    articles: Iterable[Article], nlp: Language, taught: Sequence[TaughtRelations] = ()
) -> Iterator[ArticleFacts]:
    """Yield what is found in each article, in order."""
    for article in articles:
        yield extract_facts(article, nlp, taught)


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
