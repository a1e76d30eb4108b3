"""The time that a number is about: the times in reach, ranked by fitted weights.

In reach are the times of the sentence, the one that the sentences before spoke of, and those that
news leaves unsaid: the day, month and year of the article and the year before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from extract.observations.bearers import clause_span
from extract.observations.candidates import tree_path
from extract.quantities import Period, Quantity
from extract.weights import LogisticModel, load_weights

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from extract.document import ResolvedDoc
    from extract.observations.indicators import Reading
    from extract.relations.views import View

_LONGEST_PATH: Final = 5


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a number may be about, in ISO 8601, with what speaks for it."""

    period: str
    features: dict[str, float]


@cache
def period_model() -> LogisticModel:
    """Return the fitted weights."""
    return load_weights("observations_periods.toml")


def likeliest_period(
    view: View, i: int, reading: Reading, resolved: ResolvedDoc, before: str | None
) -> str | None:
    """Return the time that the value at item ``i`` is about; ``before`` is what was spoken of."""
    model = period_model()
    found = [
        (model.probability(time.features), time.period)
        for time in times(view, i, reading, resolved, before)
    ]
    return max(found, default=(0.0, None))[1]


def times(
    view: View, i: int, reading: Reading, resolved: ResolvedDoc, before: str | None
) -> list[Time]:
    """Return the times in reach; equal ones are one with the features of all."""
    joined: dict[str, dict[str, float]] = {}
    stated = [k for k, item in enumerate(view.items) if isinstance(item.value, Period)]
    for period, names in _unsaid(resolved.article.published, before):
        features = joined.setdefault(period, _general(period, reading, len(stated)))
        for name in names:
            features |= {
                name: 1.0,
                f"{name}:stated:{min(len(stated), 2)}": 1.0,
                f"{name}:{reading.kind}": 1.0,
            }
            features |= {f"{name}:{word}": 1.0 for word in reading.indicator.split()[:6]}
    for k in stated:
        value = view.items[k].value
        if isinstance(value, Period):
            features = joined.setdefault(value.value, _general(value.value, reading, len(stated)))
            features |= _stated(view, i, k, resolved)
            features |= {f"said:{reading.kind}": 1.0}
    return [Time(period, features) for period, features in joined.items()]


def _unsaid(published: date | None, before: str | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    if published is not None:
        day = published.isoformat()
        yield day, ("today",)
        yield day[:7], ("this-month",)
        yield day[:4], ("this-year",)
        yield str(published.year - 1), ("last-year",)
    if before is not None:
        yield before, ("before", f"before:{len(before)}")


def _general(period: str, reading: Reading, stated: int) -> dict[str, float]:
    return {
        "bias": 1.0,
        f"length:{len(period)}": 1.0,
        f"length:{len(period)}:{reading.kind.split('-')[0]}": 1.0,
        f"stated:{min(stated, 3)}": 1.0,
    }


def _stated(view: View, i: int, k: int, resolved: ResolvedDoc) -> dict[str, float]:
    words = view.words
    low, high = sorted((i, k))
    start, end = clause_span(view, i)
    side = "left" if k < i else "right"
    values = sum(isinstance(view.items[j].value, Quantity) for j in range(low + 1, high))
    closer = sum(
        isinstance(view.items[j].value, Period)
        for j in range(i - (high - low), i + high - low)
        if 0 <= j < len(words) and j != k
    )
    preceding = [word for word in words[max(k - 2, 0) : k] if word.isalpha()]
    features = {
        "said": 1.0,
        f"said:{side}": 1.0,
        f"said:{side}:distance": math.log(high - low),
        f"said:{side}:values:{min(values, 2)}": 1.0,
        f"said:{side}:closer:{min(closer, 2)}": 1.0,
        f"said:{side}:clause:{start <= k < end}": 1.0,
        f"said:first:{k < 3}": 1.0,
    }
    features |= {f"said:after:{word}": 1.0 for word in preceding}
    doc = resolved.doc
    if doc.has_annotation("DEP"):
        one = doc[view.items[i].start : view.items[i].end].root
        other = doc[view.items[k].start : view.items[k].end].root
        up, down, _ = tree_path(one, other)
        features[f"said:path:{min(len(up) + len(down), 8)}"] = 1.0
        way = [f"<{t.dep_}" for t in up] + [f">{t.dep_}" for t in reversed(down)]
        if len(way) <= _LONGEST_PATH:
            features[f"said:path:{''.join(way)}"] = 1.0
    return features
