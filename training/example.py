"""One training window: words and whatever is known about them."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import spacy

from training.labels import COARSE, NER_ID

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NLP = spacy.blank("en")
ALL = (1 << len(NER_ID)) - 1
"""Bit set of every name label: a word about which nothing is known."""


@dataclass
class Syntax:
    """Grammar of each word; ``heads`` count from 1 within the window, 0 is the root."""

    tags: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    morphs: list[str] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)


@dataclass
class Pair:
    """Two spans of words, and what holds from the first to the second.

    ``unknown`` holds the relations that are not to be learnt either way; None: all of them.
    ``same`` says whether both name one entity; None: not known.
    """

    first: tuple[int, int]
    second: tuple[int, int]
    roles: tuple[str, str]
    true: frozenset[str] = frozenset()
    unknown: frozenset[str] | None = frozenset()
    status: str | None = None
    same: bool | None = None


@dataclass
class Example:
    """A window of words from one source.

    ``names`` has a bit set of allowed name labels for each word (None: no names marked);
    ``starts`` says for each word whether a sentence starts there (None: not known);
    ``types`` are spans with their contract type.
    """

    source: str
    words: list[str]
    syntax: Syntax | None = None
    starts: list[bool] | None = None
    names: list[int] | None = None
    types: list[tuple[int, int, str]] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Read a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def fold(key: str, parts: int) -> int:
    """Return a stable number below ``parts`` for a document's name."""
    return int(hashlib.sha1(key.encode()).hexdigest(), 16) % parts


def allowed(kinds: Iterable[str], mark: str = "BI", *, outside: bool = False) -> int:
    """Return the bit set of the name labels of ``kinds``.

    >>> allowed(["PER"], "B") == 1 << NER_ID["B-PER"]
    True
    """
    bits = 1 if outside else 0
    for kind in kinds:
        for letter in mark:
            bits |= 1 << NER_ID[f"{letter}-{kind}"]
    return bits


def name_bits(
    length: int, spans: Iterable[tuple[int, int, frozenset[str]]], covered: frozenset[str]
) -> list[int]:
    """Return the allowed labels of each word of a window.

    Args:
        length: Number of words.
        spans: Start, end and possible types of each marked name; no type at all: anything goes.
        covered: The types that the source marks wherever they occur.
    """
    outside = allowed((kind for kind in COARSE if kind not in covered), outside=True)
    bits = [outside] * length
    for start, end, kinds in sorted(spans, key=lambda s: s[1] - s[0]):
        for at in range(start, end):
            if not kinds:
                bits[at] = ALL
            elif kinds - covered:
                bits[at] = allowed(kinds, outside=True)
            else:
                bits[at] = allowed(kinds, "B" if at == start else "I")
    return bits


class Words:
    """The words of a text as the runtime's tokenizer cuts them, without white space."""

    def __init__(self, text: str) -> None:
        tokens = [token for token in NLP.make_doc(text) if not token.is_space]
        self.words = [token.text for token in tokens]
        self.begins = [token.idx for token in tokens]
        self.ends = [token.idx + len(token) for token in tokens]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the words that the characters from ``start`` to ``end`` touch."""
        inside = [
            i
            for i, (a, b) in enumerate(zip(self.begins, self.ends, strict=True))
            if a < end and b > start
        ]
        return (inside[0], inside[-1] + 1) if inside else None


def packs(
    lengths: list[int], chance: random.Random, *, low: int = 35, high: int = 140
) -> Iterator[range]:
    """Group neighbouring sentences into windows of varying size; yields their numbers."""
    start, size, limit = 0, 0, chance.randint(low, high)
    for number, length in enumerate(lengths):
        if size and size + length > limit:
            yield range(start, number)
            start, size, limit = number, 0, chance.randint(low, high)
        size += length
    if size:
        yield range(start, len(lengths))
