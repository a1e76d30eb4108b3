"""The command as a whole: help at once, errors in a line, completion."""

import subprocess
import sys
import time

import pytest

from kg.cli import COMMANDS

HEAVY = {"spacy", "pyoxigraph", "rdflib", "networkx", "numpy", "rich", "flask", "matplotlib"}


def python(code, *arguments):
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True)


def test_help_names_every_command(kg):
    result = kg("--help")

    assert result.exit_code == 0
    assert all(f"\n  {name} " in result.stdout for name in COMMANDS)


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom kg.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "print('LOADED', *sys.modules, file=sys.stderr)"
    )

    assert HEAVY & set(python(code).stderr.split()) == set()


def test_help_is_instant():
    def seconds(code):
        start = time.perf_counter()
        python(code)
        return time.perf_counter() - start

    bare = min(seconds("pass") for _ in range(3))
    helped = "from kg.cli import main; main(['--help'])"

    assert min(seconds(helped) for _ in range(5)) - bare < 0.3


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(kg, name):
    result = kg(name, "--help")

    assert result.exit_code == 0
    assert f"    kg {name} " in result.stdout or f"| kg {name}" in result.stdout


def test_the_version_is_told(kg):
    assert kg("--version").stdout.startswith("kg, version ")


def test_a_command_that_does_not_exist_is_a_usage_error(kg):
    assert kg("bulid").exit_code == 2


def test_a_missing_graph_is_one_line_on_standard_error(kg):
    result = kg("stats")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == (
        "kg: there is no graph at graph: build one with kg build INPUT... --graph graph\n"
    )


def test_the_graph_folder_may_come_from_the_environment(kg, graph, monkeypatch):
    monkeypatch.setenv("NEWSKG_GRAPH", str(graph.rename(graph.with_name("elsewhere"))))

    assert kg("stats", "--articles").stdout == "a1\na2\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_of_each_shell_is_a_script_that_calls_kg(kg, shell):
    result = kg("completion", shell)

    assert result.exit_code == 0
    assert f"_KG_COMPLETE={shell}_complete" in result.stdout


def test_completion_knows_the_commands():
    code = "from kg.cli import main; main(prog_name='kg')"
    environment = {"_KG_COMPLETE": "bash_complete", "COMP_WORDS": "kg va", "COMP_CWORD": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )

    assert done.stdout == "plain,validate\n"


def test_a_reader_that_stops_early_is_no_error(graph):
    code = "from kg.cli import main; main(prog_name='kg')"
    arguments = [sys.executable, "-c", code, "export", "nquads", "--graph", str(graph)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.read(10)
        process.stdout.close()
        errors = process.stderr.read()

    assert errors == b""
