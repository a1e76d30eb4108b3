"""The whole extraction: what holds of any article."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.pipeline import extract_many, load_pipeline, merge_facts, resolve
from extract.reading import read_text
from kg.model import Evidence, Fact, PartKind, Predicate

ARTICLE = """\
Zorblax opens plant in Toulouse

By Jane Doe

TOULOUSE, France, March 3, 2025 – Zorblax Robotics said it will open a plant in Toulouse.

Anna Roe, chief executive of Zorblax Robotics, met students of Foo University.

Leave a Comment
"""


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline("blank")


def test_every_mention_stands_where_it_says(nlp):
    found = resolve(read_text(ARTICLE, id="a1"), nlp)

    assert found.doc.text == ARTICLE
    for entity in found.entities:
        for mention in entity.mentions:
            assert ARTICLE[mention.start : mention.end] == mention.text


def test_entities_and_mentions_know_each_other(nlp):
    found = resolve(read_text(ARTICLE, id="a1"), nlp)

    assert {m.iri for m in found.mentions} == {entity.iri for entity in found.entities}
    assert [m.start for m in found.mentions] == sorted(m.start for m in found.mentions)


def test_bylines_and_furniture_name_nobody(nlp):
    names = {entity.name for entity in resolve(read_text(ARTICLE, id="a1"), nlp).entities}

    assert names == {"Zorblax Robotics", "Toulouse", "France", "Anna Roe", "Foo University"}


def test_content_is_title_and_body(nlp):
    article = read_text(ARTICLE, id="a1")
    kinds = {
        part.kind
        for sent in resolve(article, nlp).content
        for part in article.parts
        if part.start <= sent.start_char < part.end
    }

    assert kinds == {PartKind.TITLE, PartKind.BODY}


def test_the_same_article_gives_the_same_result(nlp):
    article = read_text(ARTICLE, id="a1")

    first, second = extract_many([article, article], nlp)

    assert first == second


def test_facts_that_say_the_same_are_one_with_all_evidence():
    first = Fact("x:a", Predicate.USES, "x:b", confidence=0.5, evidence=(Evidence(0, 5),))
    second = Fact("x:a", Predicate.USES, "x:b", confidence=0.9, evidence=(Evidence(9, 12),))

    [merged] = merge_facts([first, second])

    assert merged.confidence == 0.9
    assert merged.evidence == (Evidence(0, 5), Evidence(9, 12))


_WORDS = st.sampled_from(
    [
        *[
            "Acme",
            "Robotics",
            "the",
            "The",
            "U.S.",
            "of",
            "University",
            "Kim",
            "Min-su",
            "said",
            ",",
            ".",
            "(",
            ")",
            "'",
            "-",
            "and",
            "Ltd.",
        ],
        *[
            "2024",
            "(ABC)",
            "St.",
            "in",
            "Paris",
            "it",
            "which",
            "company",
            "A/S",
            "X",
            "president",
            "Korean",
            "É",
            "3%",
            "$4",
            "billion",
        ],
        "\n\n",
        '"',
    ]
)


@settings(max_examples=60, deadline=None)
@given(words=st.lists(_WORDS, min_size=1, max_size=40))
def test_any_words_are_resolved_without_failing(nlp, words):
    text = " ".join(words)
    if not text.strip():
        return
    found = resolve(read_text(text, id="a1"), nlp)

    assert {m.iri for m in found.mentions} == {entity.iri for entity in found.entities}
