"""Which entity a number is about, and whether it is an observation at all: fitted weights.

The entities in reach compete (:mod:`extract.choosing`) over the features of
:mod:`extract.observations.candidates`; that the number is no observation is one more option.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extract.choosing import ChoiceModel, load_choice
from extract.observations.candidates import bearers
from extract.observations.parallel import partner, value_run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extract.document import ResolvedDoc
    from extract.observations.candidates import Bearer, Story
    from extract.observations.indicators import Reading
    from extract.relations.views import View


@cache
def bearer_model() -> ChoiceModel:
    """Return the fitted weights."""
    return load_choice("observations_join.toml")


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
    found = bearers(view, i, reading, resolved, story, used=used)
    chances = bearer_model().chances([bearer.features for bearer in found], nothing=True)
    return max(zip(found, chances, strict=True), key=lambda pair: pair[1], default=None)


def share_chances(chances: Mapping[int, float], view: View) -> dict[int, float]:
    """Return the chances by item, those of values listed beside names made alike.

    "A, B and C pay 17%, 20% and 38%" gives three observations or none.
    """
    shared = dict(chances)
    for i in chances:
        run = [k for k in value_run(view, i) if k in chances]
        if len(run) > 1 and partner(view, i) is not None:
            shared[i] = sum(chances[k] for k in run) / len(run)
    return shared
