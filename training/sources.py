"""Every source of the mix and how often it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.gazetteers import Gazetteers
from training.names import read_names
from training.newswire import read_newswire
from training.relations import read_core, read_fire, read_gap, read_knowledgenet, read_redocred
from training.renaming import people_of, renamed
from training.treebanks import read_treebank

if TYPE_CHECKING:
    from pathlib import Path

    from training.example import Example

WEIGHTS = {
    "ewt": 1.2,
    "gum": 1.0,
    "own": 1.1,
    "redocred": 0.5,
    "crossner": 0.5,
    "fire": 0.2,
    "wikigold": 1.0,
    "btc": 0.5,
    "wnut17": 0.3,
    "sec": 0.03,
    "fewnerd": 0.2,
    "core": 1.5,
    "knowledgenet": 0.4,
    "gap": 0.05,
}
"""Passes over each source, relative to each other; ``own`` has three different cuts."""

PEOPLE = ("crossner", "redocred", "btc", "wnut17", "wikigold")
RENAMED = ("ewt", "gum", "own")
"""Sources whose people get names from ``PEOPLE`` in some windows."""

WIKIGOLD_FOLD = 5
OWN_CUTS = 3


def load(data: Path, own: Path, *, seed: int = 0) -> dict[str, list[Example]]:
    """Read all training sources; ``own`` is the JSON Lines file of our own articles."""
    gazetteers = Gazetteers(data / "gaz")
    ner, rel, ud, coref = data / "ner", data / "rel", data / "ud", data / "coref"
    crossner = sorted(ner.glob("crossner_*.jsonl.gz"))
    found = {
        "ewt": read_treebank(
            "ewt",
            ud / "en_ewt-ud-train.conllu.gz",
            gazetteers,
            names=ner / "uner_ewt.train.jsonl.gz",
            seed=seed,
        ),
        "gum": read_treebank(
            "gum",
            ud / "en_gum_open-ud-train.conllu.gz",
            gazetteers,
            names=ner / "gum_named.train.jsonl.gz",
            coreference=coref / "gum.train.jsonl.gz",
            seed=seed,
        ),
        "own": [
            e for cut in range(OWN_CUTS) for e in read_newswire(own, gazetteers, seed=seed + cut)
        ],
        "redocred": read_redocred(rel / "redocred.dev.jsonl.gz", gazetteers, seed=seed),
        "crossner": [e for path in crossner for e in read_names(path, gazetteers, seed=seed)],
        "fire": read_fire(rel / "fire.train_old_labels.jsonl.gz", seed=seed),
        "wikigold": read_names(
            ner / "wikigold.train.jsonl.gz", gazetteers, seed=seed, hold_back=WIKIGOLD_FOLD
        ),
        "btc": read_names(ner / "btc_news_tweets.train.jsonl.gz", gazetteers, seed=seed),
        "wnut17": read_names(ner / "wnut17.train.jsonl.gz", gazetteers, seed=seed),
        "sec": read_names(ner / "sec_filings.train.jsonl.gz", gazetteers, seed=seed),
        "fewnerd": read_names(
            ner / "fewnerd_inter_partial.train.jsonl.gz", gazetteers, seed=seed, limit=2500
        ),
        "core": read_core(rel / "core.train.jsonl.gz"),
        "knowledgenet": read_knowledgenet(rel / "knowledgenet.train.jsonl.gz"),
        "gap": read_gap(coref / "gap.dev.jsonl.gz"),
    }
    people = people_of(e for source in PEOPLE for e in found[source])
    return found | {name: renamed(found[name], people, seed=seed) for name in RENAMED}
