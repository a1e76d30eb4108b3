"""Fit the weights by which pronouns and descriptions find their antecedents.

    python -m training.calibrate_references --pipeline FOLDER --own training/own/own.jsonl.gz \\
        --gap ../shared/data/coref/gap.validation.jsonl.gz

Reads the dev fold of our own annotated articles, on which the head that compares mentions was not
trained, with the names that the pipeline finds; and, if given, the validation part of GAP (Webster
et al. 2018), in which pronouns of people stand among rivals. The figures and the threshold come
from cross-validation over our articles. Writes ``names_antecedents.toml`` into ``--out`` and logs
the figures. Run it before ``training.calibrate_rules``, whose features rest on the references.
Needs scipy, no torch.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from extract.document import MentionKind
from extract.entities.antecedents import COMPARED, UNCOMPARED
from extract.entities.references import find_references
from extract.pipeline import load_pipeline, resolve
from extract.reading.files import read_text
from training.calibrate_observations import file_of
from training.calibrate_rules import OUT, Row, align, read_own
from training.choices import fit_choice, likeliest
from training.example import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language

    from extract.document import EntityMention, ResolvedDoc
    from extract.entities.anaphors import Anaphor
    from extract.entities.likeness import SameScorer

FOLDS = 5
BETA = 1.0
"""The weight of recall against precision: facts are judged by their references' chances too."""
HEADER = """\
# By what a pronoun or description finds the entity it stands for: weights of
# extract/entities/antecedents.py. Written by training/calibrate_references.py from {articles} of
# the project's own annotated articles on which the head was not trained, and the validation part
# of GAP. Cross-validated over the articles: precision {precision:.3f}, recall {recall:.3f},
# F1 {f1:.3f} of the references that have an antecedent.
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


def rows_of(
    articles: Iterable[tuple[dict[str, Any], ResolvedDoc]],
    scorer: SameScorer | None = None,
    *,
    teach: type[Teacher] = Teacher,
) -> tuple[list[Row], int]:
    """Return every candidate of every reference, and how many references have an antecedent."""
    rows: list[Row] = []
    stated = 0
    for row, resolved in articles:
        teacher = teach(row, resolved)
        named = [m for m in resolved.mentions if _is_named(resolved, m)]
        types = {entity.iri: entity.type for entity in resolved.entities}
        find_references(resolved.content, named, types, choose=teacher.choose, scorer=scorer)
        rows += teacher.rows
        stated += teacher.stated
    return rows, stated


def _is_named(resolved: ResolvedDoc, mention: EntityMention) -> bool:
    """Tell names and nationality words from references."""
    if mention.kind is MentionKind.DESCRIPTION:
        return resolved.doc[mention.start].text[0].isupper() and mention.end == mention.start + 1
    return mention.kind is MentionKind.NAME


def uncompared(rows: Sequence[Row]) -> list[Row]:
    """Return rows as a pipeline without the head that compares mentions has them.

    Fitted beside the others, they keep the weights good for both.
    """
    found = []
    for row in rows:
        kept = {n: v for n, v in row.features.items() if COMPARED not in n.split(":")[:2]}
        forms = {n.partition(":")[0] for n in kept if n.endswith(":bias")}
        kept |= {UNCOMPARED: 1.0} | {f"{form}:{UNCOMPARED}": 1.0 for form in forms}
        found.append(Row(row.article, kept, row.right, -row.group))
    return found


@dataclass
class NamesOnly(Teacher):
    """Teaches the one pronoun of a GAP row; what it says of others is not known."""

    def __post_init__(self) -> None:
        named = [m for m in self.resolved.mentions if _is_named(self.resolved, m)]
        marks = [self.row[name] for name in ("A", "B") if self.row[f"{name}_coref"]]
        doc = self.resolved.doc
        self.right = {
            m.iri
            for start, end in marks
            for m in named
            if doc[m.start].idx < end and start < doc[m.end - 1].idx + len(doc[m.end - 1])
        }

    def choose(
        self, anaphor: Anaphor, rows: Sequence[tuple[str, dict[str, float]]]
    ) -> tuple[str, float] | None:
        """Return the right candidate of the pronoun."""
        if not self.right or self.resolved.doc[anaphor.start].idx != self.row["pronoun"][0]:
            return None
        self.stated += 1
        self.rows += [Row(self.row["id"], f, iri in self.right, 1) for iri, f in rows]
        return next(((iri, 1.0) for iri, _ in rows if iri in self.right), None)


def read_gap(path: Path, nlp: Language) -> Iterator[tuple[dict[str, Any], ResolvedDoc]]:
    """Yield the texts of a GAP file with what the pipeline finds in them."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row, resolve(read_text(row["text"], id=row["id"]), nlp)


def judge(judged: Sequence[tuple[float, bool]], stated: int) -> dict[str, float]:
    """Return the threshold that serves best, with the figures at it.

    ``judged`` has the chance of the likeliest candidate of each reference and whether it is right.
    """
    ranked = sorted(judged, reverse=True)
    hits = np.cumsum([right for _, right in ranked])
    precision = hits / np.arange(1, len(ranked) + 1)
    recall = hits / max(stated, 1)
    score = (1 + BETA**2) * precision * recall / np.maximum(BETA**2 * precision + recall, 1e-9)
    at = int(np.argmax(score))
    p, r = float(precision[at]), float(recall[at])
    return {"threshold": ranked[at][0], "precision": p, "recall": r, "f1": 2 * p * r / (p + r)}


def calibrate(
    own: Sequence[Row], beside: Sequence[Row], *, stated: int, penalty: float
) -> tuple[dict[str, float], str]:
    """Return the figures, cross-validated over ``own``, and the weights file."""
    judged: list[tuple[float, bool]] = []
    for part in range(FOLDS):
        inside = {row.article for row in own if fold(f"references {row.article}", FOLDS) == part}
        others = [row for row in own if row.article not in inside]
        every = [*others, *beside]
        weights = fit_choice([*every, *uncompared(every)], penalty=penalty, nothing=True)
        here = [row for row in own if row.article in inside]
        judged += likeliest(here, weights, nothing=True)
    figures = judge(judged, stated)
    every = [*own, *beside]
    weights = fit_choice([*every, *uncompared(every)], penalty=penalty, nothing=True)
    articles = len({row.article for row in own})
    return figures, HEADER.format(articles=articles, **figures) + file_of(
        weights, figures["threshold"]
    )


def main() -> None:
    """Read the arguments, fit, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pipeline", required=True)
    parser.add_argument("--own", type=Path, required=True, help="own.jsonl.gz")
    parser.add_argument("--gap", type=Path, help="gap.validation.jsonl.gz")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--penalty", type=float, default=3.0, help="of large weights")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    nlp = load_pipeline(arguments.pipeline)
    scorer = cast("SameScorer", nlp.get_pipe("newskg_relations"))
    own, stated = rows_of(read_own(arguments.own, nlp, dev=True), scorer)
    beside: list[Row] = []
    if arguments.gap:
        beside, _ = rows_of(read_gap(arguments.gap, nlp), scorer, teach=NamesOnly)
    figures, text = calibrate(own, beside, stated=stated, penalty=arguments.penalty)
    log.info("references: %d stated: %s", stated, figures)
    (arguments.out / "names_antecedents.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
