"""Write ``docs/cli.md`` from the commands themselves: ``python docs/write_cli.py``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import main

PAGE = Path(__file__).with_name("cli.md")
WIDTH = 96

HEAD = """# The `kg` command

This page is written by `docs/write_cli.py` from the commands' own help; a test keeps it so.

Results go to standard output, progress and errors to standard error. On a terminal tables are
drawn; in a pipe they are plain columns, and `--json`, `--jsonl` or `--format` give what a program
reads. `-` stands for standard input.

| exit status | meaning |
|---|---|
| 0 | done |
| 1 | an input, query or graph was unusable, or `kg validate` found a problem; the rest was done |
| 2 | the command line was wrong |
| 130 | interrupted with Ctrl-C; whole articles are kept, and the same command goes on |
"""


def page() -> str:
    """Return the whole page."""
    root = click.Context(main, info_name="kg", terminal_width=WIDTH, **main.context_settings)
    parts = [HEAD, _section(main, root)]
    for name in main.list_commands(root):
        command = main.get_command(root, name)
        if command is not None:
            context = click.Context(command, info_name=name, parent=root, terminal_width=WIDTH)
            parts.append(_section(command, context))
    return "\n".join(parts)


def _section(command: click.Command, context: click.Context) -> str:
    lines = (line.rstrip() for line in command.get_help(context).splitlines())
    return "\n".join([f"## `{context.command_path}`", "", "```text", *lines, "```", ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
