"""Observations of an article: each number that is not the amount of a fact, and whose it is."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from extract.observations import ranking
from extract.observations.bearers import clause_span, find_bearer
from extract.observations.candidates import Story
from extract.observations.naming import Namer
from extract.observations.periods import likeliest_period
from extract.observations.places import Judged, join_ranks, rank_listed
from extract.observations.timeline import Timeline
from extract.observations.values import ValueReader
from extract.observations.words import observation_words
from extract.quantities import Period, Quantity
from extract.relations import find_facts
from extract.relations.views import LETTERS, LONGEST_SENTENCE, View, flat_view
from kg.model import Evidence, Observation, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from spacy.tokens import Span

    from extract.document import ResolvedDoc
    from extract.observations.indicators import Reading
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
    least: float | None = None,
) -> list[Observation]:
    """Return the observations that the article states, in order.

    ``facts`` are those found in the article (``None``: find them here); their amounts, shares
    and head counts are no observations. ``least`` is the confidence below which a reading is
    dropped (``None``: the fitted threshold). With a dependency parse the bearer of a number is
    chosen by fitted weights, else by the first rule that finds one.
    """
    known = find_facts(resolved) if facts is None else facts
    letters = {entity.iri: LETTERS[entity.type] for entity in resolved.entities}
    parsed = resolved.doc.has_annotation("DEP")
    judge = _ByWeights(resolved) if parsed else _ByRules(letters, resolved.article.published)
    namer = Namer(resolved.doc) if parsed else None
    limit = judge.least if least is None else least
    values, found = ValueReader(), list[Observation]()
    for sentence in resolved.content:
        if len(sentence) > LONGEST_SENTENCE:
            continue
        view = flat_view(sentence, resolved, letters)
        judged = judge.sentence(view, *values.read(view, known, sentence))
        for item in rank_listed(view, join_ranks(judged)):
            if item.confidence < limit:
                continue
            period = judge.period(view, item)
            status = _status(view, item.i, period, resolved.article.published)
            named = item if namer is None else namer.named(view, item)
            found.append(_observation(named, period, status, sentence))
        judge.read(view)
        if namer is not None:
            namer.read()
    return list(_distinct(found))


class _ByRules:
    """Judge by the first rule that finds a bearer, with its measured confidence."""

    least = LEAST_CONFIDENCE

    def __init__(self, letters: dict[str, str], published: date | None) -> None:
        self.story = Story(letters)
        self._last = str(published.year) if published else None

    def read(self, view: View) -> None:
        """Take note of a sentence that is over."""
        self.story.read(view)
        self._last = spoken_of(view) or self._last

    def period(self, view: View, item: Judged) -> str | None:
        """Return the nearest time of the clause or sentence, else the last one spoken of."""
        return _period(view, item.i) or self._last

    def sentence(
        self, view: View, readings: Sequence[tuple[int, Reading]], used: frozenset[int]
    ) -> list[Judged]:
        """Return the values of a sentence with their entities."""
        judged = []
        for i, reading in readings:
            if i in used:
                continue
            bearer = (i - 2, "person") if reading.kind == "age" else find_bearer(view, i)
            about = _iri(view, bearer[0]) if bearer else self.story.focus
            if about is None:
                continue
            method = f"{reading.kind}/{bearer[1] if bearer else 'focus'}"
            known = _confidences()
            confidence = known.get(method, known.get(reading.kind, LEAST_CONFIDENCE))
            judged.append(Judged(i, reading, about, confidence, method))
        return judged


class _ByWeights:
    """Judge every entity in reach by the fitted weights."""

    def __init__(self, resolved: ResolvedDoc) -> None:
        self._resolved = resolved
        self.story = Story({entity.iri: LETTERS[entity.type] for entity in resolved.entities})
        self.least = ranking.bearer_model().threshold
        self._timeline = Timeline(resolved.article.published)

    def read(self, view: View) -> None:
        """Take note of a sentence that is over."""
        self.story.read(view)
        self._timeline.read(view)

    def period(self, view: View, item: Judged) -> str | None:
        """Return the likeliest time in reach."""
        timeline = self._timeline
        period = likeliest_period(view, item.i, item.reading, self._resolved, timeline, item.about)
        timeline.take(period, item.about)
        return period

    def sentence(
        self, view: View, readings: Sequence[tuple[int, Reading]], used: frozenset[int]
    ) -> list[Judged]:
        """Return the values of a sentence with their entities."""
        judged = []
        for i, reading in readings:
            found = ranking.likeliest_bearer(
                view, i, reading, self._resolved, self.story, used=i in used
            )
            if found:
                bearer, chance = found
                place = "here" if bearer.item is not None else "before"
                method = f"{reading.kind}/weights-{place}"
                judged.append(Judged(i, reading, bearer.iri, chance, method))
                if chance >= self.least:
                    self.story.last_bearer = bearer.iri
        shared = ranking.share_chances({item.i: item.confidence for item in judged}, view)
        return [replace(item, confidence=shared[item.i]) for item in judged]


def spoken_of(view: View) -> str | None:
    """Return the last time of a sentence: what the next one may take for granted."""
    values = [item.value.value for item in view.items if isinstance(item.value, Period)]
    return values[-1] if values else None


def _observation(item: Judged, period: str | None, status: Status, sentence: Span) -> Observation:
    reading = item.reading
    return Observation(
        item.about,
        reading.indicator,
        value=reading.value,
        unit=reading.unit,
        period=period,
        rank=reading.rank,
        out_of=reading.out_of,
        status=status,
        confidence=round(item.confidence, 3),
        evidence=(_evidence(sentence),),
        method=item.method,
    )


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


def _status(view: View, i: int, period: str | None, published: date | None) -> Status:
    """Tell whether a number is expected or intended: by the words before it, or by its time."""
    start, _ = clause_span(view, i)
    before = set(view.words[max(start, i - 14) : i])
    planned = bool(before & (observation_words().planned - {"by"}))
    return Status.PLANNED if planned or _is_ahead(period, published) else Status.ACTUAL


def _is_ahead(period: str | None, published: date | None) -> bool:
    if period is None or published is None:
        return False
    told = period if period[5:6].isdigit() else period[:4]
    return told > published.isoformat()[: len(told)]


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
