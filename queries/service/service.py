"""The service: who may ask what, and what each request is answered with.

:class:`Service` knows HTTP as values (:mod:`queries.service.http`), no web framework, and no store
but an :class:`~kg.engine.result.Engine`.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.engine.messages import Query
from kg.engine.result import EngineError
from queries.protocol.accept import choose
from queries.service import deciding, graph_store
from queries.service.access import Holder, Scope, Tokens, token_in
from queries.service.audit import AuditLog
from queries.service.codings import check_coding, encoded
from queries.service.description import describe
from queries.service.failures import http_error
from queries.service.formats import GRAPHS, with_charset
from queries.service.http import HttpError, Reply, Request, problem
from queries.service.metrics import Metrics
from queries.service.rate import RateLimit
from queries.service.running import Running
from queries.service.sparql import (
    QueryOperation,
    is_description,
    is_update,
    read_query,
    read_update,
)
from queries.service.tags import etag, matches, version_in
from queries.service.void import dataset_iri

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from kg.engine.messages import Change, Read
    from kg.engine.result import Engine, Result
    from queries.service.settings import ServiceSettings

SPARQL: Final = "/sparql"
QUERY_METHODS: Final = ("GET", "HEAD", "POST")
_LOGGER = logging.getLogger("newskg.service")
_CHALLENGE: Final = {"WWW-Authenticate": 'Bearer realm="newskg"'}
_LONGEST_LOGGED: Final = 200
_VARY: Final = "Accept, Accept-Encoding"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the engine is to be asked for a request, and how its result becomes the reply."""

    query: Query | Read
    reply: Callable[[Result], Reply]


