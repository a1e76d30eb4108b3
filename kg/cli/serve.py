"""``kg serve``: the graph over HTTP."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.address import RemoteAddress, remote_address
from kg.cli.options import graph_option
from kg.cli.token import TOKENS_VARIABLE
from kg.errors import UsageError
from kg.settings import CONFIG_VARIABLE, HOST_VARIABLE, PORT_VARIABLE

if TYPE_CHECKING:
    from kg.address import Place
    from kg.cli.http_server import Serving
    from kg.engine.result import Engine
    from kg.settings import Settings
    from queries.service import ServiceSettings

_LOOPBACK: Final = {"127.0.0.1": "127.0.0.1", "::1": "[::1]", "localhost": "localhost"}
_RATE: Final = 100.0
"""Requests a second for a client of a server that others than this machine can reach."""
_SPARE_THREADS: Final = 16
"""Threads for what needs no worker: pages, readiness, meters, refusals; others run or wait."""


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
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar=CONFIG_VARIABLE,
    metavar="FILE",
    help=f"Further settings, as TOML [${CONFIG_VARIABLE}].",
)
@click.option("--check", is_flag=True, help="Say whether the settings are right, and end.")
@click.pass_context
def command(
    context: click.Context,
    *,
    config: Path | None,
    check: bool,
    graph: Place,
    host: str | None,
    port: int | None,
    writable: bool,
    private: bool,
    tokens: Path | None,
    plain: bool,
) -> None:
    """Answer SPARQL queries and English questions over HTTP, until Ctrl-C.

    Other commands can write the graph meanwhile: the next query sees what they wrote. Every limit
    is a setting (docs/http-api.md): an option goes before the environment, that before the file.

    \b
        kg serve --graph graph --port 8000
        kg serve --config server.toml
        curl -G localhost:8000/sparql --data-urlencode 'query=SELECT * { ?s ?p ?o } LIMIT 5'
    """
    from kg.engine.embedded import EmbeddedEngine
    from kg.engine.remote import RemoteEngine
    from queries.service.configuration import configuration

    options = {
        "graph": graph if _was_given(context, "graph") else None,
        "store": graph if isinstance(graph, RemoteAddress) else None,
        "host": host,
        "port": port,
        "tokens": tokens,
        "writable": writable or None,
        "private": private or None,
    }
    read = configuration(
        os.environ, config, {name: value for name, value in options.items() if value is not None}
    )
    settings, service = read.settings, _for_address(read.service, read.settings.host)
    graph, host, port = settings.graph, settings.host, settings.port
    _check_files(service)
    if check:
        click.echo("The settings are right.")
        return
    engine: Engine
    if settings.store:
        remote = remote_address(settings.store, os.environ)
        engine, shown = RemoteEngine(remote, service.limits), str(remote)
    else:
        _made(graph, plain=plain)
        engine = EmbeddedEngine(graph, service.limits, network=bool(service.endpoints))
        shown = str(graph)
    try:
        _serve(engine, settings, service, shown)
    finally:
        engine.close()


def _serve(engine: Engine, settings: Settings, service: ServiceSettings, shown: str) -> None:
    """Listen until the process is told to stop.

    Raises:
        UsageError: The address cannot be listened at.
    """
    from kg.cli.http_server import HttpServer, allow_files
    from kg.cli.logs import begin_logging
    from server import create_app, front

    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    begin_logging(settings.log)
    allow_files(settings.connections)
    app = create_app(engine, service)
    limits = service.limits
    most = limits.workers + limits.long_running + limits.waiting + _SPARE_THREADS
    threads = ThreadPoolExecutor(most, "newskg-request")
    try:
        server = HttpServer(front(app, threads, most=limits.result_bytes), _serving(settings))
    except OSError as error:
        msg = f"cannot listen at {host}:{settings.port}: {error.strerror}"
        raise UsageError(msg) from error
    click.echo(f"Serving {shown} at http://{host}:{settings.port}/ (Ctrl-C stops it)", err=True)
    if not server.run(app.extensions["newskg"].stop):
        seconds = settings.grace_seconds
        click.echo(f"kg: what ran for {seconds:g} s after that was ended", err=True)
    threads.shutdown(wait=False, cancel_futures=True)


def _was_given(context: click.Context, name: str) -> bool:
    return context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def _check_files(service: ServiceSettings) -> None:
    """Find out now what would go wrong at the first request that needs it.

    Raises:
        UsageError: There are no tokens, or the log of writes cannot be written.
    """
    from queries.service.access import Tokens

    if (service.writable or service.private) and service.tokens is not None:
        if not service.tokens.exists():
            msg = f"tokens={service.tokens} is not there: make it with kg token create"
            raise UsageError(msg)
        Tokens(service.tokens)
    if service.audit_log is not None:
        try:
            service.audit_log.open("a").close()
        except OSError as error:
            msg = f"audit_log={service.audit_log} cannot be written: {error.strerror}"
            raise UsageError(msg) from error


def _serving(settings: Settings) -> Serving:
    from kg.cli.http_server import Serving

    return Serving(
        host=settings.host,
        port=settings.port,
        connections=settings.connections,
        idle_seconds=settings.idle_seconds,
        grace_seconds=settings.grace_seconds,
    )


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
