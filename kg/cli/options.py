"""Options that several sub-commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.address import STORE_VARIABLE, Place, remote_address
from kg.errors import UsageError
from kg.settings import GRAPH_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Callable

_REMOTE: Final = "newskg.store"


def _keep_store(context: click.Context, _: click.Parameter, value: str | None) -> None:
    """Keep the address for :func:`_place`; this option is read before the other."""
    if value:
        context.meta[_REMOTE] = remote_address(value, os.environ)


def _place(context: click.Context, parameter: click.Parameter, value: Path) -> Place:
    """Return the endpoint in place of the folder, if one is given."""
    remote: Place | None = context.meta.get(_REMOTE)
    if remote is None:
        return value
    source = click.core.ParameterSource.COMMANDLINE
    if context.get_parameter_source(parameter.name or "") is source:
        msg = "--graph and --store are both given: a graph is a folder or at an endpoint"
        raise UsageError(msg)
    return remote


def graph_options(
    help_text: str = "The graph folder.", *, metavar: str = "DIR"
) -> Callable[[Any], Any]:
    """Add ``--graph`` and ``--store``, which give the parameter ``graph`` together."""

    def add(command: Any) -> Any:  # noqa: ANN401 - as click's own decorators take it
        store = click.option(
            "--store",
            envvar=STORE_VARIABLE,
            show_envvar=True,
            metavar="URL",
            is_eager=True,
            expose_value=False,
            callback=_keep_store,
            help="A SPARQL endpoint in place of the folder: sparql+http://host:7878/query.",
        )
        graph = click.option(
            "--graph",
            "graph",
            type=click.Path(path_type=Path),
            default=Path("graph"),
            envvar=GRAPH_VARIABLE,
            show_default=True,
            show_envvar=True,
            metavar=metavar,
            callback=_place,
            help=help_text,
        )
        return graph(store(command))

    return add


graph_option = graph_options()
folder_option = click.option(
    "--graph",
    "graph",
    type=click.Path(path_type=Path),
    default=Path("graph"),
    envvar=GRAPH_VARIABLE,
    show_default=True,
    show_envvar=True,
    metavar="DIR",
    help="The graph folder.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
model_option = click.option(
    "--model",
    metavar="PIPELINE",
    help="A spaCy pipeline, by name or folder, in place of the shipped one; blank: no model.",
)
relations_option = click.option(
    "--relations",
    multiple=True,
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Find the relations in a file of kg teach, too; may be given several times.",
)
