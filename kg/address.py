"""Where a graph is: a folder, or a SPARQL endpoint, with what it takes to be let in.

An endpoint is written ``sparql+http://host:7878/query``. Updates go to the same address, or to
``/update`` beside ``/query``, unless ``NEWSKG_STORE_UPDATE`` says where. A name with its password,
or a token, comes from the environment or from a file that it names, and is never shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

STORE_VARIABLE: Final = "NEWSKG_STORE"
SCHEME: Final = "sparql+"
_PREFIX: Final = STORE_VARIABLE + "_"
_SECONDS: Final = 120.0


@dataclass(frozen=True, slots=True)
class Credentials:
    """A name and its password, or a token; ``repr`` shows neither."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RemoteAddress:
    """A SPARQL 1.1 endpoint; a request to it may take ``seconds``.

    >>> str(RemoteAddress("http://localhost:7878/query", "http://localhost:7878/update"))
    'sparql+http://localhost:7878/query'
    """

    query_url: str
    update_url: str
    credentials: Credentials = Credentials()
    seconds: float = _SECONDS

    def __str__(self) -> str:
        return SCHEME + self.query_url


Place = Path | RemoteAddress
"""A graph folder, or an endpoint."""


def is_remote(text: str) -> bool:
    """Say whether a text is the address of an endpoint."""
    return text.startswith((SCHEME + "http://", SCHEME + "https://"))


def remote_address(text: str, environ: Mapping[str, str]) -> RemoteAddress:
    """Read an address, and from ``environ`` what goes with it.

    >>> remote_address("sparql+https://data.example/sparql", {}).update_url
    'https://data.example/sparql'

    Raises:
        UsageError: It is no address, holds a password, or a file of the environment is missing.
    """
    url = text.removeprefix(SCHEME)
    parts = urlsplit(url)
    if not is_remote(text) or not parts.hostname:
        msg = f"store={_without_password(text)!r} is no endpoint: expected sparql+http://host/query"
        raise UsageError(msg)
    if parts.username or parts.password:
        msg = (
            f"store={_without_password(text)!r} holds a name or password, which others can see: "
            f"set {_PREFIX}USER and {_PREFIX}PASSWORD instead"
        )
        raise UsageError(msg)
    update = environ.get(_PREFIX + "UPDATE") or _update_url(url)
    if not update.startswith(("http://", "https://")):
        msg = f"{_PREFIX}UPDATE={update!r} does not begin with http:// or https://"
        raise UsageError(msg)
    return RemoteAddress(url, update, _credentials(environ), _seconds(environ))


def _update_url(url: str) -> str:
    return url.removesuffix("/query") + "/update" if url.endswith("/query") else url


def _credentials(environ: Mapping[str, str]) -> Credentials:
    return Credentials(
        environ.get(_PREFIX + "USER", ""),
        _secret(environ, _PREFIX + "PASSWORD"),
        _secret(environ, _PREFIX + "TOKEN"),
    )


def _secret(environ: Mapping[str, str], name: str) -> str:
    """Return what a variable holds, or the file that it names with ``_FILE`` at its end."""
    file = environ.get(name + "_FILE")
    if not file:
        return environ.get(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{name}_FILE={file!r} cannot be read: {error}"
        raise UsageError(msg) from error


def _seconds(environ: Mapping[str, str]) -> float:
    text = environ.get(_PREFIX + "SECONDS") or str(_SECONDS)
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if seconds <= 0:
        msg = f"{_PREFIX}SECONDS={text!r} is no number of seconds above 0"
        raise UsageError(msg)
    return seconds


def _without_password(text: str) -> str:
    return "".join(("…@", text.rpartition("@")[2])) if "@" in text else text
