"""The application as a server with an event loop drives it (ASGI).

What is asked most, a small query at ``/sparql``, is answered in the loop: Flask's routing, contexts
and response objects, and a change of threads, cost several times what such a query does. All else
is left to the WSGI application, with the same replies either way (``tests/queries/test_front.py``).
"""

from __future__ import annotations

import asyncio
import re
from functools import lru_cache, partial
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Final

from kg.engine.embedded import EmbeddedEngine
from kg.engine.quick import QuickPool
from kg.engine.result import Result
from queries.service.asgi import (
    WHOLE,
    Departure,
    body,
    content_of,
    has_content,
    headers_of,
    in_bytes,
    start,
)
from queries.service.http import HttpError, Reply, Request, problem
from queries.service.observing import REQUEST, Seen, SeenBody
from queries.service.service import QUERY_METHODS, SPARQL
from queries.service.sparql import FORM, QUERY
from queries.service.spool import Spool, pump
from queries.service.threaded import Threaded, send_spool

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor
    from wsgiref.types import WSGIApplication

    from queries.service.asgi import Message, Receive, Send
    from queries.service.service import Asked, Service

_PLAIN_HOST: Final = re.compile(r"[A-Za-z0-9.\-]{1,255}(:[0-9]{1,5})?\Z")
_PATH: Final = SPARQL.encode()
_LONGEST: Final = 4096
"""Bytes of a query that is read in the loop, which stands still meanwhile: some milliseconds."""
_CLOSE: Final = {"Retry-After": "1", "Connection": "close"}
_LARGE: Final = 32 * 1024
"""Bytes of a result whose coding is no work for the loop."""


