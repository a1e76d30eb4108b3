"""A process that is killed while it writes leaves whole articles and loses nothing else."""

import random
import subprocess
import sys
import time

import pyoxigraph as ox
import pytest

from kg.jsonl import to_lines
from kg.quads import to_quads
from kg.store import GraphStore, article_graph
from kg.store.rdf_files import ONTOLOGY
from kg.view import view
from tests.kg.examples import many

KILLS = 20
ARTICLES = 60
WRITER = """
import sys
from pathlib import Path
from kg.jsonl import read_lines
from kg.store import GraphStore

articles = read_lines(Path(sys.argv[1]).read_text().splitlines(), source="facts")
print("writing", flush=True)
with GraphStore.open(sys.argv[2], create=True) as store:
    for facts in articles:
        store.add(facts)
    print("written", flush=True)
"""


class Writer:
    """A process that builds a graph from a facts file; made when it begins to write."""

    def __init__(self, file, graph):
        command = [sys.executable, "-c", WRITER, str(file), str(graph)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout.readline() == "writing\n"

    def finish(self):
        """Let it write everything; return how many seconds that took."""
        start = time.monotonic()
        assert self.process.stdout.readline() == "written\n"
        took = time.monotonic() - start
        self.process.communicate()
        assert self.process.returncode == 0
        return took

    def kill(self):
        """Kill it (SIGKILL); return whether it was still writing."""
        self.process.kill()
        said, _ = self.process.communicate()
        return said == ""


@pytest.fixture(scope="module")
def articles():
    return {facts.article.id: facts for facts in many(ARTICLES)}


@pytest.fixture(scope="module")
def facts_file(articles, tmp_path_factory):
    file = tmp_path_factory.mktemp("crash") / "facts.jsonl"
    lines = (line for facts in articles.values() for line in to_lines(facts))
    file.write_text("\n".join(lines))
    return file


@pytest.fixture(scope="module")
def undisturbed(facts_file, tmp_path_factory):
    """Seconds that an undisturbed build writes, and the graph it leaves."""
    graph = tmp_path_factory.mktemp("undisturbed") / "graph"
    seconds = Writer(facts_file, graph).finish()
    with GraphStore.open(graph) as store:
        return seconds, store.canonical_nquads()


def interrupt(file, graph, delay):
    """Start a build and kill it after ``delay`` seconds, sooner if it was done by then."""
    for attempt in range(8):
        place = graph / str(attempt)
        writer = Writer(file, place)
        time.sleep(delay)
        if writer.kill():
            return place
        delay /= 2
    pytest.fail("the build was always done before it was killed")


def check_whole(store, articles):
    """Each article in the store is whole, and the view is the view over them."""
    found = set()
    for article_id in store.articles():
        quads = set(store.quads(article_graph(article_id)))
        assert quads == to_quads(articles[article_id])
        found |= quads
    assert set(store.quads(ox.DefaultGraph())) == view(found)


@pytest.mark.slow
def test_twenty_kills_at_any_moment_leave_whole_articles(
    articles, facts_file, undisturbed, tmp_path
):
    seconds, expected = undisturbed
    moments = random.Random(20)
    held = []
    for number in range(KILLS):
        graph = tmp_path / str(number)
        graph.mkdir()
        place = interrupt(facts_file, graph, moments.uniform(0, seconds))
        with GraphStore.open(place, create=True) as store:
            check_whole(store, articles)
            held.append(len(store.articles()))
            for facts in articles.values():
                store.add(facts)
            assert store.canonical_nquads() == expected
    assert sum(0 < count < ARTICLES for count in held) >= KILLS // 2, held


def test_the_ontology_is_whole_after_a_kill_at_the_very_start(facts_file, tmp_path):
    writer = Writer(facts_file, tmp_path / "graph")
    assert writer.kill()

    with GraphStore.open(tmp_path / "graph", create=True) as store, GraphStore.memory() as empty:
        assert set(store.quads(ONTOLOGY)) == set(empty.quads(ONTOLOGY))
