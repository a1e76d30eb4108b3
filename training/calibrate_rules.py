"""Fit the weights that judge facts and observations, and choose their thresholds.

    python -m training.calibrate_rules --pipeline FOLDER --own ../shared/data/own/own.jsonl.gz

Reads our own annotated articles with the names that the pipeline itself finds. Facts: how pattern
confidence and head scores join, on the dev fold, which the head was not trained on; the threshold
by cross-validation. Observations: whose number it is, on all articles; the threshold is chosen on
the dev fold with weights of the rest. Writes ``relations_join.toml`` and ``observations_join.toml``
into ``--out`` and logs the figures. Needs no torch.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from extract.observations.candidates import Story, bearers
from extract.observations.indicators import name_counted
from extract.observations.observations import read_values, spoken_of
from extract.observations.periods import times
from extract.pipeline import load_pipeline, resolve
from extract.reading.files import read_text
from extract.relations.facts import find_facts, gather, join_features, make_key
from extract.relations.views import LETTERS, LONGEST_SENTENCE, flat_view
from kg.model import Predicate
from training.example import fold
from training.newswire import articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language

    from extract.document import ResolvedDoc
    from extract.observations.indicators import Reading
    from extract.relations.pairs import PairScorer

    Floats = NDArray[np.float64]

OUT = Path("extract/rules")
FOLDS = 10
NEAR = 0.005
"""Values that differ by less than this part of one are the same."""
LEAST_PRECISION = 0.65
LEAST_RIGHT = 0.6
"""The least precision of observations."""
LEAST_SEEN = 6
"""A feature of an observation must occur this often to get a weight."""
HEADER = """\
# How the confidence of patterns and the scores of the trained relation head are joined into the
# probability of a fact: weights of extract/relations/joining.py. Written by
# training/calibrate_rules.py from {articles} of the project's own annotated articles that the head
# was not trained on, names found by the pipeline.
# Cross-validated at the threshold: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}.
"""
OBSERVATIONS = """\
# Which entity a number is about, and whether the number is an observation: weights of
# extract/observations/candidates.py. Written by training/calibrate_rules.py from {articles} of the
# project's own annotated articles. With weights fitted without them, on the dev fold: precision
# {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} (value and entity).
"""
PERIODS = """\
# Which time a number is about: weights of extract/observations/periods.py. Written by
# training/calibrate_rules.py from {articles} of the project's own annotated articles. With weights
# fitted without them, the likeliest time was right for {right:.3f} of the numbers of the dev fold.
"""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Row:
    """One possible fact of an article, and whether the article states it."""

    article: str
    features: dict[str, float]
    right: bool
    group: int = 0
    """Rows of one group exclude each other: the entities that one number may be about."""


def align(row: dict[str, Any], resolved: ResolvedDoc) -> dict[str, str]:
    """Map found entities to annotated ones: those whose mentions most often cover each other."""
    votes: Counter[tuple[str, str]] = Counter()
    for entity in resolved.entities:
        for mention in entity.mentions:
            for known in row["entities"]:
                for m in known["mentions"]:
                    shared = min(mention.end, m["end"]) - max(mention.start, m["start"])
                    longest = max(mention.end - mention.start, m["end"] - m["start"])
                    votes[entity.iri, known["id"]] += 2 * shared > longest
    mapping: dict[str, str] = {}
    for (found, known), count in votes.most_common():
        if count and found not in mapping and known not in mapping.values():
            mapping[found] = known
    return mapping


def rows_of(row: dict[str, Any], resolved: ResolvedDoc, scorer: PairScorer) -> Iterator[Row]:
    """Yield every possible fact of an article."""
    mapping = align(row, resolved)
    stated = {
        make_key(fact["subject"], Predicate(fact["predicate"]), fact["object"])
        for fact in row["facts"]
    }
    gathered = gather(resolved, scorer=scorer)
    judged = zip(gathered, join_features(resolved, gathered), strict=True)
    for (subject, predicate, object_), features in judged:
        ends = (mapping.get(subject, subject), mapping.get(object_, object_))
        yield Row(row["id"], features, make_key(ends[0], predicate, ends[1]) in stated)


def fit(features: Floats, right: Floats, *, penalty: float) -> Floats:
    """Return the weights of a logistic regression with an L2 penalty, by Newton's method."""
    weights = np.zeros(features.shape[1])
    for _ in range(15):
        chance = _chances(features, weights)
        slope = features.T @ (chance - right) + penalty * weights
        curve = (features * (chance * (1 - chance))[:, None]).T @ features
        weights = weights - np.linalg.solve(curve + penalty * np.eye(len(weights)), slope)
    return weights


