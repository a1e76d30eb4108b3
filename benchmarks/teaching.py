"""Relations taught on some folds of Text2KGBench and asked on the other, then thrown away.

Two ways to part the sentences. Over sentences: five folds at random; sentences of one ontology
often put the same triples in other words, so most triples of a test sentence were seen. Over
subjects: sentences that share a subject, also by way of a third, are in one fold, so no triple of a
test sentence was seen. Relations that no example taught are found as
:mod:`benchmarks.text2kgbench` maps them.
"""

from __future__ import annotations

from collections import Counter
from random import Random
from statistics import mean
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks import text2kgbench
from benchmarks.public_sets import Tally
from extract.pipeline import extract_facts, resolve
from extract.reading.files import read_text
from extract.taught.learning import learn
from extract.taught.lessons import Example, group_by_subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.language import Language

    from benchmarks.text2kgbench import Triple
    from extract.taught.relations import TaughtRelations

FOLDS = 5


class Sentence(NamedTuple):
    """An example, and what the 24 predicates give under the benchmark's mapping."""

    example: Example
    mapped: tuple[Triple, ...]


class Figures(NamedTuple):
    """The benchmark's means over sentences, and a micro F1 over all found triples."""

    precision: float
    recall: float
    f1: float
    plain: float


def make_sentence(row: dict[str, Any], nlp: Language) -> Sentence:
    """Return a row of the set after the pipeline."""
    article = read_text(row["text"], id=row["doc"])
    triples = tuple((s, r, o) for s, r, o in row["triples"])
    mapped = tuple(text2kgbench.triples(extract_facts(article, nlp)))
    return Sentence(Example(resolve(article, nlp), triples), mapped)


def folds_of_sentences(sentences: Sequence[Sentence]) -> list[int]:
    """Return a fold for each sentence, at random."""
    order = list(range(len(sentences)))
    Random(0).shuffle(order)
    return [fold for _, fold in sorted((n, at % FOLDS) for at, n in enumerate(order))]


def folds_of_subjects(sentences: Sequence[Sentence]) -> list[int]:
    """Return a fold for each sentence; sentences that share a subject are in one."""
    groups = group_by_subject([sentence.example.triples for sentence in sentences])
    sizes = Counter(groups)
    load = [0] * min(FOLDS, len(sizes))
    fold: dict[int, int] = {}
    for group, size in sizes.most_common():
        fold[group] = load.index(min(load))
        load[fold[group]] += size
    return [fold[group] for group in groups]


def measure(sentences: Sequence[Sentence], folds: Sequence[int]) -> Figures:
    """Teach on all folds but one, ask the one left out, for each; return the figures of all."""
    scores, plain = [], Tally()
    for held in sorted(set(folds)):
        inside = [s.example for s, fold in zip(sentences, folds, strict=True) if fold != held]
        taught, _ = learn(inside)
        for sentence, fold in zip(sentences, folds, strict=True):
            if fold == held:
                found = ask(taught, sentence)
                scores.append(text2kgbench.official(list(sentence.example.triples), found))
                add(plain, sentence.example.triples, found)
    precision, recall, f1 = (mean(score[n] for score in scores) for n in range(3))
    return Figures(precision, recall, f1, plain.figures()[2])


def ask(taught: TaughtRelations, sentence: Sentence) -> list[Triple]:
    """Return what was found, and the mapped triples of relations that were not taught."""
    found = [(f.subject, f.relation, f.object) for f in taught.find(sentence.example.resolved)]
    return found + [triple for triple in sentence.mapped if triple[1] not in taught.models]


def add(plain: Tally, gold: Iterable[Triple], found: Iterable[Triple]) -> None:
    """Count a sentence's triples, each once."""
    there, ours = ({text2kgbench.normalised(triple) for triple in side} for side in (gold, found))
    right = len(there & ours)
    plain.right, plain.hit = plain.right + right, plain.hit + right
    plain.found, plain.there = plain.found + len(ours), plain.there + len(there)
