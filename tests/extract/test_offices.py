"""An organisation in one person's title is not where the person beside works."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from extract.document import EntityMention
from extract.relations.offices import Offices

VOCAB = spacy.blank("en").vocab
LETTERS = {"Acme": "C", "Oak": "U", "Norland": "N", "Roe": "P", "Poe": "P", "Doe": "P"}


def offices(text):
    words = text.split()
    pos = ["VERB" if word in {"met", "praised", "left"} else "NOUN" for word in words]
    doc = Doc(VOCAB, words=words, pos=pos, sent_starts=[True] + [False] * (len(words) - 1))
    mentions = [EntityMention(t.text, t.i, t.i + 1) for t in doc if t.text in LETTERS]
    return Offices(doc, LETTERS, [mentions])


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Acme chairman Roe and Doe , rector of Oak , met", {("Doe", "Acme"), ("Roe", "Oak")}),
        (
            "minister Roe , Oak rector Poe and Doe , a vice president at Acme",
            {("Roe", "Oak"), ("Doe", "Oak"), ("Roe", "Acme"), ("Poe", "Acme")},
        ),
        ("minister Roe , the rector of Oak , Poe , and dean Doe met", {("Roe", "Oak")}),
        ("Roe praised Poe , Acme 's chief executive", {("Roe", "Acme")}),
        ("Acme 's chairman Roe and chief executive Doe met", set()),
        ("Roe and Poe , founders of Acme", set()),
        ("Roe left Acme before Acme director Poe did", set()),
        ("Roe succeeded Acme director Poe", set()),
        ("Norland 's premier Roe met Doe of Oak", set()),
    ],
)
def test_an_organisation_in_a_title_is_that_of_its_bearer(text, taken):
    read = offices(text)
    people = [name for name in ("Roe", "Poe", "Doe") if name in text]
    places = [name for name in ("Acme", "Oak", "Norland") if name in text]

    assert {(p, o) for p in people for o in places if read.taken(p, o)} == taken
