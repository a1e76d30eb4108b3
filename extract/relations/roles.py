"""Who plays which role for a word: spaCy's DependencyMatcher over the constructions."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from spacy.matcher import DependencyMatcher

from extract.relations.frames import constructions, load_frames

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.vocab import Vocab

    from extract.relations.frames import Construction

Roles = dict[str, dict[int, list[int]]]
"""For each role the tokens that fill it, by the rank of the construction."""

_SHARED = ("bearer", "poss", "light", "compound", "of", "at", "in", "agent")
"""Roles that a coordinated word has in common with the others: "founder and head of"."""


def _pattern(construction: Construction) -> list[dict[str, Any]]:
    """Return a construction in the matcher's own form."""
    frames = load_frames()
    words = frames.verbs if construction.verbal else frames.nouns
    word: dict[str, Any] = {"LOWER": {"IN": sorted(words)}}
    if construction.tags:
        word["TAG"] = {"IN": sorted(construction.tags)}
    nodes: dict[str, dict[str, Any]] = {}
    entries: list[dict[str, Any]] = []
    for left, *rest in construction.nodes:
        if not rest:
            nodes[left] = word
            entries.append({"RIGHT_ID": left, "RIGHT_ATTRS": word})
            continue
        operator, right, relations, *words_of = rest
        nodes.setdefault(right, {})
        child = nodes[right if operator == ">" else left]
        child["DEP"] = {"IN": relations.split()}
        if words_of:
            nodes[right]["LOWER"] = {"IN": words_of[0].split()}
        entries.append(
            {"LEFT_ID": left, "REL_OP": operator, "RIGHT_ID": right, "RIGHT_ATTRS": nodes[right]}
        )
    return entries


@lru_cache(maxsize=4)
def role_matcher(vocab: Vocab) -> DependencyMatcher:
    """Return the matcher of all constructions, compiled once for a vocabulary."""
    matcher = DependencyMatcher(vocab)
    for construction in constructions():
        matcher.add(construction.name, [_pattern(construction)])
    return matcher


def _places(construction: Construction) -> tuple[int, int | None]:
    """Return which nodes are the argument and the preposition."""
    ids = [node[0] if len(node) == 1 else node[2] for node in construction.nodes]
    return ids.index("arg"), ids.index("case") if construction.role == "case" else None


def find_roles(doc: Doc) -> dict[int, Roles]:
    """Return the roles of each word that some frame knows; nothing without a parse."""
    found: dict[int, Roles] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    if not doc.has_annotation("DEP"):
        return found
    by_name = {construction.name: construction for construction in constructions()}
    places = {name: _places(construction) for name, construction in by_name.items()}
    for match, tokens in role_matcher(doc.vocab)(doc):
        name = doc.vocab.strings[match]
        construction = by_name[name]
        argument, case = places[name]
        word, filler = tokens[0], tokens[argument]
        role = construction.role if case is None else doc[tokens[case]].lower_
        if word != filler and filler not in found[word][role][construction.rank]:
            found[word][role][construction.rank].append(filler)
    _share(doc, found)
    return found


def _share(doc: Doc, found: dict[int, Roles]) -> None:
    """Give coordinated words the roles that only one of them has."""
    for word in list(found):
        token: Token = doc[word]
        for other in token.conjuncts:
            if other.i not in found or other.pos_ != token.pos_:
                continue
            for role in _SHARED:
                if role in found[other.i] and role not in found[word]:
                    found[word][role] = {
                        rank + 1: list(fillers) for rank, fillers in found[other.i][role].items()
                    }
