"""Fit the weights that choose the date of a fact.

    python -m training.calibrate_dates --pipeline FOLDER --own training/own/own.jsonl.gz

Reads our own annotated articles with the names and facts that the pipeline itself finds; a found
fact that is annotated teaches which time of its sentences is its date, or that none is. Writes
``relations_dates.toml`` into ``--out`` and logs the cross-validated figures. ``--without-dev``
leaves the dev fold out, so that ``benchmarks/own.py`` can measure on it. Needs scipy, no torch.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from extract.pipeline import load_pipeline
from extract.relations.dating import Dates
from extract.relations.facts import find_facts, make_key
from kg.model import Predicate
from kg.ontology import ontology
from training.calibrate_observations import cross_validated, file_of, read_options
from training.calibrate_rules import Row, align, best_threshold, read_own
from training.choices import fit_choice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.document import ResolvedDoc
    from extract.relations.pairs import PairScorer

LEAST_RIGHT = 0.6
"""The least precision of dates."""
HEADER = """\
# Which time of its sentences a fact has: weights of extract/relations/dating.py. Written by
# training/calibrate_dates.py from {articles} of the project's own annotated articles.
# Cross-validated: precision {precision:.3f}, recall {recall:.3f} of the dates of found facts; of
# the nearest time {near_p:.3f} and {near_r:.3f}.
"""
log = logging.getLogger(__name__)


def read_rows(
    row: dict[str, Any], resolved: ResolvedDoc, scorer: PairScorer, first: int
) -> Iterator[Row]:
    """Yield the times that each annotated fact of an article may have; groups from ``first``."""
    mapping = align(row, resolved)
    known: dict[object, list[str | None]] = {}
    for fact in row["facts"]:
        key = make_key(fact["subject"], Predicate(fact["predicate"]), fact["object"])
        known.setdefault(key, []).append(fact.get("qualifiers", {}).get("date"))
    dates = Dates(resolved)
    for group, fact in enumerate(find_facts(resolved, scorer=scorer, dated=False), start=first):
        ends = mapping.get(fact.subject, ""), mapping.get(fact.object, "")
        stated = known.get(make_key(ends[0], fact.predicate, ends[1]))
        if stated is None or "date" not in ontology().predicates[fact.predicate].qualifiers:
            continue
        for option in dates.options(fact):
            yield Row(row["id"], option.features, option.period in stated, group)


def nearest(rows: Sequence[Row]) -> tuple[float, float]:
    """Return precision and recall of the nearest time."""
    chosen = [row for row in rows if row.features.get("near:True")]
    right = sum(row.right for row in chosen)
    return right / max(len(chosen), 1), right / max(stated_in(rows), 1)


def stated_in(rows: Sequence[Row]) -> int:
    """Return how many facts have a date among their times."""
    return len({(row.article, row.group) for row in rows if row.right})


def main() -> None:
    """Read the arguments, fit, write."""
    arguments = read_options(__doc__)
    nlp = load_pipeline(arguments.pipeline)
    scorer = cast("PairScorer", nlp.get_pipe("newskg_relations"))
    rows: list[Row] = []
    for dev in (False,) if arguments.without_dev else (False, True):
        for row, resolved in read_own(arguments.own, nlp, dev=dev):
            rows += read_rows(row, resolved, scorer, len(rows))
    judged = cross_validated(rows, penalty=arguments.penalty, nothing=True)
    chances, right = (np.array(column, float) for column in zip(*judged, strict=True))
    figures = best_threshold(chances, right, stated_in(rows), least=LEAST_RIGHT)
    near = nearest(rows)
    log.info("dates: %s; the nearest: %.3f, %.3f", figures, *near)
    articles = len({row.article for row in rows})
    header = HEADER.format(articles=articles, near_p=near[0], near_r=near[1], **figures)
    weights = fit_choice(rows, penalty=arguments.penalty, nothing=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    text = header + file_of(weights, figures["threshold"])
    (arguments.out / "relations_dates.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
