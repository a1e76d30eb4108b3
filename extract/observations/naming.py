"""What a number measures, named from the parse: "net flow of AI talent", "technicians trained".

The words that a rule found near a number (:class:`~extract.observations.indicators.Reading`) tell
whose it is and when; they are often a torn phrase, or none. The name that is kept comes from the
noun or verb that the number depends on, and where the sentence leaves it unsaid ("Israel had
0.4") from the number of the same unit before it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from extract.entities.cues import description_nouns
from extract.grammar import governing_verb, item_root
from extract.observations.bearers import clause_span
from extract.observations.counting import counted_noun
from extract.observations.words import observation_words
from extract.relations.inflection import inflect
from extract.relations.words import relation_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from extract.observations.indicators import Reading
    from extract.observations.places import Judged
    from extract.relations.views import Item, View

_SUBJECTS: Final = frozenset({"nsubj", "nsubj:pass"})
_KEPT: Final = frozenset({"compound", "amod", "nmod", "nmod:poss", "acl", "advmod", "flat", "case"})
_ATTACHED: Final = frozenset({"nmod", "obl"})
_LONGEST: Final = 9
_LONGEST_CLAUSE: Final = 4
_PREPOSITIONS: Final = frozenset({"of", "in", "for", "on", "with", "from", "to", "per", "at"})
_OF_VERB: Final = frozenset({"on", "for", "in"})
_PARTICIPLES: Final = frozenset({"VBN", "VBG"})
_MADE: Final = {"obj", "nsubj:pass"}
_THINGS: Final = frozenset("DMWE")
"""Letters of what may be part of a measure: "deliveries of the X5"."""
_MEASURES: Final = ("money", "percent")
_MONEY: Final = "money"
_KINDS: Final = {_MONEY: "money", "percent": "share", "number": "number"}
_ANY: Final = "*"
"""Stands for every unit."""


class _Named(NamedTuple):
    """The name of a number, and what a later one must share to inherit it."""

    family: str
    unit: str | None
    name: str


class Namer:
    """Names the numbers of one article, sentence by sentence, in order."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        self._here: list[_Named] = []
        self._before: list[_Named] = []

    def read(self) -> None:
        """Take note that a sentence is over."""
        if self._here:
            self._before, self._here = self._here, []

    def named(self, view: View, item: Judged) -> Judged:
        """Return the value with what it measures for its indicator."""
        name = self.name(view, item)
        return replace(item, reading=replace(item.reading, indicator=name))

    def name(self, view: View, item: Judged) -> str:
        """Return what the number measures; a rank or an age keeps the words of its rule."""
        reading = item.reading
        if reading.value is None or reading.kind in {"age", "rank-steps"}:
            return reading.indicator
        family = _family(reading)
        phrases = _Phrases(self._doc, view, item)
        if reading.kind == "percent-change":
            base = phrases.changed() or self._last() or phrases.mentioned()
            return f"{base} growth" if base else reading.indicator
        rate = (reading.unit or "").startswith("per ")
        here = self._inherited(self._here, family, _ANY if rate else reading.unit)
        deed = phrases.deed(family)
        name = (
            phrases.own(family, self._last(), rate=rate)
            or (deed or here if family == _MONEY else here or deed)
            or phrases.mentioned()
            or self._inherited(self._before, family, reading.unit)
            or phrases.hollow()
            or phrases.nearby(reading.indicator)
        )
        self._here.append(_Named(family, reading.unit, name))
        return name

    def _last(self) -> str:
        return self._here[-1].name if self._here else ""

    @staticmethod
    def _inherited(names: list[_Named], family: str, unit: str | None) -> str:
        alike = (n.name for n in reversed(names) if n.family == family and unit in {n.unit, _ANY})
        return next(alike, "")


def _family(reading: Reading) -> str:
    family = reading.kind.partition("-")[0]
    return family if family in _MEASURES else "number"


