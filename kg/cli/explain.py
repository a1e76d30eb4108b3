"""Why a fact was found: its sentences with both ends marked, and the rule or score behind it."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kg.cli.output import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.model import ArticleFacts, Entity, Evidence, Fact, Qualifiers, TaughtFact


def explain_facts(facts: ArticleFacts) -> Iterator[str]:
    """Yield the lines that explain each fact of an article."""
    entities = {entity.iri: entity for entity in facts.entities}
    yield f"{facts.article.id}: {facts.article.title or 'no title'}"
    for fact in facts.facts:
        yield ""
        yield from explain_fact(fact, entities)
    for taught in facts.taught:
        yield ""
        yield from explain_taught(taught, entities)
    if not facts.facts and not facts.taught:
        yield "no facts"


def explain_fact(fact: Fact, entities: Mapping[str, Entity]) -> Iterator[str]:
    """Yield the lines that explain one fact; ``entities`` are those of its article by IRI."""
    subject, object_ = entities[fact.subject], entities[fact.object]
    yield f"{subject.name} - {fact.predicate.value} - {object_.name}"
    details = [fact.status.value, f"confidence {fact.confidence:.2f}"]
    details += [text for text in (qualifier_text(fact.qualifiers),) if text]
    yield f"  {'; '.join(details)}"
    yield f"  found by {found_by(fact.method)}"
    for evidence in fact.evidence:
        yield f"  {' '.join(marked(evidence, subject, object_).split())}"


def local_name(iri: str) -> str:
    """Return the last part of an IRI.

    >>> local_name("https://example.org/ns#founded_by")
    'founded_by'
    """
    return unquote(re.split(r"[/#]", iri.rstrip("/#"))[-1])


def explain_taught(fact: TaughtFact, entities: Mapping[str, Entity]) -> Iterator[str]:
    """Yield the lines that explain a taught fact: where it was found, and what spoke for it."""
    name = fact.object if fact.kind else entities[fact.object].name
    yield f"{entities[fact.subject].name} - {local_name(fact.relation)} - {name}"
    yield f"  taught; score {fact.confidence:.2f}; {fact.relation}"
    yield f"  told by {(fact.method or '').removeprefix('taught:') or 'the kinds of its ends'}"
    for evidence in fact.evidence:
        where = f"[{evidence.start}:{evidence.end}]"
        yield f"  {where} {' '.join(evidence.text.split())}"


def found_by(method: str | None) -> str:
    """Return a fact's method in words.

    >>> found_by("pattern:acquires-verb+model:0.87")
    'pattern acquires-verb, and the trained model with a score of 0.87'
    """
    parts = []
    for part in (method or "").split("+"):
        kind, _, rest = part.partition(":")
        if kind == "pattern":
            parts.append(f"pattern {rest}")
        elif kind == "model":
            parts.append(f"the trained model with a score of {rest}")
        elif part:
            parts.append(part)
    return ", and ".join(parts) or "an unknown method"


def marked(evidence: Evidence, subject: Entity, object_: Entity) -> str:
    """Return a sentence with the mentions of both ends in square brackets.

    Of several mentions those next to each other are marked. An end that the sentence does not
    mention is named after it.
    """
    ends = {"subject": _inside(evidence, subject), "object": _inside(evidence, object_)}
    spans = _nearest(ends["subject"], ends["object"])
    text = evidence.text
    for (start, end), name in sorted(spans, reverse=True):
        a, b = start - evidence.start, end - evidence.start
        text = f"{text[:a]}[{name}: {text[a:b]}]{text[b:]}"
    names = {"subject": subject.name, "object": object_.name}
    absent = [f"[{name}, named elsewhere: {names[name]}]" for name in ends if not ends[name]]
    return " ".join([text.rstrip(), *absent])


def _inside(evidence: Evidence, entity: Entity) -> list[tuple[int, int]]:
    return [
        (mention.start, mention.end)
        for mention in entity.mentions
        if evidence.start <= mention.start and mention.end <= evidence.end
    ]


def _nearest(
    subjects: list[tuple[int, int]], objects: list[tuple[int, int]]
) -> list[tuple[tuple[int, int], str]]:
    """Return the two mentions with the fewest characters between; a nested pair counts as one."""
    apart = [(s, o) for s, o in product(subjects, objects) if s[1] <= o[0] or o[1] <= s[0]]
    if apart:
        pair = min(
            apart, key=lambda ends: max(ends[0][0], ends[1][0]) - min(ends[0][1], ends[1][1])
        )
        return [(pair[0], "subject"), (pair[1], "object")]
    if subjects and objects:
        return [(max((*subjects, *objects), key=lambda span: span[1] - span[0]), "both")]
    return [(span, "subject") for span in subjects[:1]] + [(span, "object") for span in objects[:1]]


def qualifier_text(qualifiers: Qualifiers) -> str:
    """Return qualifiers in a line.

    >>> from kg.model import Qualifiers
    >>> qualifier_text(Qualifiers(role="CEO", amount=3.5e9, currency="USD"))
    'amount 3,500,000,000; currency USD; role CEO'
    """
    return "; ".join(f"{name} {cell_text(value)}" for name, value in qualifiers)
