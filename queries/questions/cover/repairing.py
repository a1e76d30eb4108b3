"""Unknown words of a question read as misspelt names, or as misspelt words of the vocabulary."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from queries.questions.cover.signals import Element
from queries.questions.roots import phrase, root
from queries.questions.tokens import tokenise
from queries.questions.words import is_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.questions.lexicon import Lexicon
    from queries.questions.targets import Target


def repaired(found: list[Element], lexicon: Lexicon) -> list[Element]:
    """Replace unknown words by the names or words of which they are misspellings."""
    joined: list[Element] = []
    at = 0
    while at < len(found):
        whole, size = _whole_name(found, at, lexicon)
        joined.append(whole or found[at])
        at += size
    return [_spelt(each, lexicon) if each.kind == "unknown" else each for each in joined]


def _whole_name(found: Sequence[Element], at: int, lexicon: Lexicon) -> tuple[Element | None, int]:
    """Return the name of which two or three elements, one of them unknown, are a misspelling."""
    for size in (3, 2):
        span = found[at : at + size]
        if len(span) < size or not any(e.kind == "unknown" for e in span):
            continue
        if any(e.kind not in {"unknown", "thing", "term"} or not e.text[0].isupper() for e in span):
            continue
        if any(one.end != other.start for one, other in pairwise(span)):
            continue
        text = " ".join(each.text for each in span)
        if named := lexicon.names.misspelt(text):
            note = f"{text} read as {named[0]}"
            return Element(
                "thing", span[0].start, span[-1].end, text, iris=named[1], note=note
            ), size  # fmt: skip
    return None, 1


def _spelt(each: Element, lexicon: Lexicon) -> Element:
    if each.text.lower().startswith("sub"):
        whole = phrase(each.text[3:].lstrip("-")) if len(each.text) > 5 else ()
        if any(o.kind == "class" for o in lexicon.phrases.get(whole, ())):
            return replace(each, kind="sub", options=lexicon.phrases[whole])
    spelt = each.text.islower() and is_word(each.text)
    if not spelt and (named := lexicon.names.misspelt(each.text)):
        note = f"{each.text} read as {named[0]}"
        return replace(each, kind="thing", iris=named[1], note=note)
    word = lexicon.misspelt_word(each.text)
    if word is None or each.text[0].isupper():
        return each
    options = lexicon.phrases.get((word,), ())
    note = f"{each.text} read as {_spelling(word, options, lexicon)}"
    return replace(each, kind="term", options=options, note=note)


def _spelling(word: str, options: tuple[Target, ...], lexicon: Lexicon) -> str:
    """Return a word of the vocabulary with this root as it is written there."""
    for option in options:
        if option.kind == "class":
            names = lexicon.ontology.classes[option.iri].names
        else:
            link = lexicon.ontology.links[option.iri]
            names = (*link.names, *link.forward, *link.subject_nouns, *link.object_nouns)
        for token in (t for name in names for t in tokenise(name)):
            if root(token.lower) == word:
                return token.text
    return word
