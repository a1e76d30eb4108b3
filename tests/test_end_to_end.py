"""The main job as a newcomer runs it: articles in, graph out, the question answered."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLES = sorted(
    path for path in (ROOT / "samples").iterdir() if path.suffix in {".txt", ".md", ".html"}
)
KG = str(Path(sys.executable).with_name("kg"))
QUESTION = "Which companies partner with which universities?"


def kg(*arguments, check=True):
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run(
        [KG, *map(str, arguments)], capture_output=True, text=True, check=check, env=environment
    )


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "graph"
    kg("build", *SAMPLES, "--graph", folder)
    return folder


@pytest.fixture(scope="module")
def answer(graph):
    return json.loads(kg("ask", "--json", "--graph", graph, QUESTION).stdout)


@pytest.mark.parametrize("university", ["University of Texas", "Austin Community College"])
def test_the_first_question_is_answered(answer, university):
    assert ["Samsung Electronics", university] in answer["rows"]


def test_each_answer_has_its_sentence(answer):
    articles = " ".join(path.read_text(encoding="utf-8") for path in SAMPLES)
    quotes = [item["text"] for item in answer["evidence"]]

    assert any("Samsung Electronics partners with the University of Texas" in q for q in quotes)
    assert [q for q in quotes if q not in articles and "<" not in q] == []


def test_the_answer_shows_its_query(graph, answer):
    again = kg("query", "--graph", graph, "--format", "json", answer["sparql"]).stdout

    assert len(json.loads(again)["results"]["bindings"]) >= len(answer["rows"])


def test_the_built_graph_passes_its_shapes(graph):
    assert kg("validate", "--graph", graph).returncode == 0


def test_facts_loaded_from_json_lines_equal_a_build(graph, tmp_path):
    lines = tmp_path / "facts.jsonl"
    lines.write_text(kg("facts", "--jsonl", *SAMPLES).stdout, encoding="utf-8")
    kg("load", lines, "--graph", tmp_path / "loaded")

    built = kg("export", "nquads", "--graph", graph).stdout.splitlines()
    loaded = kg("export", "nquads", "--graph", tmp_path / "loaded").stdout.splitlines()

    assert sorted(loaded) == sorted(built)


def test_an_unknown_thing_is_not_guessed(graph):
    reply = json.loads(
        kg("ask", "--json", "--graph", graph, "Who is the chief executive of Zorblatt?").stdout
    )

    assert reply["rows"] == []
    assert "Zorblatt" in reply["text"]
