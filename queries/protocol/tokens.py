"""The tokens of SPARQL: https://www.w3.org/TR/sparql11-query/#sparqlGrammar, rules 139 to 173.

Stricter than the engine in one point, and on purpose: the engine takes two words without a space
between them (``SERVICEx:y``, ``INSERTDATA``), which the standard does not. Here a word must be a
keyword or function of SPARQL, so nothing can hide in one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Final

from kg.errors import QueryError

LONGEST: Final = 4_000_000
"""Characters that a query or update may have."""
DEEPEST: Final = 200
"""Brackets that may be open at once; the engine follows them on its stack."""

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = f"{_BASE}_0-9\u00b7\u0300-\u036f\u203f-\u2040"
_PREFIX = f"[{_BASE}](?:[{_NAME}\\-.]{{0,250}}[{_NAME}\\-])?"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = (
    f"(?:[{_BASE}_0-9:]|{_ESCAPED})(?:(?:[{_NAME}\\-.:]|{_ESCAPED})*(?:[{_NAME}\\-:]|{_ESCAPED}))?"
)
_TOKENS = {
    "space": r"[ \t\r\n]+|#[^\r\n]*",
    "iri": r"<(?:[^<>\"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>",
    "string": (
        r"'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*\"\"\""
        r"|'(?:[^'\\\r\n]|\\.)*'|\"(?:[^\"\\\r\n]|\\.)*\""
    ),
    "blank": f"_:[{_BASE}_0-9](?:[{_NAME}\\-.]*[{_NAME}\\-])?",
    "name": f"(?:{_PREFIX})?:(?:{_LOCAL})?",
    "variable": f"[?$][{_BASE}_0-9][{_NAME}]*",
    "language": r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?",
    "number": r"\d+\.\d*[eE][+-]?\d+|\.?\d+[eE][+-]?\d+|\d*\.\d+|\d+",
    "word": r"[A-Za-z][A-Za-z0-9_]*",
    "mark": r"\^\^|&&|\|\||!=|<=|>=|<<\(|\)>>|<<|>>|\{\||\|\}|[{}()\[\].,;*/|^?+\-=<>!~]",
}
_TOKEN = re.compile("|".join(f"(?P<{kind}>{text})" for kind, text in _TOKENS.items()), re.DOTALL)
_UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")


class Kind(StrEnum):
    """What a token is."""

    IRI = "iri"
    STRING = "string"
    BLANK = "blank"
    NAME = "name"  # with a prefix
    VARIABLE = "variable"
    LANGUAGE = "language"
    NUMBER = "number"
    WORD = "word"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A token: its text (a word in upper case) and where it stands, end excluded."""

    kind: Kind
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Say whether it is one of these keywords."""
        return self.kind is Kind.WORD and self.text in words

    def is_mark(self, *marks: str) -> bool:
        """Say whether it is one of these marks."""
        return self.kind is Kind.MARK and self.text in marks


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of a query or an update, without space and comments.

    >>> [token.text for token in tokens_of('select * { ?s a <x:SERVICE> } # SERVICE')]
    ['SELECT', '*', '{', '?s', 'A', '<x:SERVICE>', '}']

    Raises:
        QueryError: Too long, nested too deeply, or not made of SPARQL's tokens.
    """
    if len(text) > LONGEST:
        msg = f"The request has {len(text)} characters: at most {LONGEST} are taken"
        raise QueryError(msg)
    found: list[Token] = []
    position = depth = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise QueryError(unexpected(text, position))
        position = match.end()
        if match.lastgroup == "space":
            continue
        token = Token(Kind(match.lastgroup or ""), match[0], match.start(), position)
        if token.kind is Kind.WORD:
            token = _word(text, token)
        depth += _step(token)
        if depth > DEEPEST:
            msg = f"The request opens more than {DEEPEST} brackets at once: it is nested too deeply"
            raise QueryError(msg)
        found.append(token)
    return tuple(found)


def unexpected(text: str, position: int) -> str:
    """Return the sentence for what should not stand at a place.

    >>> unexpected("ASK {\\n  §", 8)
    "Not SPARQL: unexpected '§' at line 2, column 3"
    """
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    words = text[position : position + 20].split()
    what = repr(words[0]) if words else "end"
    return f"Not SPARQL: unexpected {what} at line {line}, column {column}"


def iri_text(token: Token) -> str:
    """Return the IRI of a token ``<...>``, its escapes resolved."""
    return _UNICODE.sub(lambda match: chr(int(match[1] or match[2], 16)), token.text[1:-1])


def _word(text: str, token: Token) -> Token:
    upper = token.text.upper()
    if upper not in _keywords():
        raise QueryError(unexpected(text, token.start))
    return Token(Kind.WORD, upper, token.start, token.end)


def _step(token: Token) -> int:
    if token.kind is not Kind.MARK:
        return 0
    return (token.text[-1] in _OPENING) - (token.text[0] in _CLOSING)


@lru_cache(maxsize=1)
def _keywords() -> frozenset[str]:
    """Return the keywords and functions of SPARQL 1.1 and 1.2, in upper case."""
    text = resources.files("queries").joinpath("protocol/keywords.txt").read_text("utf-8")
    lines = (line.partition("#")[0] for line in text.splitlines())
    return frozenset(word.upper() for line in lines for word in line.split())
