"""Whose office an organisation is named with: "TSMC chairman Mark Liu and rector Jane Roe of Oak".

Each person of a list has a title and an organisation of their own, so an organisation that stands
in the title of one is not where the other works, however near it is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extract.document import MentionKind
from extract.relations.words import relation_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.tokens import Doc, Token

    from extract.document import EntityMention

_ORGANISATIONS: Final = frozenset("CUROGNS")
_BEFORE: Final = 7
_AFTER: Final = 14
"""Tokens between a name and an organisation in its title, before and after it, at most."""
_OF: Final = frozenset({"of", "at", "for", "with", "in", "from"})
_ENDS: Final = frozenset({",", ";", ":", "(", ")", "–", "—", ".", '"', "“", "”"})
_HANDS_OVER: Final = frozenset(
    {"succeed", "replace", "succeeds", "replaces", "succeeded", "replaced", "succeeding"}
    | {"replacing", "successor", "predecessor"}
)
"""Words of sentences in which one office is that of two people."""


class Offices:
    """The titles beside the names of an article.

    ``letters`` are the types of its entities, ``sentences`` its mentions by sentence.
    """

    def __init__(
        self,
        doc: Doc,
        letters: Mapping[str, str],
        sentences: Iterable[Sequence[EntityMention]],
    ) -> None:
        self._doc = doc
        self._letters = letters
        self._claims: dict[EntityMention, set[str]] = {}
        self._titled: set[str] = set()
        self._together: dict[tuple[str, str], list[tuple[EntityMention, EntityMention]]] = {}
        for mentions in sentences:
            self._read(mentions)

    def _read(self, mentions: Sequence[EntityMention]) -> None:
        if not mentions or self._hands_over(mentions):
            return
        people = [m for m in mentions if self._letters[m.iri] == "P"]
        named = [m for m in people if m.kind is MentionKind.NAME]
        organisations = [m for m in mentions if self._letters[m.iri] in _ORGANISATIONS]
        for office in organisations:
            for person in named:
                if self._holds(person, office, mentions):
                    self._claims.setdefault(office, set()).add(person.iri)
                    self._titled.add(person.iri)
            for person in people:
                self._together.setdefault((person.iri, office.iri), []).append((person, office))

    def taken(self, person: str, organisation: str) -> bool:
        """Tell whether, wherever both are named, the organisation is in another's title."""
        pairs = self._together.get((person, organisation), [])
        return bool(pairs) and all(self._anothers(*pair) for pair in pairs)

    def _anothers(self, person: EntityMention, office: EntityMention) -> bool:
        """Say so of one sentence; "Acme's chair Tom Poe and chief executive Jane Roe" share it."""
        holders = self._claims.get(office, set())
        if not holders or person.iri in holders:
            return False
        return person.start < office.start or person.iri in self._titled

    def _hands_over(self, mentions: Sequence[EntityMention]) -> bool:
        """Say whether, from the first name to the last, the office of one is that of another."""
        first, last = min(m.start for m in mentions), max(m.end for m in mentions)
        return any(token.lower_ in _HANDS_OVER for token in self._doc[first:last])

    def _holds(
        self, person: EntityMention, office: EntityMention, mentions: Sequence[EntityMention]
    ) -> bool:
        if office.end <= person.start:
            between = self._between(office, person, mentions, _BEFORE)
            return between is not None and (
                self._introduces(between) or self._closes(between, office, person)
            )
        between = self._between(person, office, mentions, _AFTER)
        return between is not None and (
            (self._follows(between) and not self._next_in_list(person, office, mentions))
            or self._possesses(between, office, mentions)
        )

    def _next_in_list(
        self, person: EntityMention, office: EntityMention, mentions: Sequence[EntityMention]
    ) -> bool:
        """Say whether "minister Jane Roe, the rector of Oak, Tom Poe," speaks of two people."""
        titled = person.start > 0 and _is_role(self._doc[person.start - 1])
        others = {m.start for m in mentions if self._letters[m.iri] == "P"}
        return titled and office.end + 1 in others and self._doc[office.end].lower_ == ","

    def _between(
        self,
        one: EntityMention,
        other: EntityMention,
        mentions: Sequence[EntityMention],
        most: int,
    ) -> list[Token] | None:
        """Return the tokens between two mentions, unless a person or the same name is there."""
        if not 0 <= other.start - one.end <= most:
            return None
        inner = [m for m in mentions if one.end <= m.start and m.end <= other.start]
        if any(self._letters[m.iri] == "P" or m.iri in {one.iri, other.iri} for m in inner):
            return None
        tokens = list(self._doc[one.end : other.start])
        return (
            None if any(t.pos_ in {"VERB", "AUX"} and not _is_role(t) for t in tokens) else tokens
        )

    def _introduces(self, between: Sequence[Token]) -> bool:
        """Say whether "Acme [chief executive] Jane Roe" holds."""
        words = [token.lower_ for token in between]
        return _role_in(words) and not (_ENDS | {"and", "or"} | (_OF - {"of"})) & set(words)

    def _closes(
        self, between: Sequence[Token], office: EntityMention, person: EntityMention
    ) -> bool:
        """Say whether "the head of Acme, Jane Roe," holds."""
        before = [token.lower_ for token in self._doc[max(office.start - 6, 0) : office.start]]
        ends = {",", "and", "."}
        after = self._doc[person.end].lower_ if person.end < len(self._doc) else "."
        return (
            [token.lower_ for token in between] == [","]
            and after in ends
            and bool(_OF & set(before))
            and _role_in(_since(before, _ENDS))
        )

    def _follows(self, between: Sequence[Token]) -> bool:
        """Say whether "Jane Roe, [chief executive of] Acme" holds."""
        words = [token.lower_ for token in between]
        if words[:1] != [","] or _ENDS & set(words[1:]):
            return False
        last = max((i for i, word in enumerate(words) if word in _OF), default=0)
        return _role_in(words[:last])

    def _possesses(
        self, between: Sequence[Token], office: EntityMention, mentions: Sequence[EntityMention]
    ) -> bool:
        """Say whether "Jane Roe, Acme's [chief executive]," holds."""
        if [t.lower_ for t in between if t.lower_ != "the"] != [","]:
            return False
        after = [token.lower_ for token in self._doc[office.end : office.end + 6]]
        role = _until(after, _ENDS)
        starts = {m.start for m in mentions if self._letters[m.iri] == "P"}
        ahead = starts & set(range(office.end, office.end + len(role) + 1))
        return _role_in(role) and not ahead


def _is_role(token: Token) -> bool:
    return token.lower_ in relation_words().sets["role_head"]


def _role_in(words: Sequence[str]) -> bool:
    return not relation_words().sets["role_head"].isdisjoint(words)


def _since(words: Sequence[str], ends: frozenset[str]) -> list[str]:
    """Return the last words after which none of ``ends`` comes."""
    last = max((i for i, word in enumerate(words) if word in ends), default=-1)
    return list(words[last + 1 :])


def _until(words: Sequence[str], ends: frozenset[str]) -> list[str]:
    """Return the first words before any of ``ends``."""
    first = min((i for i, word in enumerate(words) if word in ends), default=len(words))
    return list(words[:first])