def _chances(features: Floats, weights: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(features @ weights, -30, 30))))


def matrix(rows: Sequence[Row], names: Sequence[str]) -> Floats:
    """Return the features as (rows, names)."""
    return np.array([[row.features.get(name, 0.0) for name in names] for row in rows])


def held_out(rows: Sequence[Row], features: Floats, right: Floats, penalty: float) -> Floats:
    """Return each row's chance by weights fitted on the articles of the other folds."""
    number = np.array([fold(f"calibration {row.article}", FOLDS) for row in rows])
    chances = np.zeros(len(rows))
    for part in range(FOLDS):
        weights = fit(features[number != part], right[number != part], penalty=penalty)
        chances[number == part] = _chances(features[number == part], weights)
    return chances


def best_threshold(
    chances: Floats, right: Floats, stated: int, *, least: float = LEAST_PRECISION
) -> dict[str, float]:
    """Return the threshold of the best F1 whose precision is at least ``least``."""
    order = np.argsort(-chances)
    hits = np.cumsum(right[order])
    precision = hits / np.arange(1, len(order) + 1)
    recall = hits / stated
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    best = int(np.argmax(np.where(precision >= least, f1, 0)))
    return {
        "threshold": float(chances[order][best]),
        "precision": float(precision[best]),
        "recall": float(recall[best]),
        "f1": float(f1[best]),
    }


def weights_file(threshold: float, names: Sequence[str], weights: Floats) -> str:
    """Return the text of a weights file, without its comment."""
    lines = [f"threshold = {threshold:.3f}", "", "[weights]"]
    lines += [
        f"{json.dumps(name, ensure_ascii=False)} = {weight:.4f}"
        for name, weight in zip(names, weights, strict=True)
    ]
    return "\n".join(lines) + "\n"


def calibrate(rows: Sequence[Row], *, stated: int, penalty: float) -> tuple[dict[str, float], str]:
    """Return the figures and the weights file of facts."""
    names = sorted({name for row in rows for name in row.features})
    features = matrix(rows, names)
    right = np.array([row.right for row in rows], float)
    chances = held_out(rows, features, right, penalty)
    figures = best_threshold(chances, right, stated)
    weights = fit(features, right, penalty=penalty)
    count = len({row.article for row in rows})
    header = HEADER.format(articles=count, **figures)
    return figures, header + weights_file(figures["threshold"], names, weights)


def states(reading: Reading, observation: dict[str, Any]) -> bool:
    """Tell whether an annotated observation has the value (or bare rank) of a reading."""
    value = observation.get("value")
    if reading.value is None or value is None:
        return reading.value is value and reading.rank == observation.get("rank")
    return bool(abs(reading.value - value) <= NEAR * abs(value))


def observation_rows(
    row: dict[str, Any], resolved: ResolvedDoc, scorer: PairScorer
) -> Iterator[Row]:
    """Yield each entity that each number of an article may be about."""
    mapping = align(row, resolved)
    letters = {entity.iri: LETTERS[entity.type] for entity in resolved.entities}
    story, facts, group = Story(letters), find_facts(resolved, scorer=scorer), 0
    for sentence in resolved.content:
        if len(sentence) > LONGEST_SENTENCE:
            continue
        view = flat_view(sentence, resolved, letters)
        readings, used = read_values(view, facts, sentence)
        for i, plain in readings:
            reading = name_counted(view, i, plain, resolved.doc)
            true = {o["about"] for o in row["observations"] if states(reading, o)}
            group += 1
            for bearer in bearers(view, i, reading, resolved, story, used=i in used):
                right = mapping.get(bearer.iri) in true
                yield Row(row["id"], bearer.features, right, group)
                story.last_bearer = bearer.iri if right else story.last_bearer
        story.read(view)


def period_rows(row: dict[str, Any], resolved: ResolvedDoc, scorer: PairScorer) -> Iterator[Row]:
    """Yield each time that each annotated number with a period may be about."""
    letters = {entity.iri: LETTERS[entity.type] for entity in resolved.entities}
    facts, group = find_facts(resolved, scorer=scorer), 0
    before: str | None = None
    for sentence in resolved.content:
        if len(sentence) > LONGEST_SENTENCE:
            continue
        view = flat_view(sentence, resolved, letters)
        for i, plain in read_values(view, facts, sentence)[0]:
            reading = name_counted(view, i, plain, resolved.doc)
            true = {o.get("period") for o in row["observations"] if states(reading, o)} - {None}
            group += 1
            if true:
                for time in times(view, i, reading, resolved, before):
                    yield Row(row["id"], time.features, time.period in true, group)
        before = spoken_of(view) or before


