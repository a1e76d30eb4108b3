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
        (
            ("teach", "companies.jsonl", "--none", "no.txt", "--out", "c.relations"),
            "no.txt cannot be read",
        ),
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


@pytest.mark.trained
def test_an_article_that_states_none_of_the_relations_teaches_what_is_none(kg, folder):
    (folder / "none.txt").write_text("Bolt Works paid 900 euros. Acme Bank sold 40 cars in 2020.\n")
    (folder / "other.txt").write_text(
        "Crux Motors paid 700 euros. Dorn Bank sold 30 vans in 2021.\n"
    )

    def told(*more):
        kg("teach", "companies.jsonl", "--out", "c.relations", *more)
        lines = kg("facts", "--jsonl", "--relations", "c.relations", "other.txt").stdout
        return [line for line in lines.splitlines() if '"kind": "taught"' in line]

    assert len(told("--none", "none.txt")) < len(told())


QUERY = """
PREFIX ex: <https://example.org/companies#>
PREFIX nk: <https://w3id.org/newskg/>
SELECT ?founder ?year ?staff ?quote WHERE {
  ?company nk:name "Orrin Mobility" ; ex:foundedBy/nk:name ?founder ; ex:foundingYear ?year ;
    ex:employees ?staff .
  ?told a nk:TaughtStatement ; rdf:predicate ex:employees ; prov:wasQuotedFrom/nk:quote ?quote .
}
"""


@pytest.mark.trained
def test_a_graph_keeps_what_was_taught_with_its_evidence(kg, folder):
    kg("teach", "companies.jsonl", "--ontology", "companies.json", "--out", "c.relations")
    plain = kg("build", "story.txt")
    again = kg("build", "story.txt", "--relations", "c.relations")
    rows = json.loads(kg("query", QUERY, "--format", "json").stdout)["results"]["bindings"]

    assert "1 added" in plain.stdout
    assert "1 replaced" in again.stdout, "the stamp covers the taught relations"
    assert [{name: term["value"] for name, term in row.items()} for row in rows] == [
        {
            "founder": "Dana Whitlock",
            "year": "2009",
            "staff": "2300",
            "quote": "The company makes electric vans and employs 2,300 people.",
        }
    ]
    assert kg("validate").exit_code == 0
    assert "1 unchanged" in kg("build", "story.txt", "--relations", "c.relations").stdout
    kg("build", "story.txt")
    gone = json.loads(kg("query", QUERY, "--format", "json").stdout)["results"]["bindings"]
    assert gone == []


@pytest.mark.trained
def test_printed_facts_are_loaded_with_what_was_taught(kg, folder):
    kg("teach", "companies.jsonl", "--ontology", "companies.json", "--out", "c.relations")
    lines = kg("facts", "--jsonl", "--relations", "c.relations", "story.txt").stdout
    (folder / "story.jsonl").write_text(lines)
    kg("load", "story.jsonl")
    rows = json.loads(kg("query", QUERY, "--format", "json").stdout)["results"]["bindings"]

    assert [row["staff"]["value"] for row in rows] == ["2300"]
