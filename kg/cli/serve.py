"""``kg serve``: the graph over HTTP."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option
from kg.settings import HOST_VARIABLE, PORT_VARIABLE, Settings

if TYPE_CHECKING:
    from pathlib import Path


@click.command("serve", short_help="Answer queries and questions over HTTP.")
@graph_option
@click.option(
    "--host", metavar="ADDRESS", help=f"Where to listen [${HOST_VARIABLE}, else 127.0.0.1]."
)
@click.option("--port", type=click.IntRange(1, 65535), help=f"[${PORT_VARIABLE}, else 8000].")
def command(*, graph: Path, host: str | None, port: int | None) -> None:
    """Answer SPARQL queries and English questions over HTTP, until Ctrl-C.

    While the server runs, no other process can write the graph.

    \b
        kg serve --graph graph --port 8000
        curl -G localhost:8000/sparql --data-urlencode 'query=SELECT * { ?s ?p ?o } LIMIT 5'
    """
    import waitress

    from kg.store import GraphStore
    from server import create_app

    settings = Settings.from_environ(os.environ)
    host, port = host or settings.host, port or settings.port
    with GraphStore.open(graph) as store:
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"Serving {graph} at http://{shown}:{port}/ (Ctrl-C stops it)", err=True)
        waitress.serve(create_app(store), host=host, port=port, _quiet=True)
