"""Fit the weights that judge facts, and choose their threshold.

    python -m training.calibrate_rules --pipeline FOLDER --own ../shared/data/own/own.jsonl.gz

Reads our own annotated articles with the names that the pipeline itself finds. First how often
each pattern and each frame of the parse is right, on the training folds:
``relations_confidence.toml``. Then how these confidences and the head's scores join, on the dev
fold, which the head was not trained on, the threshold by cross-validation:
``relations_join.toml``. Both go into ``--out``; the figures are logged. Features are named by the
code that makes them and weighted by these files only, so a new pipeline needs this command and no
edit. Needs no torch.

``make calibrate`` runs all in order: ``training.calibrate_references`` (what pronouns stand for),
this, ``training.calibrate_observations``.
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

from extract.pipeline import load_pipeline, resolve
from extract.reading.files import read_text
from extract.relations.facts import gather, join_features, make_key
from extract.relations.frames import load_frames
from extract.relations.patterns import load_patterns, measured, shipped_templates
from kg.model import Predicate
from training.example import fold
from training.newswire import articles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language

    from extract.document import ResolvedDoc
    from extract.relations.pairs import PairScorer

    Floats = NDArray[np.float64]

OUT = Path("extract/rules")
FOLDS = 10
LEAST_PRECISION = 0.68
"""Above what is asked of unseen articles (0.65), which are read a little worse."""
HEADER = """\
# How the confidence of patterns and the scores of the trained relation head are joined into the
# probability of a fact: weights of extract/relations/joining.py. Written by
# training/calibrate_rules.py from {articles} of the project's own annotated articles that the head
# was not trained on, names found by the pipeline.
# Cross-validated at the threshold: precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}.
"""
CONFIDENCE = """\
# How often a fact is right that each pattern finds: (right + 1) / (found + 2), measured by
# training/calibrate_rules.py on the training folds of the project's own annotated articles, names
# found by the pipeline. Patterns of relations.toml below 0.2 are off; trees are of
# relations_frames.toml.

[confidence]
"""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Row:
    """One possible fact of an article, and whether the article states it."""

    article: str
    features: dict[str, float]
    right: bool
    group: int = 0
    """Rows of one group exclude each other: the entities or times that one number is about."""


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


def measure_patterns(
    rows: Iterable[tuple[dict[str, Any], ResolvedDoc]],
) -> dict[str, tuple[int, int]]:
    """Return for each pattern how many facts it finds in some articles, and how many are right."""
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row, resolved in rows:
        mapping = align(row, resolved)
        stated = {
            make_key(fact["subject"], Predicate(fact["predicate"]), fact["object"])
            for fact in row["facts"]
        }
        every = gather(resolved, patterns=load_patterns(least=0.0))
        for (subject, predicate, object_), item in every.items():
            ends = (mapping.get(subject, subject), mapping.get(object_, object_))
            found.update(list(item.patterns))
            if make_key(ends[0], predicate, ends[1]) in stated:
                right.update(list(item.patterns))
    return {name: (right[name], found[name]) for name in sorted(found)}


def forget_confidence() -> None:
    """Let the next article be read with the confidences just written."""
    for known in (measured, load_patterns, shipped_templates, load_frames):
        known.cache_clear()


def confidence_file(counts: Mapping[str, tuple[int, int]]) -> str:
    """Return the text of the file of pattern confidences."""
    lines = [
        f"{json.dumps(name)} = {(right + 1) / (found + 2):.3f}  # {right} of {found}"
        for name, (right, found) in counts.items()
    ]
    return CONFIDENCE + "\n".join(lines) + "\n"


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
    parser.add_argument("--penalty", type=float, default=10.0, help="of large weights")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    nlp = load_pipeline(arguments.pipeline)
    scorer = cast("PairScorer", nlp.get_pipe("newskg_relations"))
    other = list(read_own(arguments.own, nlp, dev=False))
    text = confidence_file(measure_patterns(other))
    (arguments.out / "relations_confidence.toml").write_text(text, encoding="utf-8")
    forget_confidence()
    dev = list(read_own(arguments.own, nlp, dev=True))
    rows = [item for row, resolved in dev for item in rows_of(row, resolved, scorer)]
    stated = sum(len(row["facts"]) for row, _ in dev)
    figures, text = calibrate(rows, stated=stated, penalty=arguments.penalty)
    log.info("facts: %d candidates, %d stated: %s", len(rows), stated, figures)
    (arguments.out / "relations_join.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
