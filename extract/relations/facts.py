"""Facts of an article: candidates of all sentences, one fact for each pair and predicate."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.relations.matching import Candidate, match_inside, match_view, sentence_views
from extract.relations.patterns import load_patterns
from extract.relations.qualifiers import find_qualifiers, make_qualifiers
from extract.relations.status import find_status
from extract.relations.views import LETTERS, LONGEST_SENTENCE
from kg.model import SYMMETRIC_PREDICATES, Evidence, Fact, PartKind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Span

    from extract.document import EntityMention, ResolvedDoc
    from extract.relations.patterns import Pattern


@dataclass(slots=True)
class _Gathered:
    """What the sentences say of one fact so far."""

    confidence: float
    status: Status
    method: str
    qualifiers: dict[str, str | float] = field(default_factory=dict)
    evidence: dict[int, Evidence] = field(default_factory=dict)


def sentence_candidates(
    sentence: Span,
    resolved: ResolvedDoc,
    patterns: Sequence[Pattern],
    letters: Mapping[str, str],
    *,
    focus: EntityMention | None = None,
) -> Iterator[Candidate]:
    """Yield all candidates of one sentence; ``focus`` is what the one before speaks of."""
    if len(sentence) > LONGEST_SENTENCE:
        return
    for view in sentence_views(sentence, resolved, letters):
        yield from match_view(view, patterns, letters, focus=focus)
    yield from match_inside(sentence, resolved, patterns, letters)


def _key(candidate: Candidate) -> tuple[str, Predicate, str]:
    predicate = candidate.pattern.predicate
    ends = (candidate.subject.iri, candidate.object.iri)
    first, second = sorted(ends) if predicate in SYMMETRIC_PREDICATES else ends
    return first, predicate, second


def _is_title(sentence: Span, resolved: ResolvedDoc) -> bool:
    return any(
        part.kind is PartKind.TITLE and part.start <= sentence.start_char < part.end
        for part in resolved.article.parts
    )


def find_facts(resolved: ResolvedDoc, *, patterns: Sequence[Pattern] | None = None) -> list[Fact]:
    """Return the facts that the article states, by the patterns of the data file.

    ``patterns`` replaces the shipped ones. Facts are in order of their first sentence.
    """
    chosen = load_patterns() if patterns is None else patterns
    letters = {entity.iri: LETTERS[entity.type] for entity in resolved.entities}
    names = {entity.iri: entity.name for entity in resolved.entities}
    gathered: dict[tuple[str, Predicate, str], _Gathered] = {}
    focus: EntityMention | None = None
    for sentence in resolved.content:
        headline = _is_title(sentence, resolved)
        found = sentence_candidates(sentence, resolved, chosen, letters, focus=focus)
        for candidate in found:
            status = find_status(candidate, headline=headline)
            qualifiers = find_qualifiers(candidate, resolved, names)
            _gather(gathered, candidate, status, qualifiers, _evidence(sentence))
        focus = next_focus(sentence, resolved, letters, focus)
    return [_fact(key, item) for key, item in gathered.items()]


def next_focus(
    sentence: Span,
    resolved: ResolvedDoc,
    letters: Mapping[str, str],
    focus: EntityMention | None,
) -> EntityMention | None:
    """Return what a following sentence speaks of: the first organisation of this one."""
    for mention in resolved.mentions:
        if sentence.start <= mention.start < sentence.end and letters[mention.iri] in "CUROG":
            return mention
    return focus


def _evidence(sentence: Span) -> Evidence:
    text = sentence.text.rstrip()
    return Evidence(sentence.start_char, sentence.start_char + len(text), text)


def _gather(
    gathered: dict[tuple[str, Predicate, str], _Gathered],
    candidate: Candidate,
    status: Status,
    qualifiers: dict[str, str | float],
    evidence: Evidence,
) -> None:
    key, pattern = _key(candidate), candidate.pattern
    known = gathered.get(key)
    if known is None:
        known = _Gathered(pattern.confidence, status, pattern.name)
        gathered[key] = known
    elif pattern.confidence > known.confidence:
        known.confidence, known.status, known.method = pattern.confidence, status, pattern.name
        known.qualifiers = qualifiers | {
            name: value for name, value in known.qualifiers.items() if name not in qualifiers
        }
    known.qualifiers = qualifiers | known.qualifiers
    known.evidence.setdefault(evidence.start, evidence)


def _fact(key: tuple[str, Predicate, str], item: _Gathered) -> Fact:
    subject, predicate, object_ = key
    return Fact(
        subject,
        predicate,
        object_,
        status=item.status,
        confidence=round(item.confidence, 3),
        qualifiers=make_qualifiers(item.qualifiers),
        evidence=tuple(item.evidence[start] for start in sorted(item.evidence)),
        method=item.method,
    )
