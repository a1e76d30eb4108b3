"""What a dateline says of places: "DRESDEN, Germany -", and what it implies of what follows.

A press release comes from the seat of the firm that announces something; an event that the first
sentence speaks of takes place where the report comes from.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from extract.relations.matching import Candidate
from extract.relations.patterns import Pattern, end_letters, measured_confidence
from extract.relations.views import flat_view
from kg.model import PartKind, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Span

    from extract.document import EntityMention, ResolvedDoc

_PLACES: Final = "STL"
_AREAS: Final = "NS"
_ANNOUNCES: Final = re.compile(r"\b(?:announced|today)\b")
_RULES: Final = {
    "dateline-place": Predicate.LOCATED_IN,
    "dateline-seat": Predicate.HEADQUARTERED_IN,
    "dateline-event": Predicate.LOCATED_IN,
}


def _pattern(name: str) -> Pattern:
    predicate = _RULES[name]
    ends = end_letters(predicate)
    return Pattern(name, predicate, (), measured_confidence(name), *ends, status=Status.ACTUAL)


def dateline_candidates(
    resolved: ResolvedDoc, letters: Mapping[str, str]
) -> Iterator[tuple[Span, Candidate]]:
    """Yield what the datelines say, each with the stretch of text that says it."""
    doc = resolved.doc
    for part in resolved.article.parts:
        if part.kind is not PartKind.DATE:
            continue
        line = doc.char_span(part.start, part.end, alignment_mode="expand")
        named = _inside(resolved, line) if line is not None else []
        if line is None or not named or letters[named[0].iri] not in _PLACES:
            continue
        for area in named[1:]:
            if letters[area.iri] in _AREAS and area.iri != named[0].iri:
                yield line, _candidate("dateline-place", line, resolved, letters, named[0], area)
        after = next((s for s in resolved.content if s.start >= line.end), None)
        if after is not None:
            for name, mention in _spoken_of(after, resolved, letters):
                yield after, _candidate(name, after, resolved, letters, mention, named[0])


def _inside(resolved: ResolvedDoc, span: Span) -> list[EntityMention]:
    return [m for m in resolved.mentions if span.start <= m.start and m.end <= span.end]


def _spoken_of(
    sentence: Span, resolved: ResolvedDoc, letters: Mapping[str, str]
) -> Iterator[tuple[str, EntityMention]]:
    """Yield the firm that announces something in a sentence, and the events in it."""
    mentions = _inside(resolved, sentence)
    firm = next((m for m in mentions if letters[m.iri] in "CURO"), None)
    if firm is not None and _ANNOUNCES.search(sentence.text):
        yield "dateline-seat", firm
    for mention in {m.iri: m for m in mentions if letters[m.iri] == "E"}.values():
        yield "dateline-event", mention


def _candidate(
    name: str,
    span: Span,
    resolved: ResolvedDoc,
    letters: Mapping[str, str],
    subject: EntityMention,
    object_: EntityMention,
) -> Candidate:
    view = flat_view(span, resolved, letters)
    return Candidate(subject, object_, _pattern(name), view, 0, 0, min(1, len(view.items)))
