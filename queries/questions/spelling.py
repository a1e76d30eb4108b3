"""Misspelt words of a question that are no names: "Wich univeristies", set right before it is read.

Only a word that is no English word, no name and no word of the graph's vocabulary is taken for
misspelt, so that a word which the graph does not know is never turned into one that it knows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from queries.questions.roots import degrees, general, phrase
from queries.questions.syntax.vocabulary import blocks_for
from queries.questions.tokens import tokenise
from queries.questions.words import base_forms, english, is_word, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from queries.questions.lexicon import Lexicon
    from queries.questions.ontology import Link
    from queries.questions.tokens import Token

_SHORTEST, _LONG = 3, 8
_ASKING = frozenset(
    {
        *("which", "what", "where", "when", "whose", "how", "many", "much", "does", "with"),
        *("from", "have", "were", "their", "that", "than", "between", "without", "and", "the"),
        *("there", "most", "more", "less", "least", "highest", "largest", "lowest", "smallest"),
    }
)


def corrected(question: str, lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """Return the question with misspelt words set right, and a note on each of them."""
    notes: list[str] = []
    tokens = tokenise(question)
    known: dict[str, None] | None = None
    for at, token in enumerate(tokens):
        if not _is_unknown(tokens, at, lexicon):
            continue
        if is_word(token.lower):
            question = _replaced(question, token, _base(token.lower, lexicon) or token.text)
            continue
        known = known if known is not None else dict.fromkeys(_forms(lexicon))
        most = 1 + (len(token.lower) > _LONG)
        for words, far in ((_ASKING, 1), (known, most)):
            same = [word for word in words if word[0] == token.lower[0]]
            # a word that goes on beyond a known one is another word: "partnership", "partner"
            same = [
                w for w in same if len(w) >= _SHORTEST and abs(len(w) - len(token.lower)) <= far
            ]
            found = process.extractOne(token.lower, same, scorer=OSA.distance, score_cutoff=far)
            if found is not None:
                question = _replaced(question, token, found[0])
                if found[0] not in _ASKING:
                    notes.append(f"{token.text} read as {found[0]}")
                break
    return question, tuple(notes)


def _replaced(question: str, token: Token, word: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(token.text)}(?!\w)", word, question, count=1)


def _base(word: str, lexicon: Lexicon) -> str | None:
    """Return the base form of an irregular one ("termini") that the vocabulary has."""
    return next((base for base in base_forms(word) if phrase(base) in lexicon.phrases), None)


def _is_unknown(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word is none of the small ones, and none of the graph's names or vocabulary."""
    token = tokens[at]
    word = token.lower
    if len(word) < _SHORTEST or not word.isalpha() or (at and token.text[0].isupper()):
        return False
    if word in _function_words() or (word,) in degrees() or phrase(word) in lexicon.phrases:
        return False
    if token.stem in lexicon.vocabulary.words() or lexicon.indicators.by_word.get(token.stem):
        return False
    return not (
        lexicon.names.exact(token.text)
        or lexicon.names.texts(token.text)
        or lexicon.names.nation(token.text)
        or lexicon.names.has_word(token.text)
        or lexicon.names.misspelt(token.text)
    )


def _function_words() -> frozenset[str]:
    lists = english()
    every = {word for words in lists.lists.values() for text in words for word in text.split()}
    every |= {*lists.numbers, *lists.scales, *lists.currencies, *lists.months, *lists.irregular}
    every |= {
        word for words in general().signals.values() for text in words for word in text.split()
    }
    return frozenset(every | set(general().light) | set(general().function) | set(general().units))


def _forms(lexicon: Lexicon) -> Iterator[str]:
    """Yield the words of the graph's vocabulary and those that may stand for them, inflected."""
    ontology = lexicon.ontology
    texts: list[str] = []
    for concept in ontology.classes.values():
        texts += concept.names
    for link in ontology.links.values():
        texts += _wordings(link)
    if ontology.layers is not None:
        for block in (*wordings().classes, *wordings().qualifiers, *wordings().roles):
            texts += block
        texts += lexicon.indicators.words
    for token in (t for text in texts for t in tokenise(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text))):
        if token.lower.isalpha():
            yield from inflected(token.lower)


def _wordings(link: Link) -> Iterator[str]:
    yield from (*link.names, *link.forward, *link.inverse, *link.subject_nouns, *link.object_nouns)
    for block in blocks_for(link) if link.forward else ():
        yield from _texts(block.values())


def _texts(lists: Iterable[object]) -> Iterator[str]:
    for each in lists:
        if isinstance(each, list):
            yield from each


def inflected(word: str) -> Iterator[str]:
    """Yield a word and its regular forms.

    >>> list(inflected("study"))
    ['study', 'studies', 'studied', 'studying']
    """
    yield word
    if word.endswith("y"):
        yield from (f"{word[:-1]}ies", f"{word[:-1]}ied", f"{word}ing")
        return
    stem = word.removesuffix("e")
    yield from (f"{word}s", f"{stem}ed", f"{stem}ing")
