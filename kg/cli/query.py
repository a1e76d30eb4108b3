"""``kg query``: SPARQL, or a query by name, over the graph."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.inputs import read_stdin
from kg.cli.options import graph_option
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from kg.address import Place
    from kg.store import GraphStore

FORMATS = ("table", "json", "csv", "tsv", "xml", "turtle", "ntriples")


@click.command("query", short_help="Run a SPARQL query, given or by name.")
@click.argument("query", required=False, metavar="[SPARQL | FILE.rq | NAME | -]")
@click.argument("parameters", nargs=-1, metavar="[KEY=VALUE]...")
@graph_option
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="json, csv, tsv and xml are the SPARQL results formats; "
    "turtle and ntriples are for CONSTRUCT and DESCRIBE.",
)
@click.option("--name", help="Run a query of the library by its name (see --list).")
@click.option("--list", "list_names", is_flag=True, help="List the queries of the library.")
def command(
    *,
    query: str | None,
    parameters: tuple[str, ...],
    graph: Place,
    form: str,
    name: str | None,
    list_names: bool,
) -> None:
    """Run a SPARQL query: text, a file, or - for standard input.

    \b
        kg query 'SELECT * { ?s ?p ?o } LIMIT 5'
        kg query --format csv partners.rq > partners.csv
        kg query partners entity="Samsung Electronics"
        kg query --list
    """
    from kg.store import GraphStore

    if list_names:
        _list_queries()
        return
    text = _query_text(query, parameters, name)
    with GraphStore.open(graph, read_only=True) as store:
        _answer(store, text, form)


def _query_text(query: str | None, parameters: tuple[str, ...], name: str | None) -> str:
    if name is not None:
        return _named(name, (*((query,) if query else ()), *parameters))
    if query is None:
        msg = "a query is missing: give SPARQL, a file, - for standard input, or --name"
        raise UsageError(msg)
    if _is_name(query, parameters):
        return _named(query, parameters)
    if parameters:
        msg = f"{parameters[0]!r} is a parameter, which only a query of the library takes"
        raise UsageError(msg)
    if query == "-":
        return read_stdin()
    if query.endswith((".rq", ".sparql")) or ("\n" not in query and "{" not in query):
        return _read(Path(query))
    return query


def _is_name(query: str, parameters: tuple[str, ...]) -> bool:
    """Whether it is a query of the library; with parameters, it can be nothing else."""
    if not re.fullmatch(r"[a-z][a-z-]*", query) or Path(query).exists():
        return False
    from queries import named_queries

    return bool(parameters) or query in named_queries()


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        msg = f"{str(path)!r} is neither SPARQL nor a query file"
        raise UsageError(msg) from error
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path} cannot be read as a query: {error}"
        raise InputError(msg) from error


def _list_queries() -> None:
    from kg.cli.output import print_table
    from queries import named_queries

    rows = [
        (name, " ".join(query.parameters), query.description)
        for name, query in sorted(named_queries().items())
    ]
    print_table(("name", "parameters", "what it answers"), rows)


def _named(name: str, pairs: tuple[str, ...]) -> str:
    """Fill in a query of the library.

    Raises:
        UsageError: No such query, or a parameter that is missing, unknown or not ``key=value``.
    """
    from queries import named_queries

    library = named_queries()
    if name not in library:
        msg = f"there is no query {name!r}: expected one of {', '.join(sorted(library))}"
        raise UsageError(msg)
    values = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            msg = f"{pair!r} is no parameter: expected key=value"
            raise UsageError(msg)
        values[key] = value
    return str(library[name].fill(values))


def _answer(store: GraphStore, text: str, form: str) -> None:
    from kg.cli.output import print_table
    from kg.store import Solutions

    if form != "table":
        click.echo(store.query(text, form), nl=False)
        return
    result = store.evaluate(text)
    if isinstance(result, bool):
        click.echo("yes" if result else "no")
    elif isinstance(result, Solutions):
        print_table(result.columns, result.values())
    else:
        click.echo(store.query(text, "turtle"), nl=False)
