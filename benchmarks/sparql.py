"""SPARQL over HTTP side by side with the engine itself and with other stores, in one run.

    python -m benchmarks.sparql                      # 100,000 triples, rdflib too
    python -m benchmarks.sparql --triples 1000000    # the standard; 10000000 on request

All stores hold the same triples: the view of a made graph (``benchmarks/made_graph.py``). Queries
are asked in turn of each store, so that other work on the machine hits all alike; figures are
medians, and the ratios are to ``oxigraph serve``, the same engine behind a server in Rust, in time
and in processor time, which other work disturbs less. Loading is from an N-Triples file to a store
on disk, processes and all.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pyoxigraph as ox

from benchmarks.made_graph import write_graph
from benchmarks.sparql_queries import KINDS, queries
from benchmarks.sparql_targets import Newskg, Oxigraph, Pyoxigraph, Rdflib, Served, has_oxigraph
from benchmarks.virtuoso import Virtuoso, has_virtuoso
from kg.store import GraphStore

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.sparql_targets import Target

OURS, THEIRS = Newskg.name, Oxigraph.name
CLIENTS = 16
_MOST_FOR_RDFLIB = 150_000
_Times = dict[tuple[str, str], list[float]]


def targets_for(triples: int, folder: Path, without: Sequence[str]) -> list[Target]:
    """Return the stores that are there, but for those that are not wanted."""
    found: list[Target] = [Newskg(folder), Pyoxigraph(folder)]
    if has_oxigraph():
        found.append(Oxigraph(folder))
    if has_virtuoso():
        found.append(Virtuoso(folder))
    if triples <= _MOST_FOR_RDFLIB:
        found.append(Rdflib(folder))
    return [target for target in found if target.name not in without]


def make_file(folder: Path, triples: int) -> tuple[Path, int]:
    """Write the view of a made graph as N-Triples; return the file, and how many it has."""
    graph, file = folder / "made", folder / "data.nt"
    write_graph(graph, triples)
    count = 0
    with GraphStore.open(graph, read_only=True) as store, file.open("w", encoding="utf-8") as out:
        for quad in store.quads(ox.DefaultGraph()):
            out.write(f"{quad.triple} .\n")
            count += 1
    return file, count


def measure_loads(targets: Sequence[Target], file: Path, rounds: int) -> dict[str, float]:
    """Load into each store; those without a server several times, into a folder of each round."""
    found: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds):
        for target in targets:
            if number and target.name not in {OURS, Pyoxigraph.name, THEIRS}:
                continue
            fresh = target
            if number:
                scratch = file.parent / f"round{number}"
                scratch.mkdir(exist_ok=True)
                fresh = type(target)(scratch)  # type: ignore[call-arg]
            found[target.name].append(fresh.load(file))
    return {name: median(times) for name, times in found.items()}


def measure_queries(targets: Sequence[Target], repeats: int, seconds: float) -> _Times:
    """Ask each query of each store in turn, after one round that does not count."""
    times: _Times = defaultdict(list)
    for kind in KINDS:
        asked = queries(kind)
        end = time.monotonic() + seconds
        for number in range(repeats + 1):
            text = next(asked)
            for target in targets:
                cpu = _cpu_of(target)
                began = time.perf_counter()
                target.query(text)
                took = time.perf_counter() - began
                if number:
                    times[kind, target.name].append(took)
                    times[kind, f"{target.name} cpu"].append(_cpu_of(target) - cpu)
            if number > 2 and time.monotonic() > end:
                break
    return times


def _cpu_of(target: Target) -> float:
    return target.cpu() if isinstance(target, Served) else time.process_time()


def check(targets: Sequence[Target]) -> Iterator[str]:
    """Yield where a store's answer has another number of rows than the engine's."""
    for kind in KINDS:
        text = next(queries(kind))
        counts = {target.name: rows(target.query(text)) for target in targets}
        expected = counts[Pyoxigraph.name]
        for name, count in counts.items():
            if count != expected:
                yield f"{kind}: {name} has {count} rows, {Pyoxigraph.name} {expected}"


def rows(result: bytes) -> int:
    """Return how many rows or triples a result has."""
    if result.lstrip().startswith(b"{"):
        return len(json.loads(result)["results"]["bindings"])
    return len({line for line in result.splitlines() if line.endswith(b".")})


def measure_clients(
    targets: Sequence[Target], seconds: float, rounds: int
) -> dict[str, list[dict]]:
    """Have many clients ask small queries of each server in turn."""
    asked = queries("lookup")
    texts = [next(asked) for _ in range(200)]
    found = defaultdict(list)
    with tempfile.TemporaryDirectory() as scratch:
        for _ in range(rounds):
            for target in targets:
                if isinstance(target, Served):
                    file = Path(scratch) / "requests"
                    file.write_text("\n".join(target.target(text) for text in texts))
                    cpu = target.cpu_ticks()
                    one = _clients(target.port, file, seconds)
                    cpu = (target.cpu_ticks() - cpu) / (one["rate"] * seconds)
                    found[target.name].append({**one, "cpu": cpu})
    return found


def _clients(port: int, file: Path, seconds: float) -> dict[str, float]:
    code = "from benchmarks.sparql_clients import main; main()"
    arguments = [sys.executable, "-c", code, str(port), str(file), str(seconds), str(CLIENTS)]
    done = subprocess.run(arguments, check=True, capture_output=True, text=True)
    read: dict[str, float] = json.loads(done.stdout)
    return read


def print_loads(loads: dict[str, float]) -> None:
    """Print seconds, and times of pyoxigraph's."""
    base = loads[Pyoxigraph.name]
    for name, seconds in loads.items():
        print(f"load {name:16} {seconds:8.2f} s {seconds / base:8.2f} times {Pyoxigraph.name}")


