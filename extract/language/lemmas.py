"""Lemmas from a word and its tag: the treebanks' exceptions, else a lexicon of inflection."""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from spacy.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

EXCEPTIONS: Final = Path(__file__).with_name("lemmas.tsv")
"""Word, tag and lemma a line, where :func:`regular_lemma` differs from the treebanks."""

_SHOUTED: Final = 4
"""A name in capitals with more letters than this is a word rather than an acronym."""

_INFLECTED: Final = {
    **dict.fromkeys(("NNS", "NNPS"), "NOUN"),
    **dict.fromkeys(("VBD", "VBG", "VBN", "VBZ"), "VERB"),
    **dict.fromkeys(("JJR", "JJS"), "ADJ"),
    **dict.fromkeys(("RBR", "RBS"), "ADV"),
    "MD": "AUX",
}
"""Tags of inflected words; words of other tags are their own lemmas."""


@lru_cache(maxsize=1 << 16)
def lemma_of(word: str, tag: str) -> str:
    """Return the lemma of ``word`` with the Penn Treebank tag ``tag``.

    >>> [lemma_of(*pair) for pair in (("countries", "NNS"), ("Created", "VBN"), ("was", "VBD"))]
    ['country', 'create', 'be']
    """
    return exceptions().get((exception_key(word, tag), tag)) or regular_lemma(word, tag)


def exception_key(word: str, tag: str) -> str:
    """Return the word as the exceptions have it: only names keep their capitals."""
    return word if tag.startswith("NNP") else word.lower()


def regular_lemma(word: str, tag: str) -> str:
    """Return the lemma as the lexicon of English inflection has it.

    >>> regular_lemma("Studies", "NNS"), regular_lemma("Studies", "NNPS")
    ('study', 'Study')
    """
    name = tag.startswith("NNP")
    base = word if name else word.lower()
    if name and word.isupper() and len(word) > _SHOUTED:
        base = word.title()
    if tag == "CD":
        return base.replace(",", "")
    if tag in _INFLECTED:
        found = _inflection()(base, _INFLECTED[tag])
        return found[0] if found else base
    return base


@cache
def exceptions() -> Mapping[tuple[str, str], str]:
    """Return the lemmas of words and tags that the lexicon does not get right."""
    lines = EXCEPTIONS.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("# "))
    return {(word, tag): lemma for word, tag, lemma in rows}


_HOOKS: Final = ("lemma", "inflect")
_loading = threading.Lock()


@cache
def _inflection() -> Callable[[str, str], tuple[str, ...]]:
    """Load LemmInflect without what it puts at ``token._.lemma`` and ``token._.inflect``."""
    with _loading:
        kept = {name: Token.remove_extension(name) for name in _HOOKS if Token.has_extension(name)}
        import lemminflect

        for name in filter(Token.has_extension, _HOOKS):
            Token.remove_extension(name)
        for name, (default, method, getter, setter) in kept.items():
            Token.set_extension(name, default=default, method=method, getter=getter, setter=setter)
    found: Callable[[str, str], tuple[str, ...]] = lemminflect.getLemma
    return found
