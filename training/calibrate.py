"""Make relation scores mean what they say: fit scale and shift of their log odds.

    python -m training.calibrate --model extract/trained

Fitted on the held-back fold of our own newswire, over all predicates at once, so that of the pairs
with a score of 0.7 about seven in ten hold.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import spacy
from spacy.tokens import Doc, Span

from extract.language import component, relations  # noqa: F401 - register the factories
from extract.language.network import HEADS
from training.gazetteers import Gazetteers
from training.labels import PREDICATES
from training.newswire import read_newswire

if TYPE_CHECKING:
    from spacy.language import Language

LABELS = {"PER": "Person", "ORG": "Organization", "PLACE": "City", "PROGRAM": "Program"} | {
    role: role.capitalize() for role in ("PRODUCT", "WORK", "EVENT")
}


def observed(nlp: Language, own: Path, data: Path) -> tuple[np.ndarray, np.ndarray]:
    """Return log odds and truth of every predicate for every marked pair of the fold."""
    odds, truth = [], []
    for example in read_newswire(own, Gazetteers(data / "gaz"), dev=True, every=True):
        doc = nlp.get_pipe("newskg_language")(Doc(nlp.vocab, words=example.words))
        pairs = [
            (
                Span(doc, *p.first, label=LABELS[p.roles[0]]),
                Span(doc, *p.second, label=LABELS[p.roles[1]]),
            )
            for p in example.pairs
        ]
        found = nlp.get_pipe("newskg_relations").scores(doc, pairs)  # type: ignore[attr-defined]
        for pair, scores in zip(example.pairs, found, strict=True):
            for name in PREDICATES:
                if name not in (pair.unknown or ()):
                    chance = min(max(scores.relations[name], 1e-7), 1 - 1e-7)
                    odds.append(np.log(chance / (1 - chance)))
                    truth.append(name in pair.true)
    return np.array(odds), np.array(truth, dtype=float)


def fit(odds: np.ndarray, truth: np.ndarray, steps: int = 100) -> tuple[float, float]:
    """Return scale and shift of the log odds that make the truth most likely (Platt 1999).

    Newton's method; a step that makes the truth less likely is halved until it does not.
    """
    x = np.stack([odds, np.ones_like(odds)], 1)

    def loss(weights: np.ndarray) -> float:
        score = x @ weights
        return float(np.logaddexp(0.0, score).sum() - score @ truth)

    weights, best = np.array([1.0, 0.0]), loss(np.array([1.0, 0.0]))
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-np.clip(x @ weights, -500, 500)))
        slope = x.T @ (truth - chance)
        curve = (x * (chance * (1 - chance))[:, None]).T @ x
        step = np.linalg.solve(curve + 1e-6 * np.eye(2), slope)
        while loss(weights + step) > best and np.abs(step).max() > 1e-9:
            step = step / 2
        weights, last = weights + step, best
        best = loss(weights)
        if last - best < 1e-6:
            break
    return float(weights[0]), float(weights[1])


def main() -> None:
    """Fit and write the calibration into the model folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, default=Path("extract/trained"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--own", type=Path, default=Path("training/own/own.jsonl.gz"))
    given = parser.parse_args()
    file = given.model / "newskg_relations" / HEADS
    with np.load(file) as stored:
        arrays = {name: stored[name] for name in stored.files if name != "calibration"}
    np.savez_compressed(file, **arrays)
    scale, shift = fit(*observed(spacy.load(given.model), given.own, given.data))
    np.savez_compressed(file, **arrays, calibration=np.array([scale, shift], np.float32))
    print(f"scale {scale:.3f} shift {shift:.3f}")


if __name__ == "__main__":
    main()
