"""``kg token``: who may write to a server, or read from a private one."""

from __future__ import annotations

from pathlib import Path

import click

TOKENS_VARIABLE = "NEWSKG_TOKENS"

_file = click.option(
    "--tokens",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar=TOKENS_VARIABLE,
    default=Path("tokens.json"),
    metavar="FILE",
    help=f"The file of tokens [${TOKENS_VARIABLE}, else tokens.json].",
)


@click.group("token", short_help="Make and revoke tokens for kg serve.")
def command() -> None:
    """Make, list and revoke the tokens that kg serve asks for.

    The file holds hashes only: a token is shown once, when it is made. A running server reads the
    file again when it changes.

    \b
        kg token create press-desk --scope write
        kg serve --writable --tokens tokens.json
        curl -H 'Authorization: Bearer nkg_press-desk_...' ...
    """


@command.command("create", short_help="Make a token and print it.")
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice(["read", "write", "admin"]),
    default="read",
    show_default=True,
    help="What it is good for; a later one includes those before it.",
)
@_file
def create(*, name: str, scope: str, tokens: Path) -> None:
    """Make a token for NAME and print it on standard output.

    One for read is good for a private server, one for write for writing as well, one for admin also
    for seeing and ending the requests of others.

    \b
        kg token create press-desk --scope write > token
    """
    from queries.service.access import Scope, Tokens

    click.echo(Tokens(tokens).create(name, Scope(scope)))


@command.command("list", short_help="List whose tokens there are.")
@_file
def list_(*, tokens: Path) -> None:
    """Print the name and scope of each token, not the tokens themselves."""
    from queries.service.access import Tokens

    for holder in Tokens(tokens).holders():
        click.echo(f"{holder.name}\t{holder.scope}")


@command.command("revoke", short_help="Forget a token.")
@click.argument("name")
@_file
def revoke(*, name: str, tokens: Path) -> None:
    """Forget the token of NAME; a running server refuses it from then on."""
    from kg.errors import UsageError
    from queries.service.access import Tokens

    if not Tokens(tokens).revoke(name):
        msg = f"{tokens} has no token {name!r}: kg token list shows those it has"
        raise UsageError(msg)
    click.echo(f"{tokens}: revoked {name}", err=True)
