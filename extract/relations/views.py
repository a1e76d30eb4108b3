"""A sentence as a line of slots and words, on which patterns are regular expressions.

Each entity mention becomes one item such as ``<C3n>``: a letter for the entity's type, the slot's
number, and a flag for how it refers. Amounts and times become ``#M0#``, ``#D1#``. Every item
is followed by one space, so that a pattern counts words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from extract.document import EntityMention, MentionKind
from extract.quantities import (
    Period,
    Quantity,
    QuantityKind,
    find_amounts,
    find_periods,
    settle_currencies,
)
from extract.relations.schedule import is_scheduled
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from spacy.tokens import Doc, Span

    from extract.document import ResolvedDoc

LETTERS: Final = {
    EntityType.PERSON: "P",
    EntityType.COMPANY: "C",
    EntityType.UNIVERSITY: "U",
    EntityType.RESEARCH_INSTITUTE: "R",
    EntityType.GOVERNMENT_BODY: "G",
    EntityType.ORGANIZATION: "O",
    EntityType.COUNTRY: "N",
    EntityType.REGION: "S",
    EntityType.CITY: "T",
    EntityType.PLACE: "L",
    EntityType.PROGRAM: "M",
    EntityType.PRODUCT: "D",
    EntityType.WORK: "W",
    EntityType.EVENT: "E",
}
"""The letter by which patterns speak of a type."""

LONGEST_SENTENCE: Final = 300
"""A stretch of more tokens is a table or a list, and no pattern can read it."""

QUANTITY_LETTERS: Final = {
    QuantityKind.MONEY: "M",
    QuantityKind.PERCENT: "P",
    QuantityKind.RANK: "R",
    QuantityKind.NUMBER: "Q",
}

_POSSESSIVES: Final = frozenset({"its", "his", "their", "our", "my", "whose", "your", "her"})
_RELATIVES: Final = frozenset({"who", "which", "that", "whom", "whose", "where"})
_DEMONYM: Final = re.compile(r"(?:an|ese|ish|i|ch|ic|sh|ss|k|wi)$")
_QUOTES: Final = frozenset("\"'“”‘’«»„`") | {"''", "``"}
_FUTURE: Final = re.compile(
    r"\b(?:(?:will|would|plans?|planned|to be|due|set to|is to|are to|scheduled|expected|aims?"
    r"|intends?)\b[^.;]{0,90}|(?:by|until)(?: the end of| early| late| mid-?)?\s)$"
)
_REPORTED: Final = re.compile(
    r"\b(?:said|told|announced|reported|added|wrote|confirmed|disclosed|revealed|stated|declared)"
    r"(?: (?!will\b|would\b|to\b|plans?\b|it\b|they\b|he\b|she\b|that\b)[\w'’]+){0,4} $"
)
"""How a sentence goes on to the time at which something was said."""
_WILL: Final = re.compile(
    r"^[^,;.]{0,60}\b(?:will|is to|are to|is due|are due|is set to|are set to)\b"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """One mention, or several that are coordinated ("A, B and C")."""

    mentions: tuple[EntityMention, ...]
    letter: str
    flag: str


@dataclass(frozen=True, slots=True)
class Item:
    """One word of a view; ``start`` and ``end`` count tokens of the doc."""

    text: str
    start: int
    end: int
    slot: Slot | None = None
    value: Quantity | Period | None = None


@dataclass(frozen=True)
class View:
    """A sentence as items; ``text`` is what patterns match, ``starts[i]`` where item i begins."""

    items: tuple[Item, ...]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The items as they stand in ``text``; slots are numbered by their position."""
        return tuple(
            f"<{item.slot.letter}{i}{item.slot.flag}>"
            if item.slot
            else f"#{item.text}{i}#"
            if item.value
            else item.text
            for i, item in enumerate(self.items)
        )

    @cached_property
    def text(self) -> str:
        """All words, each followed by a space."""
        return "".join(f"{word} " for word in self.words)

    @cached_property
    def starts(self) -> dict[int, int]:
        """Map the offset of each word in ``text`` to its item."""
        starts, offset = {}, 0
        for i, word in enumerate(self.words):
            starts[offset] = i
            offset += len(word) + 1
        starts[offset] = len(self.words)
        return starts

    def without(self, spans: Iterable[tuple[int, int]]) -> View:
        """Return the view without the items at the given offsets of ``text``."""
        gone = {i for start, end in spans for i in range(self.starts[start], self.starts[end])}
        return View(tuple(item for i, item in enumerate(self.items) if i not in gone))


def _flag(mention: EntityMention, doc: Doc, letter: str) -> str:
    text = doc[mention.start : mention.end].text
    if mention.kind is MentionKind.PRONOUN:
        return "r" if text.lower() in _RELATIVES else "p"
    if mention.kind is MentionKind.DESCRIPTION:
        return "d"
    following = doc[mention.end].text if mention.end < len(doc) else ""
    adjective = (
        letter in "NSL" and _DEMONYM.search(text) and following not in {"'s", "’s", "'", "’"}
    )
    if adjective and _is_demonym(text, following):
        return "a"
    return "a" if letter in "NSTL" and _modifies(mention, doc, following) else "n"


