"""Observations of an article: each number that is not the amount of a fact, and whose it is."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from extract.observations.bearers import clause_span, find_bearer
from extract.observations.indicators import Reading, read_quantity
from extract.observations.words import observation_words
from extract.quantities import Period, Quantity
from extract.relations import find_facts
from extract.relations.views import LETTERS, LONGEST_SENTENCE, View, flat_view
from kg.model import Evidence, Observation, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Span

    from extract.document import ResolvedDoc
    from kg.model import Fact

_COMPARED: Final = frozenset(
    {"from", "than", "over", "against", "versus", "compared", "since", "above", "below"}
)
LEAST_CONFIDENCE: Final = 0.35
"""A way of reading numbers that is right less often is off."""


@cache
def _confidences() -> dict[str, float]:
    path = resources.files("extract") / "rules" / "observations_confidence.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: float(value) for name, value in data["confidence"].items()}


def find_observations(
    resolved: ResolvedDoc,
    *,
    facts: Sequence[Fact] | None = None,
    least: float = LEAST_CONFIDENCE,
) -> list[Observation]:
    """Return the observations that the article states, in order.

    ``facts`` are those found in the article (``None``: find them here); their amounts, shares
    and head counts are no observations. ``least`` is the confidence below which a reading is
    dropped.
    """
    known = find_facts(resolved) if facts is None else facts
    letters = {entity.iri: LETTERS[entity.type] for entity in resolved.entities}
    found: list[Observation] = []
    focus: str | None = None
    published = resolved.article.published
    when = str(published.year) if published else None
    for sentence in resolved.content:
        if len(sentence) > LONGEST_SENTENCE:
            continue
        view = flat_view(sentence, resolved, letters)
        used = _used_values(known, sentence)
        here = list(_sentence(view, sentence, focus, used, least))
        when = next((item.period for item in reversed(here) if item.period), when)
        found.extend(replace(item, period=item.period or when) for item in here)
        focus = _next_focus(view, focus, letters)
    return list(_distinct(found))


def _used_values(facts: Sequence[Fact], sentence: Span) -> set[float]:
    """Return the numbers that facts of the sentence carry as qualifiers."""
    used: set[float] = set()
    for fact in facts:
        if any(sentence.start_char <= e.start < sentence.end_char for e in fact.evidence):
            values = (fact.qualifiers.amount, fact.qualifiers.share, fact.qualifiers.number)
            used |= {value for value in values if value is not None}
    return used


def _next_focus(view: View, focus: str | None, letters: Mapping[str, str]) -> str | None:
    """Return the entity that a following sentence without a name speaks of."""
    for item in view.items:
        if item.slot and letters[item.slot.mentions[0].iri] in "CUROGM":
            return item.slot.mentions[0].iri
    return focus


def _sentence(
    view: View,
    sentence: Span,
    focus: str | None,
    used: set[float],
    least: float,
) -> Iterator[Observation]:
    readings = _readings(view, used)
    for i, reading in _join_ranks(view, readings):
        bearer = find_bearer(view, i)
        slot = view.items[bearer[0]].slot if bearer else None
        about = slot.mentions[0].iri if slot else focus
        if about is None:
            continue
        method = f"{reading.kind}/{bearer[1] if bearer else 'focus'}"
        confidence = _confidences().get(method, _confidences().get(reading.kind, LEAST_CONFIDENCE))
        if confidence < least:
            continue
        yield Observation(
            about,
            reading.indicator,
            value=reading.value,
            unit=reading.unit,
            period=_period(view, i),
            rank=reading.rank,
            out_of=reading.out_of,
            status=_status(view, i),
            confidence=round(confidence, 3),
            evidence=(_evidence(sentence),),
            method=method,
        )


def _readings(view: View, used: set[float]) -> list[tuple[int, Reading]]:
    readings: list[tuple[int, Reading]] = []
    for i, item in enumerate(view.items):
        if isinstance(item.value, Quantity) and item.value.value not in used:
            reading = read_quantity(view, i)
            if reading is not None:
                readings.append((i, reading))
    return _inherit(readings)


def _inherit(readings: Sequence[tuple[int, Reading]]) -> list[tuple[int, Reading]]:
    """Give a bare number the indicator and unit of the number before it ("up from 58 in June")."""
    shared: list[tuple[int, Reading]] = []
    last: Reading | None = None
    for i, reading in readings:
        bare = reading.kind in {"number-bare", "number-bracket"} and reading.unit is None
        if bare and last is not None:
            shared.append((i, replace(reading, indicator=last.indicator, unit=last.unit)))
            continue
        if reading.rank is None and not reading.kind.startswith(("money", "percent")):
            last = reading
        shared.append((i, reading))
    return shared


def _join_ranks(view: View, readings: Sequence[tuple[int, Reading]]) -> list[tuple[int, Reading]]:
    """Give a rank to the value beside it that is about the same entity."""
    joined: list[tuple[int, Reading]] = []
    values = {i: reading for i, reading in readings if reading.rank is None}
    for i, reading in readings:
        if reading.rank is None:
            continue
        owner = find_bearer(view, i)
        beside = [
            k
            for k in values
            if values[k].rank is None
            and not values[k].kind.startswith("percent-change")
            and abs(k - i) < 12
            and owner
            and (other := find_bearer(view, k))
            and _iri(view, other[0]) == _iri(view, owner[0])
        ]
        if beside:
            nearest = min(beside, key=lambda k: abs(k - i))
            values[nearest] = replace(values[nearest], rank=reading.rank, out_of=reading.out_of)
        else:
            joined.append((i, reading))
    return sorted([*joined, *values.items()], key=lambda pair: pair[0])


def _iri(view: View, i: int) -> str | None:
    slot = view.items[i].slot
    return slot.mentions[0].iri if slot else None


def _period(view: View, i: int) -> str | None:
    """Return the time that the value is about: the nearest with no other value between."""
    start, end = clause_span(view, i)
    places = [k for k, item in enumerate(view.items) if isinstance(item.value, Period)]
    right = [k for k in places if not _is_comparison(view, k, i)]
    chosen = [k for k in right if start <= k < end] or right
    if not chosen:
        return None
    value = view.items[min(chosen, key=lambda k: _distance(view, i, k))].value
    return value.value if isinstance(value, Period) else None


def _is_comparison(view: View, k: int, i: int) -> bool:
    """Tell whether the time at ``k`` is what the value at ``i`` is compared with."""
    words = view.words
    before = next((j for j in range(k - 1, max(k - 4, -1), -1) if words[j] in _COMPARED), None)
    return before is not None and not before < i < k


def _distance(view: View, i: int, k: int) -> int:
    """Return how far a time is from a value; other values between count as ten words."""
    low, high = sorted((i, k))
    others = sum(isinstance(view.items[j].value, Quantity) for j in range(low + 1, high))
    return abs(k - i) + 10 * others


def _status(view: View, i: int) -> Status:
    start, _ = clause_span(view, i)
    before = set(view.words[max(start, i - 14) : i])
    return Status.PLANNED if before & (observation_words().planned - {"by"}) else Status.ACTUAL


def _evidence(sentence: Span) -> Evidence:
    text = sentence.text.rstrip()
    return Evidence(sentence.start_char, sentence.start_char + len(text), text)


def _distinct(found: Iterable[Observation]) -> Iterator[Observation]:
    """Join observations of the same entity, value, rank and unit; periods must not differ."""
    kept: dict[tuple[object, ...], Observation] = {}
    for item in found:
        key = (item.about, item.value, item.rank if item.value is None else None, item.unit)
        known = kept.get(key)
        if known is None:
            kept[key] = item
            continue
        evidence = dict.fromkeys((*known.evidence, *item.evidence))
        kept[key] = replace(
            known,
            evidence=tuple(evidence),
            period=known.period or item.period,
            rank=known.rank or item.rank,
            out_of=known.out_of or item.out_of,
            confidence=max(known.confidence, item.confidence),
        )
    yield from kept.values()
