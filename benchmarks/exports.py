"""Time and peak memory of exports, against rdflib's and networkx's own writers in the same run.

    python -m benchmarks.exports --triples 1000000

Each export runs in a process of its own, from opening the graph to the closed file. Of the other
libraries only the writing counts, not the filling of their graphs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OURS = ("nquads", "turtle", "graphml", "gexf", "json", "csv", "parquet", "neo4j")
THEIRS = {
    "nquads": "rdflib",
    "graphml": "networkx",
    "gexf": "networkx",
    "json": "networkx",
    "parquet": "networkx's rows with pyarrow",
}


def ours(graph: Path, form: str, out: Path) -> dict[str, float]:
    """Export as ``kg export`` does; ``writing`` leaves out the reading of the network."""
    from kg.export import FOLDERS, write, write_folder, writers
    from kg.store import GraphStore

    reading = 0.0
    read = writers.network_of

    def timed(*arguments):  # noqa: ANN002, ANN202 - passes on what it gets
        nonlocal reading
        start = time.process_time()
        network = read(*arguments)
        reading += time.process_time() - start
        return network

    writers.network_of = timed
    start = time.process_time()
    with GraphStore.open(graph, read_only=True) as store:
        if form in FOLDERS:
            write_folder(store, form, out)
        else:
            with out.open("wb") as file:
                write(store, form, file)
        whole = time.process_time() - start
        if form == "parquet":
            return {"whole": whole, "writing": _two_tables(store, read(store, None), out)}
    return {"whole": whole, "writing": whole - reading}


def _two_tables(store, network, out: Path) -> float:  # noqa: ANN001
    """Return the seconds of writing entities and facts: the other side has no table of numbers."""
    from kg.export import tables

    start = time.process_time()
    for table in ("nodes", "edges"):
        with (out / f"{table}.again").open("wb") as file:
            tables.write_parquet(table, tables.rows(table, network, store), file)
    return time.process_time() - start


def theirs(graph: Path, form: str, out: Path) -> dict[str, float]:
    """Write the same with rdflib or networkx, their graph in memory before the clock starts."""
    from kg.export import to_networkx
    from kg.store import GraphStore

    with GraphStore.open(graph, read_only=True) as store:
        if form == "nquads":
            write = _rdflib_writer(store, out)
        else:
            write = _networkx_writer(to_networkx(store), form, out)
    start = time.process_time()
    write()
    return {"writing": time.process_time() - start}


def _rdflib_writer(store, out: Path):  # noqa: ANN001, ANN202
    import rdflib

    path = out.with_suffix(".load.nq")
    path.write_bytes(b"".join(f"{quad} .\n".encode() for quad in store.quads()))
    dataset = rdflib.Dataset()
    dataset.parse(path, format="nquads")
    return lambda: dataset.serialize(out, format="nquads")


def _networkx_writer(network, form: str, out: Path):  # noqa: ANN001, ANN202
    import networkx as nx

    if form == "parquet":
        return lambda: _write_rows(network, out)
    if form == "json":
        return lambda: out.write_text(json.dumps(nx.node_link_data(network, edges="links")))
    for _, data in network.nodes(data=True):
        data.update({k: "|".join(v) for k, v in data.items() if isinstance(v, list)})
    for *_, data in network.edges(data=True):
        data.update({k: "|".join(v) for k, v in data.items() if isinstance(v, list)})
    write = {"graphml": nx.write_graphml, "gexf": nx.write_gexf}[form]
    return lambda: write(network, out)


def _write_rows(network, out: Path) -> None:  # noqa: ANN001
    import pyarrow as pa
    import pyarrow.parquet as pq

    nodes = [{"iri": iri, **data} for iri, data in network.nodes(data=True)]
    edges = [{"source": s, "target": t, **data} for s, t, data in network.edges(data=True)]
    for name, rows in (("nodes", nodes), ("edges", edges)):
        pq.write_table(pa.Table.from_pylist(rows), f"{out}.{name}", compression="zstd")


def run(what: str, graph: Path, form: str, folder: Path) -> dict[str, float]:
    """Measure in a process of its own."""
    code = "from benchmarks.exports import child; child()"
    arguments = [sys.executable, "-c", code, what, str(graph), form, str(folder / f"{what}-{form}")]
    done = subprocess.run(arguments, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def child() -> None:
    """Run one export and print its seconds of processor time and peak memory in megabytes."""
    what, graph, form, out = sys.argv[1:5]
    times = {"ours": ours, "theirs": theirs}[what](Path(graph), form, Path(out))
    print(json.dumps({**times, "peak": peak_memory()}))


def peak_memory() -> float:
    """Return the most memory that this process has held, in megabytes.

    ``getrusage`` would count what the parent held before this process became another program.
    """
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


def main() -> None:
    """Measure every format and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--graph", type=Path, help="a graph made before, in place of a new one")
    parser.add_argument("--forms", nargs="+", default=OURS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        graph = given.graph or folder / "graph"
        if given.graph is None:
            from benchmarks.made_graph import write_graph

            print(f"{write_graph(graph, given.triples):,} triples in the view", flush=True)
        heads = ("whole s", "writing s", "peak MB", "theirs s", "times")
        print("format    " + "".join(f"{head:>10}" for head in heads), flush=True)
        for form in given.forms:
            mine = run("ours", graph, form, folder)
            line = f"{form:10}{mine['whole']:10.1f}{mine['writing']:10.1f}{mine['peak']:10.0f}"
            if form in THEIRS:
                other = run("theirs", graph, form, folder)["writing"]
                line += f"{other:10.1f}{mine['writing'] / other:10.2f}  ({THEIRS[form]})"
            print(line, flush=True)


if __name__ == "__main__":
    main()
