"""Where punctuation ends a sentence of news, whatever a model thinks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.components.lexicon import word_set

if TYPE_CHECKING:
    from spacy.tokens import Doc


def after_stops(doc: Doc) -> set[int]:
    """Return the tokens that follow a full stop, question or exclamation mark and its quotes.

    A note's number in brackets belongs to the sentence before it.
    """
    found = set()
    number = 0
    while number < len(doc):
        if not _is_stop(doc, number):
            number += 1
            continue
        after = number + 1
        while after < len(doc) and (size := _closing(doc, after)):
            after += size
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


def _closing(doc: Doc, number: int) -> int:
    """Return how many tokens at ``number`` still belong to the sentence that has just ended."""
    note = doc[number : number + 3]
    if [t.is_digit or t.text for t in note] == ["[", True, "]"]:
        return 3
    return int(_closes(doc, number))


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
        or text[0] in "\"'“‘([«€$£¥—–-△•*"
        or (text[0].isalpha() and _is_brand(text))
    )


def _is_brand(text: str) -> bool:
    return any(char.isupper() for char in text[1:])
