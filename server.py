"""newskg over HTTP: the explorer, questions, SPARQL and graphs (``docs/http-api.md``).

Thin: every decision is made in ``queries``; this module turns Flask's requests into values and
replies into Flask's. Run it with ``kg serve``, or under a WSGI server as ``server:wsgi()``.
"""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from flask import Flask, Response
from flask import request as flask_request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

import queries
from kg.address import remote_address
from kg.engine.embedded import EmbeddedEngine
from kg.engine.graph import EngineGraph
from kg.engine.in_process import InProcessEngine
from kg.engine.remote import RemoteEngine
from kg.engine.result import EngineError, Result
from kg.errors import KgError
from kg.settings import CONFIG_VARIABLE
from kg.store import GraphStore
from queries import explorer
from queries.protocol.accept import choose
from queries.service import (
    QUERY_METHODS,
    SPARQL,
    HttpError,
    Reply,
    Request,
    Service,
    ServiceSettings,
    linked,
    operations,
    problem,
    void,
)
from queries.service.access import Scope
from queries.service.codings import encoded
from queries.service.configuration import configuration
from queries.service.failures import http_error
from queries.service.front import Front
from queries.service.graph_store import STORE
from queries.service.kept import Kept
from queries.service.observing import REQUEST_ID, ROUTE, Observed, ended, gone
from queries.service.openapi import openapi

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from kg.engine.result import Engine
    from queries.service import Asked

LONGEST_QUESTION: Final = 1_000
_PAGE: Final = {"Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding"}
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_READ: Final = ("GET", "HEAD")
_SECURITY: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_WRITE: Final = ("GET", "HEAD", "POST", "PUT", "DELETE")
_ANY: Final = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"]


def create_app(source: Engine | GraphStore, settings: ServiceSettings | None = None) -> Flask:
    """Return the application over an engine, or over a graph that this process has open."""
    engine = InProcessEngine(source) if isinstance(source, GraphStore) else source
    service = Service(engine, settings or ServiceSettings())
    app = Flask("newskg", static_folder=None)
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = service.settings.request_bytes
    app.config["TRUSTED_HOSTS"] = list(service.settings.hosts) or None
    app.extensions["newskg"] = service
    app.before_request(_note_route)
    app.wsgi_app = Observed(app.wsgi_app, service.metrics, service.running)  # type: ignore[method-assign]
    app.after_request(_with_security_headers)
    for kind in (KgError, EngineError, HttpError, HTTPException):
        app.register_error_handler(kind, _refuse)
    _add_service(app, service)
    graph = EngineGraph(engine)
    _add_pages(app, service, graph)
    _add_operations(app, service, graph)
    return app


def wsgi() -> Flask:
    """Return the application over the graph that the environment names, for a WSGI server."""
    file = os.environ.get(CONFIG_VARIABLE)
    read = configuration(os.environ, Path(file) if file else None)
    service = read.service
    engine: Engine
    if read.settings.store:
        engine = RemoteEngine(remote_address(read.settings.store, os.environ), service.limits)
    else:
        network = bool(service.endpoints)
        engine = EmbeddedEngine(read.settings.graph, service.limits, network=network)
    return create_app(engine, service)


def front(app: Flask, threads: Executor, *, most: int) -> Front:
    """Return the application for a server with an event loop; ``threads`` do what takes long.

    ``most`` are the bytes that are kept of a reply that its client has yet to read.
    """
    return Front(app.extensions["newskg"], app, _SECURITY, threads=threads, most=most)


