"""Questions answered right: the gold articles, and another domain; and how fast.

    python benchmarks/questions.py --gold ../shared/gold/dev        exact match and macro F1
    python benchmarks/questions.py --museum ../shared/gold/museum   exact match per difficulty
    python benchmarks/questions.py --graph GRAPH --gold DIR         the same on a built graph
    python benchmarks/questions.py --triples 1000000                speed over a made-up graph
    python benchmarks/questions.py --names 1000000                  speed of looking names up

The two directories keep their questions and their own ``score.py``; this runs all questions in one
process. Beside the figures it prints the median and 95th percentile of the processor time of an
answer, warm, of its raw SPARQL, and of the difference.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import scale

from kg.jsonl import read_lines
from kg.store import GraphStore
from queries import Answer, ask
from queries.questions.ask import lexicon_of

if TYPE_CHECKING:
    from types import ModuleType


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, help="articles with questions.json")
    parser.add_argument("--museum", type=Path, help="another domain with answers.json")
    parser.add_argument("--graph", type=Path, help="a built graph, in place of the gold facts")
    parser.add_argument("--errors", action="store_true", help="list what is not exactly right")
    parser.add_argument("--triples", type=int, help="time questions over a graph of this size")
    parser.add_argument("--names", type=int, help="time looking names up among so many")
    wanted = parser.parse_args()
    if wanted.gold:
        with _gold_graph(wanted.gold, wanted.graph) as graph:
            _gold(graph, wanted.gold, errors=wanted.errors)
    if wanted.museum:
        with GraphStore.memory() as graph:
            for file in sorted(wanted.museum.glob("*.ttl")):
                graph.load_rdf(file)
            _museum(graph, wanted.museum, errors=wanted.errors)

    if wanted.triples:
        _scaled(wanted.triples)
    if wanted.names:
        _looked_up(wanted.names)


def _scaled(triples: int, count: int = 180) -> None:
    """Time answers over a made-up graph, beyond their own SPARQL run again, warm."""
    made = scale.news_graph(triples)
    lexicon_of(made.graph)
    times: list[tuple[float, float]] = []
    outcomes = Counter(
        _timed(made.graph, question, times).outcome.value
        for question in scale.questions(made, count)
    )
    size = made.graph.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }").values()[0][0]
    print(f"{size} triples, {count} questions: {dict(outcomes)}")
    _print_times(times)


def _looked_up(count: int, tries: int = 300) -> None:
    """Time exact, partial and misspelt names in an index on disk."""
    names, made = scale.names_index(count)
    rng = random.Random(1)
    times: dict[str, list[float]] = {"exact": [], "partial": [], "misspelt": [], "nearest": []}
    found = 0
    for _ in range(tries):
        name = rng.choice(made)
        wrong = scale.misspelt(name, rng)
        for kind, look, text in (
            ("exact", names.exact, name),
            ("partial", names.partial, name.split()[0]),
            ("misspelt", names.misspelt, wrong),
            ("nearest", names.nearest, wrong),
        ):
            start = time.process_time()
            result = look(text)
            times[kind].append(time.process_time() - start)
            found += kind == "misspelt" and result is not None and result[0] == name
    print(f"{count} names; of {tries} misspelt ones found: {found}")
    for kind, values in times.items():
        _print_row(kind, values)


def _module(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _gold_graph(gold: Path, built: Path | None) -> GraphStore:
    if built is not None:
        return GraphStore.open(built, read_only=True)
    command = [sys.executable, str(gold.parent / "as_facts.py"), str(gold)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    graph = GraphStore.memory()
    for facts in read_lines(text.split("\n"), source="gold"):
        graph.add(facts)
    return graph


def _timed(graph: GraphStore, question: str, times: list[tuple[float, float]]) -> Answer:
    ask(graph, question)
    start = time.process_time()
    answer = ask(graph, question)
    middle = time.process_time()
    if answer.sparql:
        graph.evaluate(answer.sparql)
    times.append((middle - start, time.process_time() - middle))
    return answer


def _gold(graph: GraphStore, gold: Path, *, errors: bool) -> None:
    """Score with the directory's own script, which asks a command; the command reads a file."""
    score = _module(gold.parent / "score.py", "gold_score")
    times: list[tuple[float, float]] = []
    questions = json.loads((gold / "questions.json").read_text(encoding="utf-8"))
    answers = {
        item["question"]: _timed(graph, item["question"], times).to_json() for item in questions
    }
    with tempfile.TemporaryDirectory() as folder:
        file, reader = Path(folder) / "answers.json", Path(folder) / "reader.py"
        file.write_text(json.dumps(answers), encoding="utf-8")
        reader.write_text(
            f"import json, sys\nprint(json.dumps(json.load(open({str(file)!r}))[sys.argv[1]]))\n",
            encoding="utf-8",
        )
        figures, wrong = score.score_questions(gold, f"{sys.executable} {reader}")
    print("gold", json.dumps(figures))
    _print_times(times)
    if errors:
        print("\n".join(wrong))


def _museum(graph: GraphStore, museum: Path, *, errors: bool) -> None:
    score = _module(museum / "score.py", "museum_score")
    times: list[tuple[float, float]] = []
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for item in score.read_gold(museum / "answers.json"):
        answer = _timed(graph, item.question, times)
        result = score.compare(item, [list(row) for row in answer.rows])
        total[item.difficulty] += 1
        right[item.difficulty] += result.exact
        if errors and not result.exact:
            print(f"{item.id} {item.question}\n  {answer.text}")
    for difficulty, number in total.items():
        print(f"{difficulty:14}{right[difficulty]}/{number}  {right[difficulty] / number:.2f}")
    _print_times(times)


def _print_times(times: list[tuple[float, float]]) -> None:
    _print_row("answer", [whole for whole, _ in times])
    _print_row("raw SPARQL", [raw for _, raw in times])
    _print_row("over it", [whole - raw for whole, raw in times])


def _print_row(name: str, seconds: list[float]) -> None:
    values = sorted(1000 * each for each in seconds)
    p95 = values[min(len(values) - 1, int(0.95 * len(values)))]
    print(f"{name:14}median {statistics.median(values):.1f} ms, p95 {p95:.1f} ms")


if __name__ == "__main__":
    main()
