"""Pairs of mentions that a trained head scores: which predicates may join them, how likely."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from spacy.tokens import Span

from extract.document import MentionKind
from extract.relations.patterns import end_letters
from extract.relations.views import LONGEST_SENTENCE
from kg.model import Predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Doc

    from extract.document import EntityMention, ResolvedDoc

LEAST_CHANCE: Final = 0.01
"""A predicate less likely than this is not even a candidate."""

MOST_PAIRS: Final = 1200
"""Pairs of one sentence and the one before; more come only from tables and long lists."""


class Scores(Protocol):
    """What is known of one ordered pair; the values are probabilities."""

    @property
    def relations(self) -> Mapping[str, float]:
        """Each predicate's chance to hold from the first to the second."""

    @property
    def statuses(self) -> Mapping[str, float]:
        """The chance of each status, if a predicate holds."""


class PairScorer(Protocol):
    """A trained relation head, such as :class:`extract.language.relations.RelationModel`."""

    def scores(self, doc: Doc, pairs: Sequence[tuple[Span, Span]]) -> Sequence[Scores]:
        """Score ordered pairs of labelled spans of one doc."""


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """One mention pair under one predicate, as the head sees it.

    ``chance`` is the predicate's probability, ``rival`` that of the likeliest other predicate
    that the types allow, ``back`` that of the same predicate the other way round; ``distance``
    counts tokens between the mentions; ``across`` tells that they stand in two sentences;
    ``letters`` are the types of subject and object.
    """

    subject: EntityMention
    object: EntityMention
    predicate: Predicate
    sentence: Span
    chance: float
    rival: float
    back: float
    statuses: Mapping[str, float]
    distance: int
    across: bool
    letters: tuple[str, str]


def allowed_predicates(letters: Mapping[str, str]) -> dict[tuple[str, str], list[Predicate]]:
    """Return the predicates that each pair of type letters allows."""
    kinds = sorted(set(letters.values()))
    found: dict[tuple[str, str], list[Predicate]] = {}
    for predicate in Predicate:
        subjects, objects = end_letters(predicate)
        for one in kinds:
            for two in kinds:
                if one in subjects and two in objects:
                    found.setdefault((one, two), []).append(predicate)
    return found


def mention_pairs(
    before: Sequence[EntityMention], inside: Sequence[EntityMention]
) -> Iterator[tuple[EntityMention, EntityMention, bool]]:
    """Yield ordered pairs of a sentence, and of it with the sentence before, and which of both.

    A mention of the sentence before takes part only if its entity is absent from this one.
    """
    for one in inside:
        for two in inside:
            if one.iri != two.iri and not (one.start < two.end and two.start < one.end):
                yield one, two, False
    present = {mention.iri for mention in inside}
    for one in before:
        if one.iri in present:
            continue
        for two in inside:
            yield one, two, True
            yield two, one, True


def score_pairs(
    resolved: ResolvedDoc, scorer: PairScorer, letters: Mapping[str, str]
) -> list[ScoredPair]:
    """Return what the head says of all pairs that the types allow."""
    allowed = allowed_predicates(letters)
    types = {entity.iri: entity.type.value for entity in resolved.entities}
    jobs: dict[tuple[EntityMention, EntityMention], tuple[Span, bool]] = {}
    for sentence, before, inside in _neighbours(resolved):
        for count, (one, two, across) in enumerate(mention_pairs(before, inside)):
            if count >= MOST_PAIRS:
                break
            ends = (letters[one.iri], letters[two.iri])
            if ends in allowed or ends[::-1] in allowed:
                jobs[one, two] = (sentence, across)
    spans = _spans(resolved, (m for pair in jobs for m in pair), types)
    scored = scorer.scores(resolved.doc, [(spans[one], spans[two]) for one, two in jobs])
    known = dict(zip(jobs, scored, strict=True))
    found: list[ScoredPair] = []
    for (one, two), (sentence, across) in jobs.items():
        ends = (letters[one.iri], letters[two.iri])
        choices = allowed.get(ends, ())
        found += _of_pair((one, two), ends, choices, known, sentence, across=across)
    return found


def _of_pair(
    pair: tuple[EntityMention, EntityMention],
    letters: tuple[str, str],
    choices: Sequence[Predicate],
    known: Mapping[tuple[EntityMention, EntityMention], Scores],
    sentence: Span,
    *,
    across: bool,
) -> Iterator[ScoredPair]:
    one, two = pair
    scores = known[pair]
    reverse = known.get((two, one))
    for predicate in choices:
        chance = scores.relations.get(predicate.value, 0.0)
        if chance < LEAST_CHANCE:
            continue
        yield ScoredPair(
            one,
            two,
            predicate,
            sentence,
            chance,
            max((scores.relations[p.value] for p in choices if p is not predicate), default=0.0),
            reverse.relations.get(predicate.value, 0.0) if reverse else 0.0,
            scores.statuses,
            max(one.start, two.start) - min(one.end, two.end),
            across,
            letters,
        )


def _neighbours(
    resolved: ResolvedDoc,
) -> Iterator[tuple[Span, list[EntityMention], list[EntityMention]]]:
    """Yield each sentence with the mentions of the one before and its own."""
    by_sentence: dict[int, list[EntityMention]] = defaultdict(list)
    ends = [sentence.end for sentence in resolved.content]
    number = 0
    for mention in sorted(resolved.mentions, key=lambda m: m.start):
        while number < len(ends) and mention.start >= ends[number]:
            number += 1
        if number < len(ends) and mention.start >= resolved.content[number].start:
            by_sentence[number].append(mention)
    for number, sentence in enumerate(resolved.content):
        if len(sentence) <= LONGEST_SENTENCE:
            before = [m for m in by_sentence[number - 1] if m.kind is not MentionKind.PRONOUN]
            yield sentence, before if number else [], by_sentence[number]


def _spans(
    resolved: ResolvedDoc, mentions: Iterable[EntityMention], types: Mapping[str, str]
) -> dict[EntityMention, Span]:
    doc = resolved.doc
    return {m: Span(doc, m.start, m.end, label=types[m.iri]) for m in mentions}
