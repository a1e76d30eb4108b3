"""``kg build`` and ``kg facts``: articles in, what is bad told, the rest done."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from kg.cli.inputs import Failures, find_files
from kg.errors import StoreError
from kg.store import GraphStore

STORY = """Acme Robotics signs with Northfield University

Acme Robotics Inc. signed a partnership with Northfield University in Ohio on April 3, 2024.
"""


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    return path


def test_an_article_becomes_a_graph(kg, story):
    result = kg("build", story)

    assert result.exit_code == 0
    assert result.stdout == "graph: 1 added, 0 replaced, 0 unchanged, 0 failed\n"
    with GraphStore.open(story.with_name("graph"), read_only=True) as store:
        assert store.article("story").article.text == STORY


def test_building_again_reads_only_what_changed(kg, story):
    story.with_name("other.txt").write_text(STORY)
    kg("build", "story.txt", "other.txt")
    story.write_text(STORY + "More.\n")
    result = kg("build", "--json", "story.txt", "other.txt")

    assert json.loads(result.stdout) == {
        "graph": "graph",
        "added": 0,
        "replaced": 1,
        "unchanged": 1,
        "failed": 0,
    }


def test_again_reads_everything_and_finds_it_unchanged(kg, story):
    kg("build", story)

    assert "1 unchanged" in kg("build", "--again", story).stdout


def test_a_directory_stands_for_the_articles_below_it(kg, tmp_path):
    (tmp_path / "news" / "2024").mkdir(parents=True)
    for name in ["news/a.txt", "news/2024/b.md", "news/c.json", "news/.hidden.txt"]:
        (tmp_path / name).write_text(STORY)
    kg("build", "news")

    assert kg("stats", "--articles").stdout == "a\nb\n"


def test_an_article_comes_from_standard_input(kg):
    assert kg("build", "-", stdin=STORY).exit_code == 0
    assert kg("stats", "--articles").stdout == "stdin\n"


BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\t\n", "is empty"),
    "binary.txt": (b"\x7fELF\x00\x01\x02\x00" * 9, "is binary"),
    "latin.txt": ("Café society".encode("latin-1"), "is not UTF-8"),
    "utf16.txt": ("News of the day".encode("utf-16"), "is binary"),
    "page.html": (b"<html><head><title>Log in</title></head><body></body></html>", "no article"),
    "facts.jsonl": (b"{}", "is a facts file, not an article: give it to kg load"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_is_told_in_a_sentence_and_the_rest_goes_on(kg, story, name):
    content, sentence = BAD[name]
    story.with_name(name).write_bytes(content)
    result = kg("build", name, "story.txt")

    assert result.exit_code == 1
    assert result.stdout == "graph: 1 added, 0 replaced, 0 unchanged, 1 failed\n"
    [line] = result.stderr.splitlines()
    assert line.startswith("kg: ")
    assert name in line
    assert sentence in line


def test_a_line_of_50_megabytes_is_too_long_for_an_article(kg, story):
    with story.with_name("long.txt").open("wb") as file:
        for _ in range(50):
            file.write(b"word " * 200_000)
    start = time.monotonic()
    result = kg("build", "long.txt", "story.txt")

    assert result.exit_code == 1
    assert "50,000,000 bytes are too many" in result.stderr
    assert "1 added" in result.stdout
    assert time.monotonic() - start < 20


def test_a_missing_file_is_told(kg, story):
    result = kg("build", "gone.txt", "story.txt")

    assert result.exit_code == 1
    assert result.stderr == (
        "kg: gone.txt does not exist: expected an article file or a directory of them\n"
    )


def test_failures_are_listed_again_at_the_end(kg, story):
    story.with_name("empty.txt").write_bytes(b"")
    result = kg("facts", "--jsonl", "gone.txt", "empty.txt", "story.txt")

    assert result.exit_code == 1
    head, tail = result.stderr.split("\n2 inputs failed:\n")
    assert head.replace("kg: ", "  ") == tail
    assert '"doc": "story"' in result.stdout


def test_two_inputs_of_one_article_id_are_told(kg, story):
    story.with_name("story.md").write_text(STORY)
    result = kg("build", "story.txt", "story.md")

    assert result.exit_code == 1
    assert "story.md and story.txt are both article 'story': rename one" in result.stderr


def test_a_directory_without_articles_is_told(kg, tmp_path):
    (tmp_path / "news").mkdir()
    result = kg("build", "news")

    assert result.exit_code == 1
    assert "news holds no article" in result.stderr


@pytest.fixture
def not_root():
    """Root may read everything, so such a test runs as the user of number 65534."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.fixture
def locked(tmp_path):
    """A directory that its reader may not list, beside one that may be."""
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "a.txt").write_text(STORY)
    (tmp_path / "locked").mkdir(mode=0)
    yield tmp_path
    (tmp_path / "locked").chmod(0o755)


def test_a_directory_that_cannot_be_listed_is_told_and_the_rest_goes_on(locked, not_root, capsys):
    failures = Failures()
    files = find_files([locked / "locked", locked / "open"], failures)

    assert files == [locked / "open" / "a.txt"]
    assert failures.sentences == [f"{locked / 'locked'} cannot be listed: Permission denied"]


def test_a_pipeline_that_does_not_exist_is_told(kg, story):
    result = kg("build", "--model", "no_such_model", story)

    assert result.exit_code == 2
    assert "no spaCy pipeline 'no_such_model'" in result.stderr


def test_facts_are_tables_to_read(kg, story):
    result = kg("facts", story)

    assert result.exit_code == 0
    assert "Entities (" in result.stdout
    assert "Northfield University" in result.stdout


def test_facts_are_explained_with_their_ends_marked(kg, story):
    result = kg("facts", "--explain", story)

    assert result.exit_code == 0
    assert "Acme Robotics Inc. - partnersWith - Northfield University" in result.stdout
    assert "[subject: Acme Robotics Inc.] signed a partnership" in result.stdout
    assert "with [object: Northfield University] in Ohio" in result.stdout
    assert "found by " in result.stdout


def test_lines_are_not_explained(kg, story):
    assert kg("facts", "--explain", "--jsonl", story).exit_code == 2


def test_facts_as_lines_load_as_the_graph_that_build_makes(kg, story):
    lines = kg("facts", "--jsonl", story).stdout
    kg("build", story, "--graph", "built")
    kg("load", "-", "--graph", "loaded", stdin=lines)
    built, loaded = (kg("export", "nquads", "--graph", name).stdout for name in ("built", "loaded"))

    assert built == loaded


def wait_for_an_article(graph):
    for _ in range(600):
        with suppress(StoreError), GraphStore.open(graph, read_only=True) as store:
            if store.articles():
                return
        time.sleep(0.1)
    pytest.fail("no article was added within a minute")


def test_ctrl_c_leaves_whole_articles_and_a_second_run_goes_on(tmp_path):
    for number in range(300):
        (tmp_path / f"story-{number:03}.txt").write_text(STORY * 5)
    command = [sys.executable, "-c", "from kg.cli import main; main(prog_name='kg')"]
    arguments = ["build", str(tmp_path), "--graph", str(tmp_path / "graph")]
    process = subprocess.Popen(
        [*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_for_an_article(tmp_path / "graph")
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)

    assert process.returncode == 130
    assert errors.startswith("kg: interrupted after ")
    assert errors.endswith("articles: run the same command to go on\n")
    with GraphStore.open(tmp_path / "graph") as store:
        assert len(store.articles()) < 300
        assert all(store.article(article_id).entities for article_id in store.articles())
