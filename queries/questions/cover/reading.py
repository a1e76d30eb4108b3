"""From a question to its candidate meanings over any graph, the plainest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.questions.cover.elements import elements
from queries.questions.cover.forms import Former
from queries.questions.cover.linking import Linker
from queries.questions.cover.senses import choices
from queries.questions.cover.values import Values
from queries.questions.meaning import Reading, Status
from queries.questions.tokens import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from queries.questions.cover.draft import Point
    from queries.questions.cover.signals import Element
    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Query


_IMPOSSIBLE = 50.0
"""A draft of this cost leaves a value or a comparison unexplained."""
_NOBODY = 3.0
"""What it costs if "who" is no person nor organisation."""


@dataclass(frozen=True, slots=True)
class Read:
    """The readings of a question, plainest first, or the words that nothing explains."""

    readings: tuple[Reading, ...]
    unknown: tuple[str, ...] = ()


def read(question: str, lexicon: Lexicon, today: date) -> Read:
    """Read a question; every word must be explained."""
    found = elements(question, lexicon, today)
    unknown = tuple(each.text for each in found if each.kind == "unknown")
    if unknown:
        return Read((), unknown)
    best: dict[Query, Reading] = {}
    for cost, chosen in choices(found, lexicon):
        for reading in _drafts(question, chosen, cost, lexicon):
            known = best.get(reading.query)
            if known is None or reading.cost < known.cost:
                best[reading.query] = reading
    return Read(tuple(sorted(best.values(), key=lambda r: r.cost)))


def _drafts(
    question: str, chosen: Sequence[Element], cost: float, lexicon: Lexicon
) -> Iterator[Reading]:
    first = _draft(question, chosen, cost, lexicon, None)
    if first is not None:
        yield first
    asks_who = any(each.kind == "who" and each.text != "where" for each in chosen)
    if not asks_who or (first is not None and first.cost - cost < _NOBODY):
        return
    for iri, more in lexicon.people.items():
        reading = _draft(question, chosen, cost + more, lexicon, iri)
        if reading is not None:
            yield reading


def _is_event(point: Point, lexicon: Lexicon) -> bool:
    """Whether "who" came to mean something that happens, and so nobody."""
    asked = point.word == "who" and not point.where and not point.iris
    return asked and point.classes is not None and point.classes <= lexicon.events


def _draft(
    question: str,
    chosen: Sequence[Element],
    cost: float,
    lexicon: Lexicon,
    who: str | None,
) -> Reading | None:
    linker = Linker(chosen, lexicon, tuple(t.lower for t in tokenise(question)), who)
    draft = linker.build()
    if draft is None or not draft.points:
        return None
    values = Values(linker)
    values.place()
    query = Former(question, linker, values).query()
    if query is None or draft.cost >= _IMPOSSIBLE:
        return None
    if who is None and any(_is_event(point, lexicon) for point in draft.points):
        cost += _NOBODY
    kinds = {each.kind for each in chosen}
    for status in (Status.PLANNED, Status.DENIED):
        query = query.with_status(status) if status.value in kinds else query
    return Reading(query, cost + draft.cost, tuple(dict.fromkeys(draft.notes)))
