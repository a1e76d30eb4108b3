"""One of several: the chance of each option by a conditional logit, weights fitted on data.

McFadden, "Conditional logit analysis of qualitative choice behavior" (1974). Options compete, so
a feature need only tell the right one from its rivals. ``training/calibrate_observations.py``
fits the weights on the project's own annotated articles and writes them to ``extract/rules``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.weights import load_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class ChoiceModel:
    """Weights of the features of an option, and the least chance of one that is taken."""

    weights: Mapping[str, float]
    threshold: float = 0.0

    def chances(
        self, options: Sequence[Mapping[str, float]], *, nothing: bool = False
    ) -> list[float]:
        """Return the chance of each option; ``nothing`` lets all of them be wrong.

        >>> ChoiceModel({"a": 0.0}).chances([{"a": 1.0}], nothing=True)
        [0.5]
        """
        totals = [sum(self.weights.get(n, 0.0) * v for n, v in o.items()) for o in options]
        top = max([*totals, 0.0], default=0.0)
        powers = [math.exp(total - top) for total in totals]
        whole = sum(powers) + (math.exp(-top) if nothing else 0.0)
        return [power / whole for power in powers]


def load_choice(name: str) -> ChoiceModel:
    """Read a file of weights in ``extract/rules``."""
    model = load_weights(name)
    return ChoiceModel(model.weights, model.threshold)