def _add_service(app: Flask, service: Service) -> None:
    """Add the routes that speak a protocol."""

    def route(
        path: str, answer: Callable[[Request], Reply | Asked], methods: tuple[str, ...]
    ) -> None:
        def view(**_: str) -> Response:
            return _respond(service.guarded(_request(service), answer, methods))

        app.add_url_rule(
            path, path, view, methods=_ANY, provide_automatic_options=False, strict_slashes=False
        )

    def described(request: Request) -> Reply:
        return Reply(200, openapi(request.root, service.settings), "application/json")

    route(SPARQL, service.sparql, QUERY_METHODS)
    route(f"{SPARQL}/", service.sparql, QUERY_METHODS)
    route(STORE, service.store, _WRITE)
    route(f"{STORE}/", service.store, _WRITE)
    route(f"{STORE}/<path:rest>", service.store, _WRITE)
    route("/explorer/decide", service.decide, ("POST",))
    route("/openapi.json", described, _READ)

    for path, answer in (
        ("/id/<path:rest>", linked.thing),
        ("/article/<path:rest>", linked.thing),
        (f"{linked.DATA}/<path:rest>", linked.document),
    ):
        route(path, partial(answer, service), _READ)
    counts = Kept(partial(void.count, service.engine), every=600)
    route(void.WELL_KNOWN, partial(void.void, service, counts), _READ)

    @app.get("/queries/<name>")
    def named(name: str) -> Response:
        return _respond(service.guarded(_request(service), partial(_named, service, name), _READ))


def _named(service: Service, name: str, request: Request) -> Reply | Asked:
    service.authorise(request, Scope.READ)
    query = queries.named_queries().get(name)
    if query is None:
        known = ", ".join(queries.named_queries())
        raise HttpError(404, f"No query {name!r}: expected one of {known}")
    try:
        text = query.fill(flask_request.args.to_dict())
    except KgError as error:
        raise HttpError(error.http_status, str(error), "parameters") from error
    return service.named_query(request, text)


def _add_pages(app: Flask, service: Service, graph: EngineGraph) -> None:
    """Add the explorer, what it asks for, and the routes over questions."""

    asked = partial(_add_read, app, service)

    def readable(answer: Callable[[Request], Reply], request: Request) -> Reply:
        service.authorise(request, Scope.READ)
        try:
            return answer(request)
        except KgError as error:
            raise HttpError(error.http_status, str(error), "parameters") from error

    def explored(_: Request) -> Reply:
        view = (flask_request.view_args or {})["view"]
        return _json(explorer.answer(graph, view, flask_request.args.to_dict(flat=False)))

    def asking(request: Request) -> Reply:
        offered = ["application/json", "text/html"]
        if choose(request.header("accept"), offered) == "text/html":
            return _file(explorer.page())  # which asks again, as a program does
        return readable(partial(_ask, graph), request)

    def allowed(_: Request) -> Reply:
        articles = service.engine.kind == "articles"
        return _json({"decide": service.settings.writable and articles})

    asked("/explorer/allowed", partial(readable, allowed))
    asked("/explorer/<view>", partial(readable, explored))
    asked("/queries", partial(readable, lambda _: _json({"queries": queries.listed()})))
    asked("/ask", asking)

    @app.get("/static/<path:name>")
    def built(name: str) -> Response:
        found = explorer.built_file(name)
        if found is None:
            raise HttpError(404, f"No file {name!r}: the explorer may have been built anew")
        return _respond(encoded(_file(found), flask_request.headers.get("Accept-Encoding")))

    def shown(_: Request) -> Reply:
        page = _file(explorer.page())
        alternates = linked.alternates(linked.of_page(flask_request.args.get("id", "")))
        return page.having(Link=alternates) if alternates else page

    for path in ("/", *explorer.PAGES):
        asked(path, shown)


def _add_operations(app: Flask, service: Service, graph: EngineGraph) -> None:
    """Add what those who run the server ask it."""

    def counted() -> dict[str, int] | None:
        try:
            return explorer.counts(graph)
        except KgError:
            return None

    asked = partial(_add_read, app, service)
    asked("/health", partial(operations.health, service, Kept(counted)))
    asked("/ready", partial(operations.ready, service))
    asked("/metrics", partial(operations.metrics, service))
    asked("/requests", partial(operations.requests, service))

    @app.delete("/requests/<path:id_>")
    def end(id_: str) -> Response:
        answer = partial(operations.end, service, id_)
        return _respond(service.guarded(_request(service), answer, ("DELETE",)))


