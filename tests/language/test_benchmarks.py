"""How the pipeline is measured."""

import spacy

from benchmarks.nlp import Score, Table, titled


def test_a_person_counts_without_the_title_that_a_set_marks():
    there = {(0, 17, "PER"), (30, 40, "ORG")}
    found = {(10, 17, "PER"), (33, 40, "ORG"), (50, 55, "PER")}

    assert titled(found, there) == {(0, 17, "PER"), (33, 40, "ORG"), (50, 55, "PER")}


def test_a_person_that_goes_beyond_the_marked_one_stays_wrong():
    assert titled({(0, 17, "PER")}, {(10, 17, "PER")}) == {(0, 17, "PER")}


def test_a_score_has_precision_and_recall():
    score = Score()
    score.add({1, 2}, {2, 3, 4})

    assert str(score) == "40.0 (P 50.0, R 33.3)"


def test_the_baseline_has_a_column_of_its_own():
    nlp = spacy.blank("en")

    alone, beside = Table(nlp), Table(nlp, spacy.blank("en"))

    assert alone.both("names", lambda _: 1, "80") == "| names | 1 | 80 |"
    assert beside.both("names", lambda p: int(p is nlp), "80") == "| names | 1 | 0 | 80 |"
