"""Which entity a number is about, and whether it is an observation at all: fitted weights.

A logistic regression over the features of :mod:`extract.observations.candidates`.
``training/calibrate_rules.py`` fits it on the project's own annotated articles and writes
``extract/rules/observations_join.toml``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extract.observations.candidates import bearers
from extract.weights import LogisticModel, load_weights

if TYPE_CHECKING:
    from extract.document import ResolvedDoc
    from extract.observations.candidates import Bearer, Story
    from extract.observations.indicators import Reading
    from extract.relations.views import View


@cache
def bearer_model() -> LogisticModel:
    """Return the fitted weights."""
    return load_weights("observations_join.toml")


def likeliest_bearer(
    view: View,
    i: int,
    reading: Reading,
    resolved: ResolvedDoc,
    story: Story,
    *,
    used: bool = False,
) -> tuple[Bearer, float] | None:
    """Return the entity that the value at item ``i`` is most likely about, and how likely.

    ``used`` tells that a fact carries the value as its amount.
    """
    model = bearer_model()
    judged = [
        (bearer, model.probability(bearer.features))
        for bearer in bearers(view, i, reading, resolved, story, used=used)
    ]
    return max(judged, key=lambda pair: pair[1], default=None)
