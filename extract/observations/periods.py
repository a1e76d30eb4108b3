"""The time that a number is about: the times in reach compete, by fitted weights.

In reach are the times of the sentence, those that the article spoke of before, those of the
numbers before (:mod:`extract.observations.timeline`), and what news leaves unsaid: the day,
month, quarter and year of the article and those before them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from extract.choosing import ChoiceModel, load_choice
from extract.grammar import governing_verb, item_root, tense, tree_path
from extract.observations.bearers import clause_span
from extract.quantities import Period, Quantity
from extract.quantities.anchors import anchor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extract.document import ResolvedDoc
    from extract.observations.indicators import Reading
    from extract.observations.timeline import Timeline
    from extract.relations.views import View

_LONGEST_PATH: Final = 5
_UNTOLD: Final = 0.6
"""The chance of none of the times from which on none is given."""
_CUES: Final = frozenset(
    {"from", "to", "after", "against", "than", "versus", "with", "of", "at", "by", "now", "up"}
    | {"down", "on", "over", "reach", "since", "was", "compared"}
)
_BASES: Final = frozenset(
    {"told-last", "told-last-first", "told-first", "told-often", "number-last", "number-here"}
    | {"number-before", "number-same", "last-quarter"}
)
"""Times of the story from which "a year earlier" may be counted."""
_COMPARING: Final = frozenset({"from", "after", "against", "than", "versus", "compared", "since"})


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a number may be about, in ISO 8601, with what speaks for it."""

    period: str
    features: dict[str, float]


@cache
def period_model() -> ChoiceModel:
    """Return the fitted weights."""
    return load_choice("observations_periods.toml")


def likeliest_period(
    view: View, i: int, reading: Reading, resolved: ResolvedDoc, timeline: Timeline, about: str
) -> str | None:
    """Return the time that the value at item ``i``, a number of ``about``, is about.

    ``None`` if the article hardly tells: a head count may hold now or last year.
    """
    found = times(view, i, reading, resolved, timeline, about)
    chances = period_model().chances([time.features for time in found], nothing=True)
    if not found or 1 - sum(chances) >= _UNTOLD:
        return None
    return max(zip(chances, found, strict=True), key=lambda pair: pair[0])[1].period


def times(
    view: View, i: int, reading: Reading, resolved: ResolvedDoc, timeline: Timeline, about: str
) -> list[Time]:
    """Return the times in reach; equal ones are one with the features of all."""
    joined: dict[str, dict[str, float]] = {}
    stated = _stated_places(view)
    context = _context(view, i, reading, resolved)
    for period, name in timeline.reach(about):
        features = joined.setdefault(period, _general(period, context))
        features |= {name: 1.0, f"{name}:stated:{min(len(stated), 2)}": 1.0}
        features |= {f"{name}:{word}": 1.0 for word in context}
    for k in stated:
        value = view.items[k].value
        if not isinstance(value, Period):
            continue
        features = joined.setdefault(value.value, _general(value.value, context))
        features |= _said(view, i, k, resolved) | {f"said:{word}": 1.0 for word in context}
        for name, other in _counted_anew(view, k, resolved, timeline, about):
            features = joined.setdefault(other, _general(other, context))
            features |= {"anew": 1.0, f"anew:{name}": 1.0}
            features |= {f"anew:{way}": 1.0 for way in _pairing(view, i, k)}
        for length in (4, 7):
            if length < len(value.value) and "-" not in value.value[length - 2 : length]:
                part = joined.setdefault(value.value[:length], _general(value.value, context))
                part[f"part:{length}:{len(value.value)}"] = 1.0
    return [Time(period, features) for period, features in joined.items()]


def _counted_anew(
    view: View, k: int, resolved: ResolvedDoc, timeline: Timeline, about: str
) -> Iterator[tuple[str, str]]:
    """Yield what "a year earlier" at item ``k`` means if it is not counted from today.

    Where the sentence names no time before it, it may be counted from one of the sentences before,
    or from that of another number.
    """
    if any(j < k for j in _stated_places(view)):
        return
    item = view.items[k]
    words = resolved.doc[item.start : item.end].text
    for base, name in timeline.reach(about):
        if name in _BASES and (value := anchor(words, base)) is not None:
            yield name, value


def _stated_places(view: View) -> list[int]:
    return [k for k, item in enumerate(view.items) if isinstance(item.value, Period)]


