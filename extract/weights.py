"""Fitted weights: logistic models whose features and weights are data in ``extract/rules``."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class LogisticModel:
    """Weights of named features, and the least probability of what is kept."""

    weights: Mapping[str, float]
    threshold: float

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the chance that what has these features is right."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(min(total, 30.0), -30.0)))


def load_weights(name: str) -> LogisticModel:
    """Read a file of weights in ``extract/rules``."""
    return read_weights(resources.files("extract") / "rules" / name)


def read_weights(path: Traversable) -> LogisticModel:
    """Read a file of weights."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return LogisticModel(data["weights"], data["threshold"])
