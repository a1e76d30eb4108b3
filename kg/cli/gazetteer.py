"""``kg gazetteer``: names that the user knows, for the articles read into a graph."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import folder_option, json_option
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from extract.gazetteers.known import Gazetteer

FOLDER = "gazetteers"
_NAME = re.compile(r"\w[\w.-]*")


@click.group("gazetteer", short_help="Add lists of names that you know.")
def command() -> None:
    """Add, list and remove lists of known names (gazetteers) of a graph.

    kg build finds, types and links the names in them: also those it would miss, if they consist
    of two words or more or of one uncommon word, written exactly as in the list. Articles that were
    read before are read again by the next kg build.

    \b
        kg gazetteer add names.csv --graph graph
        kg build samples/ --graph graph
    """


@command.command("add", short_help="Add a list from a file.")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", help="What to call it [the file's name without extension].")
@click.option("--replace", is_flag=True, help="Replace the list of that name.")
@folder_option
def add(*, file: Path, name: str | None, replace: bool, graph: Path) -> None:
    """Add the names in FILE: CSV, or the JSON of a ROR dump.

    The CSV's first line is name,type,id,aliases. The type is a class such as Company; the id an
    IRI, or empty; aliases are separated by |. The last two columns may be left out. Of a ROR
    dump the acronyms are left out, which many share. If a row is bad, all bad rows are told and
    nothing is added.

    \b
        name,type,id,aliases
        Northfield Labs,ResearchInstitute,https://northfield.example/,NFL|Labs of Northfield
    """
    from extract.gazetteers.reading import read_gazetteer, write_gazetteer
    from kg.files import write_atomically
    from kg.store import GraphStore

    called = file.stem if name is None else name
    if not _NAME.fullmatch(called):
        msg = f"a gazetteer cannot be called {called!r}: expected letters, digits, '.', '-' and '_'"
        raise UsageError(msg)
    try:
        data = file.read_bytes()
    except OSError as error:
        msg = f"{file} cannot be read: {error.strerror}"
        raise (UsageError if isinstance(error, FileNotFoundError) else InputError)(msg) from error
    names = read_gazetteer(data, str(file))
    with GraphStore.open(graph, create=True):  # one writer at a time
        path = _path(graph, called)
        if path.exists() and not replace:
            msg = f"{graph} has a gazetteer {called!r}: add --replace, or --name for another name"
            raise UsageError(msg)
        path.parent.mkdir(exist_ok=True)
        write_atomically(path, write_gazetteer(names))
    click.echo(f"{graph}: added {called}, {len(names)} names")


@command.command("list", short_help="List the lists that a graph has.")
@folder_option
@json_option
def list_(*, graph: Path, as_json: bool) -> None:
    """Print the name of each gazetteer and how many names it has."""
    from extract.gazetteers.reading import read_gazetteer
    from kg.cli.output import print_json
    from kg.store import GraphStore

    with GraphStore.open(graph, read_only=True):
        paths = _paths(graph)
    sizes = {path.stem: len(read_gazetteer(path.read_bytes(), str(path))) for path in paths}
    if as_json:
        print_json({"gazetteers": [{"name": name, "names": sizes[name]} for name in sizes]})
        return
    for name, size in sizes.items():
        click.echo(f"{name}\t{size}")


@command.command("remove", short_help="Remove a list.")
@click.argument("name")
@folder_option
def remove(*, name: str, graph: Path) -> None:
    """Remove the gazetteer NAME; the next kg build reads the articles without it."""
    from kg.store import GraphStore

    with GraphStore.open(graph):
        if name not in {path.stem for path in _paths(graph)}:
            msg = f"{graph} has no gazetteer {name!r}: kg gazetteer list shows those it has"
            raise UsageError(msg)
        _path(graph, name).unlink()
    click.echo(f"{graph}: removed {name}")


def load_gazetteer(graph: Path) -> tuple[Gazetteer | None, str]:
    """Return a graph's known names and a text that changes when they do; nothing and ``""``.

    Raises:
        InputError: A file of the graph's folder is damaged.
    """
    paths = _paths(graph)
    if not paths:
        return None, ""
    from extract.gazetteers.known import Gazetteer
    from extract.gazetteers.reading import read_gazetteer

    contents = {path: path.read_bytes() for path in paths}
    digest = hashlib.sha256(b"\0".join(contents.values())).hexdigest()
    names = [one for path, data in contents.items() for one in read_gazetteer(data, str(path))]
    return Gazetteer(tuple(names)), digest


def _paths(graph: Path) -> list[Path]:
    return sorted((graph / FOLDER).glob("[!.]*.csv"))


def _path(graph: Path, name: str) -> Path:
    return graph / FOLDER / f"{name}.csv"
