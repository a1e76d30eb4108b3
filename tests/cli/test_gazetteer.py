"""``kg gazetteer``: a user's names are kept with the graph, and found, typed and linked."""

import json

import pytest

from kg.store import GraphStore

STORY = """A look at the news

The deal was signed in Ohio on Monday. It was zorbl Institut that asked for it. Pandoric paid.
"""
NAMES = """name,type,id,aliases
zorbl Institut,ResearchInstitute,https://zorbl.example/,ZI|Zorbl
Pandoric,Product,https://pandoric.example/,
"""


@pytest.fixture
def names(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text(NAMES)
    return path


def found(graph):
    with GraphStore.open(graph, read_only=True) as store:
        entities = store.article("story").entities
    return {one.name: (one.type.value, one.same_as) for one in entities}


def test_names_that_were_missed_are_found_typed_and_linked(kg, names, tmp_path):
    (tmp_path / "story.txt").write_text(STORY)
    kg("build", "story.txt", "--model", "blank")
    before = found(tmp_path / "graph")
    added = kg("gazetteer", "add", names)
    built = kg("build", "story.txt", "--model", "blank")

    assert "zorbl Institut" not in before
    assert added.stdout == "graph: added names, 2 names\n"
    assert "1 replaced" in built.stdout, "the stamp covers the gazetteers"
    after = found(tmp_path / "graph")
    assert after["zorbl Institut"] == ("ResearchInstitute", ("https://zorbl.example/",))
    assert after["Pandoric"] == ("Product", ("https://pandoric.example/",))
    assert "1 unchanged" in kg("build", "story.txt", "--model", "blank").stdout


def test_a_removed_gazetteer_has_no_effect(kg, names, tmp_path):
    (tmp_path / "story.txt").write_text(STORY)
    kg("gazetteer", "add", names)
    kg("build", "story.txt", "--model", "blank")
    assert kg("gazetteer", "remove", "names").stdout == "graph: removed names\n"
    kg("build", "story.txt", "--model", "blank")

    assert "zorbl Institut" not in found(tmp_path / "graph")
    assert kg("gazetteer", "list").stdout == ""


def test_a_list_is_replaced_on_demand_only(kg, names):
    kg("gazetteer", "add", names)
    again = kg("gazetteer", "add", names)
    names.write_text(NAMES + "Foo Labs,Company\n")
    replaced = kg("gazetteer", "add", names, "--replace")

    assert again.exit_code == 2
    assert "--replace" in again.stderr
    assert replaced.stdout == "graph: added names, 3 names\n"
    shown = json.loads(kg("gazetteer", "list", "--json").stdout)
    assert shown == {"gazetteers": [{"name": "names", "names": 3}]}


def test_all_bad_rows_are_told_and_nothing_is_written(kg, names, tmp_path):
    names.write_text(
        NAMES + ",Company,,\nFoo Labs,Firm,,\nBar Labs,Company,no iri,\na,Company,,,,x\n"
    )
    result = kg("gazetteer", "add", names)

    assert result.exit_code == 1
    for sentence in ("line 4: the name is empty", "line 5: type 'Firm'", "line 6: ", "line 7: 4 "):
        assert sentence in result.stderr
    assert not (tmp_path / "graph").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "begins with"),
        (b"one,two\n1,2\n", "begins with 'one,two'"),
        (b"name,type\n", "holds no names"),
        ("name,type\nCaf\u00e9,Company\n".encode("latin-1"), "is not UTF-8"),
        (b"[{", "is no JSON"),
        (b"[3]", "record 1: the name is empty"),
        (b'[{"name": 3, "names": 4}]', "record 1: the name is empty"),
    ],
)
def test_an_unusable_file_is_told_in_a_sentence(kg, names, content, sentence):
    names.write_bytes(content)
    result = kg("gazetteer", "add", names)

    assert result.exit_code == 1
    assert sentence in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [("add", "absent.csv"), ("add", "names.csv", "--name", "../x"), ("remove", "absent")],
)
def test_wrong_arguments_are_usage_errors(kg, names, graph, arguments):
    assert kg("gazetteer", *arguments).exit_code == 2


ROR_2 = {
    "id": "https://ror.org/0example",
    "status": "active",
    "types": ["education", "funder"],
    "names": [
        {"value": "NU", "types": ["acronym"]},
        {"value": "Northfield Academy", "types": ["label", "ror_display"]},
    ],
}
ROR_1 = {
    "id": "https://ror.org/0older",
    "name": "Plasma Foundry",
    "types": ["Facility"],
    "aliases": ["Foundry of Plasma"],
    "acronyms": [],
    "labels": [{"label": "Fonderie de Plasma"}],
}


def test_both_schemas_of_a_ror_dump_are_read(kg, tmp_path):
    (tmp_path / "ror.json").write_text(json.dumps([ROR_2, ROR_1, {**ROR_2, "status": "withdrawn"}]))
    assert kg("gazetteer", "add", "ror.json").stdout == "graph: added ror, 2 names\n"

    assert (tmp_path / "graph/gazetteers/ror.csv").read_text() == (
        "name,type,id,aliases\n"
        "Northfield Academy,University,https://ror.org/0example,\n"
        "Plasma Foundry,ResearchInstitute,https://ror.org/0older,"
        "Foundry of Plasma|Fonderie de Plasma\n"
    )
