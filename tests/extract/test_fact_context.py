"""What the text says against a fact."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from extract.document import EntityMention, ResolvedDoc
from extract.relations.context import FactContext
from kg.model import Article, Predicate

VOCAB = spacy.blank("en").vocab
LETTERS = {
    "Anagni": "T",
    "Italy": "N",
    "Brussels": "T",
    "Belgium": "N",
    "Bloomington": "T",
    "Indiana": "S",
    "Dresden": "T",
    "Saxony": "S",
    "Germany": "N",
    "Roe": "P",
    "Acme": "C",
    "Commerce": "G",
}


def context(text, **parse):
    words = text.split()
    doc = Doc(VOCAB, words=words, sent_starts=[True] + [False] * (len(words) - 1), **parse)
    mentions = tuple(EntityMention(t.text, t.i, t.i + 1) for t in doc if t.text in LETTERS)
    return FactContext(ResolvedDoc(Article("a1", doc.text), doc, (), mentions, (doc[:],)), LETTERS)


LIST = "in Anagni , Italy , in Brussels , Belgium , and in Bloomington , Indiana"


@pytest.mark.parametrize(
    ("text", "place", "area", "against"),
    [
        (LIST, "Anagni", "Italy", False),
        (LIST, "Anagni", "Brussels", True),
        (LIST, "Anagni", "Indiana", True),
        (LIST, "Brussels", "Indiana", True),
        (LIST, "Bloomington", "Indiana", False),
        ("in Dresden , Saxony , Germany", "Dresden", "Germany", False),
        ("in Dresden , in the state of Saxony in Germany", "Dresden", "Germany", False),
    ],
)
def test_a_place_lies_in_the_area_of_its_own_item(text, place, area, against):
    assert context(text).contradicts(place, Predicate.LOCATED_IN, area, ()) is against


@pytest.mark.parametrize(
    ("object_", "patterns", "against"),
    [
        ("Acme", (), True),
        ("Acme", ("worksFor-focus-before",), True),
        ("Acme", ("worksFor-apposition",), False),
        ("Commerce", (), False),
    ],
)
def test_who_holds_a_public_office_does_not_work_for_the_firm_beside(object_, patterns, against):
    found = context(
        "Acme thanked Commerce Secretary Roe",
        heads=[1, 1, 4, 4, 1],
        deps=["nsubj", "ROOT", "compound", "nmod:desc", "obj"],
    )

    assert found.contradicts("Roe", Predicate.WORKS_FOR, object_, patterns) is against
