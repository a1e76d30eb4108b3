"""Whole questions: which noun phrase is asked for, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.questions.syntax.clauses import Variable
from queries.questions.syntax.gaps import NAMED
from queries.questions.syntax.phrases import Noun, Sentence, merge, unify
from queries.questions.syntax.pieces import Kind
from queries.questions.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.questions.syntax.clauses import Pattern
    from queries.questions.syntax.grammar import Grammar
    from queries.questions.syntax.pieces import Piece
    from queries.questions.syntax.relating import Joined


def sentences(grammar: Grammar) -> Iterator[Sentence]:
    """Yield every reading of the whole question."""
    for start in {0, grammar.past(0, Kind.PREPOSITION, Kind.AND)}:
        for noun in grammar.nouns(start):
            yield from _about(grammar, noun)
    yield from _what_is(grammar, 0)
    yield from _are_both(grammar)
    yield from _paired(grammar)
    for piece in grammar.at(0, Kind.BE):
        for noun in grammar.nouns(piece.end):
            for clause in grammar.after_be(noun.node, noun.end, 0):
                yield from _whole(grammar, noun.plus(clause))
    for piece in grammar.at(0, Kind.DO, Kind.HAVE):
        for noun in grammar.nouns(piece.end):
            for clause in grammar.verb_phrases(noun.node, noun.end):
                yield from _whole(grammar, noun.plus(clause))


def _about(grammar: Grammar, noun: Noun) -> Iterator[Sentence]:
    """Yield the questions that begin with a noun phrase, and bare noun phrases."""
    if grammar.end(noun.end) and (noun.patterns or noun.many) and isinstance(noun.node, Variable):
        asked = noun.asked or (noun.node,)
        yield Sentence(noun.patterns, asked, noun.many, noun.cost + 0.3, noun.notes)
    for clause in grammar.verb_phrases(noun.node, noun.end):
        yield from _whole(grammar, noun.plus(clause))
    if not noun.asked:
        return
    for clause in grammar.gaps(noun.node, noun.end):
        yield from _whole(grammar, noun.plus(clause))
    be = grammar.after(noun.end, Kind.BE)
    if be is not None:
        for other in grammar.nouns(be):
            yield from _identified(grammar, noun, other)
    for other in grammar.nouns(noun.end):  # "(tell me) who the chair of X is"
        if (end := grammar.after(other.end, Kind.BE)) is not None:
            yield from _identified(grammar, noun, replace(other, end=end))


def _what_is(grammar: Grammar, start: int) -> Iterator[Sentence]:
    """Yield "what nationality is X", "how many founders does X have"."""
    for piece in grammar.at(start, Kind.WHAT, Kind.MANY):
        for noun in grammar.at(piece.end, *NAMED):
            if piece.kind is Kind.MANY and _is_measured(grammar, noun):
                continue
            node = grammar.variable(noun, start)
            owner = grammar.after(noun.end, Kind.BE, Kind.DO, Kind.HAVE)
            for other in grammar.nouns(owner) if owner is not None else ():
                end = grammar.past(other.end, Kind.HAVE)
                for joined in grammar.relater.join(noun.senses, node, other.node):
                    patterns, cost = joined.patterns + other.patterns, other.cost + joined.cost
                    if grammar.end(end):
                        many = piece.kind is Kind.MANY
                        yield Sentence(patterns, (node,), many, cost, other.notes)


def _is_measured(grammar: Grammar, noun: Piece) -> bool:
    """Whether articles state the number itself ("employees"), so that names are not counted."""
    found = grammar.lexicon.indicators.matching(stems(noun.text))
    properties = grammar.lexicon.ontology.links
    held = any(q.endswith("role") for s in noun.senses for q in properties[s.predicate].qualifiers)
    return held and bool(found) and found[0][0] == 0


def _are_both(grammar: Grammar) -> Iterator[Sentence]:
    """Yield "are X and Y rivals"."""
    for piece in grammar.at(0, Kind.BE):
        for first in grammar.nouns(piece.end):
            again = grammar.after(first.end, Kind.AND)
            for second in grammar.nouns(again) if again is not None else ():
                for noun in grammar.at(second.end, *NAMED):
                    for joined in grammar.relater.join(noun.senses, first.node, second.node):
                        if grammar.end(noun.end):
                            yield Sentence(
                                joined.patterns,
                                (),
                                False,
                                first.cost + second.cost + joined.cost,
                                (),
                            )


def _paired(grammar: Grammar) -> Iterator[Sentence]:
    """Yield "the founders of X and the universities they attended": two things, joined."""
    for noun in grammar.nouns(0):
        again = grammar.after(noun.end, Kind.AND)
        for other in grammar.nouns(again) if again is not None else ():
            both = noun.node, other.node
            if not (isinstance(both[0], Variable) and isinstance(both[1], Variable)):
                continue
            start = grammar.past(other.end, Kind.RELATIVE, Kind.WHAT, Kind.PREPOSITION)
            for joined, end in _said_of_them(grammar, noun, other, start):
                if grammar.end(grammar.past(end, Kind.PREPOSITION)):
                    yield Sentence(
                        noun.patterns + joined.patterns + other.patterns, (both[0], both[1]),
                        False, noun.cost + other.cost + joined.cost, noun.notes + other.notes,
                    )  # fmt: skip


def _said_of_them(
    grammar: Grammar, noun: Noun, other: Noun, start: int
) -> Iterator[tuple[Joined, int]]:
    """Yield how "they attended" or "they are based in" joins two things, and where it ends."""
    for pronoun in grammar.at(start, Kind.PRONOUN):
        for verb in grammar.at(grammar.past(pronoun.end, Kind.DO, Kind.HAVE), Kind.VERB):
            for joined in grammar.relater.join(verb.senses, noun.node, other.node):
                yield joined, verb.end
        for be in grammar.at(pronoun.end, Kind.BE):
            for said in grammar.at(be.end, Kind.ADJECTIVE, Kind.VERB):
                turned = said.kind is Kind.VERB and said.participle
                ends = (other.node, noun.node) if turned else (noun.node, other.node)
                for joined in grammar.relater.join(said.senses, *ends):
                    yield joined, said.end


def _identified(grammar: Grammar, asking: Noun, other: Noun) -> Iterator[Sentence]:
    """Yield "who is the chair of X": the asked one is the one described."""
    if (
        not grammar.end(other.end)
        or not isinstance(other.node, Variable)
        or not isinstance(asking.node, Variable)
    ):
        return
    node = merge(asking.node, other.node)
    patterns: tuple[Pattern, ...] = unify(asking.patterns, asking.node, node)
    patterns += unify(other.patterns, other.node, node)
    asked = tuple(
        node if v in {asking.node, other.node} else v for v in (*asking.asked, *other.asked)
    )
    known = tuple(v for v in dict.fromkeys(asked) if isinstance(v, Variable))
    if patterns:
        yield Sentence(
            patterns, known, asking.many, asking.cost + other.cost, asking.notes + other.notes
        )


def _whole(grammar: Grammar, noun: Noun) -> Iterator[Sentence]:
    if grammar.end(noun.end):
        yield Sentence(noun.patterns, noun.asked, noun.many, noun.cost, noun.notes)
