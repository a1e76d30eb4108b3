"""The components in a spaCy pipeline; the network itself only under the mark ``trained``."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

import extract.language.component as component
import extract.language.relations as relations

TRAINED = Path(__file__).parents[2] / "extract" / "trained"
NEWS = (
    "Acme Corp. said on Monday it will buy Binford Tools of Ohio for $2 billion. "
    'Chief executive Ada Byron called it "a natural step."\n\n'
    "Regulators in Brussels may object."
)


@pytest.fixture(scope="module")
def nlp():
    return spacy.load(TRAINED)


def test_an_unloaded_model_says_what_to_do():
    with pytest.raises(ValueError, match=r"spacy\.load"):
        component.LanguageModel()(spacy.blank("en")("Text"))


def test_a_folder_without_weights_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"encoder\.onnx"):
        component.LanguageModel().from_disk(tmp_path)


def test_white_space_is_not_read_and_blank_lines_start_sentences():
    page = component.Page(spacy.blank("en")("One\n\ntwo three\nfour"))

    assert page.words == ["One", "two", "three", "four"]
    assert page.starts == [True, True, False, False]


def test_given_sentence_starts_are_kept():
    doc = spacy.blank("en")("One two three")
    doc[1].is_sent_start = True
    doc[2].is_sent_start = False

    page = component.Page(doc)

    assert (page.starts, page.never) == ([True, True, False], [False, False, True])


@pytest.mark.trained
def test_names_get_contract_types(nlp):
    found = {ent.text: ent.label_ for ent in nlp(NEWS).ents}

    assert found["Ada Byron"] == "Person"
    assert found["Binford Tools"] == "Company"
    assert found["Brussels"] == "City"


@pytest.mark.trained
def test_each_sentence_is_one_tree(nlp):
    doc = nlp(NEWS)

    assert [sent.text.split()[0] for sent in doc.sents] == ["Acme", "Chief", "Regulators"]
    assert all(sum(t.head == t for t in sent) == 1 for sent in doc.sents)
    assert all(t.dep_ and t.tag_ and t.lemma_ for t in doc)


@pytest.mark.trained
@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "Hello", " Hello ", "\n\nHello\n\n", "\u200b", "x" * 3000]
)
def test_odd_texts_pass(nlp, text):
    assert nlp(text).text == text


@pytest.mark.trained
def test_batches_and_threads_give_what_single_calls_give(nlp):
    texts = [NEWS, "Short.", NEWS * 5, ""]
    single = [nlp(text).to_json() for text in texts]

    assert [doc.to_json() for doc in nlp.pipe(texts)] == single
    with ThreadPoolExecutor(4) as pool:
        assert [doc.to_json() for doc in pool.map(nlp, texts)] == single


@pytest.mark.trained
def test_a_doc_survives_the_disk(nlp, tmp_path):
    doc = nlp(NEWS)
    doc.to_disk(tmp_path / "doc")
    again = Doc(nlp.vocab).from_disk(tmp_path / "doc")

    assert again.to_json() == doc.to_json()
    assert again.user_data[relations.KEY] == doc.user_data[relations.KEY]
    assert (again.tensor == doc.tensor).all()


@pytest.mark.trained
def test_a_pipeline_survives_the_disk_and_another_process(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    texts = [[ent.text for ent in pipeline(NEWS).ents] for pipeline in (nlp, spacy.load(tmp_path))]
    model = pickle.loads(pickle.dumps(nlp.get_pipe("newskg_language")))

    assert texts[0] == texts[1]
    assert [ent.text for ent in model(nlp.make_doc(NEWS)).ents] == texts[0]


@pytest.mark.trained
def test_pairs_of_spans_are_scored(nlp):
    doc = nlp(NEWS)
    acme, binford = (
        next(e for e in doc.ents if e.text.startswith(name)) for name in ("Acme", "Binford")
    )

    scores = nlp.get_pipe("newskg_relations").scores(doc, [(acme, binford), (doc[6:7], binford)])

    assert scores[0].relations["acquires"] > scores[0].relations["worksFor"]
    assert sum(scores[0].statuses.values()) == pytest.approx(1, abs=1e-3)
    assert 0 <= scores[1].same <= 1
