"""Fit the weights by which pronouns and descriptions find their antecedents.

    python -m training.calibrate_references --pipeline FOLDER --own ../shared/data/own/own.jsonl.gz

Reads our own annotated articles with the names that the pipeline finds. The weights are fitted on
the training folds, the threshold on the dev fold; then everything is fitted once more on all.
Writes ``names_antecedents.toml`` into ``--out`` and logs the figures. Run it before
``training.calibrate_rules``, whose features rest on the references. Needs no torch.
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from extract.document import MentionKind
from extract.entities.references import find_references
from extract.pipeline import load_pipeline
from training.calibrate_rules import OUT, Row, align, fit, matrix, read_own, weights_file
from training.calibrate_rules import _chances as chances_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extract.document import EntityMention, ResolvedDoc
    from extract.entities.anaphors import Anaphor

LEAST_SEEN = 8
"""A feature must occur this often to get a weight."""
BETA = 1.4
"""The weight of recall against precision: facts are judged by their references' chances too."""
HEADER = """\
# By what a pronoun or description finds the entity it stands for: weights of
# extract/entities/antecedents.py. Written by training/calibrate_references.py from {articles} of
# the project's own annotated articles. With weights fitted without them, on the dev fold: precision
# {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} of the references that have an antecedent.
"""
log = logging.getLogger(__name__)


@dataclass
class Teacher:
    """Chooses the right antecedent and keeps every candidate as a row."""

    row: dict[str, Any]
    resolved: ResolvedDoc
    rows: list[Row] = field(default_factory=list)
    stated: int = 0
    group: int = 0

    def __post_init__(self) -> None:
        self.mapping = align(self.row, self.resolved)
        self.gold = {
            (m["start"], m["end"]): entity["id"]
            for entity in self.row["entities"]
            for m in entity["mentions"]
        }

    def choose(
        self, anaphor: Anaphor, rows: Sequence[tuple[str, dict[str, float]]]
    ) -> tuple[str, float] | None:
        """Return the right candidate, if it is one."""
        right = self._antecedent(anaphor)
        self.group += 1
        chosen = None
        for iri, features in rows:
            hit = right is not None and self.mapping.get(iri) == right
            chosen = (iri, 1.0) if hit else chosen
            self.rows.append(Row(self.row["id"], features, hit, self.group))
        self.stated += right is not None
        return chosen

    def _antecedent(self, anaphor: Anaphor) -> str | None:
        doc = self.resolved.doc
        start, last = doc[anaphor.start].idx, doc[anaphor.end - 1]
        end = last.idx + len(last)
        for (a, b), entity in self.gold.items():
            shared = min(b, end) - max(a, start)
            if 2 * shared > max(b - a, end - start):
                return entity
        return None


def rows_of(articles: Iterable[tuple[dict[str, Any], ResolvedDoc]]) -> tuple[list[Row], int]:
    """Return every candidate of every reference, and how many references have an antecedent."""
    rows: list[Row] = []
    stated = 0
    for row, resolved in articles:
        teacher = Teacher(row, resolved)
        named = [m for m in resolved.mentions if _is_named(resolved, m)]
        types = {entity.iri: entity.type for entity in resolved.entities}
        find_references(resolved.content, named, types, choose=teacher.choose)
        rows += teacher.rows
        stated += teacher.stated
    return rows, stated


def _is_named(resolved: ResolvedDoc, mention: EntityMention) -> bool:
    """Tell names and nationality words from references."""
    if mention.kind is MentionKind.DESCRIPTION:
        return resolved.doc[mention.start].text[0].isupper() and mention.end == mention.start + 1
    return mention.kind is MentionKind.NAME


def judge(rows: Sequence[Row], chances: np.ndarray, stated: int) -> dict[str, float]:
    """Return the threshold that serves best, with the figures at it."""
    best: dict[tuple[str, int], tuple[float, bool]] = {}
    for row, chance in zip(rows, chances, strict=True):
        key = (row.article, row.group)
        best[key] = max(best.get(key, (0.0, False)), (float(chance), row.right))
    ranked = sorted(best.values(), reverse=True)
    hits = np.cumsum([right for _, right in ranked])
    precision = hits / np.arange(1, len(ranked) + 1)
    recall = hits / max(stated, 1)
    score = (1 + BETA**2) * precision * recall / np.maximum(BETA**2 * precision + recall, 1e-9)
    at = int(np.argmax(score))
    p, r = float(precision[at]), float(recall[at])
    return {"threshold": ranked[at][0], "precision": p, "recall": r, "f1": 2 * p * r / (p + r)}


def calibrate(
    rest: Sequence[Row], dev: Sequence[Row], *, stated: int, penalty: float
) -> tuple[dict[str, float], str]:
    """Return the figures on the dev fold and the weights file."""
    rows = [*rest, *dev]
    seen = Counter(name for row in rows for name in row.features)
    names = sorted(name for name, count in seen.items() if count >= LEAST_SEEN)
    features = matrix(rows, names)
    right = np.array([row.right for row in rows], float)
    weights = fit(features[: len(rest)], right[: len(rest)], penalty=penalty)
    figures = judge(dev, chances_of(features[len(rest) :], weights), stated)
    header = HEADER.format(articles=len({row.article for row in rows}), **figures)
    weights = fit(features, right, penalty=penalty)
    return figures, header + weights_file(figures["threshold"], names, weights)


def main() -> None:
    """Read the arguments, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pipeline", required=True)
    parser.add_argument("--own", type=Path, required=True, help="own.jsonl.gz")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--penalty", type=float, default=3.0, help="of large weights")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    nlp = load_pipeline(arguments.pipeline)
    rest, _ = rows_of(read_own(arguments.own, nlp, dev=False))
    dev, stated = rows_of(read_own(arguments.own, nlp, dev=True))
    figures, text = calibrate(rest, dev, stated=stated, penalty=arguments.penalty)
    log.info("references: %d stated: %s", stated, figures)
    (arguments.out / "names_antecedents.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
