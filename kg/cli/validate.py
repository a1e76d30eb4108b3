"""``kg validate``: does the graph keep to the ontology's shapes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, json_option
from kg.cli.output import print_json

if TYPE_CHECKING:
    from kg.address import Place


@click.command("validate", short_help="Check a graph against the ontology's SHACL shapes.")
@graph_option
@json_option
def command(*, graph: Place, as_json: bool) -> None:
    """Check a graph against the ontology's SHACL shapes; exit status 1 if it breaks any.

    \b
        kg validate --graph graph
    """
    from kg.store import GraphStore
    from kg.validation import validate

    with GraphStore.open(graph, read_only=True) as store:
        report = validate(store.quads())
    if as_json:
        problems = [asdict(problem) for problem in report.problems]
        warnings = [asdict(warning) for warning in report.warnings]
        print_json({"conforms": report.conforms, "problems": problems, "warnings": warnings})
    else:
        for kind, found in (("problem", report.problems), ("warning", report.warnings)):
            for problem in found:
                click.echo(f"{kind}: {problem}")
        said = "conforms to" if report.conforms else "breaks"
        click.echo(
            f"{graph} {said} the shapes: {_count(len(report.problems), 'problem')}, "
            f"{_count(len(report.warnings), 'warning')}"
        )
    if not report.conforms:
        raise click.exceptions.Exit(1)


def _count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> _count(1, "problem"), _count(0, "problem")
    ('1 problem', '0 problems')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
