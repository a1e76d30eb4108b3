"""Time what extraction costs beside the language pipeline, in CPU time.

    OMP_NUM_THREADS=1 python -m benchmarks.stages samples/*.txt

The articles are read once to warm up; each stage's time is the median of ``--rounds``.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, cast

from extract.entities import resolve_names
from extract.observations import find_observations
from extract.pipeline import _make_doc, load_pipeline
from extract.reading.files import read_text
from extract.relations import find_facts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

    from extract.language.relations import RelationModel
    from kg.model import Article

STAGES = ("language pipeline", "entities and references", "facts", "observations")


def stages(article: Article, nlp: Language) -> list[float]:
    """Return the CPU seconds of each of :data:`STAGES` for an article."""
    scorer = cast("RelationModel", nlp.get_pipe("newskg_relations"))
    stamps = [process_time()]
    doc = nlp(_make_doc(article, nlp))
    stamps.append(process_time())
    resolved = resolve_names(article, doc, scorer=scorer)
    stamps.append(process_time())
    facts = find_facts(resolved, scorer=scorer)
    stamps.append(process_time())
    find_observations(resolved, facts=facts)
    stamps.append(process_time())
    return [after - before for before, after in pairwise(stamps)]


def measure(articles: Sequence[Article], nlp: Language, *, rounds: int) -> list[float]:
    """Return the seconds of each stage for all articles: medians over the rounds."""
    every = [[stages(article, nlp) for article in articles] for _ in range(rounds + 1)][1:]
    sums = [[sum(column) for column in zip(*one, strict=True)] for one in every]
    return [median(column) for column in zip(*sums, strict=True)]


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    articles = [read_text(path.read_text("utf-8"), id=path.stem) for path in arguments.files]
    times = measure(articles, load_pipeline(), rounds=arguments.rounds)
    for name, seconds in zip(STAGES, times, strict=True):
        print(f"{name}: {seconds:.2f} s, {seconds / times[0]:.2f} of the pipeline")
    print(f"beyond the pipeline: {sum(times[1:]) / times[0]:.2f} of it")


if __name__ == "__main__":
    main()
