"""Results on standard output: rich tables on a terminal, plain aligned columns in a pipe."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def cell_text(value: object) -> str:
    """Return a value as a reader wants it: digits grouped, yes and no, no line breaks.

    >>> cell_text(3870000000.0), cell_text(0.5), cell_text(None), cell_text(True)
    ('3,870,000,000', '0.5', '', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return f"{int(value):,}"
    if isinstance(value, int):
        return f"{value:,}"
    return " ".join(str(value).split())


def print_json(value: object) -> None:
    """Print one JSON object on a line; letters outside ASCII stay letters."""
    click.echo(json.dumps(value, ensure_ascii=False))


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str | None = None
) -> None:
    """Print a table in the way that suits standard output."""
    values = [list(row) for row in rows]
    cells = [[cell_text(value) for value in row] for row in values]
    numeric = [_is_numeric(row[i] for row in values) for i in range(len(columns))]
    if sys.stdout.isatty():
        _print_rich(columns, cells, numeric, title)
    else:
        _print_plain(columns, cells, numeric, title)


def print_heading(text: str) -> None:
    """Print a line that opens a part of the output, bold on a terminal."""
    click.echo(click.style(text, bold=True))


def _is_numeric(column: Iterable[object]) -> bool:
    """Whether a column holds numbers only, so that they stand right under each other."""
    held = [value for value in column if value is not None]
    return bool(held) and all(
        isinstance(value, (int, float)) and not isinstance(value, bool) for value in held
    )


def _print_rich(
    columns: Sequence[str], cells: list[list[str]], numeric: list[bool], title: str | None
) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )
    for column, is_number in zip(columns, numeric, strict=True):
        table.add_column(column, overflow="fold", justify="right" if is_number else "left")
    for row in cells:
        table.add_row(*(Text(value) for value in row))
    Console().print(table)


def _print_plain(
    columns: Sequence[str], cells: list[list[str]], numeric: list[bool], title: str | None
) -> None:
    """Align every column but the last, which may hold a long sentence."""
    if title:
        click.echo(title)
    lines = [list(columns), *cells]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        padded = (
            value.rjust(width) if is_number else value.ljust(width)
            for value, width, is_number in zip(line, widths, numeric, strict=True)
        )
        click.echo("  ".join(padded).rstrip())
