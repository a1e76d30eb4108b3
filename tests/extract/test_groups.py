"""Both, the other two, the former and the latter, they: what stands for several entities."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from extract.document import EntityMention
from extract.entities.groups import find_group
from extract.entities.references import find_references
from extract.relations.trees import TreeFinder
from extract.relations.views import flat_view
from kg.model import EntityType
from tests.extract.test_trees import LETTERS, TYPES, parsed

VOCAB = spacy.blank("en").vocab
KINDS = {
    "Acme": EntityType.COMPANY,
    "Zorb": EntityType.COMPANY,
    "Foo": EntityType.UNIVERSITY,
    "Jane": EntityType.PERSON,
    "Tom": EntityType.PERSON,
    "Ann": EntityType.PERSON,
    "Oslo": EntityType.CITY,
}
POS = {
    "grew": "VERB",
    "agreed": "VERB",
    "signed": "VERB",
    "left": "VERB",
    "workers": "NOUN",
    "weeks": "NOUN",
    "boss": "NOUN",
    "companies": "NOUN",
    "founders": "NOUN",
    "pact": "NOUN",
    "and": "CCONJ",
    ".": "PUNCT",
}
PAIR = "Acme grew and Zorb grew ."


def tree(text):
    """Return heads and relations: lists of names hang on their first, all else on the verb."""
    words = text.split()
    verb = next(i for i, word in enumerate(words) if POS.get(word) == "VERB")
    heads, deps = [verb] * len(words), ["dep"] * len(words)
    deps[verb] = "ROOT"
    first = None
    for i, word in enumerate(words):
        if word in KINDS or word == "workers":
            listed = first is not None and words[i - 1] in {"and", ","} and word in KINDS
            heads[i], deps[i] = (
                (first, "conj") if listed else (verb, "nsubj" if i < verb else "obj")
            )
            first = first if listed else i
        elif POS.get(word) == "VERB" and i != verb:
            deps[i], first = "conj", None
    return heads, deps


def stands_for(*sentences):
    """Return what the expressions of some sentences stand for, as text and names."""
    words, heads, deps, starts = [], [], [], []
    for text in sentences:
        rows, relations = tree(text)
        starts.append(len(words))
        heads += [head + len(words) for head in rows]
        deps += relations
        words += text.split()
    doc = Doc(
        VOCAB,
        words=words,
        pos=[POS.get(word, "PROPN" if word in KINDS else "X") for word in words],
        tags=["NNS" if word == "workers" else "X" for word in words],
        heads=heads,
        deps=deps,
        sent_starts=[i in starts for i in range(len(words))],
    )
    named = [EntityMention(t.text, t.i, t.i + 1) for t in doc if t.text in KINDS]
    found = find_references(list(doc.sents), named, KINDS, choose=lambda *_: None)
    return {(doc[m.start : m.end].text, m.iri) for m in found}


@pytest.mark.parametrize(
    ("sentences", "text", "names"),
    [
        ((PAIR, "Both agreed ."), "Both", {"Acme", "Zorb"}),
        ((PAIR, "Both companies agreed ."), "Both companies", {"Acme", "Zorb"}),
        ((PAIR, "The pair agreed ."), "The pair", {"Acme", "Zorb"}),
        ((PAIR, "The two agreed ."), "The two", {"Acme", "Zorb"}),
        ((PAIR, "The former left ."), "The former", {"Acme"}),
        ((PAIR, "The latter left ."), "The latter", {"Zorb"}),
        (
            ("Acme and Zorb and Foo grew .", "All three agreed ."),
            "All three",
            {"Acme", "Zorb", "Foo"},
        ),
        (("Foo grew .", "Acme and Zorb signed .", "The two left ."), "The two", {"Acme", "Zorb"}),
        (
            ("Jane and Tom and Ann grew .", "Jane left and the other two agreed ."),
            "the other two",
            {"Tom", "Ann"},
        ),
        (("Jane and Tom signed .", "The two founders left ."), "The two founders", {"Jane", "Tom"}),
        (("Jane and Tom signed .", "They left ."), "They", {"Jane", "Tom"}),
    ],
)
def test_a_group_is_the_last_that_are_as_many(sentences, text, names):
    assert stands_for(*sentences) == {(text, name) for name in names}


@pytest.mark.parametrize(
    "sentences",
    [
        (PAIR, "The two weeks left ."),
        (PAIR, "The three agreed ."),
        (PAIR, "The two founders agreed ."),
        (PAIR, "The former boss left ."),
        ("Acme grew .", "Both agreed ."),
        (
            "Acme signed and Zorb and Foo grew .",
            "Both companies and Oslo grew .",
            "The four left .",
        ),
        ("Jane and Tom signed .", "The workers left and they agreed ."),
        ("Jane signed .", "They left ."),
    ],
)
def test_what_is_not_as_many_is_no_group(sentences):
    assert not {found for found in stands_for(*sentences) if found[0] != "Both companies"}


def test_both_before_two_names_says_nothing_of_its_own():
    doc = Doc(VOCAB, words=["Both", "Acme", "and", "Zorb", "grew"])

    assert find_group(doc[:], 0, {1, 3}) is None


def test_each_of_a_group_takes_the_fact():
    resolved = parsed("Both PRON 1 nsubj/bought VERB 1 ROOT/Foo PROPN 1 obj")
    both = tuple(EntityMention(f"x:{name}", 0, 1) for name in ("Acme", "Zorblax"))
    resolved = type(resolved)(
        resolved.article,
        resolved.doc,
        resolved.entities,
        both + resolved.mentions,
        resolved.content,
    )
    letters = {f"x:{name}": LETTERS[type_] for name, type_ in TYPES.items()}
    found = TreeFinder(resolved, letters).candidates(resolved.content[0])

    assert {(c.subject.iri, c.object.iri) for c in found} == {
        ("x:Acme", "x:Foo"),
        ("x:Zorblax", "x:Foo"),
    }
    slot = flat_view(resolved.content[0], resolved, letters).items[0].slot
    assert slot is not None
    assert slot.mentions == both
