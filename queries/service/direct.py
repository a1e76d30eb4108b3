"""A short way for what is asked most: a GET of ``/sparql``, past the web framework.

Flask's routing, contexts and response objects cost several times what a small query does. This
layer takes the requests for which nothing of that is needed, and leaves all others to the
application under it, with the same replies either way (``tests/queries/test_direct.py``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from queries.service.http import Reply, Request
from queries.service.observing import REQUEST_ID, ROUTE, ended, gone
from queries.service.service import QUERY_METHODS, SPARQL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from queries.service.service import Service

_PLAIN_HOST: Final = re.compile(r"[A-Za-z0-9.\-]{1,255}(:[0-9]{1,5})?\Z")


class Direct:
    """A WSGI application over another: answers plain queries itself."""

    def __init__(
        self, application: WSGIApplication, service: Service, headers: Mapping[str, str]
    ) -> None:
        self._application = application
        self._service = service
        self._headers = tuple(headers.items())
        self._hosts = tuple(service.settings.hosts)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        root = self._root(environ)
        if root is None:
            return self._application(environ, start_response)
        environ[ROUTE] = SPARQL
        request = _request(environ, root)
        reply = self._service.guarded(request, self._service.sparql, QUERY_METHODS)
        start_response(_STATUS[reply.status], [*self._named(reply), *self._headers])
        return [reply.body] if isinstance(reply.body, bytes) else reply.body

    def _root(self, environ: WSGIEnvironment) -> str | None:
        """Return where the server is; ``None`` for a request that is not for the short way."""
        plain = (
            environ["REQUEST_METHOD"] == "GET"
            and environ.get("PATH_INFO") == SPARQL
            and not environ.get("SCRIPT_NAME")
            and environ.get("SERVER_PROTOCOL") == "HTTP/1.1"
            and environ.get("CONTENT_LENGTH") in {None, "", "0"}
            and not environ.get("CONTENT_TYPE")
            and "HTTP_TRANSFER_ENCODING" not in environ
            and "HTTP_ORIGIN" not in environ
        )
        host = environ.get("HTTP_HOST", "")
        if not plain or not _is_plain(host, self._hosts):
            return None
        sent_to = f"{environ['wsgi.url_scheme']}://{host}"
        return (self._service.settings.base_url or sent_to).rstrip("/")

    def _named(self, reply: Reply) -> list[tuple[str, str]]:
        headers = list(reply.headers.items())
        if reply.media_type:
            headers.append(("Content-Type", reply.media_type))
        if isinstance(reply.body, bytes) and reply.status != HTTPStatus.NOT_MODIFIED:
            headers.append(("Content-Length", str(len(reply.body))))
        return headers


@lru_cache(maxsize=64)
def _is_plain(host: str, trusted: tuple[str, ...]) -> bool:
    """Say whether a ``Host`` may be taken as it is, and is one that the server goes by."""
    name = host.partition(":")[0]
    return bool(_PLAIN_HOST.match(host)) and (not trusted or name in trusted)


def _request(environ: WSGIEnvironment, root: str) -> Request:
    return Request(
        method="GET",
        path=SPARQL,
        query=environ.get("QUERY_STRING", ""),
        headers={
            name[5:].replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        },
        body=b"",
        client=environ.get("REMOTE_ADDR") or "",
        root=root,
        gone=gone(environ),
        ended=ended(environ),
        id=environ.get(REQUEST_ID, ""),
    )


_STATUS: Final = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
