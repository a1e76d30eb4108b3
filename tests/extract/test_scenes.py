"""What sentences say together: scenes that go on, lists, datelines."""

from __future__ import annotations

import pytest

from extract.relations.coordination import lists
from extract.relations.datelines import dateline_candidates
from extract.relations.facts import gather
from extract.relations.geography import Geography
from extract.relations.topics import Topics
from extract.relations.views import LETTERS
from kg.model import Article, Part, PartKind, Predicate
from tests.extract.test_relations import resolve

GIVES = "[Foo Fund](C) invested $9 million in [Zorb](U)."


def invested(*sentences):
    return {
        (key[0][2:], key[2][2:])
        for key in gather(resolve(*sentences))
        if key[1] is Predicate.INVESTS_IN
    }


@pytest.mark.parametrize(
    ("sentence", "gets"),
    [
        ("[Blick](U) ($4 million) and [Quan](U) ($3 million) were named.", {"Blick", "Quan"}),
        ("The next cheque goes to [Blick](U): $4 million.", {"Blick"}),
        ("[Blick](U) follows with $4 million.", {"Blick"}),
        (
            "[Blick](U) and [Quan](U) follow with $4 million and $3 million, respectively.",
            {"Blick", "Quan"},
        ),
        ("[Blick](U) earned $4 million.", set()),
        ("[Jane](P) ($4 million) was named.", set()),
    ],
)
def test_a_scene_goes_on_where_names_stand_beside_amounts(sentence, gets):
    found = invested(GIVES, sentence)

    assert {object_ for subject, object_ in found if subject == "Foo_Fund"} == {"Zorb"} | gets


def test_a_scene_does_not_begin_by_itself():
    assert not invested("[Blick](U) ($4 million) and [Quan](U) ($3 million) were named.")


@pytest.mark.parametrize(
    ("sentence", "groups"),
    [
        ("[A](C), [B](C) and [D](C) paid.", [{"A", "B", "D"}]),
        ("[A](C) ($5m), [B](C) ($4m) and [D](C) ($3m) paid.", [{"A", "B", "D"}]),
        ("[A](C) as well as [B](C) paid.", [{"A", "B"}]),
        ("[A](C) sued [B](C) and [D](C).", [{"B", "D"}]),
        ("In [A](T), [B](T), rain fell.", []),
        ("[A](C) and [B](T) grew.", []),
    ],
)
def test_names_of_one_type_between_commas_are_a_list(sentence, groups):
    assert [{iri[2:] for iri in group} for group in lists(resolve(sentence))] == groups


def with_dateline(text):
    """Read "DRESDEN, Germany - Rest." with its first part as the dateline."""
    read = resolve(text)
    cut = read.article.text.index(" - ") + 3
    parts = (Part(PartKind.DATE, 0, cut), Part(PartKind.BODY, cut, len(read.article.text)))
    article = Article("a", read.article.text, parts=parts)
    body = read.doc.char_span(cut, len(read.article.text) - 1, alignment_mode="expand")
    return type(read)(article, read.doc, read.entities, read.mentions, (body,))


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("[Foo](T), [Bar](N) - [Zorb](C) grew.", ("Foo", "locatedIn", "Bar")),
        ("[Foo](T) - [Zorb](C) announced a plan.", ("Zorb", "headquarteredIn", "Foo")),
        ("[Foo](T) - The [Zorb Fair](Event) began.", ("Zorb_Fair", "locatedIn", "Foo")),
        ("[Foo](T) - [Zorb](C) grew.", None),
    ],
)
def test_a_dateline_says_where(text, fact):
    read = with_dateline(text)
    letters = {entity.iri: LETTERS[entity.type] for entity in read.entities}
    found = [
        (c.subject.iri[2:], c.pattern.predicate.value, c.object.iri[2:])
        for _, c in dateline_candidates(read, letters)
    ]

    assert found == ([fact] if fact else [])


@pytest.mark.parametrize(
    ("sentence", "feature"),
    [
        ("[Toulouse](T) lies in [France](N).", "place:inside:Country"),
        ("[Toulouse](T) lies in [Italy](N).", "place:outside:Country"),
        ("[Toulouse](T) lies in [Turin](T).", "place:city-in-city"),
    ],
)
def test_the_gazetteers_know_what_lies_where(sentence, feature):
    read = resolve(sentence)
    one, two = (entity.iri for entity in read.entities)

    assert Geography(read).features(one, Predicate.LOCATED_IN, two) == {feature: 1.0}


@pytest.mark.parametrize(
    ("sentence", "against"),
    [
        ("Zorb works in [Arizona](T), [Ohio](S) and Oregon.", True),
        ("Zorb works in [Kansas](S), [Ohio](S) and Oregon.", True),
        ("Zorb works in [Washington](T), [Georgia](S).", False),
        ("Zorb works in [Ontario](T), [California](S).", False),
        ("Zorb works in [Toulouse](T), [Ohio](S).", False),
    ],
)
def test_parts_of_a_country_do_not_lie_in_one_another(sentence, against):
    read = resolve(sentence)
    one, two = (entity.iri for entity in read.entities)

    assert Geography(read).contradicts(one, Predicate.LOCATED_IN, two) is against


def test_respectively_gives_each_name_its_own_amount():
    read = resolve(
        "[Foo](C) and [Bar](C) invested $4 million and $3 million in [Zorb](U), respectively."
    )
    amounts = {
        key[0][2:]: item.qualifiers.get("amount")
        for key, item in gather(read).items()
        if key[1] is Predicate.INVESTS_IN
    }

    assert amounts == {"Foo": 4e6, "Bar": 3e6}


def speaks_of(number, allowed, *sentences):
    read = resolve(*sentences)
    topics = Topics(read, {entity.iri: LETTERS[entity.type] for entity in read.entities})
    mention = topics.before(number, allowed)
    return mention and mention.iri[2:]


@pytest.mark.parametrize(
    ("number", "allowed", "topic"),
    [
        (2, "C", "Zorb"),
        (2, "M", "Blick"),
        (2, "MC", "Blick"),
        (2, "T", None),
        (0, "C", None),
        (3, "U", None),
    ],
)
def test_an_article_speaks_of_what_its_head_names_and_its_text_repeats(number, allowed, topic):
    text = (
        "[Foo](C) and [Zorb](C) began [Blick](Program).",
        "[Zorb](C) said that [Blick](Program) costs much.",
        "[Quan](U) pays.",
        "It pays.",
    )
    assert speaks_of(number, allowed, *text) == topic
