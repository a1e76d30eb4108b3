"""How the baseline reads our training windows."""

import spacy

from training.baseline import KINDS, batches, build, mark_of, marks, reference
from training.example import ALL, Example, Syntax, allowed


def test_only_what_a_set_marks_teaches():
    person, organisation = allowed(["PER"], "B"), allowed(["ORG"], "I")
    outside_or_work = allowed(["WORK"], outside=True)
    outside_or_organisation = allowed(["ORG"], outside=True)

    found = marks([person, organisation, outside_or_work, outside_or_organisation, ALL, 0])

    assert found == ["B-PER", "B-ORG", "O", None, None, None]


def test_each_kind_of_name_has_its_mark():
    assert [mark_of(allowed(kinds, "I")) for kinds in KINDS.values()] == ["I-PER", "I-ORG", "I-LOC"]


def test_a_window_becomes_a_reference_with_its_trees():
    syntax = Syntax(["NNP", "VBD", "PRP"], heads=[2, 0, 0], deps=["nsubj", "root", "root"])
    window = Example("ewt", ["Acme", "paid", "It"], syntax, [True, False, True])

    doc = reference(spacy.blank("en"), window).reference

    assert [token.head.text for token in doc] == ["paid", "paid", "It"]
    assert [sent.text for sent in doc.sents] == ["Acme paid", "It"]
    assert not doc.has_annotation("ENT_IOB")


def test_batches_hold_about_as_many_words():
    nlp = spacy.blank("en")
    examples = [reference(nlp, Example("own", ["word"] * 4)) for _ in range(5)]

    assert [len(batch) for batch in batches(examples, 8)] == [2, 2, 1]


def test_the_baseline_has_the_parts_that_are_compared():
    assert build().pipe_names == ["tok2vec", "tagger", "parser", "ner"]
