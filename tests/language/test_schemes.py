"""Trees of other pipelines."""

import pytest
import spacy
from spacy.tokens import Doc

from extract.language.schemes import Tree, convert, labels_as_clearnlp, universal

SENTENCES = {
    "Acme was bought by Beta": (
        "NOUN AUX VERB ADP PROPN",
        [2, 2, 2, 2, 3],
        "nsubjpass auxpass ROOT agent pobj",
        [2, 2, 2, 4, 2],
        "nsubj:pass aux:pass ROOT case obl:agent",
    ),
    "Ada is head of Acme": (
        "PROPN AUX NOUN ADP PROPN",
        [1, 1, 1, 2, 3],
        "nsubj ROOT attr prep pobj",
        [2, 2, 2, 4, 2],
        "nsubj cop ROOT case nmod",
    ),
    "They thrive by selling chips": (
        "PRON VERB ADP VERB NOUN",
        [1, 1, 1, 2, 3],
        "nsubj ROOT prep pcomp dobj",
        [1, 1, 3, 1, 3],
        "nsubj ROOT mark advcl obj",
    ),
    "It came out of Rome": (
        "PRON VERB ADP ADP PROPN",
        [1, 1, 1, 2, 3],
        "nsubj ROOT prep prep pobj",
        [1, 1, 1, 4, 2],
        "nsubj ROOT advmod case nmod",
    ),
}


@pytest.mark.parametrize("text", SENTENCES)
def test_nouns_stand_above_prepositions_and_predicates_above_be(text):
    pos, heads, deps, new_heads, new_deps = SENTENCES[text]
    lemmas = ["be" if word in {"is", "was"} else word for word in text.split()]

    tree = universal(Tree(list(heads), deps.split()), lemmas, pos.split())

    assert (tree.heads, " ".join(tree.deps)) == (new_heads, new_deps)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_doc_keeps_one_tree_a_sentence(text):
    pos, heads, deps, new_heads, _ = SENTENCES[text]
    words = text.split()
    nlp = spacy.blank("en")
    lemmas = ["be" if word in {"is", "was"} else word for word in words]
    doc = Doc(nlp.vocab, words, pos=pos.split(), heads=heads, deps=deps.split(), lemmas=lemmas)

    assert [token.head.i for token in convert(doc)] == new_heads
    assert len(list(doc.sents)) == 1


def test_an_empty_doc_passes():
    assert len(convert(Doc(spacy.blank("en").vocab))) == 0


@pytest.mark.parametrize(("label", "clear"), [("dobj", True), ("obj", False)])
def test_a_parser_is_known_by_its_labels(label, clear):
    nlp = spacy.blank("en")
    nlp.add_pipe("parser").add_label(label)

    assert labels_as_clearnlp(nlp) is clear
