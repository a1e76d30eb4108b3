"""Requests and replies as plain values, so that what answers them knows no web framework."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from kg.engine.result import never

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

PROBLEM: Final = "application/problem+json"
PROBLEMS: Final = "https://w3id.org/newskg/problem/"
"""Under this IRI each kind of problem has one of its own (RFC 9457, section 3.1.1)."""
_MOST_PARAMETERS: Final = 1000
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\]*\Z")


class HttpError(Exception):
    """A request that cannot be answered; the service makes a problem document of it."""

    def __init__(
        self,
        status: int,
        detail: str,
        kind: str = "about",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.kind = status, detail, kind
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: a body is bytes, or pieces that come as they are read.

    Pieces may have a ``close`` method, which is called at their end or when the client is gone.
    """

    status: int
    body: bytes | Iterable[bytes] = b""
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def having(self, **headers: str) -> Reply:
        """Return the reply with more headers; an underscore in a name stands for a hyphen."""
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        return replace(self, headers={**self.headers, **more})


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came.

    ``path`` is as it was sent, still percent-encoded; ``query`` is what follows its ``?``;
    ``headers`` have names in lower case. ``root`` is where the server is, ``https://host``.
    ``gone`` says whether nobody waits for the reply, ``ended`` whether that is because someone had
    the request ended. ``id`` tells it from others in logs.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    client: str
    root: str
    gone: Callable[[], bool]
    id: str = ""
    ended: Callable[[], bool] = never

    def header(self, name: str) -> str | None:
        """Return a header's value, if it was sent."""
        return self.headers.get(name)

    @property
    def media_type(self) -> str:
        """The content's media type without parameters, in lower case; empty if not said."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    def parameters(self) -> Parameters:
        """Return the parameters in the URL.

        Raises:
            HttpError: They are no UTF-8, or too many.
        """
        return Parameters.parse(self.query)

    def form(self) -> Parameters:
        """Return the parameters in a form's body.

        Raises:
            HttpError: The body is no UTF-8, or has too many.
        """
        return Parameters.parse(self.text())

    def text(self) -> str:
        """Return the body as text.

        Raises:
            HttpError: It is not UTF-8, or says that it is not.
        """
        return decoded(self.body, self.header("content-type") or "")


class Parameters:
    """Named values, any of which may come more than once."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._pairs = tuple(pairs)

    @classmethod
    def parse(cls, text: str) -> Parameters:
        """Read what a URL or a form holds (``application/x-www-form-urlencoded``).

        Raises:
            HttpError: It is no UTF-8, or has too many.
        """
        try:
            pairs = parse_qsl(
                text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
            )
        except UnicodeDecodeError as error:
            raise HttpError(400, "The parameters are not UTF-8", "encoding") from error
        except ValueError as error:
            text = f"More than {_MOST_PARAMETERS} parameters, or malformed ones"
            raise HttpError(400, text, "parameters") from error
        return cls(pairs)

    def __add__(self, other: Parameters) -> Parameters:
        return Parameters((*self._pairs, *other._pairs))

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self._pairs)

    def all(self, name: str) -> tuple[str, ...]:
        """Return all values of a name."""
        return tuple(value for key, value in self._pairs if key == name)

    def one(self, name: str) -> str | None:
        """Return the value of a name, if it is there.

        Raises:
            HttpError: It is there more than once.
        """
        values = self.all(name)
        if len(values) > 1:
            raise HttpError(400, f"Parameter {name} is given more than once", "parameters")
        return values[0] if values else None

    def iris(self, name: str) -> tuple[str, ...]:
        """Return all values of a name, each an absolute IRI, once.

        Raises:
            HttpError: One is no absolute IRI.
        """
        return tuple(dict.fromkeys(absolute(value, name) for value in self.all(name)))


def absolute(iri: str, name: str) -> str:
    """Return an absolute IRI as it is.

    Raises:
        HttpError: It is none.
    """
    if _ABSOLUTE.match(iri) is None or any(0xD800 <= ord(c) <= 0xDFFF for c in iri):
        raise HttpError(
            400, f"Parameter {name} is not an absolute IRI: {iri[:100]!r}", "parameters"
        )
    return iri


def decoded(data: bytes, content_type: str) -> str:
    """Return text that came as bytes of a content type.

    Raises:
        HttpError: It is not UTF-8, or says that it is not.
    """
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        charset = value.strip().strip('"').lower()
        if name.strip().lower() == "charset" and charset not in {"utf-8", "utf8", "us-ascii"}:
            raise HttpError(415, f"Charset {charset[:40]!r} is not taken: send UTF-8", "encoding")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise HttpError(
            400, f"The content is not UTF-8 at byte {error.start}", "encoding"
        ) from error


def problem(error: HttpError) -> Reply:
    """Return the problem document for an error (RFC 9457).

    >>> reply = problem(HttpError(404, "There is no graph <x:g> here", "missing"))
    >>> reply.status, json.loads(reply.body)["title"]
    (404, 'Not Found')
    """
    document = {
        "type": "about:blank" if error.kind == "about" else PROBLEMS + error.kind,
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": error.detail,
    }
    headers = {"Cache-Control": "no-store", **error.headers}
    return Reply(error.status, json.dumps(document).encode() + b"\n", PROBLEM, headers)
