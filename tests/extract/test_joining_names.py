"""Where a trained pipeline and the word lists disagree on what is a name."""

from __future__ import annotations

import pytest
import spacy

from extract.components.joining_names import join_names
from extract.components.lexicon import load_lexicon
from extract.components.model_names import ModelVote
from extract.components.runs import Run
from extract.components.words import words_between
from kg.model import EntityType

VOTES = {
    "P": ModelVote(frozenset({EntityType.PERSON}), EntityType.PERSON),
    "C": ModelVote(frozenset({EntityType.COMPANY}), EntityType.COMPANY),
}


def runs(sentence, names):
    """Return the run of each name, given as its words, in the sentence."""
    text = " ".join(sentence)
    words, found = sentence_words(text), []
    for name in names:
        start = text[: text.index(name)].count(" ")
        found.append(Run(words, start, start + name.count(" ") + 1))
    return found


def sentence_words(text):
    doc = spacy.blank("en")(text)
    return words_between(doc.text, 0, len(doc.text))


@pytest.mark.parametrize(
    ("text", "model", "ours", "joined"),
    [
        ("He met Zorb Foo today", ["Zorb Foo"], [], ["Zorb Foo"]),
        ("He met Dean Ann Foo today", ["Dean Ann Foo"], ["Ann Foo"], ["Ann Foo"]),
        ("He met Dean Foo today", ["Dean Foo"], [], ["Dean Foo"]),
        ("He met Kim Min-su today", ["Kim", "Min-su"], [], ["Kim Min-su"]),
        ("He met Hwang Zor-el today", ["Zor-el"], [], ["Hwang Zor-el"]),
        ("Then HTWX Leipzig paid", ["HTWX", "Leipzig"], [], ["HTWX Leipzig"]),
        ("Then Acme's DX division paid", ["DX"], [], ["DX division"]),
        (
            "Then the FTX's Bureau of Foo paid",
            ["FTX's Bureau of Foo"],
            [],
            ["FTX", "Bureau of Foo"],
        ),
        ("He met C.C. Foo today", ["Foo"], ["C.C. Foo"], ["C.C. Foo"]),
        ("Then Foo of left", ["Foo of"], [], ["Foo"]),
        ("Then R&D grew", ["R&D"], [], []),
        (
            "The Foo Programs Secretariat paid",
            ["Foo", "Programs"],
            ["Foo Programs Secretariat"],
            ["Foo Programs Secretariat"],
        ),
        ("Then Foo Bar paid", ["Foo Bar"], ["Bar"], ["Foo Bar"]),
        ("Then Foo paid Bar Inc", ["Foo"], ["Bar Inc"], ["Foo", "Bar Inc"]),
    ],
)
def test_the_models_names_stand_unless_they_are_pieces(text, model, ours, joined):
    sentence = text.split()
    votes = [(run, VOTES["P"]) for run in runs(sentence, model)]

    found = join_names(votes, runs(sentence, ours), load_lexicon())

    assert [run.text for run, _ in found] == joined


def test_a_name_of_ours_alone_has_no_vote():
    sentence = ["Then", "Foo", "paid", "Bar", "Inc"]
    votes = [(run, VOTES["C"]) for run in runs(sentence, ["Foo"])]

    found = join_names(votes, runs(sentence, ["Bar Inc"]), load_lexicon())

    assert [vote for _, vote in found] == [VOTES["C"], None]
