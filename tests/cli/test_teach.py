"""``kg teach`` and ``kg facts --relations``: from examples to taught relations of an article."""

import json
import shutil
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "docs" / "teaching"


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.trained
def test_what_the_examples_of_the_docs_teach_is_found_in_their_story(kg, folder):
    taught = kg(
        "teach", "companies.jsonl", "--ontology", "companies.json", "--out", "c.relations", "--json"
    )
    report = json.loads(taught.stdout)
    lines = kg("facts", "--jsonl", "--relations", "c.relations", "story.txt").stdout.splitlines()
    told = [row for row in map(json.loads, lines) if row["kind"] == "taught"]
    explained = kg("facts", "--explain", "--relations", "c.relations", "story.txt").stdout

    assert report["relations"]["foundedBy"]["examples"] == 10
    assert report["missed"] == []
    assert {(row["relation"].partition("#")[2], row.get("value")) for row in told} >= {
        ("foundedBy", None),
        ("foundingYear", "2009"),
        ("employees", "2300"),
    }
    assert all(row["evidence"][0]["end"] > row["evidence"][0]["start"] for row in told)
    assert "Orrin Mobility - employees - 2300" in explained


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("teach", "none.jsonl", "--out", "c.relations"), "none.jsonl cannot be read"),
        (("teach", "companies.json", "--out", "c.relations"), "is not JSON"),
        (("facts", "story.txt", "--relations", "companies.json"), "make one with kg teach"),
        (("facts", "story.txt", "--relations", "none"), "none cannot be read"),
    ],
)
def test_a_wrong_file_is_one_sentence(kg, folder, arguments, said):
    result = kg(*arguments)

    assert result.exit_code in {1, 2}
    assert said in result.stderr
    assert not (folder / "c.relations").exists()


def test_a_file_of_before_is_left_whole_by_examples_that_teach_nothing(kg, folder):
    (folder / "c.relations").write_text("before")
    (folder / "bad.jsonl").write_text('{"text": "It rains.", "triples": [["Oslo", "r", "Rome"]]}')
    result = kg("teach", "bad.jsonl", "--out", "c.relations", "--model", "blank")

    assert result.exit_code == 1
    assert "no triple is stated by its text" in result.stderr
    assert (folder / "c.relations").read_text() == "before"
