"""A SPARQL 1.1 endpoint over HTTP: queries and updates, and a sentence for each way to fail."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

import httpx

from kg.errors import QueryError, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from kg.address import Credentials, RemoteAddress

_CONNECTING: Final = 10.0
_LONGEST_SAID: Final = 200
_LIMIT: Final = "X-SPARQL-MaxRows"
"""Virtuoso's header on a result that it has cut short."""


class TookLongError(StoreError):
    """The endpoint did not answer in time (``NEWSKG_STORE_SECONDS``)."""


class Endpoint:
    """Speaks the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/).

    Raises:
        StoreError: From every method: no answer, a refusal, or something else than SPARQL.
    """

    def __init__(self, address: RemoteAddress, *, seconds: float | None = None) -> None:
        self.address = address
        self._seconds = seconds or address.seconds
        self._client = httpx.Client(
            auth=_auth(address.credentials),
            timeout=httpx.Timeout(self._seconds, connect=min(_CONNECTING, self._seconds)),
            headers={"User-Agent": "newskg"},
            trust_env=False,
        )

    def query(
        self,
        sparql: str,
        media_type: str,
        *,
        dataset: Sequence[tuple[str, str]] = (),
        watch: Callable[[int], None] = lambda _: None,
    ) -> bytes:
        """Return a result in the format ``media_type``.

        ``dataset`` are the protocol's parameters that choose graphs. ``watch`` is told the bytes
        that have come so far, and may raise to end it.

        Raises:
            QueryError: The endpoint takes it for no query, or cannot evaluate it.
        """
        url = self.address.query_url
        content = urlencode([("query", sparql), *dataset])
        headers = {"Accept": media_type, "Content-Type": "application/x-www-form-urlencoded"}
        request = self._client.build_request("POST", url, content=content, headers=headers)
        body = bytearray()
        try:
            response = self._client.send(request, stream=True)
            try:
                for piece in response.iter_bytes():
                    body += piece
                    watch(len(body))
            finally:
                response.close()
        except httpx.HTTPError as error:
            raise self._error(url, error) from error
        self._check(response, bytes(body), url)
        if _LIMIT in response.headers:
            rows = response.headers[_LIMIT]
            msg = f"{url} cut the result off at {rows} rows: raise its ResultSetMaxRows"
            raise StoreError(msg)
        found = _media_type(response)
        if found != media_type:
            raise StoreError(_no_sparql(url, found))
        return bytes(body)

    def update(self, sparql: str) -> None:
        """Have an update applied.

        Raises:
            QueryError: The endpoint takes it for no update, or cannot apply it.
        """
        url = self.address.update_url
        headers = {"Content-Type": "application/sparql-update"}
        try:
            response = self._client.post(url, content=sparql.encode(), headers=headers)
        except httpx.HTTPError as error:
            raise self._error(
                url, error, "; it may have been applied: look, or run it again"
            ) from error
        self._check(response, response.content, url)
        if _media_type(response) == "text/html" and b"<form" in response.content[:20_000]:
            raise StoreError(_no_sparql(url, "text/html"))

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _check(self, response: httpx.Response, body: bytes, url: str) -> None:
        status = response.status_code
        if response.is_success:
            return
        said = f"{status} {response.reason_phrase}".strip()
        if status in {401, 403}:
            raise StoreError(_refused(url, said, self.address))
        if response.is_redirect:
            msg = f"{url} leads to {response.headers.get('Location')}: give that address"
            raise StoreError(msg)
        text = _text(response, body)
        if status == 400 and text:
            msg = f"{url} does not take it: {text}"
            raise QueryError(msg)
        if status in {404, 405, 406, 415}:
            raise StoreError(_no_sparql(url, said))
        msg = f"{url} failed ({said}){': ' + text if text else ''}"
        raise StoreError(msg)

    def _error(self, url: str, error: httpx.HTTPError, outcome: str = "") -> StoreError:
        if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
            return StoreError(f"{url} does not answer ({error or 'no one'}): is the store running?")
        if isinstance(error, httpx.TimeoutException):
            return TookLongError(f"{url} took longer than {self._seconds:g} s{outcome}")
        return StoreError(f"{url} broke off: {error or type(error).__name__}{outcome}")


class _Password(httpx.Auth):
    """Answers the first challenge as it is made, Digest or Basic (RFC 7616, RFC 7617)."""

    def __init__(self, user: str, password: str) -> None:
        self._basic, self._digest = (
            httpx.BasicAuth(user, password),
            httpx.DigestAuth(user, password),
        )
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send a request as it is until the server asks who sends it."""
        if self._chosen is None:
            response = yield request
            if response.status_code != 401:
                return
            asked = response.headers.get("WWW-Authenticate", "").lower()
            self._chosen = self._digest if asked.startswith("digest") else self._basic
        yield from self._chosen.auth_flow(request)


class _Token(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the token along (RFC 6750)."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


def _auth(credentials: Credentials) -> httpx.Auth | None:
    if credentials.token:
        return _Token(credentials.token)
    return _Password(credentials.user, credentials.password) if credentials.user else None


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()


def _text(response: httpx.Response, body: bytes) -> str:
    """Return what an error reply says in plain text; a page says nothing that fits a line."""
    if _media_type(response) in {"text/html", "application/xhtml+xml"}:
        return ""
    return shorten(body[:4000].decode(errors="replace"), _LONGEST_SAID, placeholder=" ...")


def _no_sparql(url: str, found: str) -> str:
    return f"{url} is no SPARQL endpoint (it answers {found or 'nothing'}): check the address"


def _refused(url: str, said: str, address: RemoteAddress) -> str:
    known = address.credentials
    if known.user or known.token:
        return f"{url} refuses this ({said}): the user or token may not do it"
    return (
        f"{url} refuses this ({said}): set NEWSKG_STORE_USER and NEWSKG_STORE_PASSWORD, "
        "or NEWSKG_STORE_TOKEN"
    )