class Front:
    """An ASGI application over a service and the WSGI application around it.

    ``most`` are the bytes that are kept of a reply that its client has yet to read.
    """

    def __init__(
        self,
        service: Service,
        application: WSGIApplication,
        headers: Mapping[str, str],
        *,
        threads: Executor,
        most: int,
    ) -> None:
        self._service, self._threads, self._most = service, threads, most
        self._others = Threaded(application, threads, most)
        self._headers = tuple(headers.items())
        self._hosts = tuple(service.settings.hosts)
        self._quick: QuickPool | None = None

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request.

        Raises:
            BrokenOffError: The reply broke off; the server has to close the connection.
        """
        try:
            headers = headers_of(scope)
            limit = self._service.content_limit(headers.get("authorization"))
            content = await content_of(headers, receive, limit)
        except HttpError as error:
            await self._send(send, problem(error))
            return
        except ConnectionError:
            return
        departure = Departure(receive)
        root = self._root(scope, headers, content)
        try:
            if root is None:
                await self._others.answer(scope, headers, content, departure, send)
            else:
                await self._answer(scope, headers, content.read(), root, departure, send)
        except asyncio.CancelledError:  # its time to end is over; fails if the reply has begun
            stopping = HttpError(503, "The server is stopping", "busy", _CLOSE)
            await self._send(send, problem(stopping))

    async def _answer(
        self,
        scope: Message,
        headers: Mapping[str, str],
        content: bytes,
        root: str,
        departure: Departure,
        send: Send,
    ) -> None:
        service = self._service
        client = scope["client"][0] if scope.get("client") else ""
        seen = Seen(
            service.metrics,
            service.running,
            method=scope["method"],
            path=SPARQL,
            client=client,
            sent_id=headers.get("x-request-id"),
        )
        seen.route = SPARQL
        REQUEST.set(seen.id)  # in this task alone
        request = Request(
            method=scope["method"],
            path=SPARQL,
            query=scope["query_string"].decode("latin-1"),
            headers=headers,
            body=content,
            client=client,
            root=root,
            gone=lambda: departure() or seen.ended(),
            ended=seen.ended,
            id=seen.id,
        )
        try:
            ask = partial(self._ask, request, departure)
            reply = await service.replied(request, service.sparql, QUERY_METHODS, ask)
        except BaseException:  # the task was ended, as the server stops
            seen.end(broken=True)
            raise
        seen.status = reply.status
        if isinstance(reply.body, bytes):
            at_once = scope.get("extensions", {}).get(WHOLE)
            if not at_once or not self._sent(at_once, reply, seen.id):
                await self._send(send, reply, seen.id)
            seen.bytes = len(reply.body)
            seen.end(broken=False)
            return
        departure.watch()
        spool = Spool(self._most, departure)
        try:
            self._threads.submit(pump, SeenBody(reply.body, seen), spool)
            await send_spool(send, reply.status, self._named(reply, seen.id), spool)
        finally:
            departure.leave()
            spool.close()

    async def _ask(self, request: Request, departure: Departure, asked: Asked) -> Result:
        """Ask the engine: in this loop if it has workers, else in a thread."""
        engine, gone = self._service.engine, request.gone
        if not isinstance(engine, EmbeddedEngine):
            departure.watch()
            loop = asyncio.get_running_loop()
            query = partial(engine.query, asked.query, client=request.client, gone=gone)
            return await loop.run_in_executor(self._threads, query)
        if self._quick is None:
            self._quick = QuickPool(engine.pool, self._threads)
        result = await self._quick.query(
            asked.query, client=request.client, gone=gone, slow=departure.watch
        )
        if result.whole is not None and len(result.whole) > _LARGE:
            return Result(result.head, pieces=iter((result.whole,)))  # coded in a thread
        return result

    def _root(self, scope: Message, headers: Mapping[str, str], content: IO[bytes]) -> str | None:
        """Return where the server is; ``None`` for a request that is not for the short way."""
        if (
            scope["raw_path"] != _PATH
            or scope["http_version"] != "1.1"
            or len(scope["query_string"]) > _LONGEST
            or "origin" in headers
            or not _is_plain(headers.get("host", ""), self._hosts)
            or not _is_query(scope["method"], headers, content)
        ):
            return None
        sent_to = f"{scope['scheme']}://{headers['host']}"
        return (self._service.settings.base_url or sent_to).rstrip("/")

    async def _send(self, send: Send, reply: Reply, id_: str = "") -> None:
        assert isinstance(reply.body, bytes)
        await send(start(reply.status, self._named(reply, id_)))
        await send(body(reply.body))

    def _sent(self, at_once: Callable[..., bool], reply: Reply, id_: str) -> bool:
        """Send a reply by :data:`WHOLE`; say whether that was done."""
        named = in_bytes(self._named(reply, id_))
        return at_once(reply.status, named, reply.body)

    def _named(self, reply: Reply, id_: str) -> list[tuple[str, str]]:
        headers = [*reply.headers.items(), *self._headers]
        if reply.media_type:
            headers.append(("Content-Type", reply.media_type))
        if isinstance(reply.body, bytes) and reply.status != HTTPStatus.NOT_MODIFIED:
            headers.append(("Content-Length", str(len(reply.body))))
        if id_:
            headers.append(("X-Request-Id", id_))
        return headers


@lru_cache(maxsize=64)
def _is_plain(host: str, trusted: tuple[str, ...]) -> bool:
    """Say whether a ``Host`` may be taken as it is, and is one that the server goes by."""
    name = host.partition(":")[0]
    return bool(_PLAIN_HOST.match(host)) and (not trusted or name in trusted)


def _is_query(method: str, headers: Mapping[str, str], content: IO[bytes]) -> bool:
    """Say whether a request asks a query, if it asks anything, and one that is soon read."""
    if method == "GET":
        return "content-type" not in headers and not has_content(headers)
    length, kind = headers.get("content-length", ""), headers.get("content-type", "")
    if method != "POST" or not length.isdecimal() or int(length) > _LONGEST:
        return False
    media_type = kind.partition(";")[0].strip().lower()
    if media_type == FORM:
        sent = content.read()
        content.seek(0)
        return b"update" not in sent
    return media_type == QUERY
