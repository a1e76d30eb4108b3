"""All that questions to a graph may speak of: phrases, names, roles and indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocab
from queries.questions.indicators import Indicators
from queries.questions.names import Names, read_names
from queries.questions.pieces import Kind, Piece, Sense
from queries.questions.schema import Schema, read_schema, texts
from queries.questions.tokens import is_participle, is_progressive, stems
from queries.questions.vocabulary import (
    Entry,
    Vocabulary,
    build_vocabulary,
    noun_entries,
    phrase_entries,
    place_relations,
    restrict_by_role,
)
from queries.questions.words import english, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from queries.questions.schema import Graph
    from queries.questions.tokens import Token

_ROLES = f"""
SELECT DISTINCT ?predicate ?role WHERE {{
  ?statement <{vocab.NK}role> ?role ; <{vocab.RDF}predicate> ?predicate
}}"""
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
class Lexicon:
    """Built once for a graph by :func:`build_lexicon`."""

    schema: Schema
    names: Names
    vocabulary: Vocabulary
    indicators: Indicators
    places: Mapping[str, frozenset[str]]  # use of a place relation ("in", "nation") -> properties

    def pieces(self, tokens: Sequence[Token]) -> dict[int, list[Piece]]:
        """Return every piece by the token it starts at, longest first."""
        found: dict[int, list[Piece]] = {}
        keys = [token.stem for token in tokens]
        for start in range(len(tokens)):
            here = [
                *self._entities(tokens, start),
                *_function_words(tokens, start),
                *(self._piece(entry, tokens, start) for entry in self.vocabulary.at(keys, start)),
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
            iris = self.names.exact(text)
            if iris and not self._is_common_word(tokens[start:end], iris):
                yield Piece(Kind.ENTITY, start, end, text, iris=iris)
            if end - start <= 2 and (nation := self.names.of_country(text)):
                yield Piece(Kind.NATION, start, end, text, iris=nation)

    def _is_common_word(self, tokens: Sequence[Token], iris: Iterable[str]) -> bool:
        """Whether one small word is not meant as the name that it also is ("It", "Us", "Work")."""
        if len(tokens) > 1 or tokens[0].is_name_like:
            return False
        label = self.names.things[next(iter(iris))].label
        word = tokens[0]
        is_word = bool(_function_words([word], 0)) or bool(list(self.vocabulary.at([word.stem], 0)))
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
            iris = self.names.partial(text) or self.names.misspelt(text)
            if iris:
                note = f"{text} read as {self.names.things[iris[0]].label}"
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


def build_lexicon(graph: Graph) -> Lexicon:
    """Read the lexicon of a graph: its ontology, its names, roles and indicators."""
    schema = read_schema(graph)
    vocabulary = build_vocabulary(schema)
    for entry in _role_entries(graph, schema):
        vocabulary.add(entry)
    restrict_by_role(vocabulary)
    return Lexicon(
        schema,
        read_names(graph, schema),
        vocabulary.freeze(),
        Indicators.read(graph),
        place_relations(schema),
    )


def _role_entries(graph: Graph, schema: Schema) -> Iterator[Entry]:
    """Yield "rector (of)" and the like for the relation that means to work for someone."""
    held: dict[str, set[str]] = {}
    for row in texts(graph, _ROLES):
        held.setdefault(row["predicate"], set()).add(row["role"])
    for info in schema.relations():
        if not any(stems(phrase) == stems("work for") for phrase in (info.label, *info.forward)):
            continue
        roles = held.get(info.iri, set())
        groups = [*wordings().roles, *([role] for role in sorted(roles))]
        for phrase in dict.fromkeys(name.lower() for group in groups for name in group):
            senses = (Sense(info.iri, roles=_roles_meant(phrase, roles)),)
            for preposition in ("of", "at", "for", "in"):
                yield Entry(Kind.ROLE, stems(phrase), preposition, senses=senses)
        leading = Sense(info.iri, roles=tuple(sorted(_leading(roles))))
        for phrase in wordings().leading_verbs:
            yield from phrase_entries(phrase, leading)
        for phrase in wordings().leading_nouns:
            yield from noun_entries(phrase, leading)


def _leading(roles: Iterable[str]) -> set[str]:
    meant = {
        role for phrase in wordings().leading for role in _roles_meant(phrase, roles, whole=True)
    }
    return meant or set(wordings().leading)


def _roles_meant(phrase: str, roles: Iterable[str], *, whole: bool = False) -> tuple[str, ...]:
    """Return the roles of the graph that answer to ``phrase``, in lower case.

    "minister" is answered by "science minister", "chair" by "board chair" and "chairwoman", but
    "president" not by "vice president". If none does, the phrase itself.
    """
    phrases = {phrase, *(name for group in wordings().roles if phrase in group for name in group)}
    asked = [stems(name.lower()) for name in sorted(phrases)]
    meant = {
        role.lower()
        for role in roles
        if any(_answers(stems(role.lower().replace("-", " ")), _dehyphen(a), whole) for a in asked)
    }
    return tuple(sorted(meant)) or (phrase,)


def _dehyphen(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for word in words for part in word.split("-"))


def _answers(role: tuple[str, ...], asked: tuple[str, ...], whole: bool) -> bool:
    if role == asked:
        return True
    spans = (role[i : i + len(asked)] for i in range(len(role) - len(asked) + 1))
    if whole or asked == stems("chief") or asked not in spans:
        return False
    others = set(role) - set(asked)
    return not others & wordings().different_roles


def role_kind(piece: Piece) -> bool:
    """Whether the piece names someone by role or relation: "rector", "founder"."""
    return piece.kind in {Kind.ROLE, Kind.NOUN}


__all__ = ["Lexicon", "build_lexicon", "role_kind"]
