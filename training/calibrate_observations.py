"""Fit the weights that judge observations, and choose their threshold.

    python -m training.calibrate_observations --pipeline FOLDER --own training/own/own.jsonl.gz

Reads our own annotated articles with the names that the pipeline itself finds. Whose number it is
and which time it is about are fitted on all articles; the threshold is chosen by
cross-validation. Writes ``observations_join.toml`` and ``observations_periods.toml`` into
``--out`` and logs the figures. ``--without-dev`` leaves the dev fold out, so that
``benchmarks/own.py`` can measure on it. Needs scipy, no torch.
"""

from __future__ import annotations

import argparse
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from extract.observations.candidates import Story, bearers
from extract.observations.periods import times
from extract.observations.timeline import Timeline
from extract.observations.values import ValueReader
from extract.pipeline import load_pipeline
from extract.relations.facts import find_facts
from extract.relations.views import LETTERS, LONGEST_SENTENCE, flat_view
from training.calibrate_rules import OUT, Row, align, best_threshold, read_own, weights_file
from training.choices import fit_choice, likeliest
from training.example import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.document import ResolvedDoc
    from extract.observations.indicators import Reading
    from extract.relations.pairs import PairScorer
    from kg.model import Fact

FOLDS = 5
NEAR = 0.005
"""Values that differ by less than this part of one are the same."""
LEAST_RIGHT = 0.62
"""The least precision of observations."""
BEARERS = """\
# Which entity a number is about, and whether the number is an observation: weights of
# extract/observations/candidates.py. Written by training/calibrate_observations.py from {articles}
# of the project's own annotated articles. Cross-validated at the threshold: precision
# {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} (value and entity).
"""
PERIODS = """\
# Which time a number is about: weights of extract/observations/periods.py. Written by
# training/calibrate_observations.py from {articles} of the project's own annotated articles.
# Cross-validated, the likeliest time was right for {right:.3f} of the numbers that have one.
"""
log = logging.getLogger(__name__)


@dataclass
class Rows:
    """The options of the two choices for each number of some articles."""

    bearers: list[Row]
    periods: list[Row]
    stated: int = 0
    """Annotated observations."""


def states(reading: Reading, observation: dict[str, Any]) -> bool:
    """Tell whether an annotated observation has the value (or bare rank) of a reading."""
    value = observation.get("value")
    if reading.value is None or value is None:
        return reading.value is value and reading.rank == observation.get("rank")
    return bool(abs(reading.value - value) <= NEAR * abs(value))


def said_in(row: dict[str, Any], start: int, end: int) -> list[dict[str, Any]]:
    """Return the observations that the characters from ``start`` to ``end`` state."""
    spans = row["sentences"]
    return [
        observation
        for observation in row["observations"]
        if any(spans[n][0] < end and start < spans[n][1] for n in observation["sentences"])
    ]


def read_rows(
    row: dict[str, Any], resolved: ResolvedDoc, facts: Sequence[Fact], into: Rows
) -> None:
    """Add what each number of an article may be about, and which annotation says so."""
    mapping = align(row, resolved)
    letters = {entity.iri: LETTERS[entity.type] for entity in resolved.entities}
    story, timeline = Story(letters), Timeline(resolved.article.published)
    values, group = ValueReader(), 0
    into.stated += len(row["observations"])
    for sentence in resolved.content:
        if len(sentence) > LONGEST_SENTENCE:
            continue
        view = flat_view(sentence, resolved, letters)
        known = said_in(row, sentence.start_char, sentence.end_char)
        readings, used = values.read(view, facts, sentence)
        for i, reading in readings:
            stated = [o for o in known if states(reading, o)]
            stated = stated or [o for o in row["observations"] if states(reading, o)]
            group += 1
            about: str | None = None
            for bearer in bearers(view, i, reading, resolved, story, used=i in used):
                right = mapping.get(bearer.iri) in {o["about"] for o in stated}
                into.bearers.append(Row(row["id"], bearer.features, right, group))
                about = bearer.iri if right else about
            if about is None:
                continue
            story.last_bearer = about
            periods = {o.get("period") for o in stated if o["about"] == mapping[about]} - {None}
            for time in times(view, i, reading, resolved, timeline, about):
                right = time.period in periods
                into.periods.append(Row(row["id"], time.features, right, group))
            timeline.take(min(periods, default=None), about)
        story.read(view)
        timeline.read(view)


