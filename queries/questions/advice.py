"""What to say when a question is not understood: the word, near names, questions that work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.questions.algebra import (
    Column,
    Iri,
    Path,
    PathOp,
    Select,
    Triple,
    Values,
    Var,
    to_sparql,
)
from queries.questions.answer import Answer, Outcome
from queries.questions.answering import answered
from queries.questions.reading import read
from queries.questions.syntax.tagging import Tagger
from queries.questions.tokens import tokenise
from queries.questions.untyped import property_of
from queries.questions.words import english, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from queries.questions.layers import Graph
    from queries.questions.lexicon import Lexicon
    from queries.questions.ontology import Link, Ontology

_MOST_NEAR, _EXAMPLES, _TRIED = 3, 5, 12
_SURE = 0.3
"""A class that costs this much or less for "who" is one of people by its own name."""


def not_understood(
    question: str, words: Sequence[str], lexicon: Lexicon, graph: Graph, today: date
) -> Answer:
    """Say which words were not understood, what comes near, and what can be asked instead."""
    spans = Tagger(lexicon).entity_spans(tokenise(question))
    instead = suggested(graph, lexicon, today, about=[iri for s in spans for iri in s.iris[:1]])
    if words:
        quoted = " and ".join(f"“{word}”" for word in words)
        verb = "is" if len(words) == 1 else "are"
        said = f"Not understood: {quoted} {verb} in neither the graph nor its vocabulary."
        near = [name for word in words for name in lexicon.names.nearest(word)]
        if near:
            said += f" Nearest names: {', '.join(dict.fromkeys(near[:_MOST_NEAR]))}."
    else:
        said = "Not understood: the words are known, but not how they belong together."
    if instead:
        said += f" This graph can answer, for instance: {' '.join(instead)}"
    return Answer(question, Outcome.NOT_UNDERSTOOD, said, suggestions=instead)


def suggested(
    graph: Graph, lexicon: Lexicon, today: date, count: int = 3, about: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return questions that this graph answers, of its commonest properties, on ``about`` first."""
    found: list[str] = []
    for tried, question in enumerate(_candidates(graph, lexicon, about)):
        if question not in found and _is_answered(graph, lexicon, question, today):
            found.append(question)
        if len(found) >= count or tried >= _TRIED:
            break
    return tuple(found)


def _is_answered(graph: Graph, lexicon: Lexicon, question: str, today: date) -> bool:
    readings = read(question, lexicon, today).readings
    if not readings:
        return False
    return answered(graph, question, readings[0], lexicon).outcome is Outcome.ANSWERED


def _candidates(graph: Graph, lexicon: Lexicon, about: Sequence[str]) -> Iterator[str]:
    """Yield questions: on what was named, of two kinds of things, of how many there are."""
    links = sorted(
        lexicon.ontology.links.values(),
        key=lambda k: (_is_verbal(k), -sum(k.subjects.values()), k.iri),
    )
    named = (made for link in links for made in _asked(graph, link, lexicon, about))
    yield from (question for _, question in zip(range(1), named, strict=False))
    kinds: set[str] = set()
    for link in links:
        kind = _kind(link)
        if kind is None or kind in kinds or property_of(kind) is not None:
            continue
        if lexicon.nameless((kind,)):
            continue
        things = [thing.iri for thing in lexicon.names.examples((kind,), _EXAMPLES)]
        made = next(_asked(graph, link, lexicon, things), None)
        if made is not None:
            kinds.add(kind)
            yield made
        if len(kinds) == 2:
            yield from _counted(lexicon.ontology)
    yield from _counted(lexicon.ontology)


def _kind(link: Link) -> str | None:
    return max(sorted(link.subjects), key=lambda c: link.subjects[c], default=None)


def _is_verbal(link: Link) -> bool:
    """Whether a property of a plain graph is no noun: "launched at", "lies in"."""
    words = link.label.lower().split()
    return not link.forward and words[-1] in english().lists["prepositions"]


def _asked(graph: Graph, link: Link, lexicon: Lexicon, things: Sequence[str]) -> Iterator[str]:
    """Yield a question about a pair that the property joins, or about its value."""
    if not things or not link.subjects or (link.literal and link.kind == "truth"):
        return
    if link.literal and lexicon.ontology.layers is not None:
        return
    own, value = Var("s"), Var("o")
    path = Path(PathOp.SEQUENCE, (Iri(link.iri), Iri(link.step))) if link.step else Iri(link.iri)
    where = (Values(own, tuple(Iri(iri) for iri in things)), Triple(own, path, value))
    select = Select((Column(own), Column(value)), where, limit=_EXAMPLES)
    for row in graph.select(to_sparql(select)).values():
        subject, obj = (lexicon.names.label(str(end)) for end in row)
        if subject is None:
            continue
        if link.literal or not link.forward:
            yield f"What is the {link.label} of {subject}?"
        elif obj is not None:
            yield f"{_who(link, lexicon)} {_verb(link.label)} {obj}?"


def _who(link: Link, lexicon: Lexicon) -> str:
    kind = _kind(link) or ""
    if lexicon.people.get(kind, 1.0) <= _SURE:
        return "Who"
    return f"Which {lexicon.ontology.classes[kind].label}"


def _verb(label: str) -> str:
    """Return a relation's label as what is said of one thing.

    >>> _verb("invests in"), _verb("headquartered in"), _verb("founder of")
    ('invests in', 'is headquartered in', 'is founder of')
    """
    first = label.split()[0]
    return label if first.endswith("s") and not first.endswith("ss") else f"is {label}"


def _counted(ontology: Ontology) -> Iterator[str]:
    largest = max(ontology.classes.values(), key=lambda c: c.size, default=None)
    if largest is not None and largest.size:
        yield f"How many {plural(largest.label)} are there?"
