"""What may differ between two services: limits, what is open to whom, where it is."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.engine.limits import MEBIBYTE, Limits
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PREFIX: Final = "NEWSKG_"


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _truth(text: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "on": True}
    known |= {"0": False, "false": False, "no": False, "off": False, "": False}
    return known[text.strip().lower()]


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
        if self.base_url is not None and not self.base_url.startswith(("http://", "https://")):
            msg = f"base_url={self.base_url!r} does not begin with http:// or https://"
            raise UsageError(msg)
        if (self.writable or self.private) and self.tokens is None:
            msg = "writable and private need tokens, the file that kg token writes"
            raise UsageError(msg)
        if self.rate < 0:
            msg = f"rate={self.rate} is below 0"
            raise UsageError(msg)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> ServiceSettings:
        """Read ``NEWSKG_WRITABLE``, ``NEWSKG_SECONDS`` and so on; each has a default.

        >>> ServiceSettings.from_environ({"NEWSKG_RATE": "20", "NEWSKG_SECONDS": "5"}).rate
        20.0

        Raises:
            UsageError: A value that is not of its kind.
        """
        limits = {
            one.name: _read(environ, one.name, float if one.type == "float" else int)
            for one in fields(Limits)
        }
        known = Limits(**_given(limits))
        read = {name: _read(environ, name, reader) for name, reader in _READERS.items()}
        return cls(limits=known, **_given(read))


_READERS: Final[dict[str, Callable[[str], object]]] = {
    "writable": _truth,
    "private": _truth,
    "tokens": Path,
    "audit_log": Path,
    "endpoints": _names,
    "base_url": str,
    "hosts": _names,
    "cors": _names,
    "rate": float,
    "content_bytes": int,
    "request_bytes": int,
}


def _given(values: Mapping[str, object | None]) -> dict[str, Any]:
    """Return the values that are there; their readers have given them their types."""
    return {name: value for name, value in values.items() if value is not None}


def _read(environ: Mapping[str, str], name: str, read: Callable[[str], object]) -> object | None:
    variable = PREFIX + name.upper()
    text = environ.get(variable)
    if not text:
        return None
    try:
        return read(text)
    except (ValueError, KeyError) as error:
        msg = f"{variable}={text!r} is not what {name} takes"
        raise UsageError(msg) from error
