"""Sentence boundaries for news: at paragraph edges always, inside paragraphs by punctuation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import numpy as np
from spacy.language import Language

from extract.components.lexicon import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc
    from thinc.types import Ints2d

EDGES = "kg_edges"
"""Key of ``doc.user_data``: character offsets at which a part of the article starts or ends."""


class Sentences:
    """Set ``token.is_sent_start``.

    ``doc.user_data["kg_edges"]`` holds the character offsets where a sentence starts whatever
    the words say. A blank line is an edge too.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Mark the first token of each sentence of ``doc``."""
        edges = sorted(doc.user_data.get(EDGES, ()))
        starts = _edge_tokens(doc, edges) | _paragraph_tokens(doc) | _after_stops(doc)
        # One array instead of token.is_sent_start, which looks at the whole document each time.
        marks = np.full(len(doc), -1, dtype=np.int64)
        marks[[at for at in {0, *starts} if at < len(doc)]] = 1
        doc.from_array(["SENT_START"], cast("Ints2d", marks.astype(np.uint64).reshape(-1, 1)))
        return doc


def _edge_tokens(doc: Doc, edges: Iterable[int]) -> set[int]:
    """Return the first token that starts at or after each edge."""
    offsets = [token.idx for token in doc]
    found = set()
    number = 0
    for edge in edges:
        while number < len(offsets) and (offsets[number] < edge or doc[number].is_space):
            number += 1
        if number < len(offsets):
            found.add(number)
    return found


def _paragraph_tokens(doc: Doc) -> set[int]:
    return {token.i + 1 for token in doc[:-1] if token.is_space and token.text.count("\n") > 1}


def _after_stops(doc: Doc) -> set[int]:
    """Return the tokens that follow a full stop, question or exclamation mark and its quotes."""
    found = set()
    number = 0
    while number < len(doc):
        if not _is_stop(doc, number):
            number += 1
            continue
        after = number + 1
        while after < len(doc) and _closes(doc, after):
            after += 1
        begin = after
        while begin < len(doc) and doc[begin].is_space:
            begin += 1
        gap = doc[after - 1].whitespace_ or begin > after
        if begin < len(doc) and gap and _may_start(doc, begin):
            found.add(begin)
        number = max(after, number + 1)
    return found


def _is_stop(doc: Doc, number: int) -> bool:
    token = doc[number]
    if token.text in {"!", "?", "…"} or (token.text[-1] in "!?" and not token.is_alpha):
        return True
    if not token.text.endswith("."):
        return False
    if token.text.strip(".") == "":
        before = doc[number - 1].text.casefold() if number else ""
        joined = number > 0 and not doc[number - 1].whitespace_
        if before == "no" and number + 1 < len(doc) and doc[number + 1].is_digit:
            return False
        return not (joined and before in word_set("abbreviations") - word_set("may_end")) and not (
            joined and len(before) == 1 and doc[number - 1].text.isupper()
        )
    word = token.text[:-1].casefold()
    if word in word_set("may_end") or re.fullmatch(
        r"(?:[A-Z]\.){2,}|[A-Z]{2,4}\.|Ont\.|Wis\.|Minn\.|Calif\.", token.text
    ):
        return _strong_start(doc, number + 1)
    return word not in word_set("abbreviations") and len(word) > 1


def _strong_start(doc: Doc, number: int) -> bool:
    """After "U.S." or "Inc.": a new sentence only where a function word starts it."""
    while number < len(doc) and (doc[number].is_space or doc[number].text in "\"'”’)"):
        number += 1
    if number >= len(doc):
        return False
    return doc[number].is_title and doc[number].lower_ in word_set("starters")


def _closes(doc: Doc, number: int) -> bool:
    """Tell whether the token closes a quotation or bracket that the sentence is in."""
    token = doc[number]
    if token.text in {"”", "’", ")", "]", "»"}:
        return True
    return token.text in {'"', "'", "''"} and not doc[number - 1].whitespace_


def _may_start(doc: Doc, number: int) -> bool:
    text = doc[number].text
    return (
        text[0].isupper()
        or text[0].isdigit()
        or text[0] in "\"'“‘([«€$£¥—–-△•"
        or (text[0].isalpha() and _is_brand(text))
    )


def _is_brand(text: str) -> bool:
    return any(char.isupper() for char in text[1:])


@Language.factory("kg_sentences", assigns=["token.is_sent_start"])
def make_sentences(nlp: Language, name: str) -> Sentences:  # noqa: ARG001 - spaCy's signature
    """Build the component."""
    return Sentences()
