"""Choosing a media type or a coding by what a client accepts (RFC 9110, section 12.5)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_RANGES: Final = 100
_REMEMBERED: Final = 500
"""Characters of a header whose choice is kept, since clients send the same ones again."""
_CHARSETS: Final = frozenset(("utf-8", "utf8", "us-ascii"))


class _Range(NamedTuple):
    """A media range or coding, whether the charset it asks for can be had, and its weight."""

    name: str
    possible: bool
    weight: float


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the offer that the header likes best; of equals the first; ``None`` if none will do.

    A missing or empty header takes anything. Of a range's parameters only ``q`` and ``charset``
    count: other ones (``profile``, ``version``) say what a client would like of a format, not
    which format it is.

    >>> choose("text/csv;q=0.5, application/*", ["text/csv", "application/json"])
    'application/json'
    >>> choose("text/turtle; charset=utf-8, */*;q=0.1", ["text/csv", "text/turtle"])
    'text/turtle'
    >>> choose("image/png", ["text/csv"]) is None
    True
    """
    if not accept or not accept.strip():
        return offers[0]
    known = tuple(offers)
    return _chosen(accept, known) if len(accept) <= _REMEMBERED else _best(accept, known)


def _best(accept: str, offers: tuple[str, ...]) -> str | None:
    ranges = _ranges(accept)
    weights = {offer: _weight(offer, ranges) for offer in offers}
    best = max(offers, key=lambda offer: weights[offer])
    return best if weights[best] > 0 else None


_chosen = lru_cache(maxsize=256)(_best)


def choose_coding(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the content coding to use, ``identity`` for none; ``None`` if nothing will do.

    >>> choose_coding("gzip, br", ["zstd", "gzip"]), choose_coding("gzip;q=0", ["zstd", "gzip"])
    ('gzip', 'identity')
    >>> choose_coding("identity;q=0, *;q=0", ["gzip"]) is None
    True
    """
    if accept is None:
        return "identity"
    weights = {coding.name: coding.weight for coding in _ranges(accept)}
    anything = weights.get("*", 0.0)
    best = max(offers, key=lambda offer: weights.get(offer, anything))
    found = weights.get(best, anything)
    plain = weights.get("identity", weights.get("*", 1.0) or 0.0)
    if found > 0 and found >= weights.get("identity", 0.0):
        return best
    return "identity" if plain > 0 else None


def _ranges(header: str) -> list[_Range]:
    return [_range(part) for part in header.split(",")[:_MOST_RANGES] if part.strip()]


def _range(part: str) -> _Range:
    """Return a range; a weight that is no number counts as 0."""
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight, possible = 1.0, True
    for parameter in parameters:
        key, _, value = (piece.strip() for piece in parameter.partition("="))
        if key == "q":
            weight = _number(value)
        elif key == "charset":
            possible = value.strip('"') in _CHARSETS
    return _Range(name, possible, weight)


def _number(text: str) -> float:
    whole, point, digits = text.partition(".")
    if whole not in {"0", "1"} or (point and not (digits == "" or digits.isdecimal())):
        return 0.0
    return min(float(f"{whole}.{digits or 0}"), 1.0)


def _weight(offer: str, ranges: list[_Range]) -> float:
    """Return the weight of the most specific range that takes the offer."""
    family = offer.partition("/")[0] + "/*"
    for wanted in (offer, family, "*/*"):
        weights = [one.weight for one in ranges if one.name == wanted and one.possible]
        if weights:
            return max(weights)
    return 0.0
