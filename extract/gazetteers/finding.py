"""Find a user's known names in a document, word for word, and type them as the user does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from spacy.tokens import Span

from extract.gazetteers.known import is_distinctive

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from spacy.tokens import Doc

    from extract.gazetteers.known import Gazetteer

_WORD = re.compile(r"\w+")


def with_known_names(
    spans: Sequence[Span],
    gazetteer: Gazetteer,
    stretches: Iterable[tuple[Doc, int, int]],
    common: Container[str],
) -> list[Span]:
    """Return ``spans`` with the known names of the stretches (characters) added and typed.

    A span that is a known name gets its type. A known name that was missed is added, in place of
    shorter spans within it; one that lies in a longer span, or crosses one, is left out.
    """
    found = [
        span
        for doc, start, end in stretches
        for span in _matches(doc, start, end, gazetteer, common)
    ]
    taken = {(span.start, span.end) for span in spans}
    missed = [
        span
        for span in found
        if (span.start, span.end) not in taken
        and not any(_within(span, other) or _crosses(span, other) for other in spans)
    ]
    kept = [span for span in spans if not any(_within(span, other) for other in missed)]
    return [*(_typed(span, gazetteer) for span in kept), *missed]


def _typed(span: Span, gazetteer: Gazetteer) -> Span:
    kind = gazetteer.types.get(" ".join(span.text.split()))
    return span if kind is None else Span(span.doc, span.start, span.end, label=kind.value)


def _matches(
    doc: Doc, start: int, end: int, gazetteer: Gazetteer, common: Container[str]
) -> Iterator[Span]:
    """Yield the longest known names, left to right, that can be looked for in any text."""
    text = doc.text  # spaCy joins it anew at each call
    words = list(_WORD.finditer(text, start, end))
    passed = start
    for number, word in enumerate(words):
        most = gazetteer.first_words.get(word[0], 0)
        if word.start() < passed or not most:
            continue
        ends = [last.end() for last in words[number : number + most]]
        span = _longest(doc, text, word.start(), ends, gazetteer, common)
        if span is not None:
            yield span
            passed = span.end_char


def _longest(
    doc: Doc,
    text: str,
    start: int,
    ends: Sequence[int],
    gazetteer: Gazetteer,
    common: Container[str],
) -> Span | None:
    """Return the longest known name from ``start``; a sign may end it, as in "LG U+"."""
    for last in reversed(ends):
        for end in (last + 1, last):
            name = " ".join(text[start:end].split())
            kind = gazetteer.types.get(name)
            if kind is not None and is_distinctive(name, common):
                span: Span | None = doc.char_span(start, end, label=kind.value)
                if span is not None and len(span.text) == end - start:
                    return span
    return None


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and len(inner) < len(outer)


def _crosses(left: Span, right: Span) -> bool:
    return left.start < right.start < left.end < right.end or (
        right.start < left.start < right.end < left.end
    )
