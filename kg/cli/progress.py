"""Progress on standard error, shown only where someone watches: on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Step(Protocol):
    """Tells the display that one more piece of work is done."""

    def __call__(self, name: str) -> None:
        """Count one more; ``name`` is what was just done."""


@contextmanager
def progress(label: str, *, total: int, shown: bool = True) -> Iterator[Step]:
    """Show a bar of ``total`` steps while the block runs; on no terminal show nothing."""
    if not shown or not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as display:
        task = display.add_task(label, total=total)

        def step(name: str) -> None:
            display.update(task, advance=1, description=f"{label}: {name[:40]}")

        yield step


def _silent(name: str) -> None:
    """Count nothing."""
