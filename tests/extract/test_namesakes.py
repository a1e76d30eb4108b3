"""What bears the name of a firm is the firm's."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from extract.document import EntityMention, ResolvedDoc
from extract.relations.namesakes import Namesakes
from extract.relations.views import LETTERS
from kg.model import Article, Entity, EntityType

VOCAB = spacy.blank("en").vocab


def found(words, **types):
    """Return the facts of a text in which "_" joins the words of a name."""
    tokens = words.split()
    doc = Doc(VOCAB, words=tokens, sent_starts=[True] + [False] * (len(tokens) - 1))
    entities = tuple(
        Entity(f"x:{name}", EntityType(kind), name.replace("_", " "))
        for name, kind in types.items()
    )
    mentions = tuple(EntityMention(f"x:{t.text}", t.i, t.i + 1) for t in doc if t.text in types)
    resolved = ResolvedDoc(Article("a", doc.text), doc, entities, mentions, (doc[:],))
    letters = {entity.iri: LETTERS[entity.type] for entity in entities}
    return [
        (c.subject.iri[2:], c.pattern.predicate.value, c.object.iri[2:])
        for c in Namesakes(resolved, letters).candidates(doc[:])
    ]


@pytest.mark.parametrize(
    ("name", "kind", "predicate"),
    [
        ("Acme_Talent_Path", "Program", "runsProgram"),
        ("Acme_Open_Day", "Event", "organizes"),
        ("Acme_Falcon", "Product", "develops"),
    ],
)
def test_a_name_that_begins_with_a_firm_is_the_firms(name, kind, predicate):
    facts = found(f"Acme spoke of {name} there", **{"Acme": "Company", name: kind})

    assert facts == [("Acme", predicate, name)]


@pytest.mark.parametrize(
    ("name", "kind", "owner", "owner_kind"),
    [
        ("Acmeline_Falcon", "Product", "Acme", "Company"),
        ("Acme_Towers", "Place", "Acme", "Company"),
        ("Lyon_Open_Day", "Event", "Lyon", "City"),
    ],
)
def test_other_names_are_nobodys(name, kind, owner, owner_kind):
    assert found(f"{owner} has {name}", **{owner: owner_kind, name: kind}) == []


def test_the_longest_name_owns():
    types = {"Acme": "Organization", "Acme_Foods": "Company", "Acme_Foods_Prize": "Program"}

    assert found("Acme and Acme_Foods gave the Acme_Foods_Prize", **types) == [
        ("Acme_Foods", "runsProgram", "Acme_Foods_Prize")
    ]
