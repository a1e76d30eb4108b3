"""The explorer's built files, which the build hook (``hatch_build.py``) puts under ``static/``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

FOLDER: Final = Path(__file__).parent / "static"
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_HASHED = re.compile(r"-[A-Z0-9]{8}\.\w+$")
_NOT_BUILT: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>newskg</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>newskg</h1>
<p>The explorer is not built in this installation. Everything else works:
<code>/ask?q=…</code> answers questions as JSON and <code>/sparql</code> SPARQL queries.</p>
<p>To build it in a source checkout, with npm on the PATH or without:</p>
<pre>python web/build.py</pre>
<p>An installation from a wheel or a source distribution has it already.</p>
</body></html>
"""


@dataclass(frozen=True, slots=True)
class Built:
    """A file to send; ``lasting`` if its name changes with its content."""

    body: bytes
    media_type: str
    lasting: bool


def built_file(name: str) -> Built | None:
    """Return a built file by its path under ``static/``; ``None`` if there is none.

    >>> built_file("../terms.py") is None
    True
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        return None
    file = FOLDER.joinpath(*path.parts)
    if not file.is_file():
        return None
    media_type = _TYPES.get(path.suffix, "application/octet-stream")
    return Built(file.read_bytes(), media_type, _HASHED.search(path.name) is not None)


def page() -> Built:
    """Return the explorer's page, or one that says that it is not built, and how to build it."""
    return built_file("index.html") or Built(
        _NOT_BUILT.encode(), "text/html; charset=utf-8", lasting=False
    )
