"""What is known of an article before its text is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Header:
    """Title, byline and date as the page's metadata give them; ``None`` is unknown."""

    title: str | None = None
    byline: str | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Page(Header):
    """A web page's article: its header, its text in paragraphs, and its address."""

    text: str = ""
    url: str | None = None
