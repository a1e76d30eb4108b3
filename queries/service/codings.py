"""Content codings of replies: gzip and zstd, whole or piece by piece (RFC 9110, section 8.4)."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

import zstandard

from queries.protocol.accept import choose_coding
from queries.service.http import HttpError, Reply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CODINGS: Final = ("zstd", "gzip")
_SMALLEST: Final = 1024
"""Bytes under which coding costs more than it saves."""
_GZIP: Final = 16 + zlib.MAX_WBITS


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes:
        """Take a piece and return what is ready."""
        ...

    def flush(self) -> bytes:
        """Return the rest."""
        ...


def check_coding(accept_encoding: str | None) -> None:
    """Refuse a client that accepts neither a coding that can be had nor none.

    Raises:
        HttpError: 406.
    """
    if choose_coding(accept_encoding, CODINGS) is None:
        raise HttpError(406, f"Only {', '.join(CODINGS)} and identity can be had", "encoding")


def encoded(reply: Reply, accept_encoding: str | None) -> Reply:
    """Return the reply in the coding that the client likes best."""
    coding = choose_coding(accept_encoding, CODINGS)
    if not reply.body or coding is None:
        return reply
    whole = isinstance(reply.body, bytes)
    if coding == "identity" or (whole and len(reply.body) < _SMALLEST):  # type: ignore[arg-type]
        return reply
    compressor = _compressor(coding)
    body: bytes | Iterable[bytes]
    if isinstance(reply.body, bytes):
        body = compressor.compress(reply.body) + compressor.flush()
    else:
        body = _Compressed(reply.body, compressor)
    return replace(reply, body=body).having(Content_Encoding=coding)


def _compressor(coding: str) -> _Compressor:
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=3).compressobj()
    return zlib.compressobj(5, zlib.DEFLATED, _GZIP)


class _Compressed:
    """Pieces of a body, compressed as they come; closing it closes what they come from."""

    def __init__(self, pieces: Iterable[bytes], compressor: _Compressor) -> None:
        self._source = pieces
        self._pieces = self._compress(compressor)

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def close(self) -> None:
        """Close the source."""
        close = getattr(self._source, "close", None)
        if close is not None:
            close()

    def _compress(self, compressor: _Compressor) -> Iterator[bytes]:
        for piece in self._source:
            if data := compressor.compress(piece):
                yield data
        yield compressor.flush()
