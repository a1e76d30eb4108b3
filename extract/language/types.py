"""The contract type of a name: which kind of organisation, which kind of place."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extract.language.network import Heads

FINE: dict[str, tuple[str, ...]] = {
    "PER": ("Person",),
    "ORG": ("Company", "University", "ResearchInstitute", "GovernmentBody", "Organization"),
    "GPE": ("Country", "Region", "City", "Place"),
    "LOC": ("Country", "Region", "City", "Place"),
    "NORP": ("NORP",),
    "PRODUCT": ("Product",),
    "EVENT": ("Event",),
    "WORK": ("Work",),
    "PROGRAM": ("Program",),
}
"""Types that each coarse name type may become; NORP (Korean, Democrats) is no contract type."""


@cache
def bodies() -> frozenset[str]:
    """Return the names of well-known international bodies, which are type Organization."""
    lines = (Path(__file__).parent / "bodies.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


class ContractTypes:
    """Chooses among the types that a name's coarse type allows."""

    def __init__(self, heads: Heads, labels: dict[str, list[str]]) -> None:
        self._heads = heads
        self._labels = labels["type"]
        self._at = {label: n for n, label in enumerate(self._labels)}

    def scores(self, ends: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return type scores (spans, types) of spans given as their first and last vector."""
        both = np.stack(ends)
        features = np.concatenate([both[:, 0], both[:, 1], both[:, 0] * both[:, 1]], -1)
        return self._heads.dense("type2", np.maximum(self._heads.dense("type1", features), 0))

    def best(
        self,
        ends: Sequence[NDArray[np.float32]],
        kinds: Sequence[str],
        surfaces: Sequence[str],
    ) -> list[str]:
        """Return the best allowed type of each span of the coarse type ``kinds``.

        Spans of one kind in the same letters (``surfaces``) get one type.
        """
        if not ends:
            return []
        votes: dict[tuple[str, str], NDArray[np.float32]] = {}
        keys = list(zip(surfaces, kinds, strict=True))
        for key, row in zip(keys, self.scores(ends), strict=True):
            votes[key] = votes.get(key, np.float32(0)) + row
        found = []
        for key, kind in zip(keys, kinds, strict=True):
            if key[0] in bodies() and kind == "ORG":
                found.append("Organization")
                continue
            row = votes[key]
            allowed = FINE.get(kind, (kind,))
            found.append(
                max(allowed, key=lambda label: row[self._at[label]])
                if len(allowed) > 1
                else allowed[0]
            )
        return found
