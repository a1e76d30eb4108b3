"""A WSGI application (PEP 3333) behind ASGI: each request in a thread, each reply through a spool.

A client that reads slowly therefore holds no thread, and the application is told when one leaves.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import IO, TYPE_CHECKING, Final
from urllib.parse import unquote_to_bytes

from queries.service.asgi import body, start
from queries.service.observing import CLIENT_LEFT
from queries.service.spool import Spool, pump

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from concurrent.futures import Executor
    from wsgiref.types import WSGIApplication, WSGIEnvironment

    from queries.service.asgi import Departure, Message, Send

    _Head = tuple[int, list[tuple[str, str]]]

_OWN: Final = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}
"""Headers that have a name of their own in the environment."""


class Threaded:
    """Answers requests by a WSGI application; ``most`` are the bytes kept of a reply unread."""

    def __init__(self, application: WSGIApplication, threads: Executor, most: int) -> None:
        self._application, self._threads, self._most = application, threads, most

    async def answer(
        self,
        scope: Message,
        headers: Mapping[str, str],
        content: IO[bytes],
        departure: Departure,
        send: Send,
    ) -> None:
        """Answer one request.

        Raises:
            BrokenOffError: The reply broke off; the connection must not look as if it had not.
        """
        departure.watch()
        environ = _environ(scope, headers, content)
        environ[CLIENT_LEFT] = departure
        loop = asyncio.get_running_loop()
        head: asyncio.Future[_Head] = loop.create_future()

        def begun(found: _Head) -> None:
            if not head.done():
                head.set_result(found)

        def begin(found: _Head) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the server has stopped
                loop.call_soon_threadsafe(begun, found)

        spool = Spool(self._most, departure)
        try:
            self._threads.submit(self._run, environ, begin, spool)
            status, named = await head
            whole = scope["http_version"] == "1.0" and not _has_length(named)
            await send_spool(send, status, named, spool, whole=whole)
        finally:
            departure.leave()
            spool.close()

    def _run(self, environ: WSGIEnvironment, begin: Callable[[_Head], None], spool: Spool) -> None:
        head: list[_Head] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], _: object = None, /
        ) -> Callable[[bytes], object]:
            head[:] = [(int(status[:3]), headers)]
            return spool.put

        def pieces() -> Iterable[bytes]:
            """Give the pieces that are not empty, the head before them."""
            given = self._application(environ, start_response)
            try:
                begun = False
                for piece in given:
                    if not begun:
                        begin(head[0])
                    begun = True
                    yield piece
                if not begun:
                    begin(head[0])
            finally:
                close = getattr(given, "close", None)
                if close is not None:
                    close()

        pump(pieces(), spool)
        environ["wsgi.input"].close()
        begin((500, [("Content-Length", "0")]))  # if there is no head yet


async def send_spool(
    send: Send,
    status: int,
    headers: list[tuple[str, str]],
    spool: Spool,
    *,
    whole: bool = False,
) -> None:
    """Send a reply as it comes; or, where its end could not be told, when the ``whole`` is there.

    Raises:
        BrokenOffError: It broke off.
    """
    if whole:
        pieces = []
        while piece := await spool.get():
            pieces.append(piece)
        headers = [*headers, ("Content-Length", str(sum(map(len, pieces))))]
        await send(start(status, headers))
        await send(body(b"".join(pieces)))
        return
    await send(start(status, headers))
    while piece := await spool.get():
        await send(body(piece, more=True))
    await send(body(b""))


def _has_length(headers: list[tuple[str, str]]) -> bool:
    return any(name.lower() == "content-length" for name, _ in headers)


def _environ(scope: Message, headers: Mapping[str, str], content: IO[bytes]) -> WSGIEnvironment:
    """Return the environment of PEP 3333, with the target as it was sent as ``REQUEST_URI``."""
    raw_path, query = scope["raw_path"].decode("latin-1"), scope["query_string"].decode("latin-1")
    client, server = scope.get("client") or ("", 0), scope.get("server") or ("", 0)
    environ: WSGIEnvironment = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": f"{raw_path}?{query}" if query else raw_path,
        "REMOTE_ADDR": client[0],
        "REMOTE_PORT": str(client[1]),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": content,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers.items():
        environ[_OWN.get(name) or "HTTP_" + name.upper().replace("-", "_")] = value
    if "HTTP_TRANSFER_ENCODING" in environ:  # its chunks have been put together
        del environ["HTTP_TRANSFER_ENCODING"]
        environ["CONTENT_LENGTH"] = str(content.seek(0, 2))
        content.seek(0)
    return environ
