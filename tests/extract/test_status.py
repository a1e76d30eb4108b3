"""Whether a fact is stated as so, as planned, or as not so."""

from __future__ import annotations

from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from extract.document import EntityMention, ResolvedDoc
from extract.relations.matching import Candidate
from extract.relations.patterns import Pattern
from extract.relations.schedule import is_scheduled
from extract.relations.status import find_status
from extract.relations.views import flat_view
from kg.model import Article, Entity, EntityType, Predicate

VOCAB = spacy.blank("en").vocab
TYPES = {
    "Acme": EntityType.COMPANY,
    "Zorblax": EntityType.COMPANY,
    "Jane": EntityType.PERSON,
    "Lyon": EntityType.CITY,
}
LETTERS = {f"x:{name}": type_.value[0] for name, type_ in TYPES.items()}
TENSES = {"VBZ": "Tense=Pres|VerbForm=Fin", "VBD": "Tense=Past|VerbForm=Fin"}


def parsed(sentence):
    """Build a parsed sentence of "word tag head relation" parted by "/"; heads count from 0."""
    cells = [cell.split() for cell in sentence.split("/")]
    tags = [cell[1] for cell in cells]
    return Doc(
        VOCAB,
        words=[cell[0] for cell in cells],
        tags=tags,
        pos=["VERB" if tag.startswith("VB") else "NOUN" for tag in tags],
        morphs=[TENSES.get(tag, "") for tag in tags],
        heads=[int(cell[2]) for cell in cells],
        deps=[cell[3] for cell in cells],
        sent_starts=[True] + [False] * (len(cells) - 1),
    )


def status(doc, subject, predicate, object_, trigger=1):
    """Return the status of a fact between two names of a one-sentence doc."""
    mentions = tuple(EntityMention(f"x:{t.text}", t.i, t.i + 1) for t in doc if t.text in TYPES)
    entities = tuple(Entity(f"x:{name}", type_, name) for name, type_ in TYPES.items())
    article = Article("a1", doc.text, published=date(2024, 5, 2))
    resolved = ResolvedDoc(article, doc, entities, mentions, (doc[:],))
    view = flat_view(doc[:], resolved, LETTERS)
    one, other = (next(m for m in mentions if m.iri == f"x:{name}") for name in (subject, object_))
    at = {item.slot.mentions[0].iri: i for i, item in enumerate(view.items) if item.slot}
    first, last = sorted((at[one.iri], at[other.iri]))
    candidate = Candidate(
        one, other, Pattern("p", predicate, (), 0.9, "", ""), view, first, trigger, last + 1
    )
    return find_status(candidate, doc, headline=False).value


def words(text):
    return Doc(VOCAB, words=text.split(), sent_starts=[True] + [False] * (text.count(" ")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme agreed in June to buy Zorblax", "planned"),
        ("Acme has threatened once more to buy Zorblax", "planned"),
        ("Acme agreed with the unions and bought Zorblax", "actual"),
        ("Acme tried to buy Zorblax", "denied"),
        ("Acme did not wait but bought Zorblax", "actual"),
        ("Acme 's offer to buy Zorblax is off", "denied"),
    ],
)
def test_the_verb_above_tells_whether_a_purchase_is_planned(text, expected):
    assert status(words(text), "Acme", Predicate.ACQUIRES, "Zorblax") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme will open a plant in Lyon", "planned"),
        ("Acme will close its plant in Lyon", "actual"),
        ("Acme said it would gradually stop production in Lyon", "actual"),
        ("Acme used to be at home in Lyon", "actual"),
    ],
)
def test_what_will_end_is_there_already(text, expected):
    assert status(words(text), "Acme", Predicate.OPERATES_IN, "Lyon") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jane , dean of planning at Acme", "actual"),
        ("Jane , director - designate of Acme", "planned"),
        ("Jane , who will lead Acme", "planned"),
        ("Jane turned down a post at Acme", "denied"),
    ],
)
def test_an_office_is_planned_if_its_holder_is_yet_to_come(text, expected):
    assert status(words(text), "Jane", Predicate.WORKS_FOR, "Acme") == expected


JOINS = "Jane NNP 1 nsubj/{verb} 1 ROOT/Acme NNP 1 obj/in IN 4 case/{time} NNP 1 obl"


@pytest.mark.parametrize(
    ("verb", "time", "expected"),
    [
        ("joins VBZ", "June", "planned"),
        ("joined VBD", "June", "actual"),
        ("joins VBZ", "2019", "actual"),
        ("rises VBZ", "June", "actual"),
    ],
)
def test_the_present_with_a_month_is_ahead(verb, time, expected):
    doc = parsed(JOINS.format(verb=verb, time=time))

    assert status(doc, "Jane", Predicate.WORKS_FOR, "Acme") == expected


def test_a_habit_is_not_on_the_calendar():
    doc = parsed("Acme NNP 1 nsubj/opens VBZ 1 ROOT/every DT 3 det/Friday NNP 1 obl")

    assert not is_scheduled(doc[3:4], "2024-05-03")
