"""Train a spaCy CNN on the same data, to be measured beside the pipeline; it is not shipped.

    python -m training.baseline --data ../shared/data --to build/baseline --minutes 75

Tagger and parser share one convolutional encoder, the name finder has its own, both of spaCy's
default size, as in spaCy's small English pipelines. Names are persons, organisations and places; a
word whose set leaves open whether it is part of such a name teaches nothing.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import random
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed

from training import sources
from training.example import allowed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

    from training.example import Example as Window

log = logging.getLogger("baseline")
KINDS: Final = {"PER": ("PER",), "ORG": ("ORG",), "LOC": ("GPE", "LOC")}
UNMARKED: Final = {"fewnerd", "core", "knowledgenet", "gap"}
"""Sources that mark neither all names nor grammar."""

BATCH: Final = (600, 3000)
"""Words of a batch, from the first to the last pass."""

LISTENER: Final = {
    "@architectures": "spacy.Tok2VecListener.v1",
    "width": 96,
    "upstream": "tok2vec",
}


def build() -> Language:
    """Return the pipeline before training."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    nlp.add_pipe("tagger", config={"model": {"tok2vec": LISTENER}})
    nlp.add_pipe("parser", config={"model": {"tok2vec": LISTENER}})
    nlp.add_pipe("ner")
    return nlp


def mark_of(bits: int) -> str:
    """Return what a word's allowed labels mean for persons, organisations and places.

    >>> [mark_of(allowed(k, "B", outside=o)) for k, o in ((["GPE", "LOC"], 0), (["WORK"], 1))]
    ['B-LOC', 'O']
    >>> mark_of(allowed(["PER"], outside=True))
    '-'
    """
    for label, kinds in KINDS.items():
        for letter in "BI":
            if bits and not bits & ~allowed(kinds, letter):
                return f"{letter}-{label}"
    open_kinds = allowed(kind for kinds in KINDS.values() for kind in kinds)
    return "-" if not bits or bits & open_kinds else "O"


def reference(nlp: Language, window: Window) -> Example:
    """Return a window as spaCy learns from it; what is not marked stays missing."""
    given: dict[str, list[object]] = {}
    if window.syntax and window.starts:
        heads = [head - 1 if head else at for at, head in enumerate(window.syntax.heads)]
        given = {
            "tags": list(window.syntax.tags),
            "heads": list(heads),
            "deps": list(window.syntax.deps),
            "sent_starts": list(window.starts),
        }
    if window.names:
        given["ents"] = marks(window.names)
    doc = Doc(nlp.vocab, words=window.words, **given)  # type: ignore[arg-type]
    return Example(Doc(nlp.vocab, words=window.words), doc)


def marks(names: list[int]) -> list[object]:
    """Return IOB marks; spaCy wants a name that follows nothing to begin, not to go on."""
    found: list[object] = []
    for mark in map(mark_of, names):
        if mark[0] == "I" and (not found or str(found[-1])[1:] != mark[1:]):
            mark = f"B{mark[1:]}"
        found.append(None if mark == "-" else mark)
    return found


def windows(data: Path, own: Path, *, seed: int) -> list[Window]:
    """Return every window that marks names or grammar, our own articles in one cut."""
    loaded = sources.load(data, own, seed=seed)
    loaded["own"] = loaded["own"][: len(loaded["own"]) // sources.OWN_CUTS]
    return [w for name, found in loaded.items() if name not in UNMARKED for w in found]


def batches(examples: list[Example], words: float) -> Iterator[list[Example]]:
    """Yield examples in groups of about as many words."""
    group: list[Example] = []
    size = 0
    for example in examples:
        group.append(example)
        size += len(example.reference)
        if size >= words:
            yield group
            group, size = [], 0
    if group:
        yield group


def train(nlp: Language, examples: list[Example], *, minutes: float, seed: int) -> None:
    """Train for some minutes of processor time; the weights are averaged over the steps."""
    fix_random_seed(seed)
    chance = random.Random(seed)
    optimizer = nlp.initialize(lambda: examples)
    began, step, total = time.process_time(), 0, Counter[str]()
    spent = words = 0.0
    for number in itertools.count():
        chance.shuffle(examples)
        for batch in batches(examples, BATCH[0] + spent * (BATCH[1] - BATCH[0])):
            spent = (time.process_time() - began) / (60 * minutes)
            if spent >= 1:
                log.info("%d words in %d steps", words, step)
                return
            words += sum(len(example.reference) for example in batch)
            optimizer.learn_rate = 1e-3 * min(1.0, step / 250 + 0.004) * (1 - 0.95 * spent)
            total += nlp.update(batch, drop=0.1, sgd=optimizer, losses=Counter())
            step += 1
            if step % 50 == 0:
                log.info("pass %d words %d %.0f %% %s", number, words, 100 * spent, dict(total))
                total.clear()


def main() -> None:
    """Train as the command line says."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--own", type=Path, default=Path("training/own/own.jsonl.gz"))
    parser.add_argument("--to", type=Path, required=True, help="folder of the trained pipeline")
    parser.add_argument("--minutes", type=float, default=75, help="of processor time")
    parser.add_argument("--limit", type=int, help="windows, for a quick try")
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    nlp = build()
    found = windows(given.data, given.own, seed=given.seed)
    random.Random(given.seed).shuffle(found)
    examples = [reference(nlp, window) for window in found[: given.limit]]
    log.info("%d windows, %d words", len(examples), sum(len(e.reference) for e in examples))
    train(nlp, examples, minutes=given.minutes, seed=given.seed)
    with nlp.use_params(nlp._optimizer.averages if nlp._optimizer else {}):
        nlp.to_disk(given.to)


if __name__ == "__main__":
    main()
