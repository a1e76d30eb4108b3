"""What an application needs of ASGI (https://asgi.readthedocs.io/): heads, contents, departures."""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from functools import lru_cache
from typing import IO, Any, Final

from queries.service.http import HttpError

Message = MutableMapping[str, Any]
"""An event or a scope; what a key holds depends on ``type``."""
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

LONGEST_HEAD: Final = 64 * 1024
"""The most bytes of a request's head, with a query in its URL."""
WHOLE: Final = "newskg.whole"
"""An extension of ASGI: sends status, headers and body, which has a length, in one call if it can.

It says whether it did. Two events cost a small reply a quarter of its time.
"""
_IN_MEMORY: Final = 1024 * 1024
"""Bytes of a content that are kept in memory; more go to a file."""


def headers_of(scope: Message) -> dict[str, str]:
    """Return the headers of a request, names in lower case; values of one name are joined.

    Names with an underscore are left out: in CGI's names they would pass for ones with a hyphen.

    Raises:
        HttpError: 431, the head is too large.
    """
    found: dict[str, str] = {}
    size = len(scope["raw_path"]) + len(scope["query_string"])
    for sent_name, sent_value in scope["headers"]:
        size += len(sent_name) + len(sent_value) + 4
        name, value = sent_name.decode("latin-1"), sent_value.decode("latin-1")
        if "_" not in name:
            found[name] = f"{found[name]}, {value}" if name in found else value
    if size > LONGEST_HEAD:
        text = f"The head of the request has more than {LONGEST_HEAD} bytes"
        raise HttpError(431, text, "size", {"Connection": "close"})
    return found


def has_content(headers: Mapping[str, str]) -> bool:
    """Say whether a content follows the head."""
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


async def content_of(headers: Mapping[str, str], receive: Receive, most: int) -> IO[bytes]:
    """Return the content of a request as a file at its start: whole, or ``most`` bytes and more.

    Of one whose length says that it is larger, nothing is read.

    Raises:
        ConnectionError: The client has left.
    """
    if not has_content(headers):
        return io.BytesIO()
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - returned
    length = headers.get("content-length", "")
    if not (length.isdecimal() and int(length) > most):
        more = True
        while more and file.tell() <= most:
            message = await receive()
            if message["type"] == "http.disconnect":
                msg = "the client left before its request was whole"
                raise ConnectionError(msg)
            file.write(message.get("body", b""))
            more = message.get("more_body", False)
    file.seek(0)
    return file


class Departure:
    """Whether the client has left, which is known from :meth:`watch` on."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._left = False
        self._watching: asyncio.Task[None] | None = None

    def __call__(self) -> bool:
        """Say whether the client has left; any thread may ask."""
        return self._left

    def watch(self) -> None:
        """Begin to watch, in the loop; it ends with the reply."""
        if self._watching is None:
            self._watching = asyncio.create_task(self._watch())

    def leave(self) -> None:
        """Take the client for gone: nobody sends the reply any more."""
        self._left = True

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._left = True


def start(status: int, headers: list[tuple[str, str]]) -> Message:
    """Return the event that begins a reply."""
    return {"type": "http.response.start", "status": status, "headers": in_bytes(headers)}


def in_bytes(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """Return headers as they go over the wire."""
    return [_header(*header) for header in headers]


@lru_cache(maxsize=256)
def _header(name: str, value: str) -> tuple[bytes, bytes]:
    return name.lower().encode("latin-1"), value.encode("latin-1")


def body(data: bytes, *, more: bool = False) -> Message:
    """Return the event that carries a piece of a reply, the last one unless there is ``more``."""
    return {"type": "http.response.body", "body": data, "more_body": more}
