"""newskg over HTTP: a start page, questions, and a SPARQL endpoint (``docs/http-api.md``).

Thin: every decision is made in ``queries``. Run it with ``kg serve``, or under a WSGI server as
``server:wsgi()``.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from flask import Flask, Response, g, jsonify, render_template, request

import queries
from kg.errors import KgError
from kg.settings import Settings
from kg.store import GraphStore
from queries import pages, protocol
from queries.protocol.accept import choose

LARGEST_REQUEST = 1_000_000
LONGEST_QUESTION = 1_000


def create_app(store: GraphStore) -> Flask:
    """Return the application over an open graph."""
    templates = Path(queries.__file__).parent / "pages"
    app = Flask("newskg", static_folder=None, template_folder=str(templates))
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_REQUEST, MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST)
    app.jinja_env.filters["shown"] = pages.shown
    app.before_request(_new_nonce)
    app.after_request(_with_security_headers)
    app.register_error_handler(KgError, _refuse)
    _add_pages(app, store)
    _add_queries(app, store)
    _add_sparql(app, store)
    return app


def wsgi() -> Flask:
    """Open the graph that the settings name and return the application over it."""
    return create_app(GraphStore.open(Settings.from_environ(os.environ).graph, read_only=True))


def _add_pages(app: Flask, store: GraphStore) -> None:
    @app.get("/")
    def start() -> str:
        sparql = request.args.get("sparql", "")
        return _page(store, sparql=sparql, table=pages.table(store, sparql) if sparql else None)

    @app.get("/ask")
    def ask() -> Response | str:
        question = request.args.get("q", "").strip()
        if not question or len(question) > LONGEST_QUESTION:
            text = f"Missing parameter: q, a question of at most {LONGEST_QUESTION} characters"
            return _respond(protocol.problem(400, text))
        answer = queries.ask(store, question)
        wanted = choose(request.headers.get("Accept"), ["application/json", "text/html"])
        if wanted == "text/html":
            return _page(store, answer=answer)
        response = jsonify(answer.to_json())
        response.vary.add("Accept")
        return response

    @app.get("/health")
    def health() -> Response:
        return jsonify(status="ok", **dict(pages.counts(store)))


def _add_queries(app: Flask, store: GraphStore) -> None:
    @app.get("/queries")
    def library() -> Response:
        listed = [
            {"name": q.name, "description": q.description, "parameters": list(q.parameters)}
            for q in queries.named_queries().values()
        ]
        return jsonify(queries=listed)

    @app.get("/queries/<name>")
    def named(name: str) -> Response:
        query = queries.named_queries().get(name)
        if query is None:
            known = ", ".join(queries.named_queries())
            return _respond(protocol.problem(404, f"No query {name!r}: expected one of {known}"))
        return _answered(store, [query.fill(request.args.to_dict())])


def _add_sparql(app: Flask, store: GraphStore) -> None:
    @app.get("/sparql")
    def sparql() -> Response:
        return _answered(store, request.args.getlist("query"))

    @app.post("/sparql")
    def sparql_post() -> Response:
        if request.mimetype == "application/sparql-query":
            return _answered(store, [request.get_data().decode("utf-8", errors="replace")])
        if request.mimetype == "application/x-www-form-urlencoded":
            if "update" in request.form:
                return _respond(
                    protocol.problem(403, "Updates are refused: this endpoint only answers queries")
                )
            return _answered(store, request.form.getlist("query"))
        text = "Send a query as application/sparql-query or as the form field query"
        return _respond(protocol.problem(415, text))


def _answered(store: GraphStore, given: list[str]) -> Response:
    if len(given) > 1:
        return _respond(protocol.problem(400, "Parameter query is given more than once"))
    reply = protocol.answer(store, given[0] if given else None, request.headers.get("Accept"))
    response = _respond(reply)
    response.vary.add("Accept")
    return response


def _page(store: GraphStore, **shown: object) -> str:
    shown["sparql"] = shown.get("sparql") or pages.FIRST_QUERY
    return render_template(
        "start.html",
        nonce=g.nonce,
        counts=pages.counts(store),
        examples=queries.suggestions(store, 6),
        **shown,
    )


def _respond(reply: protocol.Reply) -> Response:
    return Response(reply.body, reply.status, content_type=reply.media_type)


def _refuse(error: KgError) -> Response:
    return _respond(protocol.problem(error.http_status, str(error)))


def _new_nonce() -> None:
    g.nonce = secrets.token_urlsafe(16)


def _with_security_headers(response: Response) -> Response:
    nonce = g.get("nonce", "")
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
