"""Relations that examples taught: what they find, how they write it, and their file."""

from __future__ import annotations

import json

import pytest

from extract.pipeline import extract_facts, load_pipeline, resolve
from extract.reading import read_text
from extract.taught.aligning import align, label_number, plain
from extract.taught.arguments import Argument, find_arguments
from extract.taught.examples import read_examples, read_ontology
from extract.taught.keeping import from_bytes, to_bytes
from extract.taught.learning import best_threshold, learn
from extract.taught.lessons import Example, fold_groups, group_by_subject
from extract.taught.pairs import make_pairs
from kg.errors import InputError

FIRMS = ["Halden Robotics", "Lindmark Optics", "Corvia Health", "Norvik Energy", "Castor Lines"]
PEOPLE = ["Mira Okafor", "Jonas Reuter", "Priya Nand", "Ingrid Dahl", "Edgar Voss"]


@pytest.fixture(scope="module")
def nlp():
    return load_pipeline()


def example(nlp, text, *triples):
    return Example(resolve(read_text(text, id="x"), nlp), tuple(triples))


@pytest.fixture(scope="module")
def taught(nlp):
    examples = []
    for n, (firm, person) in enumerate(zip(FIRMS, PEOPLE, strict=True)):
        day = f"{n + 3} May {1990 + n}"
        founded = [(firm, "foundedBy", person), (firm, "foundedOn", f"{1990 + n}-05-0{n + 3}")]
        examples += [
            example(nlp, f"{firm} was founded by {person} on {day}.", *founded),
            example(nlp, f"{person} met the mayor of Porto in {2000 + n}."),
            example(nlp, f"{person} founded {firm}.", founded[0]),
            example(nlp, f"{firm} fined {PEOPLE[n - 1]} in {2010 + n}."),
        ]
    return learn(examples, namespace="https://example.org/ns#")[0]


@pytest.mark.trained
def test_a_taught_relation_is_found_of_names_that_no_example_had(nlp, taught):
    text = "Orrin Mobility was founded by Dana Whitlock on 7 March 2009."
    found = extract_facts(read_text(text, id="a1"), nlp, [taught])
    names = {entity.iri: entity.name for entity in found.entities}
    said = {
        (names[f.subject], f.relation, f.object if f.kind else names[f.object])
        for f in found.taught
    }

    assert said == {
        ("Orrin Mobility", "https://example.org/ns#foundedBy", "Dana Whitlock"),
        ("Orrin Mobility", "https://example.org/ns#foundedOn", "2009-03-07"),
    }
    assert all(f.evidence[0].text == text for f in found.taught)


@pytest.mark.trained
def test_a_pronoun_behind_an_object_does_not_hide_the_name_before_it(nlp):
    text = "Acme Works, founded in 2009, said that it would grow."
    read = resolve(read_text(text, id="x"), nlp)
    arguments = [
        Argument("x:acme", "Company", ("Acme Works",), ((0, 2), (9, 10))),
        Argument("date:2009", "date", ("2009",), ((5, 6),), "2009"),
    ]
    places = {pair.places[0] for pair in make_pairs(read, arguments)}

    assert [read.doc[a:b].text for a, b in sorted(places)] == ["Acme Works", "it"]


@pytest.mark.trained
def test_what_the_examples_do_not_say_is_not_found(nlp, taught):
    found = extract_facts(read_text("Dana Whitlock visited Leeds in 2009.", id="a1"), nlp, [taught])

    assert found.taught == ()


@pytest.mark.trained
def test_the_file_keeps_all_that_was_learnt(nlp, taught):
    data = to_bytes(taught)
    kept = from_bytes(data, source="x")
    article = read_text("Dana Whitlock founded Orrin Mobility.", id="a1")

    assert to_bytes(kept) == data
    assert (
        extract_facts(article, nlp, [kept]).taught == extract_facts(article, nlp, [taught]).taught
    )
    assert extract_facts(article, nlp, [kept]).taught


@pytest.mark.trained
@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("Turkish_people", "Turkey"),
        ("J._P._McManus", "J P McManus"),
        ('"1963-04-05"', "April 5th, 1963"),
        ("4000.0", "4,000"),
        ("Bolt_Works_(factory)", "Bolt Works"),
    ],
)
def test_a_label_means_the_argument_that_it_names(nlp, label, meant):
    text = "Turkish dealer J P McManus sold 4,000 lamps of Bolt Works on April 5th, 1963."
    found, _ = align(label, find_arguments(resolve(read_text(text, id="x"), nlp)))

    assert found is not None
    assert meant in found.forms


def test_a_label_that_the_text_does_not_state_means_nothing():
    assert align("Berlin", []) == (None, 0.0)


def test_numbers_in_labels():
    assert [label_number(t) for t in ("12,000", '"52.0"(minutes)', "-6", "B12")] == [
        12000,
        52,
        -6,
        None,
    ]
    assert plain('"52.0"(minutes)') == "52.0"


def test_examples_with_a_common_subject_are_never_parted():
    triples = [[("a", "r", "b")], [("c", "r", "d")], [("a", "q", "c"), ("c", "r", "e")], []]
    groups = group_by_subject(triples)

    assert groups[0] == groups[1] == groups[2] != groups[3]


def test_small_groups_stay_whole_in_folds():
    groups = [0, 0, 1, 1, 2, 2]
    folds = fold_groups(groups, 3)

    assert len({(group, fold) for group, fold in zip(groups, folds, strict=True)}) == 3


@pytest.mark.parametrize(
    ("rows", "low", "high"),
    [
        ([(0.9, True), (0.8, True), (0.3, False)], 0.3, 0.8),
        ([(0.9, False), (0.8, True), (0.7, True), (0.1, False)], 0.1, 0.7),
    ],
)
def test_the_threshold_parts_right_from_wrong(rows, low, high):
    assert low < best_threshold(rows) < high


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "line 1: nonsense is not JSON"),
        ('{"text": 3, "triples": []}', "is no example"),
        ('{"text": "Acme.", "triples": [["a", "b"]]}', "is no triple"),
        ('{"text": "Acme.", "triples": []}', "holds no triple"),
    ],
)
def test_a_bad_example_is_told_with_its_line(line, said):
    with pytest.raises(InputError, match=said):
        read_examples([line], source="x.jsonl")


def test_an_ontology_gives_namespace_and_relations():
    data = json.dumps({"namespace": "https://a.org/#", "relations": [{"label": "r"}]}).encode()
    ontology = read_ontology(data, source="x")

    assert ontology.namespace == "https://a.org/#"
    assert (ontology.holds("r"), ontology.holds("q")) == (True, False)


@pytest.mark.parametrize("data", [b"[", b"[]", b'{"namespace": "no iri"}', b'{"relations": [1]}'])
def test_a_bad_ontology_is_told(data):
    with pytest.raises(InputError, match="x"):
        read_ontology(data, source="x")


@pytest.mark.parametrize("data", [b"", b"{}", b'{"format": "other"}', b"\xff"])
def test_a_file_of_another_kind_is_told(data):
    with pytest.raises(InputError, match="make one with kg teach"):
        from_bytes(data, source="x")
