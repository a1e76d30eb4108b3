"""Plain numbers in digits and words.

Written here rather than taken from ``text-to-num``, ``word2number`` or ``quantulum3``: those
lose character offsets or ISO currencies, know no crore, or (quantulum3) want scikit-learn and
network access, and what news needs is one regular expression.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from extract.quantities.words import quantity_words

DIGITS: Final = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@cache
def number_pattern() -> str:
    """Return a regular expression for a number with its sign and scale, such as ``1.2 bn``.

    Groups: ``sign``, ``digits``, ``words``, ``scale``.
    """
    words = quantity_words()
    small = _alternatives(list(words.number_words))
    spelled = rf"(?:{small})(?:-(?:{small}))?"
    letters = [s for s in words.scales if len(s) <= 3]
    whole = [s for s in words.scales if len(s) > 3]
    scale = (
        rf"(?:[\s-]?(?:{_alternatives(whole)})(?![\w])|[\s]?(?:{_alternatives(letters)})(?![\w]))"
    )
    return (
        rf"(?P<sign>(?<![\w)])[-−–]\s?|\bminus\s|\bnegative\s)?"
        rf"(?:(?P<digits>{DIGITS})|(?P<words>\b(?:half\s+a|a\s+half|a\s+quarter\s+of\s+a|a(?=\s+(?:hundred|thousand|million|billion|trillion|dozen)\b)|{spelled})\b))"
        rf"(?P<scale>(?:{scale}){{0,2}})"
    )


def spelled_value(text: str) -> float | None:
    """Return the value of a spelled small number.

    >>> spelled_value("Twenty-five"), spelled_value("half a"), spelled_value("many")
    (25.0, 0.5, None)
    """
    text = " ".join(text.lower().split())
    fixed = {"a": 1.0, "half a": 0.5, "a half": 0.5, "a quarter of a": 0.25}
    if text in fixed:
        return fixed[text]
    known = quantity_words().number_words
    parts = [known.get(part) for part in text.split("-")]
    if any(part is None for part in parts):
        return None
    return float(sum(part for part in parts if part is not None))


def scale_value(text: str) -> float:
    """Return the product of the scale words in ``text``.

    >>> scale_value(" hundred thousand")
    100000.0
    """
    value = 1.0
    for word in re.findall(r"[a-z]+", text.lower()):
        value *= quantity_words().scales.get(word, 1.0)
    return value


def number_value(match: re.Match[str]) -> float | None:
    """Return the value of a match of :func:`number_pattern`."""
    if match["digits"]:
        value: float | None = float(match["digits"].replace(",", ""))
    else:
        value = spelled_value(match["words"])
    if value is None:
        return None
    value = round(value * scale_value(match["scale"] or ""), 6)
    return -value if match["sign"] else value
