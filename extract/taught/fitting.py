"""Fit the logistic model of each relation, with an L2 penalty (scipy's L-BFGS)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

MOST_STEPS: Final = 60


def vocabulary(rows: Iterable[Iterable[str]], *, least: int = 2) -> dict[str, int]:
    """Return a column for each feature that occurs in ``least`` rows."""
    counts: dict[str, int] = {}
    for row in rows:
        for name in row:
            counts[name] = counts.get(name, 0) + 1
    return {name: n for n, name in enumerate(sorted(n for n, c in counts.items() if c >= least))}


def matrix(rows: Sequence[Iterable[str]], columns: Mapping[str, int]) -> sparse.csr_matrix:
    """Return (rows, columns) of 0 and 1, each row of length 1."""
    data, indices, pointers = [], [], [0]
    for row in rows:
        there = [columns[name] for name in row if name in columns]
        indices += there
        data += [1.0] * len(there)
        pointers.append(len(indices))
    return sparse.csr_matrix((data, indices, pointers), shape=(len(rows), len(columns)))


def fit_logistic(
    features: sparse.csr_matrix, right: Bools, *, penalty: float, prior: Floats
) -> Floats:
    """Return the weights of the likeliest logistic model near the ``prior`` weights."""
    signs = np.where(right, 1.0, -1.0)
    turned = features.T.tocsr()

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (features @ weights)
        off = weights - prior
        value = np.logaddexp(0.0, -margins).sum() + penalty / 2 * (off @ off)
        slope = -signs / (1.0 + np.exp(np.clip(margins, -30, 30)))
        return float(value), turned @ slope + penalty * off

    found = minimize(
        loss, prior.copy(), jac=True, method="L-BFGS-B", options={"maxiter": MOST_STEPS}
    )
    return np.asarray(found.x)
