"""The pieces of a question: every word and phrase with the part that it may play in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from queries.questions.syntax.pieces import Kind, Piece
from queries.questions.tokens import is_participle, is_progressive, plain
from queries.questions.words import demonyms, english, is_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from queries.questions.lexicon import Lexicon
    from queries.questions.syntax.vocabulary import Entry
    from queries.questions.tokens import Token

_LONGEST_NAME = 12
_WORDS: dict[Kind, tuple[str, ...]] = {
    Kind.WHO: ("who", "whom"),
    Kind.WHAT: ("what", "which"),
    Kind.WHERE: ("where",),
    Kind.PRONOUN: (
        "they",
        "them",
        "it",
        "he",
        "she",
        "him",
        "her",
        "those",
        "these",
        "one",
        "each other",
    ),
    Kind.HAVE: ("has", "have", "had", "having"),
    Kind.POSSESSIVE: ("'s",),
}
_LISTS = {
    Kind.BE: "be",
    Kind.DO: "do",
    Kind.PREPOSITION: "prepositions",
    Kind.RELATIVE: "relative",
    Kind.AND: "and",
}


@dataclass(frozen=True, slots=True)
class Tagger:
    """Finds the pieces of questions over one graph."""

    lexicon: Lexicon

    def pieces(self, tokens: Sequence[Token]) -> dict[int, list[Piece]]:
        """Return every piece by the token it starts at, longest first."""
        found: dict[int, list[Piece]] = {}
        keys = [token.stem for token in tokens]
        for start in range(len(tokens)):
            here = [
                *self._entities(tokens, start),
                *_function_words(tokens, start),
                *(
                    self._piece(entry, tokens, start)
                    for entry in self.lexicon.vocabulary.at(keys, start)
                ),
            ]
            found[start] = sorted(here, key=lambda piece: (-piece.end, piece.cost))
        self._guess_names(tokens, found)
        return found

    def entity_spans(self, tokens: Sequence[Token]) -> list[Piece]:
        """Return the longest names in the question, from left to right, none overlapping."""
        spans: list[Piece] = []
        start = 0
        while start < len(tokens):
            found = next(iter(self._entities(tokens, start)), None)
            if found and found.kind is Kind.ENTITY:
                spans.append(found)
                start = found.end
            else:
                start += 1
        return spans

    def _entities(self, tokens: Sequence[Token], start: int) -> Iterator[Piece]:
        """Yield the names at ``start``, longest first, and a nationality."""
        if not tokens[start].lower[0].isalnum():
            return
        for end in range(min(len(tokens), start + _LONGEST_NAME), start, -1):
            if tokens[end - 1].lower in {",", "'s"}:
                continue
            text = " ".join(token.text for token in tokens[start:end])
            names = self.lexicon.names
            iris = tuple(dict.fromkeys((*names.exact(text), *names.region(text))))
            if iris and not self._is_common_word(tokens[start:end], iris):
                yield Piece(Kind.ENTITY, start, end, text, iris=iris)
            if end - start <= 2 and (nation := self.lexicon.names.nation(text)):
                yield Piece(Kind.NATION, start, end, text, iris=nation)

    def _is_common_word(self, tokens: Sequence[Token], iris: Iterable[str]) -> bool:
        """Whether one small word is not meant as the name that it also is ("It", "Us", "Work")."""
        if len(tokens) > 1 or tokens[0].is_name_like:
            return False
        label = self.lexicon.names.label(next(iter(iris))) or ""
        word = tokens[0]
        is_word = bool(_function_words([word], 0)) or bool(
            list(self.lexicon.vocabulary.at([word.stem], 0))
        )
        return is_word or (label.isupper() and len(label) <= 3)

    def _piece(self, entry: Entry, tokens: Sequence[Token], start: int) -> Piece:
        end = start + len(entry.stems)
        head = tokens[start]
        preposition = entry.preposition
        if preposition and end < len(tokens) and tokens[end].lower == preposition:
            end, preposition = end + 1, ""
        return Piece(
            entry.kind,
            start,
            end,
            " ".join(token.lower for token in tokens[start:end]),
            iris=entry.iris,
            senses=entry.senses,
            preposition=preposition,
            participle=is_participle(head),
            progressive=is_progressive(head),
            cost=0.3 if preposition else 0.0,
        )

    def _guess_names(self, tokens: Sequence[Token], found: dict[int, list[Piece]]) -> None:
        """Read words that stand for nothing else as part or misspelling of a name."""
        start = 0
        while start < len(tokens):
            if found[start] or self._inside(found, start):
                start += 1
                continue
            piece = next(self._guesses(tokens, start, found), None)
            if piece:
                found[start].append(piece)
            start = piece.end if piece else start + 1

    def _inside(self, found: dict[int, list[Piece]], at: int) -> bool:
        return any(piece.end > at for start in range(at) for piece in found[start])

    def _guesses(
        self, tokens: Sequence[Token], start: int, found: dict[int, list[Piece]]
    ) -> Iterator[Piece]:
        ends = [start + 1]
        while ends[-1] < len(tokens) and (not found[ends[-1]] or tokens[ends[-1]].is_name_like):
            ends.append(ends[-1] + 1)
        for end in reversed(ends):
            text = " ".join(token.text for token in tokens[start:end])
            if (text.islower() and is_word(text)) or plain(text) in demonyms():
                continue  # an English word, or the people of a country that the graph lacks
            misspelt = self.lexicon.names.misspelt(text)
            iris = self.lexicon.names.partial(text) or (misspelt[1] if misspelt else ())
            if iris:
                note = f"{text} read as {self.lexicon.names.label(iris[0])}"
                yield Piece(Kind.ENTITY, start, end, text, iris=iris, note=note, cost=0.5)


def _function_words(tokens: Sequence[Token], start: int) -> list[Piece]:
    """Return the pieces of English's own words at one token."""
    word = tokens[start].lower
    kinds = [kind for kind, words in _WORDS.items() if word in words]
    kinds += [kind for kind, name in _LISTS.items() if word in english().lists[name]]
    if word in english().lists["articles"]:
        kinds.append(Kind.FILLER)
    found = [Piece(kind, start, start + 1, word, cost=0.1) for kind in kinds]
    if [token.lower for token in tokens[start : start + 2]] == ["how", "many"]:
        found.append(Piece(Kind.MANY, start, start + 2, "how many"))
    return found
