"""Who plays which role for a word: the constructions, followed from each word along the tree.

spaCy's DependencyMatcher gives the same, but tries each node of each construction on each token:
it took longer than all else that is done for facts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extract.relations.frames import constructions, load_frames
from extract.relations.words import relation_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from extract.relations.frames import Construction

Roles = dict[str, dict[int, list[int]]]
"""For each role the tokens that fill it, by the rank of the construction."""

_SHARED = ("bearer", "poss", "light", "compound", "of", "at", "in", "agent")
"""Roles that a coordinated word has in common with the others: "founder and head of"."""
_WORDS = 4
"""Where the line of a node holds the words that it may be."""


@dataclass(frozen=True, slots=True)
class _Node:
    """One token of a construction: what it must be, and from which earlier node it is reached."""

    left: int
    down: bool
    lowers: frozenset[str]
    relations: frozenset[str]
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A construction; ``argument`` and ``case`` number the nodes that fill and name the role."""

    construction: Construction
    nodes: tuple[_Node, ...]
    argument: int
    case: int | None


class _Tree:
    """The columns of a parsed doc, read once."""

    def __init__(self, doc: Doc) -> None:
        self.lowers = [token.lower_ for token in doc]
        self.relations = [token.dep_ for token in doc]
        self.tags = [token.tag_ for token in doc]
        self.heads = [token.head.i for token in doc]
        self.children: dict[int, list[int]] = defaultdict(list)
        for place, head in enumerate(self.heads):
            if head != place:
                self.children[head].append(place)

    def near(self, place: int, *, down: bool) -> Sequence[int]:
        """Return the tokens that depend on a token, or the one on which it depends."""
        if down:
            return self.children.get(place, ())
        head = self.heads[place]
        return () if head == place else (head,)

    def fits(self, node: _Node, place: int) -> bool:
        """Tell whether a token is what a node asks for; an empty set asks for nothing."""
        return (
            (not node.relations or self.relations[place] in node.relations)
            and (not node.lowers or self.lowers[place] in node.lowers)
            and (not node.tags or self.tags[place] in node.tags)
        )

    def matches(self, nodes: Sequence[_Node], chosen: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        """Yield the tokens of all nodes, given those of the first ones, in order of the text."""
        if len(chosen) == len(nodes):
            yield chosen
            return
        node = nodes[len(chosen)]
        for place in self.near(chosen[node.left], down=node.down):
            if self.fits(node, place):
                yield from self.matches(nodes, (*chosen, place))


def _words(line: str) -> frozenset[str]:
    """Return the words of a node: those of a list, if it names one."""
    return relation_words().sets[line[1:]] if line.startswith("@") else frozenset(line.split())


def _compile(construction: Construction) -> _Compiled:
    """Return a construction with the relation of each dependent told at its own node."""
    ids = [node[0] if len(node) == 1 else node[2] for node in construction.nodes]
    relations: dict[str, frozenset[str]] = {}
    for left, *rest in construction.nodes:
        if rest:
            relations[rest[1] if rest[0] == ">" else left] = frozenset(rest[2].split())
    nodes = [
        _Node(
            left=ids.index(node[0]),
            down=node[1:2] == (">",),
            lowers=_words(node[_WORDS]) if len(node) > _WORDS else frozenset(),
            relations=relations.get(name, frozenset()),
            tags=construction.tags if len(node) == 1 else frozenset(),
        )
        for name, node in zip(ids, construction.nodes, strict=True)
    ]
    case = ids.index("case") if construction.role == "case" else None
    return _Compiled(construction, tuple(nodes), ids.index("arg"), case)


@cache
def _compiled() -> tuple[_Compiled, ...]:
    return tuple(_compile(construction) for construction in constructions())


def find_roles(doc: Doc) -> dict[int, Roles]:
    """Return the roles of each word that some frame knows; nothing without a parse."""
    found: dict[int, Roles] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    if not doc.has_annotation("DEP"):
        return found
    tree, frames = _Tree(doc), load_frames()
    verbs = [place for place, lower in enumerate(tree.lowers) if lower in frames.verbs]
    nouns = [place for place, lower in enumerate(tree.lowers) if lower in frames.nouns]
    for compiled in _compiled():
        construction, first = compiled.construction, compiled.nodes[0]
        for word in verbs if construction.verbal else nouns:
            if not tree.fits(first, word):
                continue
            for tokens in tree.matches(compiled.nodes, (word,)):
                filler, case = tokens[compiled.argument], compiled.case
                role = construction.role if case is None else tree.lowers[tokens[case]]
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