def folded(rows: Sequence[Row], part: int, *, inside: bool) -> list[Row]:
    """Return the rows of a fold, or all others."""
    return [row for row in rows if (fold(f"observations {row.article}", FOLDS) == part) == inside]


def cross_validated(
    rows: Sequence[Row], *, penalty: float, nothing: bool
) -> list[tuple[float, bool]]:
    """Return the chance of each group's likeliest option by weights of the other folds."""
    found = []
    for part in range(FOLDS):
        weights = fit_choice(folded(rows, part, inside=False), penalty=penalty, nothing=nothing)
        found += likeliest(folded(rows, part, inside=True), weights, nothing=nothing)
    return found


def file_of(weights: dict[str, float], threshold: float) -> str:
    """Return the text of a weights file without the weights that hardly matter."""
    kept = {name: weight for name, weight in weights.items() if abs(weight) >= 5e-4}
    return weights_file(threshold, list(kept), np.array(list(kept.values())))


def calibrate_bearers(rows: Rows, *, penalty: float) -> tuple[dict[str, float], str]:
    """Return the figures and the weights file of bearers."""
    judged = cross_validated(rows.bearers, penalty=penalty, nothing=True)
    chances, right = (np.array(part, float) for part in zip(*judged, strict=True))
    figures = best_threshold(chances, right, rows.stated, least=LEAST_RIGHT)
    weights = fit_choice(rows.bearers, penalty=penalty, nothing=True)
    header = BEARERS.format(articles=len({row.article for row in rows.bearers}), **figures)
    return figures, header + file_of(weights, figures["threshold"])


def calibrate_periods(rows: Rows, *, penalty: float) -> tuple[float, str]:
    """Return how often the likeliest time is right, and the weights file."""
    timed = {(row.article, row.group) for row in rows.periods if row.right}
    judged = cross_validated(rows.periods, penalty=penalty, nothing=True)
    figure = sum(right for _, right in judged) / max(len(timed), 1)
    weights = fit_choice(rows.periods, penalty=penalty, nothing=True)
    header = PERIODS.format(articles=len({row.article for row in rows.periods}), right=figure)
    return figure, header + file_of(weights, 0.0)


def read_options(description: str | None) -> argparse.Namespace:
    """Read the options of a script that fits weights on our own articles, and start its log."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--pipeline", required=True)
    parser.add_argument("--own", type=Path, required=True, help="own.jsonl.gz")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--penalty", type=float, default=2.0, help="of large weights")
    parser.add_argument("--without-dev", action="store_true", help="leave the dev fold out")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    return arguments


def main() -> None:
    """Read the arguments, fit, write."""
    arguments = read_options(__doc__)
    nlp = load_pipeline(arguments.pipeline)
    scorer = cast("PairScorer", nlp.get_pipe("newskg_relations"))
    rows = Rows([], [])
    for dev in (False,) if arguments.without_dev else (False, True):
        for row, resolved in read_own(arguments.own, nlp, dev=dev):
            read_rows(row, resolved, find_facts(resolved, scorer=scorer), rows)
    figures, text = calibrate_bearers(rows, penalty=arguments.penalty)
    log.info("observations: %d stated: %s", rows.stated, figures)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "observations_join.toml").write_text(text, encoding="utf-8")
    right, text = calibrate_periods(rows, penalty=arguments.penalty)
    log.info("periods: %.3f right", right)
    (arguments.out / "observations_periods.toml").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
