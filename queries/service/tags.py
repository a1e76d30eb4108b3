"""Entity tags: the version of the store, and what its content was written as."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b


def etag(version: str, media_type: str) -> str:
    """Return a weak tag: the same rows may come in another order.

    >>> etag("ab12", "text/csv")
    'W/"ab12-965fe37c"'
    """
    return f'W/"{version}-{_short(media_type)}"'


@lru_cache(maxsize=64)
def _short(media_type: str) -> str:
    return blake2b(media_type.encode(), digest_size=4).hexdigest()


def matches(header: str, tag: str) -> bool:
    """Say whether ``If-None-Match`` names the tag, by weak comparison (RFC 9110, section 8.8.3)."""
    wanted = {part.strip().removeprefix("W/") for part in header.split(",")}
    return "*" in wanted or tag.removeprefix("W/") in wanted


def version_in(tag: str) -> str:
    """Return the version in a tag, empty if it is none of ours."""
    return tag.strip().removeprefix("W/").strip('"').rpartition("-")[0]