def print_queries(times: _Times, targets: Sequence[Target]) -> None:
    """Print milliseconds of each query and store, then the ratios of ours, in time and CPU."""
    names = [target.name for target in targets]
    heads = "".join(f"{name:>16}" for name in names) + f"{'ratio':>8}{'of CPU':>8}"
    print(f"\n{'median ms':12}{heads}")
    ratios: list[tuple[float, float]] = []
    for kind in KINDS:
        found = [median(times[kind, name]) * 1000 for name in names]
        tail = ""
        if THEIRS in names:
            ratios.append((_ratio(times, kind, ""), _ratio(times, kind, " cpu")))
            tail = "".join(f"{ratio:8.2f}" for ratio in ratios[-1])
        print(f"{kind:12}" + "".join(f"{value:16.2f}" for value in found) + tail)
    if ratios:
        wall, cpu = (median(column) for column in zip(*ratios, strict=True))
        print(f"median of {OURS} to {THEIRS}: {wall:.2f}, of CPU time {cpu:.2f}")


def _ratio(times: _Times, kind: str, what: str) -> float:
    return median(times[kind, OURS + what]) / median(times[kind, THEIRS + what])


def print_clients(found: dict[str, list[dict]]) -> None:
    """Print requests a second, their times, and the ratio to oxigraph in each round."""
    print(f"\n{CLIENTS} clients, small query")
    for name, rounds in found.items():
        rate, middle, p99, cpu = (
            median(one[key] for one in rounds) for key in ("rate", "median", "p99", "cpu")
        )
        tail = ""
        if name == OURS and THEIRS in found:
            pairs = zip(rounds, found[THEIRS], strict=True)
            tail = f", {median(a['rate'] / b['rate'] for a, b in pairs):.3f} of {THEIRS}"
        print(
            f"{name:16} {rate:8.0f} a second, median {middle * 1000:6.2f} ms, "
            f"p99 {p99 * 1000:6.2f} ms ({p99 / middle:.1f} times), "
            f"{cpu * 1e6:.0f} us of CPU each{tail}"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20, help="for one query, all stores")
    parser.add_argument("--rounds", type=int, default=3, help="of loading and of many clients")
    parser.add_argument("--without", nargs="*", default=[], metavar="STORE")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        file, count = make_file(folder, given.triples)
        print(f"{count:,} triples, {file.stat().st_size / 1e6:.0f} MB", flush=True)
        targets = targets_for(count, folder, given.without)
        print_loads(measure_loads(targets, file, given.rounds))
        started: list[Target] = []
        try:
            for target in targets:
                target.start()
                started.append(target)
            for difference in check(targets):
                print(f"differs: {difference}")
            print_queries(measure_queries(targets, given.repeats, given.seconds), targets)
            print_clients(measure_clients(targets, 3, given.rounds))
        finally:
            for target in started:
                target.stop()


if __name__ == "__main__":
    main()
