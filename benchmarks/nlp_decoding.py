"""Try the choices of decoding again, as after new weights: names from labels, sentences from odds.

    OMP_NUM_THREADS=1 python -m benchmarks.nlp_decoding --data ../shared/data

Choose by the first three sets of names and by GUM and our own articles for sentences; the others
are the bars, where a choice is only to be checked.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import spacy

from benchmarks.nlp import OWN, TRAINED, Score, borders, names
from extract.language.names import Labels
from training.newswire import articles
from training.sources import WIKIGOLD_FOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language

    from extract.language.component import LanguageModel
    from extract.language.names import Name

SETS = {
    "wikigold.train": WIKIGOLD_FOLD,
    "gum_named.dev": None,
    "wnut17.dev": None,
    "uner_ewt.dev": None,
    "men_evalonly.dev": None,
    "worldwide_evalonly.dev": None,
}
ODDS = (-0.5, 0.0, 0.5, 1.0, 2.0, 3.0)


class WithAddress(Labels):
    """Leaves forms of address and brackets in names."""

    def bare(
        self,
        names: Iterable[Name],
        words: Sequence[str],  # noqa: ARG002 - the base class's signature
        scores: NDArray[np.float32],  # noqa: ARG002
    ) -> list[Name]:
        """Return the names as they are."""
        return list(names)


class WordByWord(Labels):
    """Takes each word's own best of outside, begin and inside."""

    def decode(self, scores: NDArray[np.float32]) -> list[Name]:
        """Return the names."""
        found, start = [], None
        for at, mark in enumerate([*self.parts(scores).argmax(1).tolist(), 0]):
            if start is not None and mark != 2:
                found.append(self.name(scores, start, at))
                start = None
            if mark and start is None:
                start = at
        return found


def name_rows(nlp: Language, ner: Path) -> Iterator[str]:
    """Yield F1 of each way to read names."""
    model = cast("LanguageModel", nlp.get_pipe(OWN))
    for way in (Labels, WithAddress, WordByWord):
        model._names = way(model._labels["name"])
        scores = [names(nlp, ner / f"{name}.jsonl.gz", keep) for name, keep in SETS.items()]
        found = zip(SETS, scores, strict=True)
        yield f"{way.__name__}: " + "; ".join(f"{name} {score}" for name, score in found)
    model._names = Labels(model._labels["name"])


def sentence_rows(nlp: Language, ud: Path, own: Path) -> Iterator[str]:
    """Yield F1 of sentence starts by the log odds from which one is taken."""
    model = cast("LanguageModel", nlp.get_pipe(OWN))
    for odds in ODDS:
        model.start_odds = odds
        score = Score()
        for row in articles(own, dev=True):
            starts = {next((t.idx for t in s if not t.is_space), 0) for s in nlp(row["text"]).sents}
            score.add(starts - {0}, {a for a, _ in row["sentences"]} - {0})
        treebanks = [borders(nlp, ud / f"en_{n}-ud-dev.conllu.gz") for n in ("gum_open", "ewt")]
        yield f"start odds {odds}: GUM {treebanks[0]}; our own {score}; EWT {treebanks[1]}"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--own", type=Path, default=Path("training/own/own.jsonl.gz"))
    parser.add_argument("--model", type=Path, default=TRAINED)
    given = parser.parse_args()
    nlp = spacy.load(given.model, disable=["newskg_relations"])
    for line in sentence_rows(nlp, given.data / "ud", given.own):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    for line in name_rows(nlp, given.data / "ner"):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
