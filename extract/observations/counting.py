"""What a number counts: its noun and unit, "40,000 wafers a month", "minus 0.36 per 10,000"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from extract.grammar import governing_verb
from extract.observations.words import observation_words
from extract.quantities import Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from extract.observations.indicators import Reading
    from extract.relations.views import View

_LONGEST: Final = 6
_MODIFIERS: Final = frozenset({"ADJ", "NOUN", "PROPN", "ADV", "X"})
_COUNTING: Final = frozenset({"number", "total"})
_PARTITIVE: Final = frozenset({"the", "its", "their", "his", "her", "our", "these", "those"})
_PEOPLE: Final = re.compile(r"[a-z]{2,}(?:ologist|icist|ician|eer|rian)s$|[a-z]+-(?:leaver|goer)s$")
"""Nouns of people by their endings, whatever the field."""
_NOUNS: Final = frozenset({"NOUN", "PROPN"})
_INNER: Final = frozenset({"VBN", "VBG", "POS"})


def name_counted(view: View, i: int, reading: Reading, doc: Doc) -> Reading:
    """Return a count with the unit of the noun after its number, and its "per ..."."""
    if not reading.kind.startswith(("count", "number")):
        return reading
    end = view.items[i].end
    head = counted_noun(doc, end, view.items[-1].end)
    if head is None:
        return _without_noun(view, i, reading, doc)
    if head.lower_ in observation_words().skip and not _is_compound(doc, head, end):
        return reading
    unit = _compound_unit(doc, head, end)
    small = "-small" if reading.kind.endswith("-small") else ""
    hyphen = "-hyphen" if doc[end].text == "-" else ""
    kind = f"count-{'people' if unit == 'people' else 'things'}{small or hyphen}"
    rate = rate_after(doc, head.i + 1)
    if rate:
        unit, kind = f"{head.lemma_.lower() or singular(head.lower_)} {rate}", f"{kind}-rate"
    words = doc[end : head.i + 1].text.lower().lstrip("- ")
    return replace(reading, kind=kind, indicator=words, unit=unit)


def _is_compound(doc: Doc, head: Token, start: int) -> bool:
    """Tell whether a unit has two parts: "gigawatt-hours", "basis points", "square metres"."""
    before = doc[head.i - 1] if head.i > start else None
    if before is None:
        return False
    if before.text == "-" and head.i - 1 > start:
        return doc[head.i - 2].pos_ in _NOUNS and head.lemma_.lower() == "hour"
    return before.lower_ in observation_words().unit_parts


def _compound_unit(doc: Doc, head: Token, start: int) -> str:
    """Return the unit of a counted noun with the part before it that it cannot do without."""
    unit = unit_of(head)
    if unit == "people" or not _is_compound(doc, head, start):
        return unit
    hyphen = doc[head.i - 1].text == "-"
    return f"{doc[head.i - 2].lower_}-{unit}" if hyphen else f"{doc[head.i - 1].lower_} {unit}"


def _without_noun(view: View, i: int, reading: Reading, doc: Doc) -> Reading:
    """Return a bare number with the unit that the sentence gives elsewhere."""
    end = view.items[i].end
    if rate := rate_after(doc, end):
        return replace(reading, unit=rate, kind=_bare(reading.kind))
    if end < len(doc) and doc[end].lower_ == "of":
        for k in range(i + 2, min(i + 5, len(view.items))):
            if isinstance(view.items[k].value, Quantity):
                head = counted_noun(doc, view.items[k].end, view.items[-1].end)
                if head is not None:
                    return replace(reading, unit=unit_of(head), indicator=head.lower_)
        if head := _part_of(doc, end + 1, view.items[-1].end):
            kind = "count-people" if unit_of(head) == "people" else "count-things"
            return replace(reading, unit=unit_of(head), indicator=head.lower_, kind=kind)
    if rate := rate_before(view, i, doc):
        return replace(reading, unit=rate, kind=_bare(reading.kind))
    if unit := _unit_of_subject(doc[view.items[i].start : end].root):
        words = reading.indicator if reading.indicator != "value" else unit
        return replace(reading, unit=unit, kind=_bare(reading.kind), indicator=words)
    return replace(reading, unit=None) if reading.kind.startswith("count") else reading


def _part_of(doc: Doc, start: int, stop: int) -> Token | None:
    """Return the noun of "77 of its best engineers", from behind the "of"."""
    if start >= stop or doc[start].lower_ not in _PARTITIVE:
        return None
    return counted_noun(doc, start + 1, stop)


def _unit_of_subject(number: Token) -> str:
    """Return what "Transits numbered 1,190" or "Students number 402" counts, or nothing."""
    verb = governing_verb(number)
    subject = next((t for t in verb.children if t.dep_ == "nsubj"), None) if verb else None
    if verb is None or subject is None or subject.tag_ != "NNS":
        return ""
    unit = unit_of(subject)
    return unit if unit == "people" or verb.lemma_ in _COUNTING else ""


def _bare(kind: str) -> str:
    return kind if kind.startswith("number") else "number-bare"


def counted_noun(doc: Doc, start: int, stop: int) -> Token | None:
    """Return the head of the noun phrase that begins at token ``start``, if one does.

    It is the noun that the parse gives the number before ``start``, else the last of a run.
    """
    if (head := _numbered(doc, start, stop)) is not None:
        return head
    last: Token | None = None
    for token in doc[start : min(start + _LONGEST, stop)]:
        participle = token.tag_ in {"VBN", "VBG"} and token.dep_ in {"amod", "compound"}
        if token.text == "-" or participle:
            continue
        if token.pos_ not in _MODIFIERS or token.lower_ in observation_words().stops:
            break
        if last is not None and token.pos_ not in _NOUNS:
            break
        if token.pos_ in _NOUNS:
            last = token
            following = doc[token.i + 1] if token.i + 1 < stop else None
            goes_on = following is not None and following.tag_ == "NNS"
            if token.tag_ in {"NNS", "NNPS"} and not goes_on:
                break
    return last if last is None or last.pos_ == "NOUN" or _is_people(last) else None


def _numbered(doc: Doc, start: int, stop: int) -> Token | None:
    """Return the common noun whose number ends before token ``start``: "three Golfo shares"."""
    number = doc[start - 1]
    head = number.head
    near = start <= head.i < min(start + _LONGEST, stop)
    if number.dep_ != "nummod" or not near or head.pos_ != "NOUN":
        return None
    between = doc[start : head.i]
    plain = all(t.pos_ in _MODIFIERS or t.text == "-" or t.tag_ in _INNER for t in between)
    return head if plain else None


def unit_of(noun: Token) -> str:
    """Return ``people`` for people, else the noun in the singular."""
    word = noun.lower_
    if _is_people(noun):
        return "people"
    if noun.lower_ in observation_words().short_units:
        return observation_words().short_units[noun.lower_]
    lemma = noun.lemma_.lower()
    unit = lemma if noun.pos_ == "NOUN" and lemma else singular(word)
    joined = noun.i > 1 and noun.nbor(-1).text == "-" and not noun.nbor(-1).whitespace_
    return f"{noun.nbor(-2).lower_}-{unit}" if joined and noun.nbor(-2).is_alpha else unit


def _is_people(noun: Token) -> bool:
    known = noun.lower_ in observation_words().people or noun.text in peoples()
    return known or (noun.tag_ == "NNS" and _PEOPLE.match(noun.lower_) is not None)


@cache
def peoples() -> frozenset[str]:
    """Return plural names of nationals, such as "Bulgarians"."""
    path = resources.files("extract") / "rules" / "places_countries.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    columns = [line.split("\t") for line in lines if line and not line.startswith("#")]
    known = {word for column in columns if len(column) > 3 for word in column[3].split("|")}
    return frozenset(known | {f"{word}s" for word in known if word.endswith(("an", "i", "k"))})


def singular(noun: str) -> str:
    """Return a counted noun as a unit.

    >>> [singular(noun) for noun in ("vessels", "cities", "boxes", "cases", "people")]
    ['vessel', 'city', 'box', 'case', 'people']
    """
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if re.search(r"(?:ss|x|ch|sh|zz)es$", noun):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is")) else noun


def rate_after(doc: Doc, at: int) -> str:
    """Return "per 10,000 professionals" if it begins at token ``at``, or nothing."""
    if at + 1 >= len(doc) or doc[at].lower_ != "per":
        return ""
    last = 0
    for token in doc[at + 1 : at + 1 + _LONGEST]:
        if token.pos_ in _NOUNS or token.like_num:
            last = token.i
        elif token.pos_ not in {"ADJ", "NUM"}:
            break
    return doc[at : last + 1].text if last else ""


def rate_before(view: View, i: int, doc: Doc) -> str:
    """Return the "per 10,000 members" that a sentence names before its number, or nothing."""
    for k in range(i - 2, -1, -1):
        if view.words[k] == "per" and isinstance(view.items[k + 1].value, Quantity):
            return rate_after(doc, view.items[k].start)
    return ""
