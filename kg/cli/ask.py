"""``kg ask``: a question in English, answered from the graph with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, json_option
from kg.cli.output import cell_text, print_heading, print_json, print_table

if TYPE_CHECKING:
    from pathlib import Path

    from queries import Answer

EVIDENCE_SHOWN = 20


@click.command("ask", short_help="Answer a question in English.")
@click.argument("question", nargs=-1, required=True, metavar="QUESTION")
@graph_option
@json_option
def command(*, question: tuple[str, ...], graph: Path, as_json: bool) -> None:
    """Answer a question in English, with the sentences that say so.

    A question that is not understood is said to be so; an answer is never guessed.

    \b
        kg ask "Which companies partner with which universities?"
        kg ask --json "Who works for Samsung Electronics?" | jq .rows
    """
    from kg.store import GraphStore
    from queries import ask

    with GraphStore.open(graph, read_only=True) as store:
        answer = ask(store, " ".join(question))
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
