"""The ``kg`` command: a file per sub-command, each loaded when it is called.

The modules here import click and the standard library only; spaCy, the RDF engine and rich are
imported inside the commands, so that ``kg --help`` and shell completion answer at once.
"""

from __future__ import annotations

import importlib
from typing import IO, Any

import click

from kg.errors import KgError

COMMANDS = (
    "build",
    "facts",
    "teach",
    "load",
    "remove",
    "merge",
    "split",
    "gazetteer",
    "ask",
    "query",
    "export",
    "analyse",
    "stats",
    "validate",
    "serve",
    "token",
    "backup",
    "restore",
    "completion",
)


class Failure(click.ClickException):
    """A :class:`KgError` as the user sees it: one line on standard error and an exit status."""

    def __init__(self, message: str, *, exit_status: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_status  # type: ignore[misc]

    def show(self, file: IO[Any] | None = None) -> None:
        """Write ``kg: message`` on standard error."""
        click.echo(f"kg: {self.format_message()}", file=file, err=file is None)


class LazyGroup(click.Group):
    """Finds a sub-command ``name`` as ``kg.cli.name.command`` and turns errors into sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """Return the sub-commands in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the sub-command's module; ``None`` if there is no such sub-command."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"kg.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click declares it
        """Run the command; a :class:`KgError` ends it with its sentence and exit status."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            raise Failure(str(error), exit_status=error.exit_status) from error


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("newskg")
    except PackageNotFoundError:
        return "unknown (not installed)"


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"kg, version {_version()}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Turn English news into a knowledge graph, and ask it questions.

    \b
        kg build samples/ --graph graph
        kg ask "Which companies partner with which universities?"

    Commands that read a graph look in the folder --graph, else in $NEWSKG_GRAPH, else in ./graph.
    """
