"""Text into a binary file, a block at a time, so that no writer holds its whole output."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

_BLOCK: Final = 2000
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTES: Final = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def write_text(file: BinaryIO, pieces: Iterable[str]) -> None:
    """Write the pieces as UTF-8."""
    rest = iter(pieces)
    while block := "".join(islice(rest, _BLOCK)):
        file.write(block.encode())


def xml_text(text: str) -> str:
    """Return text as it stands between tags; what XML 1.0 cannot hold becomes a space.

    >>> xml_text("R&D\\x00")
    'R&amp;D '
    """
    return escape(_NOT_XML.sub(" ", text), {"\r": "&#13;"})


def xml_value(text: str) -> str:
    """Return text as an attribute's value, with its quotes.

    >>> xml_value('the "chip"')
    '"the &quot;chip&quot;"'
    """
    return f'"{escape(_NOT_XML.sub(" ", text), _QUOTES)}"'
