"""The commands that read a graph or change it, from query to serve."""

import csv
import io
import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from kg.jsonl import to_lines
from kg.store import GraphStore
from tests.kg.examples import ACME, facts

PARTNERS = f"SELECT ?b WHERE {{ <{ACME.iri}> nk:partnersWith/rdfs:label ?b }}"


def test_a_query_is_a_plain_table_in_a_pipe(kg, graph):
    assert kg("query", PARTNERS).stdout == "b\nBolt University\n"


def test_a_query_comes_from_a_file_or_standard_input(kg, graph):
    graph.with_name("partners.rq").write_text(PARTNERS)

    assert kg("query", "partners.rq").stdout == kg("query", "-", stdin=PARTNERS).stdout
    assert "Bolt University" in kg("query", "partners.rq").stdout


@pytest.mark.parametrize(
    ("form", "read"),
    [
        ("json", lambda text: json.loads(text)["results"]["bindings"][0]["b"]["value"]),
        ("csv", lambda text: next(csv.DictReader(io.StringIO(text)))["b"]),
        ("tsv", lambda text: json.loads(text.splitlines()[1])),
    ],
)
def test_a_query_has_the_results_formats_of_sparql(kg, graph, form, read):
    assert read(kg("query", "--format", form, PARTNERS).stdout) == "Bolt University"


def test_an_ask_query_says_yes_or_no(kg, graph):
    assert kg("query", "ASK { ?a nk:partnersWith ?b }").stdout == "yes\n"
    assert kg("query", "ASK { ?a nk:competesWith ?b }").stdout == "no\n"


def test_a_construct_query_gives_turtle(kg, graph):
    assert "nk:partnersWith" in kg("query", "CONSTRUCT WHERE { ?a nk:partnersWith ?b }").stdout


