"""Sentence boundaries in news."""

from __future__ import annotations

import pytest
import spacy

import extract.components.sentences  # noqa: F401 - registers the factory
from extract.components.sentences import EDGES


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("kg_sentences")
    return pipeline


@pytest.mark.parametrize(
    "text",
    [
        "It sold chips.|The price rose 4.5 percent.",
        "The U.S. agency fined Acme Inc. last year.|It paid.",
        "He works in the U.S.|The firm does not.",
        "Dr. Jane Doe met C.C. Roe.|They talked.",
        "It is ranked No. 1 in Asia.|Beta Corp. is second.",
        "“We will hire,” she said.|“We need people.”|That is all.",
        '"Good," he said.|"Very good."|Shares rose.',
        "Will it work?|Nobody knows!|We shall see.",
        "It paid $3.87 billion (€3.6bn).|Acme did not.",
        "It sold four plants. [17]|They stood in Ohio.",
        "She leads two bodies.|* Oman was accepted.",
        "St. Olga's Hospital opened on Aug. 6, 2024.|It is small.",
    ],
)
def test_sentences_end_where_a_reader_ends_them(nlp, text):
    doc = nlp(text.replace("|", " "))

    assert [sent.text for sent in doc.sents] == [part.strip() for part in text.split("|")]


def test_a_part_of_the_article_starts_a_sentence(nlp):
    doc = nlp.make_doc("Acme opens plant\nThe company said so")
    doc.user_data[EDGES] = [0, 16, 17]

    assert [sent.text.strip() for sent in nlp(doc).sents] == [
        "Acme opens plant",
        "The company said so",
    ]


def test_a_blank_line_ends_a_sentence(nlp):
    assert len(list(nlp("A headline without a stop\n\nThen the text").sents)) == 2


def test_a_model_may_decide_between_the_edges():
    pipeline = spacy.blank("en")
    pipeline.add_pipe("kg_sentences", config={"edges_only": True})
    doc = pipeline("A headline\n\nIt paid. It left.")

    assert [t.text for t in doc if t.is_sent_start] == ["A", "It"]
    assert all(t.is_sent_start is None for t in doc[4:])
