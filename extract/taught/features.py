"""What is seen of a pair in its sentence: the words around it, and the tree between its ends."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from extract.components.lexicon import fold
from extract.grammar import tree_path
from kg.model import ORGANISATION_TYPES, PLACE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span, Token

Place = tuple[int, int]
"""Where an argument stands: the tokens ``doc[start:end]``."""

STEM: Final = 5
BESIDE: Final = 3
"""How many words to the left and right of an argument count."""
_LONGEST_PATH: Final = 5
_MOST_BETWEEN: Final = 10
_MOST_JOINED: Final = 6
_EDGE: Final = 4
_LONGEST_SHAPE: Final = 10


def stem(word: str) -> str:
    """Return the part of a word that its relatives share: "found" of "founded" and "founding"."""
    return word[:STEM]


def coarse(kind: str) -> str:
    """Return a wider kind: all organisations are one, all places are one."""
    return "Place" if kind in PLACE_TYPES else "Org" if kind in ORGANISATION_TYPES else kind


def shape(text: str) -> str:
    """Return how a text looks: "Aa 9" for "Apollo 11"."""
    out = re.sub(r"[A-Z]+", "A", re.sub(r"[a-z]+", "a", re.sub(r"\d+", "9", fold_accents(text))))
    return out[:_LONGEST_SHAPE]


def fold_accents(text: str) -> str:
    """Return a text without accents, its capitals kept."""
    return "".join(fold(char).upper() if char.isupper() else fold(char) for char in text)


def lemma(token: Token) -> str:
    """Return a word's lemma in lower case; a number is ``9``."""
    return "9" if token.like_num else (token.lemma_ or token.text).lower()


def words_between(doc: Doc, one: Place, two: Place) -> Iterator[str]:
    """Yield the lemmas between two places, alone, in pairs and all together, and the order."""
    way = ">" if one[0] < two[0] else "<"
    words = [lemma(t) for t in doc[min(one[1], two[1]) : max(one[0], two[0])] if not t.is_space]
    if len(words) <= _MOST_BETWEEN:
        for word in words:
            yield f"w{way}{word}"
        yield f"all{way}{' '.join(words[:_MOST_JOINED])}"
    pairs = list(pairwise(words))
    for a, b in {*pairs[:_EDGE], *pairs[-_EDGE + 1 :]}:
        yield f"ww{way}{a} {b}"


def words_beside(doc: Doc, one: Place, two: Place, sentence: Span) -> Iterator[str]:
    """Yield the lemmas to the left and right of both places; ``sentence`` is that of the second."""
    way = ">" if one[0] < two[0] else "<"
    here = doc[one[0]].sent
    for name, (start, end), span in (("s", one, here), ("o", two, sentence)):
        left = [lemma(t) for t in doc[max(start - BESIDE, span.start) : start]]
        right = [lemma(t) for t in doc[end : min(end + BESIDE, span.end)]]
        if left:
            yield f"{name}-1={left[-1]}"
            yield f"{name}-1{way}{left[-1]}"
        if len(left) > 1:
            yield f"{name}-2={left[-2]} {left[-1]}"
        for word in left:
            yield f"{name}left={word}"
        if right:
            yield f"{name}+1={right[0]}"
            yield f"{name}+1{way}{right[0]}"
        if len(right) > 1:
            yield f"{name}+2={right[0]} {right[1]}"
        for word in right:
            yield f"{name}right={word}"


def tree_features(one: Token, two: Token, *, together: bool) -> Iterator[str]:
    """Yield the heads of both ends and, ``together`` in a sentence, the way between them."""
    yield f"sdep={one.dep_}"
    yield f"odep={two.dep_}"
    yield f"ohead={lemma(two.head)}"
    yield f"oheaddep={lemma(two.head)} {two.dep_} {_case(two)}"
    yield f"shead={lemma(one.head)}"
    yield f"otoken={lemma(two)}"
    for child in two.children:
        if child.dep_ in {"amod", "compound", "nmod"}:
            yield f"ochild={lemma(child)}"
    if not together:
        return
    up, down, top = tree_path(one, two)
    steps = [*up, *([top] if top is not None else []), *reversed(down)]
    if len(up) + len(down) <= _LONGEST_PATH:
        labels = [f"<{t.dep_}" for t in up] + [f">{t.dep_}" for t in reversed(down)]
        yield f"path={' '.join(labels)}"
        if top is not None and top is not one and top is not two:
            yield f"path={' '.join(labels)} {lemma(top)}"
        yield f"pathcase={' '.join(labels)} {_case(two)}"
        inner = [lemma(t) for t in steps if t is not one and t is not two]
        yield f"inner={' '.join(inner)}"
    if top is not None:
        yield f"top={lemma(top)}"
    for token in steps:
        if token is not one and token is not two:
            yield f"on={lemma(token)}"


def _case(token: Token) -> str:
    return " ".join(lemma(child) for child in token.children if child.dep_ == "case")


_SAID: Final = {
    "w>": "{} between",
    "w<": "{} between",
    "ww>": "{} between",
    "ww<": "{} between",
    "all>": "only {} between",
    "all<": "only {} between",
    "on=": "{} on the way through the sentence",
    "top=": "{} above both",
    "inner=": "{} on the way through the sentence",
    "oleft=": "{} before the object",
    "oright=": "{} after the object",
    "sleft=": "{} before the subject",
    "sright=": "{} after the subject",
    "o-2=": "{} before the object",
    "ohead=": "the object under {}",
    "object=": "the object {}",
    "ochild=": "{} beside the object",
    "n=": "a word in {}- near",
}


def in_words(feature: str) -> str | None:
    """Return what a feature says to a reader, if it speaks of words.

    >>> in_words("ww>found by"), in_words("kinds=Org>Person")
    ("'found by' between", None)
    """
    for prefix, said in _SAID.items():
        if feature.startswith(prefix) and len(feature) > len(prefix):
            return said.format(f"'{feature.removeprefix(prefix)}'")
    return None
