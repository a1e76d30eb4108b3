"""Expressions that refer to something named before: pronouns, "the company", relative pronouns.

Finds the words only; :mod:`extract.entities.references` finds what they stand for. Works on
tokens, so that it needs no parse; a parse adds relative clauses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.components.lexicon import word_set
from extract.document import MentionKind
from extract.entities.cues import description_nouns, is_dummy
from kg.model import ORGANISATION_TYPES, EntityType

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from spacy.tokens import Doc, Span, Token

PEOPLE = frozenset({EntityType.PERSON})
THINGS = frozenset(EntityType) - PEOPLE
ACTORS = ORGANISATION_TYPES | {EntityType.COUNTRY, EntityType.REGION, EntityType.CITY}
_PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), ("person", "m")),
    **dict.fromkeys(("she", "her", "hers", "herself"), ("person", "f")),
    **dict.fromkeys(("it", "its", "itself"), ("thing", "")),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), ("plural", "")),
    **dict.fromkeys(("we", "us", "our", "ours"), ("we", "")),
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), ("i", "")),
}
PLURALS = frozenset(word for word, (form, _) in _PRONOUNS.items() if form == "plural")
_TYPES = {"person": PEOPLE, "thing": THINGS, "plural": ACTORS, "we": ACTORS, "i": PEOPLE}
_RELATIVES = frozenset({"who", "which", "whose", "whom", "that"})
_OPENERS = frozenset({"the", "this", "that"})
_OWNERS = frozenset({"his", "her", "their"})
_QUALIFIERS = frozenset({"of", "that", "which", "who", "whose", "where"})
_MAX_MODIFIERS = 3


@dataclass(frozen=True, slots=True)
class Anaphor:
    """Tokens ``start:end`` that refer.

    ``form`` is the class of the expression: person, thing, plural, we, i, noun, owned ("her
    company") or relative. ``types`` are those that its word fits, all if nothing is known.
    """

    start: int
    end: int
    form: str
    types: frozenset[EntityType]
    gender: str = ""
    noun: str = ""

    @property
    def kind(self) -> MentionKind:
        """How the mention refers."""
        return MentionKind.DESCRIPTION if self.noun else MentionKind.PRONOUN


def find_anaphor(
    sentence: Span, at: int, taken: Collection[int], nouns: Mapping[str, frozenset[EntityType]]
) -> Anaphor | None:
    """Return the expression that begins at token ``at``.

    ``taken`` are the tokens of names, ``nouns`` those that may refer with the types they fit.
    """
    token = sentence.doc[at]
    low = token.lower_
    if low in _OPENERS | _OWNERS and (found := _described(sentence, at, taken, nouns)):
        return found
    if low in _RELATIVES:
        return _relative(token)
    if low not in _PRONOUNS or (low == "us" and token.text != "us"):
        return None
    form, gender = _PRONOUNS[low]
    if is_dummy(token):
        return None
    return Anaphor(at, at + 1, form, _TYPES[form], gender)


def _relative(token: Token) -> Anaphor | None:
    """Return a relative pronoun; "that" needs a parse to be told from the conjunction."""
    doc = token.doc
    low = token.lower_
    if low == "that" and not (token.dep_.startswith(("nsubj", "obj")) and relative_head(token)):
        return None
    kinds = PEOPLE if low in {"who", "whom"} else frozenset(EntityType)
    if low == "which":
        kinds = THINGS
    if low == "who" and token.i + 1 < len(doc) and doc[token.i + 1].is_punct:
        return None
    return Anaphor(token.i, token.i + 1, "relative", kinds)


def relative_head(token: Token) -> Token | None:
    """Return the noun whose relative clause holds ``token``, by the parse."""
    clause = token
    for _ in range(6):
        if clause.dep_ == "acl:relcl" or (clause.dep_ == "acl" and clause.head.i < token.i):
            return clause.head
        if clause.head is clause:
            return None
        clause = clause.head
    return None


def _described(
    sentence: Span, at: int, taken: Collection[int], nouns: Mapping[str, frozenset[EntityType]]
) -> Anaphor | None:
    doc = sentence.doc
    if at + 1 < sentence.end and doc[at + 1].lower_ in _OPENERS | _OWNERS | {"its", "a", "an"}:
        return None  # "that the school ..." is a conjunction
    for end in range(at + 2, min(at + 3 + _MAX_MODIFIERS, sentence.end + 1)):
        head = doc[end - 1]
        if (end - 1 in taken and not head.is_title) or (head.is_punct and head.text != "-"):
            return None
        low = head.lower_
        if low not in nouns or end - 1 in taken:
            continue
        if end < sentence.end and (
            (doc[end].lower_ in nouns and doc[end].is_lower) or doc[end].text == "-"
        ):
            continue
        if not _closes(doc, end, sentence.end, taken):
            return None
        form = "owned" if doc[at].lower_ in _OWNERS else "noun"
        return Anaphor(at, end, form, nouns[low], noun=low)
    return None


def _closes(doc: Doc, end: int, last: int, taken: Collection[int]) -> bool:
    """Tell whether the noun phrase ends here: no name or qualifying phrase follows."""
    if end >= last:
        return True
    after = doc[end]
    if after.lower_ in _QUALIFIERS:
        return False
    named = end in taken and after.is_title and not doc[end - 1].is_punct
    return not named and not (after.is_alpha and after.is_lower and after.pos_ == "NOUN")


def referring_nouns() -> dict[str, frozenset[EntityType]]:
    """Return the nouns that may refer, with the types they fit."""
    return description_nouns()


def quoted(sentence: Span, at: int) -> bool:
    """Tell whether token ``at`` stands between quotation marks."""
    before = sentence.doc[sentence.start : at]
    opened = sum(token.text in {'"', "“", "”"} for token in before)
    return opened % 2 == 1


def starts_clause(sentence: Span, at: int) -> bool:
    """Tell whether a clause starts at token ``at``, as far as the word before tells."""
    return at == sentence.start or sentence.doc[at - 1].lower_ in word_set("clause_starts")
