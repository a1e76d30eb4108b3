"""``kg serve``: the graph over HTTP."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.cli.options import graph_option
from kg.cli.token import TOKENS_VARIABLE
from kg.settings import HOST_VARIABLE, PORT_VARIABLE, Settings

if TYPE_CHECKING:
    from types import FrameType

    from queries.service import ServiceSettings

_LOOPBACK: Final = {"127.0.0.1": "127.0.0.1", "::1": "[::1]", "localhost": "localhost"}
_RATE: Final = 100.0
"""Requests a second for a client of a server that others than this machine can reach."""
_THREADS: Final = 32
_HEADER_BYTES: Final = 64 * 1024
"""The largest head of a request, with a query in its URL."""


@click.command("serve", short_help="Answer queries and questions over HTTP.")
@graph_option
@click.option(
    "--host", metavar="ADDRESS", help=f"Where to listen [${HOST_VARIABLE}, else 127.0.0.1]."
)
@click.option("--port", type=click.IntRange(1, 65535), help=f"[${PORT_VARIABLE}, else 8000].")
@click.option("--writable", is_flag=True, help="Take updates from tokens of scope write.")
@click.option("--private", is_flag=True, help="Answer only to tokens, of scope read at least.")
@click.option(
    "--tokens",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=f"The file that kg token writes [${TOKENS_VARIABLE}].",
)
@click.option(
    "--plain",
    is_flag=True,
    help="Make the folder a plain SPARQL 1.1 dataset, without articles, if it is not there.",
)
def command(
    *,
    graph: Path,
    host: str | None,
    port: int | None,
    writable: bool,
    private: bool,
    tokens: Path | None,
    plain: bool,
) -> None:
    """Answer SPARQL queries and English questions over HTTP, until Ctrl-C.

    Other commands can write the graph meanwhile: the next query sees what they wrote. Limits and
    further settings are environment variables (docs/http-api.md).

    \b
        kg serve --graph graph --port 8000
        curl -G localhost:8000/sparql --data-urlencode 'query=SELECT * { ?s ?p ?o } LIMIT 5'
    """
    import waitress

    from kg.engine.embedded import EmbeddedEngine
    from queries.service import ServiceSettings
    from server import create_app

    settings = Settings.from_environ(os.environ)
    host, port = host or settings.host, port or settings.port
    given: dict[str, object] = {"writable": writable, "private": private, "tokens": tokens}
    service = ServiceSettings.from_environ(
        {**os.environ, **{f"NEWSKG_{k.upper()}": str(v) for k, v in given.items() if v}}
    )
    service = _for_address(service, host)
    _made(graph, plain=plain)
    engine = EmbeddedEngine(graph, service.limits, network=bool(service.endpoints))
    signal.signal(signal.SIGTERM, _stop)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Serving {graph} at http://{shown}:{port}/ (Ctrl-C stops it)", err=True)
    try:
        waitress.serve(
            create_app(engine, service),
            host=host,
            port=port,
            threads=_THREADS,
            channel_request_lookahead=1,
            connection_limit=1000,
            asyncore_use_poll=True,
            max_request_body_size=max(service.content_bytes, service.request_bytes),
            outbuf_high_watermark=service.limits.result_bytes,
            max_request_header_size=_HEADER_BYTES,
            ident="newskg",
            _quiet=True,
        )
    finally:
        engine.close()


def _stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as signal calls it
    """End the server as Ctrl-C does."""
    raise KeyboardInterrupt


def _for_address(service: ServiceSettings, host: str) -> ServiceSettings:
    """Return the settings with what the address asks for.

    A server for this machine alone takes no other ``Host``, so that no page can reach it by a name
    of its own (DNS rebinding). One that others can reach limits how often each may ask.
    """
    if host in _LOOPBACK:
        return replace(service, hosts=service.hosts or tuple(_LOOPBACK.values()))
    return replace(service, rate=service.rate or _RATE)


def _made(graph: Path, *, plain: bool) -> None:
    """Make the folder if it is to be a plain dataset and is not there; a graph has a database."""
    from kg.store import DatasetKind
    from kg.store.folder import MARKER, make_folder, open_database

    if plain and not (graph / MARKER).exists():
        make_folder(graph, DatasetKind.PLAIN)
        open_database(graph, create=False, read_only=False).flush()
