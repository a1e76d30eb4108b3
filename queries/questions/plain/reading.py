"""From a question to its candidate meanings over any graph, the plainest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.questions.plain.elements import elements
from queries.questions.plain.forms import Former
from queries.questions.plain.linking import Linker, choices
from queries.questions.plain.values import Values
from queries.questions.plain.words import general, phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from queries.questions.plain.lexicon import Lexicon
    from queries.questions.plain.meaning import Query
    from queries.questions.plain.paths import Paths
    from queries.questions.plain.signals import Element


_IMPOSSIBLE = 50.0
"""A draft of this cost leaves a value or a comparison unexplained."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning, what it costs, and what the asker should know of it."""

    query: Query
    cost: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """The readings of a question, plainest first, or the words that nothing explains."""

    readings: tuple[Reading, ...]
    unknown: tuple[str, ...] = ()


def read(question: str, lexicon: Lexicon, paths: Paths, today: date) -> Read:
    """Read a question; every word must be explained."""
    found = elements(question, lexicon, today)
    unknown = tuple(each.text for each in found if each.kind == "unknown")
    if unknown:
        return Read((), unknown)
    best: dict[Query, Reading] = {}
    for cost, chosen in choices(found, lexicon):
        for reading in _drafts(question, chosen, cost, lexicon, paths):
            known = best.get(reading.query)
            if known is None or reading.cost < known.cost:
                best[reading.query] = reading
    return Read(tuple(sorted(best.values(), key=lambda r: r.cost)))


def _drafts(
    question: str, chosen: Sequence[Element], cost: float, lexicon: Lexicon, paths: Paths
) -> Iterator[Reading]:
    first = _draft(question, chosen, cost, lexicon, paths, None)
    if first is not None:
        yield first
        return
    if not any(each.kind == "who" for each in chosen):
        return
    for iri, more in _people(lexicon):
        reading = _draft(question, chosen, cost + more, lexicon, paths, iri)
        if reading is not None:
            yield reading


def _people(lexicon: Lexicon) -> list[tuple[str, float]]:
    """Return the classes that "who" may mean, with costs: those whose words speak of people."""
    people = general().people
    found = []
    for concept in lexicon.ontology.classes.values():
        own = {word for name in concept.names for word in phrase(name)}
        if people & own:
            found.append((concept.iri, 0.3))
        elif people & set(phrase(concept.comment)):
            found.append((concept.iri, 0.5))
    return found


def _draft(
    question: str,
    chosen: Sequence[Element],
    cost: float,
    lexicon: Lexicon,
    paths: Paths,
    who: str | None,
) -> Reading | None:
    linker = Linker(chosen, lexicon, paths, who)
    draft = linker.build()
    if draft is None or not draft.points:
        return None
    values = Values(linker)
    values.place()
    query = Former(question, linker, values).query()
    if query is None or draft.cost >= _IMPOSSIBLE:
        return None
    return Reading(query, cost + draft.cost, tuple(dict.fromkeys(draft.notes)))
