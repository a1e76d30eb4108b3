"""Which names of different articles are the same entity (``docs/decisions/0002-resolution.md``)."""

from typing import Final

RULES: Final = "1"
"""Version of the rules; a graph that was resolved by another is resolved anew when it is opened."""
