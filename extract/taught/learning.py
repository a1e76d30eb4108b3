"""Learn relations from examples: align, fit, choose thresholds on examples left out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from extract.taught.board import Board
from extract.taught.lessons import fold_groups, group_by_subject, known_words, make_lesson
from extract.taught.relations import TaughtRelations
from extract.taught.writing import learn_writing
from kg.errors import InputError
from kg.vocab import TAUGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from extract.taught.board import Scored
    from extract.taught.lessons import Example, Triple

FOLDS: Final = 5
ENOUGH: Final = 8
"""With fewer examples a relation takes the threshold that suits all relations together."""
HIGHEST: Final = 0.3
"""No threshold is higher: with few examples a chance is rarely high."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """How well a relation is told on examples left out of its learning."""

    examples: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Report:
    """What came of the examples: each relation, and the triples that were not found in a text."""

    relations: Mapping[str, Learnt]
    missed: tuple[Triple, ...]


def learn(
    examples: Sequence[Example], *, namespace: str = TAUGHT
) -> tuple[TaughtRelations, Report]:
    """Return what the examples teach, and how well.

    Raises:
        InputError: No triple's ends were found in its text.
    """
    known = known_words(examples)
    lessons = [make_lesson(example, known) for example in examples]
    missed = tuple(triple for lesson in lessons for triple in lesson.missed)
    board = Board(lessons)
    if not board.names:
        msg = (
            f"no triple is stated by its text, such as {missed[:1]}: expected names that are in it"
        )
        raise InputError(msg)
    groups = group_by_subject([example.triples for example in examples])
    chances = _left_out(board, np.array(fold_groups(groups, FOLDS)))
    thresholds = choose_thresholds(chances, board.names)
    everything = np.ones(len(board.pairs), bool)
    models = {}
    for name in board.names:
        fitted = board.fit_places(name, everything)
        if fitted is not None:
            models[name] = board.model(name, fitted, thresholds[name])
    writer = learn_writing(row for lesson in lessons for row in lesson.written)
    learnt = {
        name: _learnt(model.examples, chances.get(name, ()), model.threshold)
        for name, model in models.items()
    }
    return TaughtRelations(models, writer, known, namespace), Report(learnt, missed)


def _left_out(board: Board, folds: np.ndarray) -> dict[str, list[Scored]]:
    """Return the chances that each pair has under models that did not see its example."""
    chances: dict[str, list[Scored]] = defaultdict(list)
    of_pair = folds[board.lesson]
    for held in range(FOLDS):
        inside, outside = of_pair != held, of_pair == held
        if not inside.any() or not outside.any():
            continue
        for name in board.names:
            fitted = board.fit(name, inside)
            if fitted is not None:
                chances[name] += board.scored(name, fitted, outside)
    return chances


def _learnt(examples: int, rows: Iterable[Scored], threshold: float) -> Learnt:
    kept = [right for chance, right in rows if chance >= threshold]
    there = max(sum(right for _, right in rows), 1)
    precision, recall = sum(kept) / max(len(kept), 1), sum(kept) / there
    return Learnt(examples, precision, recall, 2 * sum(kept) / max(len(kept) + there, 1))


def choose_thresholds(
    chances: Mapping[str, Sequence[Scored]], names: Iterable[str]
) -> dict[str, float]:
    """Return the least chance of each relation that gives the best F1 on examples left out."""
    every = [row for rows in chances.values() for row in rows]
    shared = best_threshold(every)
    found = {}
    for name in names:
        rows = chances.get(name, ())
        enough = sum(right for _, right in rows)
        own = best_threshold(rows) if enough >= ENOUGH else shared
        share = min(enough / (2 * ENOUGH), 1.0)
        found[name] = min(share * own + (1 - share) * shared, HIGHEST)
    return found


def best_threshold(rows: Sequence[tuple[float, bool]]) -> float:
    """Return the threshold with the best F1."""
    there = sum(right for _, right in rows)
    best, threshold, hit = 0.0, 0.5, 0
    ordered = sorted(rows, reverse=True)
    for n, (chance, right) in enumerate(ordered, start=1):
        hit += right
        f1 = 2 * hit / (n + there)
        if f1 > best:
            after = ordered[n][0] if n < len(ordered) else 0.0
            best, threshold = f1, (chance + after) / 2
    return threshold