def test_a_named_query_takes_its_parameters(kg, graph):
    assert "partners" in kg("query", "--list").stdout
    assert "Bolt University" in kg("query", "--name", "partners", "entity=Acme").stdout
    assert "Bolt University" in kg("query", "partners", "entity=Acme").stdout


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["query"], 2, "a query is missing"),
        (["query", "SELECT * { ?s"], 1, "not a SPARQL query"),
        (["query", "partners"], 2, "query 'partners' needs entity, a name"),
        (["query", "partner"], 2, "'partner' is neither SPARQL nor a query file"),
        (["query", "ASK {}", "x=1"], 2, "'x=1' is a parameter, which only a query of the"),
        (["query", "--name", "none"], 2, "there is no query 'none': expected one of"),
        (["query", "--name", "partners", "Acme"], 2, "'Acme' is no parameter: expected key=value"),
        (["remove", "a9"], 1, "graph has no article 'a9'"),
        (["load", "gone.ttl"], 1, "gone.ttl cannot be read"),
        (["load", "gone.jsonl"], 1, "gone.jsonl cannot be read"),
        (["load", "story.txt"], 1, "story.txt is no RDF file"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(kg, graph, arguments, status, sentence):
    result = kg(*arguments)

    assert result.exit_code == status
    assert result.stderr.startswith("kg: ")
    assert len(result.stderr.splitlines()) == 1
    assert sentence in result.stderr


def test_a_question_is_answered_with_its_sentences(kg, graph):
    result = kg("ask", "Which companies partner with which universities?")

    assert result.exit_code == 0
    assert "Acme works with Bolt University. [a1]" in result.stdout


def test_an_answer_as_json_keeps_to_the_contract(kg, graph):
    answer = json.loads(
        kg("ask", "--json", "Which companies partner with which universities?").stdout
    )

    assert {"question", "sparql", "columns", "rows", "text", "evidence"} <= set(answer)
    assert answer["rows"] == [["Acme", "Bolt University"]]
    assert {quote["article"] for quote in answer["evidence"]} == {"a1", "a2"}


def test_a_question_that_is_not_understood_is_not_guessed(kg, graph):
    answer = json.loads(kg("ask", "--json", "Who ate the blue sandwich?").stdout)

    assert answer["rows"] == []
    assert answer["sparql"] is None
    assert answer["text"]


def test_statistics_are_a_table_or_json(kg, graph):
    assert "articles                          2\n" in kg("stats").stdout
    assert json.loads(kg("stats", "--json").stdout)["entities"] == {"Company": 2, "University": 1}


def test_a_removed_article_is_gone(kg, graph):
    assert kg("remove", "a1").stdout == "graph: removed a1\n"
    assert kg("stats", "--articles").stdout == "a2\n"


def test_facts_are_loaded_from_lines(kg, graph):
    file = graph.with_name("more.jsonl")
    file.write_text(
        "".join(line + "\n" for line in to_lines(facts("a3", text="One\u2028two\x85.")))
    )
    result = kg("load", file)

    assert result.stdout == "graph: 1 added, 0 replaced, 0 unchanged, 0 failed\n"
    with GraphStore.open(graph, read_only=True) as store:
        assert store.article("a3").article.text == "One\u2028two\x85."


def test_a_bad_facts_file_is_told_and_the_next_is_loaded(kg, graph):
    graph.with_name("bad.jsonl").write_text('{"kind": "fact"}\n')
    graph.with_name("good.ttl").write_text("<x:a> <x:b> <x:c> .")
    result = kg("load", "bad.jsonl", "good.ttl")

    assert result.exit_code == 1
    assert "bad.jsonl, line 1" in result.stderr
    assert "1 added, 0 replaced, 0 unchanged, 1 failed" in result.stdout


def test_a_graph_of_the_ontology_is_valid(kg, graph):
    result = kg("validate", "--json")

    assert json.loads(result.stdout)["problems"] == []
    assert result.exit_code == 0


def test_a_graph_that_breaks_the_shapes_is_told(kg, graph):
    graph.with_name("bad.ttl").write_text(
        f"@prefix nk: <https://w3id.org/newskg/> . <{ACME.iri}> nk:headquarteredIn <{ACME.iri}> ."
    )
    kg("load", "bad.ttl")
    result = kg("validate")

    assert result.exit_code == 1
    assert "graph breaks the shapes" in result.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_server_answers_and_ends_with_ctrl_c(graph):
    port = free_port()
    command = [sys.executable, "-c", "from kg.cli import main; main(prog_name='kg')", "serve"]
    arguments = ["--graph", str(graph), "--port", str(port)]
    with subprocess.Popen([*command, *arguments], stderr=subprocess.PIPE, text=True) as process:
        assert f"http://127.0.0.1:{port}/" in process.stderr.readline()
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as reply:
                    assert reply.status == 200
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail("the server did not answer")
        process.send_signal(signal.SIGINT)
        try:
            _, errors = process.communicate(timeout=20)
        finally:
            process.kill()

    assert "Traceback" not in errors


def test_a_plain_dataset_is_filled_from_files(kg, tmp_path):
    (tmp_path / "one.nq").write_text("<x:a> <x:b> <x:c> .\n<x:a> <x:b> <x:d> <x:g> .\n")
    (tmp_path / "two.ttl").write_text("<x:a> <x:b> <x:c>, <x:e> .")

    assert "1 added" in kg("load", "one.nq", "--plain", "--graph", "plain").stdout
    assert kg("load", "two.ttl", "--graph", "plain").exit_code == 0

    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    assert kg("query", "--graph", "plain", count).stdout.split()[-1] == "2"
    assert kg("query", "--graph", "plain", "ASK { GRAPH <x:g> { <x:a> ?p <x:d> } }").stdout == (
        "yes\n"
    )


@pytest.mark.parametrize("before", ["", "<x:a> <x:b> <x:c> ."])
def test_of_a_file_that_is_not_well_formed_nothing_is_loaded(kg, tmp_path, before):
    (tmp_path / "good.nt").write_text(before)
    (tmp_path / "bad.nt").write_text("<x:a> <x:b> <x:d> .\n" * 3 + "<x:a> <x:b> <")
    kg("load", "good.nt", "--plain", "--graph", "plain")

    result = kg("load", "bad.nt", "--graph", "plain")

    assert result.exit_code == 1
    assert "bad.nt is not N-Triples" in result.stderr
    assert kg("query", "--graph", "plain", "ASK { ?s ?p <x:d> }").stdout == "no\n"


def test_a_plain_dataset_whose_filling_was_killed_is_refused_until_it_is_filled_anew(kg, tmp_path):
    (tmp_path / "one.nt").write_text("<x:a> <x:b> <x:c> .\n")
    killed = (
        "import os, sys, pyoxigraph as ox\n"
        "from pathlib import Path\n"
        "from kg.store.folder import filling, make_folder, open_database\n"
        "from kg.store.kind import DatasetKind\n"
        "folder = Path(sys.argv[1])\n"
        "make_folder(folder, DatasetKind.PLAIN)\n"
        "database = open_database(folder, create=False, read_only=False)\n"
        "with filling(folder, database):\n"
        "    database.bulk_load(input=b'<x:part> <x:b> <x:c> .', format=ox.RdfFormat.N_TRIPLES)\n"
        "    os._exit(9)\n"
    )
    command = [sys.executable, "-c", killed, str(tmp_path / "plain")]
    subprocess.run(command, check=False, cwd=Path(__file__).parents[2])
    refused = kg("query", "--graph", "plain", "ASK { ?s ?p ?o }")
    loaded = kg("load", "one.nt", "--plain", "--graph", "plain")
    answer = kg("query", "--graph", "plain", "--format", "csv", "SELECT ?s { ?s ?p ?o }")

    assert refused.exit_code == 1
    assert "give the files to kg load --plain again" in refused.stderr
    assert loaded.exit_code == 0
    assert answer.stdout.split() == ["s", "x:a"]


def test_a_graph_of_articles_is_not_filled_as_a_plain_dataset(kg, graph, tmp_path):
    (tmp_path / "one.nt").write_text("<x:a> <x:b> <x:c> .\n")

    assert "is a graph of articles" in kg("load", "one.nt", "--plain").stderr
