"""``kg completion``: the shell script that completes ``kg``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion", short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, *, shell: str) -> None:
    """Print the script that completes kg's commands and options in SHELL.

    \b
        kg completion bash > ~/.local/share/bash-completion/completions/kg
        kg completion zsh > ~/.zfunc/_kg
        kg completion fish > ~/.config/fish/completions/kg.fish
    """
    script = get_completion_class(shell)
    if script is None:
        msg = f"click has no completion for {shell}"
        raise click.ClickException(msg)
    click.echo(script(ctx.find_root().command, {}, "kg", "_KG_COMPLETE").source())
