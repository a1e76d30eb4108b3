"""All pairs of the lessons as one table, from which each relation is fitted."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from scipy import sparse

from extract.taught.fitting import fit_logistic, matrix, vocabulary
from extract.taught.pairs import object_class
from extract.taught.relations import RelationModel, label_features, label_words
from extract.taught.stating import usual_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.taught.fitting import Bools, Floats
    from extract.taught.lessons import Lesson

PENALTY: Final = 1.0
LABEL_PRIOR: Final = 1.0
"""The weight of a relation's own words near a pair, before an example is seen."""
_LEAST_WEIGHT: Final = 1e-3
Scored = tuple[float, bool]
"""A chance, and whether the relation holds."""


class Fitted(NamedTuple):
    """Weights of the features and of the relation's words, and the classes of its objects."""

    weights: Floats
    label: Floats
    classes: frozenset[str]


class Board:
    """All pairs of the lessons with what fitting asks of them: one row a pair."""

    def __init__(self, lessons: Sequence[Lesson]) -> None:
        self.lessons = lessons
        self.pairs = [pair for lesson in lessons for pair in lesson.pairs]
        self.lesson = np.array([n for n, x in enumerate(lessons) for _ in x.pairs], int)
        self.columns = vocabulary(pair.features for pair in self.pairs)
        self.features = matrix([pair.features for pair in self.pairs], self.columns)
        self.classes = np.array([object_class(pair.object) for pair in self.pairs])
        self.names = sorted({r for x in lessons for found in x.gold.values() for r in found})
        self.right = {name: np.zeros(len(self.pairs), bool) for name in self.names}
        for n, pair in enumerate(self.pairs):
            found = lessons[self.lesson[n]].gold.get((pair.subject.key, pair.object.key), ())
            for name in found:
                self.right[name][n] = True
        self._labels: dict[str, Floats] = {}
        self._unsure = {name: self._doubtful(name) for name in self.names}

    def labels(self, name: str) -> Floats:
        """Return where the words of a relation's name stand: (pairs, 3)."""
        if name not in self._labels:
            words = label_words(name)
            self._labels[name] = np.array([label_features(words, pair) for pair in self.pairs])
        return self._labels[name]

    def fit_places(self, name: str, rows: Bools) -> Fitted | None:
        """Fit, choose the likeliest place of each right pair, fit again on these."""
        first = self.fit(name, rows)
        if first is None:
            return None
        weights, label, _ = first
        total = self.features @ weights + self.labels(name) @ label
        best: dict[tuple[int, str, str], int] = {}
        for n in map(int, np.flatnonzero(self.right[name] & rows)):
            key = (self.lesson[n], self.pairs[n].subject.key, self.pairs[n].object.key)
            if key not in best or total[n] > total[best[key]]:
                best[key] = n
        chosen = np.zeros(len(self.pairs), bool)
        chosen[list(best.values())] = True
        dropped = self.right[name] & rows & ~chosen
        return self.fit(name, rows & ~dropped) if dropped.any() else first

    def fit(self, name: str, rows: Bools) -> Fitted | None:
        """Return the weights of features and label, and the classes of object, learnt from rows."""
        right = self.right[name] & rows
        if not right.any():
            return None
        mine = frozenset(self.classes[right])
        use = rows & np.isin(self.classes, list(mine)) & ~self._unsure[name]
        seen = np.asarray(self.features[use].sum(0)).ravel() > 0
        extra = sparse.csr_matrix(self.labels(name)[use])
        features = sparse.hstack([self.features[use][:, seen], extra]).tocsr()
        prior = np.zeros(features.shape[1])
        prior[-extra.shape[1] :] = LABEL_PRIOR
        found = fit_logistic(features, right[use], penalty=PENALTY, prior=prior)
        weights = np.zeros(len(self.columns))
        weights[seen] = found[: -extra.shape[1]]
        return Fitted(weights, found[-extra.shape[1] :], mine)

    def scored(self, name: str, fitted: Fitted, rows: Bools) -> list[Scored]:
        """Return the chance of each row, and whether the relation holds there."""
        weights, label, classes = fitted
        use = rows & np.isin(self.classes, list(classes))
        total = self.features[use] @ weights + self.labels(name)[use] @ label
        chances = 1 / (1 + np.exp(-np.clip(total, -30, 30)))
        best: dict[tuple[int, str, str], Scored] = {}
        for n, chance in zip(np.flatnonzero(use), map(float, chances), strict=True):
            pair = self.pairs[n]
            key = (self.lesson[n], pair.subject.key, pair.object.key)
            best[key] = max(best.get(key, (0.0, False)), (chance, bool(self.right[name][n])))
        return list(best.values())

    def model(self, name: str, fitted: Fitted, threshold: float) -> RelationModel:
        """Return a fitted relation."""
        weights, label, classes = fitted
        return RelationModel(
            name,
            {
                f: float(weights[n])
                for f, n in self.columns.items()
                if abs(weights[n]) > _LEAST_WEIGHT
            },
            tuple(map(float, label)),
            sorted(classes),
            threshold,
            examples=sum(name in found for x in self.lessons for found in x.gold.values()),
            one_object=self._unique(name, 0),
            one_subject=self._unique(name, 1),
            subject_type=usual_type(
                [self.pairs[n].subject for n in np.flatnonzero(self.right[name])]
            ),
        )

    def _unique(self, name: str, end: int) -> bool:
        """Tell whether an example never has a relation twice with one subject (0) or object (1)."""
        for lesson in self.lessons:
            ends = [pair[end] for pair, found in lesson.gold.items() if name in found]
            if len(set(ends)) < len(ends):
                return False
        return True

    def _doubtful(self, name: str) -> Bools:
        """Return which pairs only differ from a right one in the borders of an end."""
        places: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
        for n in np.flatnonzero(self.right[name]):
            pair = self.pairs[n]
            places[self.lesson[n], pair.subject.key] += pair.object.spans
        lessons = {lesson for lesson, _ in places}
        doubtful = np.zeros(len(self.pairs), bool)
        for n in np.flatnonzero(np.isin(self.lesson, list(lessons)) & ~self.right[name]):
            pair = self.pairs[n]
            start, end = pair.places[1]
            taken = places.get((self.lesson[n], pair.subject.key), ())
            doubtful[n] = any(a < end and start < b for a, b in taken)
        return doubtful
