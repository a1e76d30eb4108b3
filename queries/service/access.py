"""Tokens: who may read, write and administer a service.

A token is ``nkg_NAME_SECRET``; the secret has 256 random bits, so its SHA-256 is kept rather than
a slow hash (NIST SP 800-63B, section 5.1.1.2 asks for slowness of memorised secrets only). The file
is JSON and readable by its owner alone.
"""

from __future__ import annotations

import binascii
import hashlib
import hmac
import json
import re
import secrets
from base64 import b64decode
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from kg.errors import UsageError
from kg.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}\Z")
_LONGEST_HEADER: Final = 4096
_NOBODY: Final = hashlib.sha256(b"").hexdigest()


class Scope(StrEnum):
    """What a token is good for; a later one includes those before it."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"

    def includes(self, other: Scope) -> bool:
        """Say whether this scope is good for what needs ``other``.

        >>> Scope.WRITE.includes(Scope.READ), Scope.READ.includes(Scope.WRITE)
        (True, False)
        """
        order = list(Scope)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose token it is, and what it is good for."""

    name: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class _Entry:
    holder: Holder
    digest: str


class Tokens:
    """The tokens of a file, read again when the file changes."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._seen: tuple[int, int, int] | None = None
        self._entries: dict[str, _Entry] = {}
        self._load()

    def holder(self, token: str) -> Holder | None:
        """Return who holds a token; ``None`` if it is none.

        The comparison takes as long for a wrong secret or name as for a right one.
        """
        self._load()
        digest = hashlib.sha256(token.encode(errors="replace")).hexdigest()
        entry = self._entries.get(name_in(token))
        right = hmac.compare_digest(digest, entry.digest if entry else _NOBODY)
        return entry.holder if right and entry else None

    def holders(self) -> list[Holder]:
        """Return all holders, by name."""
        self._load()
        return [entry.holder for _, entry in sorted(self._entries.items())]

    def create(self, name: str, scope: Scope) -> str:
        """Make a token and return it; it cannot be had again.

        Raises:
            UsageError: The name is taken or malformed, or there is no file.
        """
        if _NAME.match(name) is None:
            msg = f"{name!r} is no name for a token: use up to 64 of a-z, 0-9 and -"
            raise UsageError(msg)
        if name in self._entries:
            msg = f"there is a token {name!r} already: revoke it first, or choose another name"
            raise UsageError(msg)
        token = f"nkg_{name}_{secrets.token_urlsafe(32)}"
        digest = hashlib.sha256(token.encode()).hexdigest()
        self._save({**self._entries, name: _Entry(Holder(name, scope), digest)})
        return token

    def revoke(self, name: str) -> bool:
        """Forget a token; ``False`` if there is none of this name."""
        left = {key: entry for key, entry in self._entries.items() if key != name}
        if len(left) == len(self._entries):
            return False
        self._save(left)
        return True

    def _load(self) -> None:
        if self._path is None:
            return
        try:
            status = self._path.stat()
        except FileNotFoundError:
            self._entries, self._seen = {}, None
            return
        seen = (status.st_ino, status.st_mtime_ns, status.st_size)
        if seen == self._seen:
            return
        try:
            listed = json.loads(self._path.read_text(encoding="utf-8"))["tokens"]
            self._entries = {
                one["name"]: _Entry(Holder(one["name"], Scope(one["scope"])), one["sha256"])
                for one in listed
            }
        except (OSError, ValueError, KeyError, TypeError) as error:
            msg = f"{self._path} is no file of tokens ({error}): make one with kg token create"
            raise UsageError(msg) from error
        self._seen = seen

    def _save(self, entries: dict[str, _Entry]) -> None:
        if self._path is None:
            msg = "no file of tokens is named: give --tokens FILE"
            raise UsageError(msg)
        listed = [
            {"name": e.holder.name, "scope": e.holder.scope.value, "sha256": e.digest}
            for e in entries.values()
        ]
        write_atomically(self._path, json.dumps({"tokens": listed}, indent=1).encode() + b"\n")
        self._path.chmod(0o600)
        self._entries, self._seen = entries, None


def name_in(token: str) -> str:
    """Return the name within a token; empty if it has none.

    >>> name_in("nkg_press-desk_AbC_1"), name_in("secret")
    ('press-desk', '')
    """
    head, _, rest = token.partition("_")
    return rest.partition("_")[0] if head == "nkg" else ""


def token_in(authorization: str) -> str | None:
    """Return the token of an ``Authorization`` header: a bearer, or the password of Basic.

    >>> token_in("Bearer nkg_a_b"), token_in("Basic YW55Om5rZ19hX2I="), token_in("Digest x")
    ('nkg_a_b', 'nkg_a_b', None)
    """
    if len(authorization) > _LONGEST_HEADER:
        return None
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return b64decode(value.strip(), validate=True).decode().partition(":")[2]
        except (binascii.Error, ValueError):
            return None
    return None
