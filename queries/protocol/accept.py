"""Choosing a media type by an ``Accept`` header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the offer that the header likes best; of equals the first; ``None`` if none will do.

    A missing or empty header takes anything.

    >>> choose("text/csv;q=0.5, application/*", ["text/csv", "application/json"])
    'application/json'
    >>> choose("image/png", ["text/csv"]) is None
    True
    """
    if not accept or not accept.strip():
        return offers[0]
    ranges = [_parse(part) for part in accept.split(",") if part.strip()]
    weights = {offer: _weight(offer, ranges) for offer in offers}
    best = max(offers, key=lambda offer: weights[offer])
    return best if weights[best] > 0 else None


def _parse(part: str) -> tuple[str, float]:
    """Return a media range and its weight; a weight that is no number counts as 0."""
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            weight = _number(value.strip())
    return media, weight


def _number(text: str) -> float:
    whole, point, digits = text.partition(".")
    if whole not in {"0", "1"} or (point and not (digits == "" or digits.isdigit())):
        return 0.0
    return min(float(f"{whole}.{digits or 0}"), 1.0)


def _weight(offer: str, ranges: list[tuple[str, float]]) -> float:
    """Return the weight of the most specific range that takes the offer."""
    family = offer.partition("/")[0] + "/*"
    for wanted in (offer, family, "*/*"):
        weights = [weight for media, weight in ranges if media == wanted]
        if weights:
            return max(weights)
    return 0.0
