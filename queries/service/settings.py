"""What may differ between two services: limits, what is open to whom, where it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.configuration import Reading, from_environ
from kg.engine.limits import MEBIBYTE, Limits
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Settings of the HTTP service; every one is an environment variable ``NEWSKG_...`` as well.

    ``writable`` opens updates and the Graph Store Protocol to tokens of scope ``write``;
    ``private`` asks for one of scope ``read`` to read. ``tokens`` is the file of tokens
    (``kg token``). ``endpoints`` are what SERVICE and LOAD may name; empty, as it is, no worker can
    reach a network at all. ``base_url`` is where the service is (``https://data.example``); without
    it the ``Host`` header says. ``hosts`` are the names that the header may have, all if empty.
    ``cors`` are the origins whose pages may read replies, ``*`` for all. ``rate`` is the requests
    a second that a client may make, 0 for any number. ``content_bytes`` is the largest content of
    a write, ``request_bytes`` of anything else. ``audit_log`` is the file of writes.
    """

    limits: Limits = field(default_factory=Limits)
    writable: bool = False
    private: bool = False
    tokens: Path | None = None
    audit_log: Path | None = None
    endpoints: tuple[str, ...] = ()
    base_url: str | None = None
    hosts: tuple[str, ...] = ()
    cors: tuple[str, ...] = ()
    rate: float = 0.0
    content_bytes: int = 64 * MEBIBYTE
    request_bytes: int = 1_000_000

    def __post_init__(self) -> None:
        if self.base_url is not None and not _is_web_address(self.base_url):
            msg = f"base_url={self.base_url!r} is no address such as https://data.example"
            raise UsageError(msg)
        for endpoint in self.endpoints:
            if not all(urlsplit(endpoint)[:2]):  # a scheme and a host
                msg = f"endpoint {endpoint!r} is no address such as https://data.example/sparql"
                raise UsageError(msg)
        for origin in self.cors:
            if origin != "*" and (not _is_web_address(origin) or urlsplit(origin).path):
                msg = f"cors origin {origin!r} is neither * nor one such as https://app.example"
                raise UsageError(msg)
        if (self.writable or self.private) and self.tokens is None:
            msg = "writable and private need tokens, the file that kg token writes"
            raise UsageError(msg)
        if self.rate < 0:
            msg = f"rate={self.rate:g} is below 0"
            raise UsageError(msg)
        if self.content_bytes < 1 or self.request_bytes < 1:
            sizes = f"content_bytes={self.content_bytes}, request_bytes={self.request_bytes}"
            msg = f"{sizes}: both are to be above 0"
            raise UsageError(msg)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> ServiceSettings:
        """Read ``NEWSKG_WRITABLE``, ``NEWSKG_SECONDS`` and so on; each has a default.

        >>> ServiceSettings.from_environ({"NEWSKG_RATE": "20", "NEWSKG_SECONDS": "5"}).rate
        20.0

        Raises:
            UsageError: A value that is not of its kind.
        """
        reading = Reading(from_environ(environ))
        settings = cls.read(reading)
        reading.finish()
        return settings

    @classmethod
    def read(cls, reading: Reading) -> ServiceSettings:
        """Return the settings among those given; what is wrong is put into ``reading``."""
        limits = reading.make(Limits, reading.of(Limits)) or Limits()
        values = reading.of(cls, without=("limits",))
        return reading.make(cls, {**values, "limits": limits}) or cls()


def _is_web_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
