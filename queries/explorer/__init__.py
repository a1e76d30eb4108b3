"""What the web explorer (``web/``) asks for, as plain values, and its built files.

See ``docs/http-api.md``.
"""

from __future__ import annotations

from queries.explorer.built import Built, built_file, page
from queries.explorer.overview import counts
from queries.explorer.routing import answer

PAGES = ("/explore", "/entity", "/article", "/query", "/overview")
"""Addresses of the explorer's pages besides ``/`` and ``/ask``; it routes among them itself."""

__all__ = ["PAGES", "Built", "answer", "built_file", "counts", "page"]
