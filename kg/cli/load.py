"""``kg load``: facts that were printed before, and RDF from elsewhere, into a graph."""

from __future__ import annotations

import os
from collections import Counter
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.address import RemoteAddress
from kg.cli.inputs import FACTS_SUFFIXES, STDIN, Failures, read_stdin
from kg.cli.options import graph_option, json_option
from kg.errors import InputError, ServerError, UsageError

TOKEN_VARIABLE = "NEWSKG_TOKEN"

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.address import Place
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
@click.option("--server", metavar="URL", help="Send RDF files to a running server instead.")
@click.option(
    "--token-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=f"What kg token create printed, to write to the server [else ${TOKEN_VARIABLE}].",
)
@click.option("--into", metavar="IRI", help="Add to this graph of the server.")
@click.option(
    "--batch-bytes",
    type=click.IntRange(min=1000),
    metavar="BYTES",
    help="How much to send to the server at once  [default: 32 MiB]",
)
@json_option
def command(
    *,
    files: tuple[Path, ...],
    graph: Place,
    plain: bool,
    server: str | None,
    token_file: Path | None,
    into: str | None,
    batch_bytes: int | None,
    as_json: bool,
) -> None:
    """Add facts or RDF to a graph, by the file's extension; - reads facts from standard input.

    Facts are JSON Lines (.jsonl, .ndjson) as kg facts --jsonl prints them: each article in them is
    added or replaced. An RDF file (.ttl, .nt, .nq, .trig, .rdf, .jsonld) gets a graph of its own;
    in a plain dataset its triples go where it puts them. A server sees what is loaded at its next
    query. With --server nothing is written here: an RDF file replaces a graph /store/NAME of the
    server, and the graphs that it names, each all or nothing.

    \b
        kg facts --jsonl samples/ | kg load -
        kg load facts.jsonl cities.ttl --graph graph
        kg load dump.nq --plain --graph dump
        kg load cities.ttl --server https://data.example --token-file token
    """
    from kg.cli.output import print_json
    from kg.cli.progress import progress

    failures = Failures()
    counts: Counter[str] = Counter()
    target = str(server or graph)
    opened = (
        _opened(graph, plain=plain)
        if server is None
        else _sending(server, token_file, into, batch_bytes)
    )
    if server is None and (into or token_file or batch_bytes):
        msg = "--into, --token-file and --batch-bytes are for --server URL"
        raise UsageError(msg)
    with (
        opened as load,
        progress("Loading", total=len(files)) as step,
    ):
        for path in files:
            try:
                counts.update(load(path))
            except (InputError, ServerError) as error:
                failures.add(str(error))
            step(path.name)
    numbers = {name: counts[name] for name in ("added", "replaced", "unchanged")}
    numbers["failed"] = len(failures.sentences)
    if as_json:
        print_json({"graph": target, **numbers})
    else:
        counted = ", ".join(f"{number} {name}" for name, number in numbers.items())
        click.echo(f"{target}: {counted}")
    failures.finish()


@contextmanager
def _opened(graph: Place, *, plain: bool) -> Iterator[Callable[[Path], list[Change]]]:
    """Open the graph and give what loads a file into it."""
    from kg.store import Change, GraphStore
    from kg.store.plain import PlainFolder, is_plain

    if isinstance(graph, RemoteAddress) and plain:
        msg = (
            f"--plain makes a folder, but {graph} is an endpoint: load files there by its own means"
        )
        raise UsageError(msg)
    if isinstance(graph, RemoteAddress) or not (plain or is_plain(graph)):
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


@contextmanager
def _sending(
    root: str, token_file: Path | None, into: str | None, batch_bytes: int | None
) -> Iterator[Callable[[Path], list[Change]]]:
    """Give what sends a file to a server."""
    from kg.cli.sending import BATCH_BYTES, GraphServer

    token = _read(token_file) if token_file else os.environ.get(TOKEN_VARIABLE, "")
    if not token.strip():
        msg = f"writing to a server needs a token: give --token-file FILE or set {TOKEN_VARIABLE}"
        raise UsageError(msg)
    server = GraphServer(root, token.strip(), batch_bytes or BATCH_BYTES)

    def load(path: Path) -> list[Change]:
        if path == STDIN or path.suffix.casefold() in FACTS_SUFFIXES:
            msg = (
                f"{path} holds facts, which a server does not take: load them into its folder with "
                "--graph, also while it runs"
            )
            raise InputError(msg)
        return server.load(path, into)

    yield load


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
