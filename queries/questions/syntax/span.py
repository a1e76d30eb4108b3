"""Walking over a question's pieces from token to token, fillers skipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.questions.syntax.pieces import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from queries.questions.lexicon import Lexicon
    from queries.questions.syntax.pieces import Piece
    from queries.questions.syntax.relating import Relater


@dataclass(frozen=True, slots=True)
class Span:
    """The pieces of one question by the token at which they start; ``size`` tokens in all."""

    pieces: Mapping[int, list[Piece]]
    size: int
    lexicon: Lexicon
    relater: Relater

    def at(self, start: int, *kinds: Kind) -> Iterator[Piece]:
        """Yield the pieces of these kinds at ``start``, fillers skipped."""
        for piece in self.pieces.get(start, ()):
            if piece.kind in kinds:
                yield piece
            elif piece.kind is Kind.FILLER:
                yield from self.at(piece.end, *kinds)

    def after(self, start: int, *kinds: Kind) -> int | None:
        """Return the token after a piece of these kinds at ``start``, or ``None``."""
        return next((piece.end for piece in self.at(start, *kinds)), None)

    def past(self, start: int, *kinds: Kind) -> int:
        """Return the token after any number of pieces of these kinds."""
        while (end := self.after(start, *kinds)) is not None:
            start = end
        return start

    def end(self, start: int) -> bool:
        """Whether nothing but fillers is left."""
        return self.past(start, Kind.FILLER, Kind.AND) >= self.size