def _modifies(mention: EntityMention, doc: Doc, following: str) -> bool:
    """Tell whether a place stands before a noun as an adjective: "the US bank Acme"."""
    if not doc.has_annotation("DEP") or following in {"'s", "’s", "'", "’", "-"}:
        return False
    root = doc[mention.start : mention.end].root
    return root.dep_ in {"compound", "amod"} and root.head.i >= mention.end


def _is_demonym(text: str, following: str) -> bool:
    """Tell "Chinese" from "Pakistan", by what follows: an adjective stands before a word."""
    name_like = re.search(r"(?:stan|istan|land)$", text) or text.isupper()
    before_word = following[:1].isalpha() or following == "-"
    verbs = {
        "and",
        "or",
        "in",
        "on",
        "is",
        "was",
        "has",
        "will",
        "to",
        "for",
        "at",
        "by",
        "from",
        "with",
        "as",
    }
    return not name_like and before_word and following not in verbs


def _possessive(mention: EntityMention, doc: Doc) -> bool:
    if mention.end - mention.start != 1 or mention.kind is not MentionKind.PRONOUN:
        return False
    word = doc[mention.start].lower_
    if word != "her":
        return word in _POSSESSIVES
    following = doc[mention.end] if mention.end < len(doc) else None
    return following is not None and following.text[0].isalpha() and not following.is_stop


def outermost(mentions: Sequence[EntityMention]) -> list[EntityMention]:
    """Return the mentions that lie in no other."""
    return [
        m
        for m in mentions
        if not any(
            o is not m
            and o.start <= m.start
            and m.end <= o.end
            and o.end - o.start > m.end - m.start
            for o in mentions
        )
    ]


def find_values(
    sentence: Span, resolved: ResolvedDoc, mentions: Sequence[EntityMention]
) -> list[tuple[int, int, Quantity | Period]]:
    """Return the quantities and times of a sentence with their token spans, outside mentions."""
    text, base = sentence.text, sentence.start_char
    doc = resolved.doc
    taken = [
        (doc[m.start].idx - base, doc[m.end - 1].idx + len(doc[m.end - 1]) - base) for m in mentions
    ]
    today = resolved.article.published
    ahead = {p.start: p for p in find_periods(text, today, future=True)}
    periods = [
        ahead.get(p.start, p)
        if not _REPORTED.search(text[: p.start])
        and (
            _FUTURE.search(text[: p.start])
            or _WILL.search(text[p.end :])
            or is_scheduled(doc.char_span(base + p.start, base + p.end), p.value)
        )
        else p
        for p in find_periods(text, today)
    ]
    periods = [p for p in periods if not any(p.start < e and s < p.end for s, e in taken)]
    values: list[Quantity | Period] = list(periods)
    amounts = find_amounts(text, taken=taken + [(p.start, p.end) for p in periods])
    countries = {e.name for e in resolved.entities if e.type is EntityType.COUNTRY}
    dollars = "US$" in resolved.article.text
    values += settle_currencies(amounts, text, countries, dollars=dollars)
    found = []
    for value in values:
        span = doc.char_span(base + value.start, base + value.end, alignment_mode="expand")
        if span is not None:
            found.append((span.start, span.end, value))
    return found


def flat_view(sentence: Span, resolved: ResolvedDoc, letters: Mapping[str, str]) -> View:
    """Return a sentence with its outermost mentions as slots; ``letters`` maps IRIs to letters.

    Each is made once: patterns, trees, pairs and observations all read the same one.
    """
    key = (View, sentence.start, sentence.end)
    known = resolved.memo.get(key)
    if known is None or known[0] != letters:
        known = resolved.memo[key] = (letters, _make_view(sentence, resolved, letters))
    view: View = known[1]
    return view


def _make_view(sentence: Span, resolved: ResolvedDoc, letters: Mapping[str, str]) -> View:
    doc = resolved.doc
    inside = [m for m in resolved.mentions if sentence.start <= m.start and m.end <= sentence.end]
    starts: dict[int, list[EntityMention]] = defaultdict(list)
    for mention in outermost(inside):
        starts[mention.start].append(mention)
    values = {start: (end, value) for start, end, value in find_values(sentence, resolved, inside)}
    items: list[Item] = []
    i = sentence.start
    while i < sentence.end:
        if mentions := starts.get(i):
            mention, letter = mentions[0], letters[mentions[0].iri]
            slot = Slot(tuple(mentions), letter, _flag(mention, doc, letter))
            items.append(Item("", i, mention.end, slot))
            if _possessive(mention, doc):
                items.append(Item("'s", mention.end, mention.end))
            i = mention.end
        elif i in values:
            end, value = values[i]
            name = "D" if isinstance(value, Period) else QUANTITY_LETTERS[value.kind]
            items.append(Item(name, i, end, value=value))
            i = max(end, i + 1)
        else:
            items.extend(_word(doc, i))
            i += 1
    return View(tuple(items))


def _word(doc: Doc, i: int) -> list[Item]:
    text = doc[i].lower_.strip().replace("’", "'")
    if text == "'" and i and doc[i - 1].text.endswith("s") and not doc[i - 1].whitespace_:
        text = "'s"
    elif not text or text in _QUOTES:
        return []
    text = text.replace(" ", "_").replace("<", "(").replace(">", ")").replace("#", "no.")
    return [Item(text, i, i + 1)]
