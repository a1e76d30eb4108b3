"""The options that say which part of a graph a command takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.inputs import read_stdin
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable


def selection_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command; their values are the fields of a ``Selection``."""
    options = (
        click.option("--about", multiple=True, metavar="ENTITY",
                     help="Only what lies around this entity, a name or IRI; may be repeated."),
        click.option("--depth", type=click.IntRange(min=0), default=1, show_default=True,
                     help="How many facts away from --about."),
        click.option("--query", "query", metavar="FILE",
                     help="Only the entities or statements that a SPARQL query finds; - for "
                     "standard input. RDF of a CONSTRUCT query is just its triples."),
        click.option("--type", "types", multiple=True, metavar="TYPE",
                     help="Only entities of this type, such as Company; may be repeated."),
        click.option("--predicate", "predicates", multiple=True, metavar="PREDICATE",
                     help="Only facts such as partnersWith; may be repeated."),
        click.option("--status", "statuses", multiple=True, metavar="STATUS",
                     help="Only facts that are actual, planned or denied; may be repeated."),
        click.option("--article", "articles", multiple=True, metavar="ID",
                     help="Only what this article says; may be repeated."),
        click.option("--since", metavar="DATE",
                     help="Only facts of this time or later: 2024, 2024-05 or 2024-05-17. A "
                     "fact's time is its own date, else its article's."),
        click.option("--until", metavar="DATE", help="Only facts of this time or earlier."),
        click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0,
                     metavar="0..1", help="Only facts that are at least this sure."),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def read_query(path: str) -> str:
    """Return the text of a query file.

    Raises:
        InputError: It cannot be read.
    """
    if path == "-":
        return read_stdin()
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path} cannot be read as a query: {error}"
        raise InputError(msg) from error
