"""Clauses with a gap that something before them fills: "(which company) did X invest in"."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from queries.questions.syntax.phrases import Clause, Noun
from queries.questions.syntax.pieces import Kind
from queries.questions.syntax.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.questions.syntax.clauses import Node
    from queries.questions.syntax.pieces import Piece

NAMED = (Kind.NOUN, Kind.ROLE)


@dataclass(frozen=True, slots=True)
class Gaps(Span, ABC):
    """The clauses with a gap, in terms of the noun phrases that a grammar reads."""

    @abstractmethod
    def nouns(self, start: int, depth: int = 0) -> Iterator[Noun]:
        """Yield the noun phrases at ``start``."""

    def gaps(self, filler: Node, start: int, depth: int = 0) -> Iterator[Clause]:
        """Yield "did X invest in", "X invested in", "was X acquired by": filled by ``filler``."""
        passive = False
        for be in self.at(start, Kind.BE):
            passive = True
            for noun in self.nouns(be.end, depth + 1):
                yield from self._gap_after_be(filler, noun)
        for noun in self.nouns(self.past(start, Kind.DO, Kind.HAVE), depth + 1):
            after = self.past(noun.end, Kind.DO, Kind.HAVE)
            for piece in self.at(after, Kind.VERB):
                yield from self._gap_verb(filler, noun, piece, turned=False)
            for be in self.at(after, Kind.BE):
                yield from self._gap_after_be(filler, replace(noun, end=be.end))
            if not passive and start != self.past(start, Kind.DO, Kind.HAVE):
                yield from self._has(filler, noun)

    def _gap_after_be(self, filler: Node, noun: Noun) -> Iterator[Clause]:
        for piece in self.at(noun.end, Kind.VERB):
            yield from self._gap_verb(filler, noun, piece, turned=piece.participle)
        for piece in self.at(noun.end, Kind.ADJECTIVE, *NAMED):
            yield from self._gap_verb(filler, noun, piece, turned=False)
        end = self.after(noun.end, Kind.PREPOSITION)
        if not self.relater.is_place(filler):
            return
        for joined in self.relater.located("in", noun.node, filler):
            yield Clause(
                end or noun.end,
                joined.patterns + noun.patterns,
                noun.asked,
                noun.cost + 0.6,
                noun.notes,
            )

    def _gap_verb(
        self, filler: Node, noun: Noun, piece: Piece, *, turned: bool
    ) -> Iterator[Clause]:
        end = self.past(piece.end, Kind.PREPOSITION)
        end = self.past(end, Kind.PRONOUN)
        first, second = (filler, noun.node) if turned else (noun.node, filler)
        for joined in self.relater.join(piece.senses, first, second):
            patterns = noun.patterns + joined.patterns
            yield Clause(end, patterns, noun.asked, noun.cost + joined.cost, noun.notes)

    def _has(self, filler: Node, noun: Noun) -> Iterator[Clause]:
        """Yield "which products does X have"."""
        end = self.after(noun.end, Kind.HAVE)
        if end is not None or self.end(noun.end):
            for joined in self.relater.somehow(filler, noun.node):
                cost = noun.cost + joined.cost + 0.4
                yield Clause(
                    end or noun.end, joined.patterns + noun.patterns, noun.asked, cost, noun.notes
                )
