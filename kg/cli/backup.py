"""``kg backup``: a copy of a graph as of one moment, also while a server or a build writes it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import folder_option, json_option

if TYPE_CHECKING:
    from kg.store.backup import Backup


@click.command("backup", short_help="Copy a graph as of one moment, while others write it.")
@click.argument("target", metavar="FOLDER", type=click.Path(path_type=Path))
@folder_option
@click.option("--verify", is_flag=True, help="Compare a backup with what it says of itself.")
@json_option
def command(*, target: Path, graph: Path, verify: bool, as_json: bool) -> None:
    """Copy a graph to a new FOLDER, or verify a backup that was made before.

    The copy is the graph as of one moment, whatever a server or a build writes meanwhile. It is
    read in full and forced to disk before FOLDER appears; if anything stops it, there is none.
    A backup is a graph folder: commands that read take it as --graph. kg restore puts it back.

    \b
        kg backup backups/2026-11-28 --graph graph
        kg backup --verify backups/2026-11-28
    """
    from kg.store import backup

    done = backup.verify(target) if verify else backup.back_up(graph, target)
    print_backup(target, done, as_json=as_json)


def print_backup(folder: Path, done: Backup, *, as_json: bool) -> None:
    """Print what a backup holds."""
    from kg.cli.output import print_json

    if as_json:
        print_json({"folder": str(folder), **asdict(done)})
    else:
        megabytes = done.bytes / 1e6
        click.echo(f"{folder}: {done.quads} quads, {megabytes:.1f} MB, made {done.made}, verified")
