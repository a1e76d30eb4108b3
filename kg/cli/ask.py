"""``kg ask``: a question in English, answered from the graph with its evidence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_options, json_option
from kg.cli.output import cell_text, print_heading, print_json, print_table
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.address import Place
    from kg.store import GraphStore
    from queries import Answer

EVIDENCE_SHOWN = 20
RDF_SUFFIXES = frozenset({".ttl", ".nt", ".nq", ".trig", ".rdf", ".owl", ".jsonld"})


@click.command("ask", short_help="Answer a question in English.")
@click.argument("question", nargs=-1, metavar="[QUESTION]")
@graph_options("The graph folder, an RDF file, or a folder of RDF files.", metavar="PATH")
@json_option
def command(*, question: tuple[str, ...], graph: Place, as_json: bool) -> None:
    """Answer a question in English, with the sentences that say so.

    A question that is not understood is said to be so; an answer is never guessed. Without a
    question, a prompt takes one after another until it gets an empty line.

    \b
        kg ask "Which companies partner with which universities?"
        kg ask --json "Who works for Samsung Electronics?" | jq .rows
        kg ask --graph museum/ "What is the heaviest sculpture?"
    """
    from queries import ask

    with open_graph(graph) as store:
        if not question:
            from kg.cli.ask_prompt import run

            run(store, lambda text: _print(ask(store, text), as_json=as_json))
            return
        _print(ask(store, " ".join(question)), as_json=as_json)


def open_graph(path: Place) -> GraphStore:
    """Open a graph folder, or read an RDF file or a folder of RDF files into memory.

    Raises:
        StoreError: There is no graph at ``path``.
        InputError: A file there is not well-formed RDF.
    """
    from kg.store import GraphStore

    files = _rdf_files(path) if isinstance(path, Path) else []
    if not files:
        return GraphStore.open(path, read_only=True)
    store = GraphStore.memory()
    for file in files:
        store.load_rdf(file)
    return store


def _rdf_files(path: Path) -> list[Path]:
    """Return the RDF files at ``path``, none if it is a graph folder or nothing."""
    if path.is_file():
        if path.suffix.casefold() in RDF_SUFFIXES:
            return [path]
        msg = f"{path} is no RDF file: expected .ttl, .nt, .nq, .trig, .rdf or .jsonld at its end"
        raise InputError(msg)
    if not path.is_dir() or (path / "newskg.json").exists():
        return []
    return sorted(file for file in path.iterdir() if file.suffix.casefold() in RDF_SUFFIXES)


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        print_json(answer.to_json())
    else:
        _print_answer(answer)


def _print_answer(answer: Answer) -> None:
    click.echo(answer.text)
    if answer.reading:
        click.echo(f"Read as: {answer.reading}")
    for note in answer.notes:
        click.echo(f"Note: {note}")
    if answer.rows and answer.columns:
        click.echo()
        print_table(answer.columns, answer.rows)
    _print_evidence(answer)
    if answer.sparql:
        _print_part("SPARQL")
        click.echo(answer.sparql)
    if answer.suggestions:
        _print_part("You can ask")
        for suggestion in answer.suggestions:
            click.echo(f"  {suggestion}")


def _print_part(heading: str) -> None:
    click.echo()
    print_heading(heading)


def _print_evidence(answer: Answer) -> None:
    """Print the sentences under the rows that they state."""
    if not answer.quotes:
        return
    _print_part("Evidence")
    shown = answer.quotes[:EVIDENCE_SHOWN]
    for rows in dict.fromkeys(quote.rows for quote in shown):
        for row in rows:
            click.echo("  " + " - ".join(cell_text(cell) for cell in answer.rows[row]))
        for quote in shown:
            if quote.rows == rows:
                date = f", {quote.published}" if quote.published else ""
                click.echo(f"    {cell_text(quote.text)} [{quote.article}{date}]")
    if (more := len(answer.quotes) - len(shown)) > 0:
        click.echo(f"  and {more} more sentences (--json prints all)")