class Service:
    """A SPARQL service over an engine.

    ``sparql``, ``named_query`` and ``store`` answer the routes; :meth:`guarded` is what each goes
    through, and any further route of the server may: rate limit, errors, coding, CORS.
    """

    def __init__(self, engine: Engine, settings: ServiceSettings) -> None:
        self.engine = engine
        self.settings = settings
        self.tokens = Tokens(settings.tokens)
        self.audit = AuditLog(settings.audit_log)
        self.running = Running()
        self.metrics = Metrics(engine, self.running)
        self.stopping = False
        self._rate = RateLimit(settings.rate)
        self._endpoints = frozenset(settings.endpoints)

    def stop(self) -> None:
        """Be no longer ready: the server has been told to stop."""
        self.stopping = True

    def guarded(
        self,
        request: Request,
        answer: Callable[[Request], Reply | Asked],
        methods: tuple[str, ...],
    ) -> Reply:
        """Return the answer to a request, or the problem with it; never an exception of ours."""

        async def ask(asked: Asked) -> Result:
            return self._result(request, asked)

        try:
            self.replied(request, answer, methods, ask).send(None)
        except StopIteration as end:
            reply: Reply = end.value
            return reply
        raise AssertionError  # nothing in there waits

    async def replied(
        self,
        request: Request,
        answer: Callable[[Request], Reply | Asked],
        methods: tuple[str, ...],
        ask: Callable[[Asked], Awaitable[Result]],
    ) -> Reply:
        """Return what :meth:`guarded` does; ``ask`` asks the engine, and may wait in a loop."""
        try:
            if request.method == "OPTIONS":
                return self._with_cors(request, _options(request, methods))
            _check_method(request, methods)
            self.admit(request)
            check_coding(request.header("accept-encoding"))
            found = answer(request)
            reply = found.reply(await ask(found)) if isinstance(found, Asked) else found
            reply = encoded(reply, request.header("accept-encoding"))
        except HttpError as error:
            reply = self._problem(error)
        except EngineError as error:
            reply = self._problem(_ended() if request.ended() else http_error(error.failure))
        except Exception:
            _LOGGER.exception("%s %s failed", request.method, request.path[:_LONGEST_LOGGED])
            text = "An error on our side; it has been logged"
            reply = self._problem(HttpError(500, text, "internal"))
        return self._with_cors(request, reply)

    def _problem(self, error: HttpError) -> Reply:
        self.metrics.refusals.labels(error.kind).inc()
        return problem(error)

    def admit(self, request: Request) -> None:
        """Count a request.

        Raises:
            HttpError: 429, the client has made too many.
        """
        if (seconds := self._rate.wait(request.client)) > 0:
            after = {"Retry-After": str(int(seconds) + 1)}
            raise HttpError(
                429, f"More than {self.settings.rate:g} requests a second", "rate", after
            )

    def content_limit(self, authorization: str | None) -> int:
        """Return how many bytes of content are taken from whoever sends this header."""
        token = token_in(authorization) if authorization and self.settings.writable else None
        holder = self.tokens.holder(token) if token else None
        writes = holder is not None and holder.scope.includes(Scope.WRITE)
        return self.settings.content_bytes if writes else self.settings.request_bytes

    def authorise(self, request: Request, scope: Scope) -> Holder | None:
        """Return who asks, if they may; ``None`` for anybody where that is enough.

        Raises:
            HttpError: 401 without a token or with a wrong one, 403 with one that is not enough.
        """
        sent = request.header("authorization")
        if sent is None:
            if scope is Scope.READ and not self.settings.private:
                return None
            raise HttpError(
                401, "This needs a token: Authorization: Bearer nkg_...", "token", _CHALLENGE
            )
        token = token_in(sent)
        holder = self.tokens.holder(token) if token else None
        if holder is None:
            raise HttpError(401, "The token is not known here", "token", _CHALLENGE)
        if not holder.scope.includes(scope):
            raise HttpError(403, f"The token is for {holder.scope}: this needs {scope}", "scope")
        return holder

    # --- SPARQL ---------------------------------------------------------------------------

    def sparql(self, request: Request) -> Reply | Asked:
        """Answer ``/sparql``: a query, an update, or the service description."""
        if is_update(request):
            return self._update(request)
        self.authorise(request, Scope.READ)
        if is_description(request):
            return self._description(request)
        return self._query(request, self._read(request))

    def named_query(self, request: Request, text: str) -> Reply | Asked:
        """Answer with the result of a query of the library."""
        self.authorise(request, Scope.READ)
        operation = read_query(request, self.base_iri(request), self._endpoints, named=text)
        return self._query(request, operation)

    def constructed(self, request: Request, text: str, media_type: str) -> Reply:
        """Answer with the result of a CONSTRUCT query of ours, in a format that is settled."""
        asked = Query(text, base_iri=self.base_iri(request), graph=media_type)
        found = self._asked(request, asked, media_type, self.caching(request))
        return found.reply(self._result(request, found)) if isinstance(found, Asked) else found

    def caching(self, request: Request) -> dict[str, str]:
        """Return how long what this request gets may be kept: as long as it is asked for again."""
        own = self.settings.private or request.header("authorization") is not None
        return {"Cache-Control": "private, no-cache" if own else "no-cache"}

    def base_iri(self, request: Request) -> str:
        """Return the endpoint's IRI, against which relative IRIs are resolved."""
        return request.root + SPARQL

    def _read(self, request: Request) -> QueryOperation:
        return read_query(request, self.base_iri(request), self._endpoints)

    def _query(self, request: Request, operation: QueryOperation) -> Reply | Asked:
        caching = _no_store() if operation.volatile else self.caching(request)
        return self._asked(request, operation.query, operation.media_type, caching)

    def _description(self, request: Request) -> Reply:
        accept = request.header("accept")
        media_type = choose(accept, list(GRAPHS)) or "text/turtle"
        body = describe(
            self.base_iri(request),
            media_type,
            dataset=dataset_iri(request.root),
            writable=self.settings.writable,
            federated=bool(self._endpoints),
            view=self.engine.kind == "articles",
        )
        return Reply(200, body, with_charset(media_type), {"Vary": _VARY})

    def _update(self, request: Request) -> Reply:
        holder = self._may_write(request)
        operation = read_update(request, self.base_iri(request), self._endpoints)
        if self.engine.kind == "articles" and "any" in operation.targets:
            text = "Name the graphs: here an update writes to named graphs, each by its IRI"
            raise HttpError(403, text, "refused")
        self._written(request, holder, operation.update, ", ".join(operation.targets))
        return Reply(204)

    # --- graphs ---------------------------------------------------------------------------

    def store(self, request: Request) -> Reply | Asked:
        """Answer ``/store`` and what is under it: the Graph Store Protocol."""
        if request.method in {"GET", "HEAD"}:
            self.authorise(request, Scope.READ)
            read, media_type = graph_store.read(request)
            return self._asked(request, read, media_type, self.caching(request))
        holder = self._may_write(request)
        expected = self._expected(request)
        write, new = graph_store.write(request, expected)
        created = self._written(request, holder, write, write.graph or "default")
        location = {"Location": write.graph} if new else {}
        return Reply(201 if created or new else 204, headers=location)

    # --- entities --------------------------------------------------------------------------

    def decide(self, request: Request) -> Reply:
        """Keep a user's word on which entities are one (``queries.service.deciding``)."""
        holder = self._may_write(request)
        decide = deciding.read(request)
        self._written(request, holder, decide, decide.entity)
        return Reply(204)

    # --- what both need -------------------------------------------------------------------

    def _asked(
        self, request: Request, query: Query | Read, media_type: str, caching: dict[str, str]
    ) -> Reply | Asked:
        """Return what to ask the engine, or 304 where the client has its result already."""
        headers = {"Vary": _VARY, **caching}
        cacheable = request.method in {"GET", "HEAD"} and headers["Cache-Control"] != "no-store"
        known = request.header("if-none-match") if cacheable else None
        if known is not None and matches(known, etag(self.engine.version(), media_type)):
            tag = etag(self.engine.version(), media_type)
            return Reply(304, headers={**headers, "ETag": tag})

        def reply(result: Result) -> Reply:
            if cacheable:
                headers["ETag"] = etag(result.head.version, media_type)
            if request.method == "HEAD":
                result.close()
                return Reply(200, b"", with_charset(media_type), headers)
            body = result if result.whole is None else result.whole
            return Reply(200, body, with_charset(media_type), headers)

        return Asked(query, reply)

    def _result(self, request: Request, asked: Asked) -> Result:
        return self.engine.query(asked.query, client=request.client, gone=request.gone)

    def _may_write(self, request: Request) -> Holder | None:
        if not self.settings.writable:
            raise HttpError(
                403, "Updates are refused: this server only answers queries", "read-only"
            )
        return self.authorise(request, Scope.WRITE)

    def _expected(self, request: Request) -> str | None:
        """Return the version that ``If-Match`` asks for, if it asks for one."""
        wanted = request.header("if-match")
        if wanted is None or wanted.strip() == "*":
            return None
        versions = {version_in(tag) for tag in wanted.split(",")}
        now = self.engine.version()
        if now not in versions:
            raise HttpError(412, "The graph has changed since: get it again", "changed")
        return now

    def _written(self, request: Request, holder: Holder | None, asked: Change, target: str) -> bool:
        facts = {
            "client": request.client,
            "token": holder.name if holder else None,
            "method": request.method,
            "path": request.path,
            "target": target,
            "bytes": len(request.body),
            "request_id": request.id,
        }
        try:
            head = self.engine.write(asked)
        except EngineError as error:
            self._log_write(facts, error.failure.reason.value)
            raise
        self._log_write(facts, "written")
        return head.created

    def _log_write(self, facts: Mapping[str, object], outcome: str) -> None:
        self.metrics.writes.labels(outcome).inc()
        self.audit.write(**facts, outcome=outcome)

    def _with_cors(self, request: Request, reply: Reply) -> Reply:
        """Let pages of the origins that the settings name read the reply (Fetch, section 3.2)."""
        origin, allowed = request.header("origin"), self.settings.cors
        if not allowed:
            return reply
        vary = ", ".join(filter(None, (reply.headers.get("Vary"), "Origin")))
        reply = reply.having(Vary=vary)
        if origin is None or not ("*" in allowed or origin in allowed):
            return reply
        return reply.having(
            Access_Control_Allow_Origin="*" if "*" in allowed else origin,
            Access_Control_Expose_Headers="ETag, Location, Retry-After, X-Request-Id",
        )


def _ended() -> HttpError:
    return HttpError(503, "The request was ended by who administers this server", "ended")


def _check_method(request: Request, methods: tuple[str, ...]) -> None:
    if request.method not in methods:
        allow = {"Allow": ", ".join((*methods, "OPTIONS"))}
        text = f"{request.method[:20]} is not for this address: {allow['Allow']} are"
        raise HttpError(405, text, "method", allow)


def _options(request: Request, methods: tuple[str, ...]) -> Reply:
    allow = ", ".join((*methods, "OPTIONS"))
    reply = Reply(204, headers={"Allow": allow})
    if request.header("access-control-request-method") is None:
        return reply
    return reply.having(
        Access_Control_Allow_Methods=allow,
        Access_Control_Allow_Headers=(
            "Authorization, Content-Type, If-Match, If-None-Match, X-Request-Id"
        ),
        Access_Control_Max_Age="86400",
    )


def _no_store() -> dict[str, str]:
    return {"Cache-Control": "no-store"}