def calibrate_periods(
    rest: Sequence[Row], dev: Sequence[Row], *, penalty: float
) -> tuple[float, str]:
    """Return how often the likeliest time is right on the dev fold, and the weights file."""
    rows = [*rest, *dev]
    seen = Counter(name for row in rows for name in row.features)
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN)
    features = matrix(rows, names)
    right = np.array([row.right for row in rows], float)
    weights = fit(features[: len(rest)], right[: len(rest)], penalty=penalty)
    best: dict[tuple[str, int], tuple[float, bool]] = {}
    for row, chance in zip(dev, _chances(features[len(rest) :], weights), strict=True):
        key = (row.article, row.group)
        best[key] = max(best.get(key, (0.0, False)), (float(chance), row.right))
    figure = sum(right for _, right in best.values()) / max(len(best), 1)
    header = PERIODS.format(articles=len({row.article for row in rows}), right=figure)
    return figure, header + weights_file(0.0, names, fit(features, right, penalty=penalty))


def calibrate_observations(
    rest: Sequence[Row], dev: Sequence[Row], *, stated: int, penalty: float
) -> tuple[dict[str, float], str]:
    """Return the figures on the dev fold and the weights file of observations."""
    rows = [*rest, *dev]
    seen = Counter(name for row in rows for name in row.features)
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN)
    features = matrix(rows, names)
    right = np.array([row.right for row in rows], float)
    chances = _chances(
        features[len(rest) :], fit(features[: len(rest)], right[: len(rest)], penalty=penalty)
    )
    best: dict[tuple[str, int], tuple[float, bool]] = {}
    for row, chance in zip(dev, chances, strict=True):
        key = (row.article, row.group)
        best[key] = max(best.get(key, (0.0, False)), (float(chance), row.right))
    figures = best_threshold(
        np.array([chance for chance, _ in best.values()]),
        np.array([right for _, right in best.values()], float),
        stated,
        least=LEAST_RIGHT,
    )
    weights = fit(features, right, penalty=penalty)
    header = OBSERVATIONS.format(articles=len({row.article for row in rows}), **figures)
    return figures, header + weights_file(figures["threshold"], names, weights)


def read_own(
    path: Path, nlp: Language, *, dev: bool
) -> Iterator[tuple[dict[str, Any], ResolvedDoc]]:
    """Yield the annotated articles of a fold with what the pipeline finds in them."""
    for row in articles(path, dev=dev):
        published = date.fromisoformat(row["published"])
        yield row, resolve(read_text(row["text"], id=row["id"], published=published), nlp)


def main() -> None:
    """Read the arguments, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pipeline", required=True)
    parser.add_argument("--own", type=Path, required=True, help="own.jsonl.gz")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--penalty", type=float, default=3.0, help="of large weights")
    parser.add_argument("--only", choices=["facts"], help="fit these alone")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    nlp = load_pipeline(arguments.pipeline)
    scorer = cast("PairScorer", nlp.get_pipe("newskg_relations"))
    dev = list(read_own(arguments.own, nlp, dev=True))
    rows = [item for row, resolved in dev for item in rows_of(row, resolved, scorer)]
    stated = sum(len(row["facts"]) for row, _ in dev)
    figures, text = calibrate(rows, stated=stated, penalty=arguments.penalty)
    log.info("facts: %d candidates, %d stated: %s", len(rows), stated, figures)
    (arguments.out / "relations_join.toml").write_text(text, encoding="utf-8")
    if arguments.only:
        return
    other = list(read_own(arguments.own, nlp, dev=False))
    rest = [item for row, resolved in other for item in observation_rows(row, resolved, scorer)]
    numbers = [item for row, resolved in dev for item in observation_rows(row, resolved, scorer)]
    stated = sum(len(row["observations"]) for row, _ in dev)
    figures, text = calibrate_observations(rest, numbers, stated=stated, penalty=arguments.penalty)
    log.info("observations: %d stated: %s", stated, figures)
    (arguments.out / "observations_join.toml").write_text(text, encoding="utf-8")
    rest = [item for row, resolved in other for item in period_rows(row, resolved, scorer)]
    when = [item for row, resolved in dev for item in period_rows(row, resolved, scorer)]
    right, text = calibrate_periods(rest, when, penalty=arguments.penalty)
    log.info("periods: %.3f right", right)
    (arguments.out / "observations_periods.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
