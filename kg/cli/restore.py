"""``kg restore``: a graph as a backup holds it."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import folder_option, json_option


@click.command("restore", short_help="Make a graph what a backup holds.")
@click.argument("backup", metavar="FOLDER", type=click.Path(path_type=Path))
@folder_option
@click.option("--replace", is_flag=True, help="Take the place of a graph that is there.")
@json_option
def command(*, backup: Path, graph: Path, replace: bool, as_json: bool) -> None:
    """Make the graph what the backup FOLDER holds, after comparing every file of it.

    A graph that is there is replaced only with --replace, in one step: whatever stops it, the graph
    is the old or the new. A server goes on with the restored graph at its next query.

    \b
        kg restore backups/2026-11-28 --graph restored
        kg restore backups/2026-11-28 --graph graph --replace
    """
    from kg.cli.backup import print_backup
    from kg.store.backup import restore

    print_backup(graph, restore(backup, graph, replace=replace), as_json=as_json)
