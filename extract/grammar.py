"""What the parse says around a number: the verb that governs it, its tense, ways in the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from extract.relations.views import View

_VERBAL: Final = frozenset({"VERB", "AUX"})
_FUTURE: Final = frozenset({"will", "would", "shall", "should", "may", "might", "could", "can"})


def tree_path(one: Token, other: Token) -> tuple[list[Token], list[Token], Token | None]:
    """Return the tokens from each end up to below their common ancestor, and that ancestor."""
    above = [one, *one.ancestors]
    numbers = {token.i: n for n, token in enumerate(above)}
    down: list[Token] = []
    for token in (other, *other.ancestors):
        if token.i in numbers:
            return above[: numbers[token.i]], down, token
        down.append(token)
    return above, down, None


def item_root(view: View, i: int, doc: Doc) -> Token:
    """Return the token of item ``i`` on which its others depend."""
    return doc[view.items[i].start : view.items[i].end].root


def governing_verb(token: Token) -> Token | None:
    """Return the nearest verb above a token, or the root where a copula hides it."""
    for above in token.ancestors:
        if above.pos_ in _VERBAL or any(child.dep_ == "cop" for child in above.children):
            return above
    return None


def clause_relation(verb: Token | None, other: Token | None) -> str:
    """Tell whether ``other`` is the same verb, or "above:", "below:" with the relation, or beside.

    >>> clause_relation(None, None)
    'none'
    """
    if verb is None or other is None:
        return "none"
    if verb == other:
        return "same"
    for name, low, high in (("above", verb, other), ("below", other, verb)):
        chain = [low, *low.ancestors]
        if high in chain:
            return f"{name}:{chain[chain.index(high) - 1].dep_}"
    return "beside"


def tense(verb: Token | None) -> str:
    """Return ``past``, ``present``, ``perfect``, ``future`` or ``none`` of a verb."""
    if verb is None:
        return "none"
    helpers = [child for child in verb.children if child.dep_ in {"aux", "aux:pass", "cop"}]
    words = {child.lower_ for child in helpers}
    if words & _FUTURE:
        return "future"
    if words & {"has", "have", "had", "'ve"} and verb.pos_ in _VERBAL:
        return "perfect"
    for token in (*helpers, verb):
        if found := token.morph.get("Tense", []):
            finite = "Fin" in token.morph.get("VerbForm", []) or token in helpers
            return {"Past": "past", "Pres": "present"}[found[0]] if finite else "participle"
    return "infinitive"
