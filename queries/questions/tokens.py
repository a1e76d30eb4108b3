"""Words of a question, and the stem under which two forms of a word are equal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(
    r"[$€£¥]|'s\b|\d{4}-(?:\d\d(?:-\d\d)?|[Qq]\d)\b|\d[\d,]*(?:\.\d+)?(?=[a-z]{1,2}\b|%|\b)"
    r"|(?:[^\W\d_]\.){2,}|[^\W_]+(?:(?:[-.&/]|'(?!s\b))[^\W_]+)*\+?|[,%&]"
)
_DOUBLED = re.compile(r"([bdgklmnprtz])\1$")
_PARTICIPLES = re.compile(r"(?:ed|en|wn|ld|nt|ught|de|lt|ken|ne)$")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of the question: ``text`` as typed, ``lower``, and ``stem`` to compare by."""

    text: str
    lower: str
    stem: str

    @property
    def is_name_like(self) -> bool:
        """Whether it is written as a name is: with a capital or a digit."""
        return any(c.isupper() or c.isdigit() for c in self.text)


def plain(text: str) -> str:
    """Return ``text`` without case, accents and typographic quotes.

    >>> plain("Université d’Été")
    "universite d'ete"
    """
    folded = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(c for c in folded if not unicodedata.combining(c))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return a key that is equal for the forms of one word; it need not be a word itself.

    >>> stem("companies") == stem("company"), stem("invested") == stem("investing")
    (True, True)
    >>> stem("organised") == stem("organizes"), stem("bought") == stem("buy")
    (True, True)
    """
    base = english().irregular.get(word, word)
    base = (
        base.replace("programme", "program").replace("centre", "center").replace("labour", "labor")
    )
    base = base.replace("isation", "ization")
    base = re.sub(r"is(e|es|ed|ing|er|ers)$", r"iz\1", base)
    base = _without_ending(base)
    base = _DOUBLED.sub(r"\1", base)
    return base[:-1] if base.endswith("e") and len(base) > 2 else base


def _without_ending(word: str) -> str:
    """Cut a plural, past or progressive ending."""
    endings = (("ies", "y", 5), ("ied", "y", 5), ("sses", "ss", 5), ("ing", "", 6), ("ed", "", 5))
    for ending, instead, shortest in endings:
        if word.endswith(ending) and len(word) >= shortest:
            return word[: -len(ending)] + instead
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


@lru_cache(maxsize=100_000)
def stems(phrase: str) -> tuple[str, ...]:
    """Return the stems of a phrase without its articles.

    >>> stems("be a member of")
    ('be', 'member', 'of')
    """
    return tuple(token.stem for token in without_articles(tokenise(phrase)))


def tokenise(text: str) -> list[Token]:
    """Split a question into words; punctuation goes, but for commas and signs of money.

    >>> [token.lower for token in tokenise("What is C.C. Wei's R&D share (in %)?")]
    ['what', 'is', 'c.c.', 'wei', "'s", 'r&d', 'share', 'in', '%']
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text).replace("’", "'"))
    return [token(word) for word in words]


def token(word: str) -> Token:
    """Return a word as a token."""
    lower = plain(word)
    return Token(word, lower, stem(lower))


def without_articles(tokens: Iterable[Token]) -> list[Token]:
    """Return the tokens without "the", "a" and "an", which no wording rests on."""
    return [each for each in tokens if each.lower not in {"the", "a", "an"}]


def is_participle(token: Token) -> bool:
    """Whether the word may be a past participle: "acquired", "built", "given"."""
    return bool(_PARTICIPLES.search(token.lower)) and token.lower != token.stem


def is_progressive(token: Token) -> bool:
    """Whether the word may be a present participle: "operating"."""
    return token.lower.endswith("ing") and token.lower != token.stem