class _Phrases:
    """The phrases of a sentence that may say what one of its numbers measures."""

    def __init__(self, doc: Doc, view: View, item: Judged) -> None:
        self._doc, self._view, self._about = doc, view, item.about
        self._number = item_root(view, item.i, doc)
        self._place = view.items[item.i]
        self._i = item.i
        self._items = {k: other for other in view.items for k in range(other.start, other.end)}

    def own(self, family: str, last: str, *, rate: bool) -> str:
        """Return what the words on which the number depends say, or nothing.

        ``last`` is the name of the number before it in the sentence: "a third of them". A
        ``rate`` has only a "per ..." for a noun: "24.3 per 100,000 inhabitants".
        """
        number = self._number
        if family == "percent" and (part := self._part_of(number, last)):
            return part
        if not rate and (noun := self._noun_above(number)):
            if not self._is_unit(noun):
                return self._named_noun(noun, family)
            if (content := _of(noun)) is not None and self._is_plain(content):
                return self._specific(content, family)
            number = noun
            if (measure := self._noun_above(number)) is not None:
                return self._specific(measure, family)
        if number.dep_ == "conj" and _child(number, {*_SUBJECTS, "cop"}) is None:
            return ""
        if subject := self._measured_subject(number):
            return self._specific(subject, family)
        if thing := self._set_thing(number):
            return self._specific(thing, family)
        return ""

    def deed(self, family: str) -> str:
        """Return "spending on space" of "will spend 2 billion on space", or nothing."""
        verb = governing_verb(self._number)
        if verb is None or self._number.dep_ not in _MADE or verb.pos_ != "VERB":
            return ""
        return (
            "" if verb.lemma_.lower() in observation_words().light else self._of_deed(verb, family)
        )

    def hollow(self) -> str:
        """Return the noun of the number even if it says little: "gains"."""
        noun = self._noun_above(self._number)
        return self._phrase(noun) if noun is not None else ""

    def nearby(self, words: str) -> str:
        """Return the words that the rule found near the number, or "value" if no noun is there."""
        sentence = self._doc[self._view.items[0].start : self._view.items[-1].end]
        said = [word for word in words.split() if word not in {"'s", "’s", "whose"}]
        here = {token.lower_: token.pos_ in {"NOUN", "PROPN"} for token in sentence}
        return " ".join(said) if any(here.get(word, True) for word in said) else "value"

    def changed(self) -> str:
        """Return what grew by the number, or nothing."""
        part = self._part_of(self._number, "")
        noun = self._noun_above(self._number)
        if noun is not None:
            inner = next((c for c in noun.children if c.dep_ == "nmod" and self._is_plain(c)), None)
            if noun.lemma_.lower() in observation_words().changes:
                return self._phrase(inner) if inner is not None else ""
            return self._phrase(noun)
        if part:
            return ""
        verb = governing_verb(self._number)
        if verb is None:
            return ""
        subject = _child(verb, _SUBJECTS)
        if subject is not None and self._is_plain(subject):
            return self._phrase(subject)
        thing = _child(verb, {"obj"})
        return self._phrase(thing) if thing is not None and self._is_plain(thing) else ""

    def mentioned(self) -> str:
        """Return the nearest noun before the number that names a measure."""
        known = observation_words().indicators
        for token in reversed(self._before()):
            plural = token.lemma_.lower()
            if token.pos_ == "NOUN" and {token.lower_, plural} & known and self._is_plain(token):
                words = self._phrase(token)
                return "" if self._is_empty(token, words, "percent") else words
        return ""

    def _before(self) -> list[Token]:
        """Return the tokens of the clause before the number, and what a colon announces it with."""
        view = self._view
        start, _ = clause_span(view, self._i)
        tokens = list(self._doc[view.items[start].start : self._place.start])
        colon = next((k for k in range(start - 1, -1, -1) if view.words[k] == ":"), 0)
        return [*self._doc[view.items[0].start : view.items[colon].start], *tokens]

    def _part_of(self, number: Token, last: str) -> str:
        """Return "share of X" for a percentage of X, of ``last`` for one of "them"."""
        if (inner := _of(number)) is None:
            return ""
        told = last.removeprefix("share of ")
        words = self._phrase(inner) if inner.pos_ not in {"PRON", "DET"} else told
        return f"share of {words}" if words else "share"

    def _noun_above(self, number: Token) -> Token | None:
        """Return the noun that is counted, or that has the number: "revenue of $6 billion"."""
        token = number
        while token.dep_ in {"conj", "compound", "nummod", "appos"} and self._inside(token.head):
            token = token.head
        if token.dep_ == "nummod" and token.head.i < token.i:
            return counted_noun(self._doc, self._place.end, self._view.items[-1].end)
        joined = token.dep_ in {"nummod", "nmod", "compound", "amod", "nmod:desc"}
        above = token.head
        if joined and above.pos_ in {"NOUN", "PROPN"} and self._is_plain(above):
            if token.dep_ == "nmod" and _case(token) not in {"of", "at", "with", "from", "to"}:
                return None
            return above
        return None

    def _named_noun(self, noun: Token, family: str) -> str:
        words = self._specific(noun, family)
        if not words or family in _MEASURES or self._number.dep_ not in {"nummod", "compound"}:
            return words
        verb = noun.head
        made = noun.dep_ in _MADE and verb.pos_ == "VERB"
        if made and verb.lemma_.lower() not in observation_words().light:
            return self._phrase(noun, _participle(verb))
        return words

    def _measured_subject(self, number: Token) -> Token | None:
        """Return the noun of "sales were 5", "exports came to 5", "the number reached 5"."""
        if (subject := _child(number, _SUBJECTS)) is not None:
            return subject if self._is_plain(subject) else None
        if number.dep_ == "conj" and _child(number, {"cop"}) is not None:
            return number.head if self._is_plain(number.head) else None  # a subject misread
        verb = governing_verb(number)
        if verb is None:
            return None
        subject = _child(verb, _SUBJECTS)
        if subject is None or not self._is_plain(subject):
            return None
        known = observation_words()
        moves = verb.lower_ in known.up | known.down
        measures = verb.lemma_.lower() in known.measuring
        return subject if measures or (moves and number.dep_ not in _MADE) else None

    def _set_thing(self, number: Token) -> Token | None:
        """Return the noun of "cut its workforce by 15", "puts the share at 29"."""
        verb = governing_verb(number)
        if verb is None or number.dep_ in _MADE:
            return None
        thing = _child(verb, {"obj"})
        return thing if thing is not None and self._is_plain(thing) else None

    def _of_deed(self, verb: Token, family: str) -> str:
        """Return "spending on space" of what somebody spends."""
        known = observation_words().deeds.get(verb.lemma_.lower())
        done = _participle(verb)
        name = known or f"{_KINDS[family]} {done}"
        for child in verb.children:
            if child.i > verb.i and _case(child) in _OF_VERB and self._is_plain(child):
                return f"{name} {_case(child)} {self._phrase(child)}"
        return name

    def _specific(self, noun: Token, family: str) -> str:
        words = self._phrase(noun)
        return "" if self._is_empty(noun, words, family) else words

    def _is_empty(self, noun: Token, words: str, family: str) -> bool:
        """Tell whether a noun says nothing by itself: "gains of 8.92", "the total"."""
        known = observation_words()
        forms = {noun.lower_, noun.lemma_.lower()}
        if family in _MEASURES and forms & (known.people | description_nouns().keys()):
            return True
        bare = known.hollow if family == _MONEY else known.hollow | known.changes
        return not words or (" " not in words and noun.lemma_.lower() in bare)

    @staticmethod
    def _is_unit(noun: Token) -> bool:
        """Tell whether a noun is a unit of measurement: "1.7 tonnes"."""
        known = observation_words()
        forms = {noun.lower_, noun.lemma_.lower()}
        return forms & (known.units | known.short_units.keys()) != set()

    def _inside(self, token: Token) -> bool:
        return self._place.start <= token.i < self._place.end

    def _is_plain(self, token: Token) -> bool:
        """Tell whether a token is a noun that is no name, time or number."""
        item: Item | None = self._items.get(token.i)
        free = item is not None and item.slot is None and item.value is None
        return free and token.pos_ in {"NOUN", "PROPN"}

    def _phrase(self, noun: Token, done: str = "") -> str:
        """Return the noun with what belongs to its sense, at most nine words.

        ``done`` stands behind the noun: "people hired in Norway".
        """
        tokens = sorted({noun, *self._parts(noun)}, key=lambda token: token.i)
        while len(tokens) > _LONGEST and tokens[-1] is not noun:
            tokens.pop()
        while tokens and tokens[-1] is not noun and tokens[-1].pos_ in {"ADP", "DET", "PUNCT"}:
            tokens.pop()
        first = [token for token in tokens if token.i <= noun.i]
        parts = (_written(first), done, _written(tokens[len(first) :]))
        return " ".join(part for part in parts if part)

    def _parts(self, noun: Token) -> Iterator[Token]:
        for child in noun.children:
            if child.dep_ not in _KEPT or not self._belongs(noun, child):
                continue
            if child.dep_ == "acl":
                clause = list(child.subtree)
                if child.i > noun.i and len(clause) <= _LONGEST_CLAUSE and not self._told(clause):
                    yield from clause
                continue
            if child.dep_ == "nmod":
                yield from (t for t in child.children if t.dep_ == "case")
            yield child
            if child.dep_ != "case":
                yield from self._parts(child)
                yield from self._hyphenated(child)

    def _hyphenated(self, token: Token) -> Iterator[Token]:
        """Yield what hyphens join to a token: "cash-and-stock"."""
        k = token.i
        while k + 2 < self._view.items[-1].end and self._doc[k + 1].text == "-":
            yield from self._doc[k + 1 : k + 3]
            k += 2

    def _belongs(self, noun: Token, child: Token) -> bool:
        item = self._items.get(child.i)
        if item is None or item.value is not None or child.lower_ in observation_words().vague:
            return False
        if item.slot is not None and any(m.iri == self._about for m in item.slot.mentions):
            return False
        if item.slot is not None and item.slot.letter not in _THINGS and _case(child) == "of":
            return False  # a holder of the number, and not of this one
        if child.dep_ == "nmod:poss" or child.pos_ == "PRON" or child.tag_.startswith("W"):
            return False
        if child.dep_ in {"case", "advmod"}:
            return child.text in {"'s", "-"} and child.i < noun.i
        return child.dep_ != "nmod" or _case(child) in _PREPOSITIONS

    def _told(self, tokens: list[Token]) -> bool:
        """Tell whether a time, an amount or the entity itself stands among the tokens."""
        items = [self._items.get(token.i) for token in tokens]
        return any(
            item is None
            or item.value is not None
            or (item.slot is not None and any(m.iri == self._about for m in item.slot.mentions))
            for item in items
        )


def _child(token: Token, deps: frozenset[str] | set[str]) -> Token | None:
    return next((child for child in token.children if child.dep_ in deps), None)


def _of(token: Token) -> Token | None:
    return next((c for c in token.children if c.dep_ in _ATTACHED and _case(c) == "of"), None)


def _case(token: Token) -> str:
    return next((c.lower_ for c in token.children if c.dep_ == "case"), "")


def _participle(verb: Token) -> str:
    """Return "taken on" of "will take on"."""
    forms = inflect(verb.lemma_.lower(), relation_words().irregular)
    particle = _child(verb, {"compound:prt"})
    return f"{forms.participle} {particle.lower_}" if particle is not None else forms.participle


def _written(tokens: list[Token]) -> str:
    """Return tokens as a phrase, in lower case but for names and acronyms."""
    words = ""
    for k, token in enumerate(tokens):
        initial = token.is_sent_start and token.pos_ != "PROPN"
        named = not initial or any(c.isupper() for c in token.text[1:])
        joined = k + 1 < len(tokens) and tokens[k + 1].i == token.i + 1
        words += token.text if named else token.lower_
        words += token.whitespace_ if joined else " "
    return words.strip()