def _add_read(app: Flask, service: Service, path: str, answer: Callable[[Request], Reply]) -> None:
    """Add a route that is only read."""

    def view(**_: str) -> Response:
        return _respond(service.guarded(_request(service), answer, _READ))

    app.add_url_rule(path, path, view, methods=_ANY, provide_automatic_options=False)


def _ask(graph: EngineGraph, _: Request) -> Reply:
    question = flask_request.args.get("q", "").strip()
    if not question or len(question) > LONGEST_QUESTION:
        text = f"Missing parameter: q, a question of at most {LONGEST_QUESTION} characters"
        raise HttpError(400, text, "parameters")
    return _json(queries.ask(graph, question).to_json()).having(Vary="Accept, Accept-Encoding")


def _json(value: object) -> Reply:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return Reply(200, body, "application/json", {"Vary": "Accept-Encoding"})


def _file(file: explorer.Built) -> Reply:
    """Return a file of the explorer; one whose name changes with its content lasts."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable"} if file.lasting else _PAGE
    return Reply(200, file.body, file.media_type, headers)


def _request(service: Service) -> Request:
    """Return Flask's request as a value."""
    headers = {name.lower(): value for name, value in flask_request.headers.items()}
    flask_request.max_content_length = service.content_limit(headers.get("authorization"))
    environ = flask_request.environ
    root = service.settings.base_url or flask_request.root_url
    return Request(
        method=flask_request.method,
        path=_sent_path(),
        query=flask_request.query_string.decode("latin-1"),
        headers=headers,
        body=flask_request.get_data(cache=True, parse_form_data=False),
        client=flask_request.remote_addr or "",
        root=root.rstrip("/"),
        gone=gone(environ),
        ended=ended(environ),
        id=environ.get(REQUEST_ID, ""),
    )


def _note_route() -> None:
    """Tell the layer around the application which route a request takes."""
    if flask_request.url_rule is not None:
        flask_request.environ[ROUTE] = flask_request.url_rule.rule


def _sent_path() -> str:
    """Return the path as it was sent, which Flask has decoded already."""
    sent = flask_request.environ.get("REQUEST_URI") or flask_request.environ.get("RAW_URI")
    if not sent:
        return quote(flask_request.path, safe="/:@!$&'()*+,;=~-._%")
    path = urlsplit(sent).path if "://" in sent else sent.partition("?")[0]
    return path.removeprefix(flask_request.script_root)


def _respond(reply: Reply) -> Response:
    body = reply.body
    if isinstance(body, Result) and flask_request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0":
        try:
            body = body.read()  # HTTP/1.0 cannot tell that a body broke off
        except EngineError as error:
            return _respond(problem(http_error(error.failure)))
    response = Response(body, reply.status, content_type=reply.media_type or None)
    if not reply.media_type:
        response.headers.pop("Content-Type", None)
    for name, value in reply.headers.items():
        response.headers[name] = value
    return response


def _refuse(error: Exception) -> Response:
    """Return the problem document for whatever went wrong on the way."""
    if isinstance(error, HttpError):
        return _respond(problem(error))
    if isinstance(error, EngineError):
        return _respond(problem(http_error(error.failure)))
    if isinstance(error, KgError):
        return _respond(problem(HttpError(error.http_status, str(error))))
    if isinstance(error, RequestEntityTooLarge):
        limit = flask_request.max_content_length
        return _respond(
            problem(HttpError(413, f"The content is larger than {limit} bytes", "size"))
        )
    if isinstance(error, HTTPException) and error.code is not None and error.code >= 400:
        headers = {"Allow": ", ".join(allowed)} if (allowed := _allowed(error)) else {}
        text = error.description or error.name
        return _respond(problem(HttpError(error.code, text, headers=headers)))
    if isinstance(error, HTTPException):
        return Response(error.get_response(flask_request.environ).get_data(), error.code)
    raise error


def _allowed(error: HTTPException) -> list[str]:
    return sorted(getattr(error, "valid_methods", None) or ())


def _with_security_headers(response: Response) -> Response:
    for name, value in _SECURITY.items():
        response.headers[name] = value
    if "Access-Control-Allow-Origin" in response.headers:
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
