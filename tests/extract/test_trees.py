"""The parse tells who plays which role for a word that states a fact."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
import spacy
from spacy.tokens import Doc

from extract.document import EntityMention, ResolvedDoc
from extract.relations.facts import gather
from extract.relations.frames import constructions, load_frames
from extract.relations.joining import SCENE
from extract.relations.trees import TreeFinder
from kg.model import Article, Entity, EntityType

VOCAB = spacy.blank("en").vocab
TYPES = {
    "Acme": EntityType.COMPANY,
    "Zorblax": EntityType.COMPANY,
    "Foo": EntityType.COMPANY,
    "Blick": EntityType.COMPANY,
    "Quan": EntityType.COMPANY,
    "Lyon": EntityType.CITY,
    "Oslo": EntityType.CITY,
    "Jane": EntityType.PERSON,
    "Tom": EntityType.PERSON,
}
LETTERS = {EntityType.COMPANY: "C", EntityType.CITY: "T", EntityType.PERSON: "P"}


def parsed(sentence):
    """Build a parsed sentence of "word POS head relation" parted by "/"; heads count from 0."""
    cells = [cell.split() for cell in sentence.split("/")]
    doc = Doc(
        VOCAB,
        words=[cell[0] for cell in cells],
        pos=[cell[1] for cell in cells],
        tags=["VBN" if cell[3] == "acl" else "X" for cell in cells],
        heads=[int(cell[2]) for cell in cells],
        deps=[cell[3] for cell in cells],
        sent_starts=[True] + [False] * (len(cells) - 1),
    )
    mentions = tuple(EntityMention(f"x:{t.text}", t.i, t.i + 1) for t in doc if t.text in TYPES)
    entities = tuple(Entity(f"x:{name}", type_, name) for name, type_ in TYPES.items())
    return ResolvedDoc(Article("a1", doc.text), doc, entities, mentions, tuple(doc.sents))


def found(sentence):
    resolved = parsed(sentence)
    finder = TreeFinder(resolved, {e.iri: LETTERS[e.type] for e in resolved.entities})
    return {
        (c.subject.iri[2:], c.pattern.predicate.value, c.object.iri[2:])
        for c in finder.candidates(resolved.content[0])
    }


PREPOSITIONS = frozenset(
    re.findall(
        r"\w+",
        "in into on to for from with of at by near towards toward between among against during"
        " alongside over outside including such like",
    )
)
BUYS = ("Acme", "acquires", "Zorblax")


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("Acme PROPN 1 nsubj/buys VERB 1 ROOT/Zorblax PROPN 1 obj", BUYS),
        (
            "Acme PROPN 1 nsubj/agreed VERB 1 ROOT/to PART 3 mark/buy VERB 1 xcomp"
            "/Zorblax PROPN 3 obj",
            BUYS,
        ),
        (
            "Zorblax PROPN 2 nsubj:pass/was AUX 2 aux:pass/bought VERB 2 ROOT/by ADP 4 case"
            "/Acme PROPN 2 obl:agent",
            BUYS,
        ),
        (
            "Acme PROPN 1 nsubj/completed VERB 1 ROOT/its PRON 3 nmod:poss"
            "/acquisition NOUN 1 obj/of ADP 5 case/Zorblax PROPN 3 nmod",
            BUYS,
        ),
        (
            "Zorblax PROPN 4 nsubj/bought VERB 0 acl/by ADP 3 case/Acme PROPN 1 obl:agent"
            "/grew VERB 4 ROOT",
            BUYS,
        ),
        (
            "Acme PROPN 5 nsubj/which PRON 3 nsubj/recently ADV 3 advmod/bought VERB 0 acl:relcl"
            "/Zorblax PROPN 3 obj/grew VERB 5 ROOT",
            BUYS,
        ),
        (
            "Jane PROPN 4 nsubj/head NOUN 0 appos/of ADP 3 case/Acme PROPN 1 nmod/left VERB 4 ROOT",
            ("Jane", "worksFor", "Acme"),
        ),
        (
            "Acme PROPN 1 compound/CEO NOUN 2 nmod:desc/Jane PROPN 3 nsubj/left VERB 3 ROOT",
            ("Jane", "worksFor", "Acme"),
        ),
        (
            "Acme PROPN 2 nmod:poss/'s PART 0 case/plant NOUN 5 nsubj/in ADP 4 case"
            "/Lyon PROPN 2 nmod/grew VERB 5 ROOT",
            ("Acme", "operatesIn", "Lyon"),
        ),
        (
            "a DET 1 det/partnership NOUN 6 nsubj/between ADP 3 case/Acme PROPN 1 nmod"
            "/and CCONJ 5 cc/Foo PROPN 3 conj/grew VERB 6 ROOT",
            ("Acme", "partnersWith", "Foo"),
        ),
        (
            "Acme PROPN 1 nsubj/invests VERB 1 ROOT/in ADP 5 case/its PRON 5 nmod:poss"
            "/old ADJ 5 amod/plant NOUN 1 obl/in ADP 7 case/Lyon PROPN 5 nmod",
            ("Acme", "investsIn", "Lyon"),
        ),
        (
            "Acme PROPN 1 nsubj/holds VERB 1 ROOT/9 NUM 3 nummod/% SYM 1 obj/of ADP 5 case"
            "/Zorblax PROPN 3 nmod",
            ("Acme", "ownsStakeIn", "Zorblax"),
        ),
        (
            "Acme PROPN 4 nsubj/, PUNCT 3 punct/a DET 3 det/rival NOUN 0 appos/bought VERB 4 ROOT"
            "/Zorblax PROPN 4 obj",
            BUYS,
        ),
    ],
)
def test_a_construction_gives_its_fact(sentence, fact):
    assert fact in found(sentence)


def test_coordinated_names_share_a_fact():
    sentence = (
        "Acme PROPN 3 nsubj/and CCONJ 2 cc/Foo PROPN 0 conj/bought VERB 3 ROOT/Zorblax PROPN 3 obj"
    )

    assert found(sentence) == {BUYS, ("Foo", "acquires", "Zorblax")}


def test_respectively_pairs_in_order():
    sentence = (
        "Jane PROPN 3 nsubj/and CCONJ 2 cc/Tom PROPN 0 conj/visited VERB 3 ROOT/Lyon PROPN 3 obj"
        "/and CCONJ 6 cc/Oslo PROPN 4 conj/respectively ADV 3 advmod"
    )

    assert found(sentence) == {("Jane", "visits", "Lyon"), ("Tom", "visits", "Oslo")}


def test_without_a_parse_there_is_nothing():
    doc = Doc(VOCAB, words=["Acme", "bought", "Zorblax"], sent_starts=[True, False, False])
    resolved = ResolvedDoc(Article("a1", doc.text), doc, (), (), (doc[:],))

    assert list(TreeFinder(resolved, {}).candidates(doc[:])) == []


def test_each_role_of_a_frame_is_a_preposition_or_has_a_construction():
    frames = load_frames()
    every = [frame for found in frames.nouns.values() for frame in found]
    every += [frame for found in frames.verbs.values() for _, frame in found]
    roles = {role for frame in every for role in (*frame.subject, *frame.object, *frame.pair)}

    assert roles - PREPOSITIONS <= {construction.role for construction in constructions()}


def told(*sentences):
    """Return the facts of parsed sentences of which one leaves an end to the others."""
    cells = []
    for sentence in sentences:
        begin = len(cells)
        for cell in sentence.split("/"):
            word, pos, head, relation = cell.split()
            cells.append(f"{word} {pos} {int(head) + begin} {relation}")
    resolved = parsed("/".join(cells))
    starts = [token.i for token in resolved.doc if token.dep_ == "ROOT"]
    ends = [0]
    for sentence in sentences:
        ends.append(ends[-1] + len(sentence.split("/")))
    assert len(starts) == len(sentences)
    content = tuple(resolved.doc[a:b] for a, b in pairwise(ends))
    whole = ResolvedDoc(
        resolved.article, resolved.doc, resolved.entities, resolved.mentions, content
    )
    return {
        (s[2:], p.value, o[2:])
        for (s, p, o), item in gather(whole).items()
        if any(name.startswith(SCENE) for name in item.patterns)
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Jane PROPN 1 nsubj/spent VERB 1 ROOT/9 NUM 3 nummod/years NOUN 1 obj/in ADP 5 case"
        "/Lyon PROPN 1 obl",
        "Acme PROPN 1 nsubj/holds VERB 1 ROOT/talks NOUN 1 obj/of ADP 4 case/Zorblax PROPN 2 nmod",
    ],
)
def test_a_verb_that_must_take_money_or_a_share_says_nothing_of_other_things(sentence):
    assert not found(sentence)


def test_two_who_sign_with_another_are_not_each_others_partners():
    signed = (
        "Acme PROPN 3 nsubj/and CCONJ 2 cc/Blick PROPN 0 conj/signed VERB 3 ROOT/a DET 5 det"
        "/pact NOUN 3 obj"
    )

    assert found(signed) == {("Acme", "partnersWith", "Blick")}
    assert found(f"{signed}/with ADP 7 case/Foo PROPN 5 nmod") == {
        ("Acme", "partnersWith", "Foo"),
        ("Blick", "partnersWith", "Foo"),
    }


def test_who_joins_a_suit_acts_against_whom_it_was_brought():
    brought = "Foo PROPN 1 nsubj/sued VERB 1 ROOT/Zorblax PROPN 1 obj"
    joined = "Acme PROPN 1 nsubj/joined VERB 1 ROOT/the DET 3 det/suit NOUN 1 obj"

    assert told(brought, joined) == {("Acme", "takesLegalActionAgainst", "Zorblax")}
    assert not told(brought, joined.replace("suit", "club"))
    assert not told(INTRODUCED, joined)


INTRODUCED = "Zorblax PROPN 1 nsubj/grew VERB 1 ROOT"
HOLDS = "Acme PROPN 1 nsubj/holds VERB 1 ROOT/40 NUM 3 nummod/% SYM 1 obj"


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        (HOLDS, ("Acme", "ownsStakeIn", "Zorblax")),
        (
            "Acme PROPN 1 nsubj/lent VERB 1 ROOT/$ SYM 1 obj/40 NUM 2 nummod",
            ("Acme", "investsIn", "Zorblax"),
        ),
        (
            "Acme PROPN 2 nsubj/also ADV 2 advmod/joined VERB 2 ROOT/the DET 4 det/round NOUN 2 obj"
            "/with ADP 6 case/$ SYM 2 obl/4 NUM 6 nummod",
            ("Acme", "investsIn", "Zorblax"),
        ),
    ],
)
def test_a_missing_end_is_what_the_article_speaks_of(sentence, fact):
    assert fact in told(INTRODUCED, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Acme PROPN 1 nsubj/holds VERB 1 ROOT/a DET 3 det/meeting NOUN 1 obj",
        "Acme PROPN 1 nsubj/joined VERB 1 ROOT/the DET 3 det/union NOUN 1 obj",
        HOLDS + "/of ADP 6 case/the DET 6 det/market NOUN 3 nmod",
        "Acme PROPN 1 nsubj/lent VERB 1 ROOT/$ SYM 1 obj/40 NUM 2 nummod"
        "/to ADP 5 case/schools NOUN 1 obl",
    ],
)
def test_an_end_that_the_sentence_gives_itself_is_not_missing(sentence):
    assert not told(INTRODUCED, sentence)


def test_all_of_a_list_join_in_though_the_parse_parts_them():
    brought = "Foo PROPN 1 nsubj/sued VERB 1 ROOT/Zorblax PROPN 1 obj"
    joined = (
        "Acme PROPN 5 nsubj/, PUNCT 5 punct/Blick PROPN 5 dep/and CCONJ 5 cc/Quan PROPN 5 dep"
        "/joined VERB 5 ROOT/the DET 7 det/suit NOUN 5 obj"
    )

    assert {fact[0] for fact in told(brought, joined)} == {"Acme", "Blick", "Quan"}
    assert {fact[0] for fact in told(brought, joined.replace("Quan", "Oslo"))} == {"Acme"}
