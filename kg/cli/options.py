"""Options that several sub-commands share."""

from __future__ import annotations

from pathlib import Path

import click

from kg.settings import GRAPH_VARIABLE

graph_option = click.option(
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
