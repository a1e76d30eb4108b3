"""Measure coreference on GUM and GAP.

    python -m benchmarks.coreference --data ../shared/data --rows 400

GUM (dev): entities with a name and two or more mentions, since newskg gives only those an entity;
a mention is its head word. MUC, B-cubed and CEAF-e by scorch, as the CoNLL-2012 task has them.
GAP (development): whether a pronoun stands for the name A and for the name B; F1 over both. Texts
of GAP and GUM are of other kinds than news, and newskg leaves alone what it is not sure of.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from itertools import islice
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING, Any

from scorch.scores import b_cubed, ceaf_e, muc

from extract.pipeline import load_pipeline, resolve
from extract.reading.files import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.language import Language

    from extract.document import ResolvedDoc

Clusters = list[set[int]]
METRICS = {"MUC": muc, "B-cubed": b_cubed, "CEAF-e": ceaf_e}


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the lines of a JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read(text: str, nlp: Language) -> ResolvedDoc:
    """Return a text without title as the extraction reads it."""
    return resolve(read_text(text, id="x"), nlp)


def gold_clusters(row: dict[str, Any]) -> Clusters:
    """Return the named entities of a GUM row with two or more mentions, as offsets of heads."""
    found = []
    for entity in row["entities"]:
        heads = {row["token_offsets"][mention[2]][0] for mention in entity["mentions"]}
        named = any(mention[3].startswith("NNP") for mention in entity["mentions"])
        if named and len(heads) > 1:
            found.append(heads)
    return found


def found_clusters(resolved: ResolvedDoc) -> Clusters:
    """Return the entities that newskg finds with two or more mentions, likewise."""
    clusters: dict[str, set[int]] = defaultdict(set)
    for mention in resolved.mentions:
        clusters[mention.iri].add(resolved.doc[mention.start : mention.end].root.idx)
    return [heads for heads in clusters.values() if len(heads) > 1]


def _meet(gold: Clusters, found: Clusters) -> bool:
    """Tell whether the two share a mention; scorch has no score for those that do not."""
    return bool(set().union(*gold) & set().union(*found))


def measure_gum(path: Path, nlp: Language) -> dict[str, float]:
    """Return the mean F1 of each metric over the documents, and the CoNLL mean of all three."""
    scores: dict[str, list[float]] = {name: [] for name in METRICS}
    for row in rows(path):
        gold, found = gold_clusters(row), found_clusters(read(row["text"], nlp))
        for name, metric in METRICS.items():
            scores[name].append(float(metric(gold, found)[2]) if _meet(gold, found) else 0.0)
    figures = {name: mean(values) for name, values in scores.items()}
    return {**figures, "CoNLL": mean(figures.values())}


def entities_at(resolved: ResolvedDoc, start: int, end: int) -> set[str]:
    """Return the entities of the mentions that share characters with a span."""
    doc = resolved.doc
    return {
        mention.iri
        for mention in resolved.mentions
        if doc[mention.start].idx < end
        and start < doc[mention.end - 1].idx + len(doc[mention.end - 1])
    }


def measure_gap(path: Path, nlp: Language, *, most: int) -> dict[str, float]:
    """Return precision, recall and F1 of "the pronoun stands for this name"."""
    right = found = stated = 0
    for row in islice(rows(path), most):
        resolved = read(row["text"], nlp)
        pronoun = entities_at(resolved, *row["pronoun"])
        for name in ("A", "B"):
            joined = bool(pronoun & entities_at(resolved, *row[name]))
            found += joined
            stated += row[f"{name}_coref"]
            right += joined and row[f"{name}_coref"]
    precision, recall = right / max(found, 1), right / max(stated, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": precision, "recall": recall, "F1": f1}


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=2000, help="of GAP, at most")
    arguments = parser.parse_args()
    nlp = load_pipeline()
    folder = arguments.data / "coref"
    results = {
        "GUM dev": measure_gum(folder / "gum.dev.jsonl.gz", nlp),
        "GAP development": measure_gap(folder / "gap.dev.jsonl.gz", nlp, most=arguments.rows),
    }
    for name, figures in results.items():
        print(name, *(f"{key} {value:.3f}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
