"""Fit a conditional logit: which of the options of a group is right, or none of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from training.calibrate_rules import Row

    Floats = NDArray[np.float64]

LEAST_SEEN = 6
"""A feature must occur this often to get a weight."""


def feature_names(rows: Sequence[Row]) -> list[str]:
    """Return the features that occur often enough, in order."""
    seen = Counter(name for row in rows for name, value in row.features.items() if value)
    return sorted(name for name, count in seen.items() if count >= LEAST_SEEN)


def sparse_matrix(rows: Sequence[Row], names: Sequence[str]) -> sparse.csr_matrix:
    """Return the features as (rows, names)."""
    column = {name: n for n, name in enumerate(names)}
    cells = [
        (n, column[name], value)
        for n, row in enumerate(rows)
        for name, value in row.features.items()
        if value and name in column
    ]
    at, to, values = zip(*cells, strict=True) if cells else ((), (), ())
    return sparse.csr_matrix((values, (at, to)), shape=(len(rows), len(names)))


def fit_choice(rows: Sequence[Row], *, penalty: float, nothing: bool) -> dict[str, float]:
    """Return the weights of the likeliest conditional logit with an L2 ``penalty``.

    Rows of one article and ``group`` are the options of one choice, of which several may be
    right. ``nothing``: a group without a right option counts too, as a choice of none; otherwise
    it teaches nothing.
    """
    names = feature_names(rows)
    if not names:
        return {}
    features = sparse_matrix(rows, names)
    number: dict[tuple[str, int], int] = {}
    group = np.array([number.setdefault((row.article, row.group), len(number)) for row in rows])
    members = sparse.csr_matrix(
        (np.ones(len(rows)), (group, np.arange(len(rows)))), shape=(len(number), len(rows))
    )
    right = np.array([row.right for row in rows], float)
    answered = (members @ right) > 0
    counted = (answered | nothing).astype(float)

    def loss(weights: Floats) -> tuple[float, Floats]:
        power = np.exp(np.clip(features @ weights, -30, 30))
        whole = members @ power + float(nothing)
        hit = np.where(answered, members @ (power * right), 1.0)
        wanted = np.where(answered[group], power * right / hit[group], 0.0)
        slope = features.T @ ((power / whole[group] - wanted) * counted[group])
        missed = counted @ (np.log(whole) - np.log(hit))
        return missed + penalty / 2 * weights @ weights, slope + penalty * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return dict(zip(names, map(float, found.x), strict=True))


def likeliest(
    rows: Sequence[Row], weights: Mapping[str, float], *, nothing: bool
) -> list[tuple[float, bool]]:
    """Return the chance of the likeliest option of each group, and whether it is right."""
    best: dict[tuple[str, int], tuple[float, bool]] = {}
    whole: Counter[tuple[str, int]] = Counter()
    for row in rows:
        total = sum(weights.get(name, 0.0) * value for name, value in row.features.items())
        power = float(np.exp(np.clip(total, -30, 30)))
        key = (row.article, row.group)
        whole[key] += power  # type: ignore[assignment] # a Counter adds floats too
        best[key] = max(best.get(key, (0.0, False)), (power, row.right))
    return [(power / (whole[key] + nothing), right) for key, (power, right) in best.items()]
