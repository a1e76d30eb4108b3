"""``kg build --model``: a spaCy pipeline with the label schemes of ``en_core_web``."""

import json

import pytest
import spacy
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed

WORDS = ["Novorra", "Corp.", "bought", "Zelbany", "Ltd.", "in", "Rome", "on", "Monday", "."]
HEADS = [1, 2, 2, 4, 2, 2, 5, 2, 7, 2]
DEPS = ["compound", "nsubj", "ROOT", "compound", "dobj", "prep", "pobj", "prep", "pobj", "punct"]
TAGS = ["NNP", "NNP", "VBD", "NNP", "NNP", "IN", "NNP", "IN", "NNP", "."]
POS = ["PROPN", "PROPN", "VERB", "PROPN", "PROPN", "ADP", "PROPN", "ADP", "PROPN", "PUNCT"]
ENTS = ["B-ORG", "I-ORG", "O", "B-ORG", "I-ORG", "O", "B-GPE", "O", "B-DATE", "O"]


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory):
    """Train for seconds: it knows one sentence, labelled as OntoNotes and ClearNLP do."""
    fix_random_seed(0)
    nlp = spacy.blank("en")
    for name in ("tagger", "morphologizer", "ner"):
        nlp.add_pipe(name)
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    told = Doc(nlp.vocab, WORDS, heads=HEADS, deps=DEPS, tags=TAGS, pos=POS, ents=ENTS)
    examples = [Example(Doc(nlp.vocab, WORDS), told)]
    nlp.initialize(lambda: examples)
    for _ in range(25):
        nlp.update(examples)
    folder = tmp_path_factory.mktemp("pipeline")
    nlp.to_disk(folder)
    return folder


@pytest.fixture
def story(tmp_path):
    """An article of which the pipeline knows the one sentence."""
    file = tmp_path / "story.txt"
    file.write_text(
        "A purchase\n\nNovorra Corp. bought Zelbany Ltd. in Rome on Monday.\n", encoding="utf-8"
    )
    return file


def test_another_pipeline_names_and_parses(kg, pipeline, story):
    result = kg("facts", "--jsonl", "--model", str(pipeline), story)

    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    types = {line["name"]: line["type"] for line in lines if line["kind"] == "entity"}
    assert types == {"Novorra Corp.": "Company", "Zelbany Ltd.": "Company", "Rome": "City"}, types
    assert [line["predicate"] for line in lines if line["kind"] == "fact"].count("acquires") == 1


def test_a_graph_is_built_with_it(kg, pipeline, story, tmp_path):
    result = kg("build", "--model", str(pipeline), story, "--graph", tmp_path / "graph")

    assert result.exit_code == 0, result.output


def test_its_trees_become_universal_dependencies(pipeline):
    from extract.pipeline import load_pipeline

    doc = load_pipeline(pipeline)("Novorra Corp. bought Zelbany Ltd. in Rome on Monday.")

    assert [token.dep_ for token in doc] == (
        ["compound", "nsubj", "ROOT", "compound", "obj", "case", "obl", "case", "obl", "punct"]
    )
