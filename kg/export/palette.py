"""What types and statuses look like, in every picture and in every format that has colours."""

from __future__ import annotations

from typing import Final, Literal

LineStyle = Literal["solid", "dashed", "dotted"]

COLOURS: Final = {
    "Company": "#9ecae9",
    "University": "#ffbf79",
    "ResearchInstitute": "#ffe1a8",
    "GovernmentBody": "#d6a5c9",
    "Organization": "#c5b0d5",
    "Person": "#f4a6a0",
    "Country": "#8cd17d",
    "Region": "#b5e0a8",
    "City": "#cfecc4",
    "Place": "#e0f2d8",
    "Program": "#86bcb6",
    "Product": "#bab0ac",
    "Work": "#d7cfc9",
    "Event": "#f1ce63",
}
"""The colour of each entity type, as ``#rrggbb``."""

LINES: Final[dict[str, tuple[LineStyle, str]]] = {
    "actual": ("solid", "#4a4a4a"),
    "planned": ("dashed", "#3568a8"),
    "denied": ("dotted", "#b03a2e"),
}
"""Stroke and colour of a fact by its status."""


def rgb(colour: str) -> tuple[int, int, int]:
    """Return the three parts of a colour, 0 to 255.

    >>> rgb("#9ecae9")
    (158, 202, 233)
    """
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
