"""``kg load``: facts that were printed before, and RDF from elsewhere, into a graph."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.inputs import FACTS_SUFFIXES, STDIN, Failures, read_stdin
from kg.cli.options import graph_option, json_option
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.store import Change, GraphStore


@click.command("load", short_help="Add facts (JSON Lines) or RDF files to a graph.")
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@graph_option
@click.option(
    "--plain",
    is_flag=True,
    help="Make the folder a plain SPARQL 1.1 dataset, without articles, if it is not there.",
)
@json_option
def command(*, files: tuple[Path, ...], graph: Path, plain: bool, as_json: bool) -> None:
    """Add facts or RDF to a graph, by the file's extension; - reads facts from standard input.

    Facts are JSON Lines (.jsonl, .ndjson) as kg facts --jsonl prints them: each article in them is
    added or replaced. An RDF file (.ttl, .nt, .nq, .trig, .rdf, .jsonld) gets a graph of its own;
    in a plain dataset its triples go where it puts them.

    \b
        kg facts --jsonl samples/ | kg load -
        kg load facts.jsonl cities.ttl --graph graph
        kg load dump.nq --plain --graph dump
    """
    from kg.cli.output import print_json
    from kg.cli.progress import progress

    failures = Failures()
    counts: Counter[str] = Counter()
    with (
        _opened(graph, plain=plain) as load,
        progress("Loading", total=len(files)) as step,
    ):
        for path in files:
            try:
                counts.update(load(path))
            except InputError as error:
                failures.add(str(error))
            step(path.name)
    numbers = {name: counts[name] for name in ("added", "replaced", "unchanged")}
    numbers["failed"] = len(failures.sentences)
    if as_json:
        print_json({"graph": str(graph), **numbers})
    else:
        click.echo(f"{graph}: " + ", ".join(f"{number} {name}" for name, number in numbers.items()))
    failures.finish()


@contextmanager
def _opened(graph: Path, *, plain: bool) -> Iterator[Callable[[Path], list[Change]]]:
    """Open the graph and give what loads a file into it."""
    from kg.store import Change, GraphStore
    from kg.store.plain import PlainFolder, is_plain

    if not plain and not is_plain(graph):
        with GraphStore.open(graph, create=True) as store:
            yield partial(_load, store)
        return
    dataset = PlainFolder(graph)

    def load(path: Path) -> list[Change]:
        dataset.load(path)
        return [Change.ADDED]

    try:
        yield load
    finally:
        dataset.close()


def _load(store: GraphStore, path: Path) -> list[Change]:
    if path != STDIN and path.suffix.casefold() not in FACTS_SUFFIXES:
        return [store.load_rdf(path)]
    from kg.jsonl import read_lines

    source = "standard input" if path == STDIN else str(path)
    text = read_stdin() if path == STDIN else _read(path)
    return [store.add(facts) for facts in read_lines(text.split("\n"), source=source)]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{path} is not UTF-8 text: {error}"
        raise InputError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise InputError(msg) from error
