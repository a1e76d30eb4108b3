"""The benchmark of taught relations parts its sentences as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.public_sets import Tally
from benchmarks.teaching import Sentence, add, folds_of_sentences, folds_of_subjects
from extract.pipeline import load_pipeline, resolve
from extract.reading import read_text
from extract.taught.lessons import Example

if TYPE_CHECKING:
    from extract.document import ResolvedDoc


def resolved() -> ResolvedDoc:
    return resolve(read_text("Acme grows.", id="x"), load_pipeline("blank"))


def test_no_triple_of_a_test_sentence_is_in_another_fold_by_subjects():
    doc = resolved()
    said = [(f"s{n % 9}", "r", f"o{n % 9}") for n in range(40)]
    sentences = [Sentence(Example(doc, (triple,)), ()) for triple in said]
    folds = folds_of_subjects(sentences)
    parted = {(triple, fold) for triple, fold in zip(said, folds, strict=True)}

    assert len(parted) == len({triple for triple, _ in parted}) == 9
    assert len(set(folds)) == 5


def test_folds_of_sentences_are_as_large_and_part_equal_triples():
    doc = resolved()
    sentences = [Sentence(Example(doc, (("s", "r", "o"),)), ()) for _ in range(20)]
    folds = folds_of_sentences(sentences)

    assert sorted(folds) == sorted(list(range(5)) * 4)


def test_triples_are_counted_once_however_they_are_spelled():
    plain = Tally()
    add(plain, [("Acme_Inc", "r", "Bern")], [("Acme Inc", "r", "bern"), ("Acme_Inc", "q", "Bern")])

    assert (plain.right, plain.found, plain.there) == (1, 2, 1)