def _context(view: View, i: int, reading: Reading, resolved: ResolvedDoc) -> tuple[str, ...]:
    """Return what the sentence says around the value: the features that times are read with."""
    known = [reading.kind, f"unit:{reading.unit}"]
    before = next((w for w in reversed(view.words[max(i - 3, 0) : i]) if w in _CUES), "none")
    known.append(f"cue:{before}")
    known += [f"names:{word}" for word in reading.indicator.split()[:6]]
    if resolved.doc.has_annotation("DEP"):
        verb = governing_verb(item_root(view, i, resolved.doc))
        known.append(f"tense:{tense(verb)}")
        if verb is not None:
            known.append(f"verb:{verb.lemma_}")
    return tuple(known)


def _general(period: str, context: tuple[str, ...]) -> dict[str, float]:
    shape = f"{len(period)}{period[5:6] if period[5:6] in {'Q', 'H'} else ''}"
    return {f"shape:{shape}": 1.0} | {f"shape:{shape}:{word}": 1.0 for word in context}


def _said(view: View, i: int, k: int, resolved: ResolvedDoc) -> dict[str, float]:
    words = view.words
    low, high = sorted((i, k))
    start, end = clause_span(view, i)
    side = "left" if k < i else "right"
    between = range(low + 1, high)
    values = sum(isinstance(view.items[j].value, Quantity) for j in between)
    others = sum(isinstance(view.items[j].value, Period) for j in between)
    features = {
        "said": 1.0,
        f"said:{side}": 1.0,
        f"said:{side}:distance": math.log(high - low),
        f"said:{side}:between:{min(values, 2)}:{min(others, 2)}": 1.0,
        f"said:{side}:clause:{start <= k < end}": 1.0,
        f"said:{side}:comma:{',' in words[low:high]}": 1.0,
        f"said:first:{k < 3}": 1.0,
    }
    preceding = [word for word in words[max(k - 3, 0) : k] if word.isalpha()]
    features |= {f"said:{side}:after:{word}": 1.0 for word in preceding}
    features |= {f"said:{name}": 1.0 for name in _pairing(view, i, k)}
    marked = bool(set(preceding) & _COMPARING)
    features[f"said:{side}:compared:{marked}:{_is_compared(view, i)}"] = 1.0
    text = "".join(words[k : k + 1])
    span = resolved.doc[view.items[k].start : view.items[k].end].text.lower() or text
    features |= {f"said:is:{word}": 1.0 for word in span.split() if word.isalpha()}
    return features | dict.fromkeys(_way(view, i, k, resolved), 1.0)


def _is_compared(view: View, i: int) -> bool:
    return bool(set(view.words[max(i - 3, 0) : i]) & _COMPARING)


def _pairing(view: View, i: int, k: int) -> Iterator[str]:
    """Tell whether value and time are neighbours, or the n-th of as many of each."""
    numbers = [j for j, item in enumerate(view.items) if isinstance(item.value, Quantity)]
    places = _stated_places(view)
    if len(numbers) == len(places) > 1 and numbers.index(i) == places.index(k):
        yield "parallel"
    yield f"only:{len(places) == 1}:{len(numbers) == 1}"
    after = next((j for j in places if j > i), None)
    before = next((j for j in reversed(places) if j < i), None)
    if k in {after, before}:
        other = before if k == after else after
        yield f"nearest:{'right' if k == after else 'left'}:{other is not None}"
    if k == after and not any(i < j < k for j in numbers):
        yield "next"
    if k == before and not any(k < j < i for j in numbers):
        yield "just"


def _way(view: View, i: int, k: int, resolved: ResolvedDoc) -> Iterator[str]:
    doc = resolved.doc
    if not doc.has_annotation("DEP"):
        return
    up, down, top = tree_path(item_root(view, i, doc), item_root(view, k, doc))
    yield f"said:path:{min(len(up) + len(down), 8)}"
    way = [f"<{t.dep_}" for t in up] + [f">{t.dep_}" for t in reversed(down)]
    if len(way) <= _LONGEST_PATH:
        yield f"said:path:{''.join(way)}"
    if top is not None:
        yield f"said:top:{top.pos_}:{len(down)}"
    verbs = {governing_verb(item_root(view, j, doc)) for j in (i, k)}
    yield f"said:verb:{len(verbs)}"
