"""What a fact says besides its ends: date, amount, share, role, topic, program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from extract.document import MentionKind
from extract.quantities import Period, Quantity, QuantityKind
from extract.relations.phrases import NAMES, find_phrase
from kg.model import Predicate, Qualifiers
from kg.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Mapping

    from spacy.tokens import Span

    from extract.document import ResolvedDoc
    from extract.relations.matching import Candidate
    from extract.relations.views import Item

_TEXTS: Final = ("role", "topic", "degree", "facility", "product", "program")
_REACH: Final = 12
_OUTSIDE: Final = frozenset({"ADP", "DET", "PRON", "PART", "AUX", "CCONJ", "SCONJ"})
_FINITE: Final = frozenset({"VBZ", "VBD", "VBP", "MD"})
_EDGE: Final = re.compile(
    r"^(?:the|a|an|its|his|her|their|'s|,|new)\s+|\s+(?:,|of|and|the|a|an)$", re.IGNORECASE
)


def _allowed(predicate: Predicate) -> frozenset[str]:
    return ontology().predicates[predicate].qualifiers


def _near(candidate: Candidate, wanted: type, kind: QuantityKind | None = None) -> Item | None:
    """Return the nearest value to the match, inside it first, then within its clause."""
    items = candidate.view.items
    first, last = candidate.first, candidate.last
    order = list(range(first, last))
    for i in range(last, min(last + _REACH, len(items))):
        if items[i].text in {";", "while", "but", "whereas"}:
            break
        order.append(i)
    order += range(first - 1, max(first - _REACH, -1), -1)
    for i in order:
        value = items[i].value
        if isinstance(value, wanted) and (kind is None or _is_kind(value, kind)):
            return items[i]
    return None


def _respective(candidate: Candidate, kind: QuantityKind) -> Quantity | None:
    """Return the candidate's own amount in "A and B hold 45% and 30%, respectively".

    The names of one type that are as many as the amounts take them in order.
    """
    items = candidate.view.items
    if "respectively" not in candidate.view.words:
        return None
    values = [item.value for item in items if _is_kind(item.value, kind)]
    for end in (candidate.subject, candidate.object):
        letters = [i.slot.letter for i in items if i.slot and end in i.slot.mentions]
        rivals = list(
            dict.fromkeys(
                mention.iri
                for item in items
                if item.slot and item.slot.letter in letters
                for mention in item.slot.mentions
                if mention.kind is MentionKind.NAME
            )
        )
        for first in range(len(rivals) - len(values) + 1):
            group = rivals[first : first + len(values)]
            other = candidate.object if end is candidate.subject else candidate.subject
            if len(group) > 1 and end.iri in group and other.iri not in group:
                found = values[group.index(end.iri)]
                return found if isinstance(found, Quantity) else None
    return None


def _is_kind(value: object, kind: QuantityKind) -> bool:
    return isinstance(value, Quantity) and value.kind is kind and not value.converted


def _captured_text(candidate: Candidate, name: str, resolved: ResolvedDoc) -> str | None:
    span = candidate.captured.get(name)
    if span is None and NAMES.get(candidate.pattern.predicate) == name:
        span = find_phrase(candidate)
    if span is None or span[0] >= span[1]:
        return None
    items = candidate.view.items[span[0] : span[1]]
    words = resolved.doc[items[0].start : items[-1].end]
    if name == "facility":
        words = _noun_phrase(words)
    text = words.text.strip(" ,;.'\"“”‘’")
    before = ""
    while before != text:
        before, text = text, _EDGE.sub("", text).strip()
    return text or None


def _noun_phrase(words: Span) -> Span:
    """Return the words behind the last verb, preposition, determiner or possessive "'s"."""
    outside = [k for k, t in enumerate(words) if t.pos_ in _OUTSIDE or t.tag_ in _FINITE]
    return words[outside[-1] + 1 :] if outside and outside[-1] + 1 < len(words) else words


def _amount(candidate: Candidate, kind: QuantityKind) -> Quantity | None:
    """Return the amount of a candidate: its own of a list, what its words say, or the nearest."""
    if own := _respective(candidate, kind):
        return own
    for first, _ in candidate.captured.values():
        value = candidate.view.items[first].value
        if isinstance(value, Quantity) and _is_kind(value, kind):
            return value
    near = _near(candidate, Quantity, kind)
    return near.value if near and isinstance(near.value, Quantity) else None


def _numbers(candidate: Candidate) -> dict[str, str | float]:
    found: dict[str, str | float] = {}
    allowed = _allowed(candidate.pattern.predicate)
    if "amount" in allowed:
        money = _amount(candidate, QuantityKind.MONEY)
        if money and money.unit:
            found |= {"amount": money.value, "currency": money.unit}
    if "share" in allowed:
        share = _amount(candidate, QuantityKind.PERCENT)
        if share:
            found["share"] = share.value
    if "number" in allowed and "q" in candidate.captured:
        number = candidate.view.items[candidate.captured["q"][0]].value
        if isinstance(number, Quantity):
            found["number"] = number.value
    return found


def find_qualifiers(
    candidate: Candidate, resolved: ResolvedDoc, names: Mapping[str, str]
) -> dict[str, str | float]:
    """Return the qualifiers of one candidate; ``names`` gives programs' names by IRI."""
    found: dict[str, str | float] = dict(candidate.pattern.fixed)
    for name in _TEXTS:
        if text := _captured_text(candidate, name, resolved):
            found[name] = text
    found |= _numbers(candidate)
    predicate = candidate.pattern.predicate
    if predicate is not Predicate.WORKS_FOR:
        when = _near(candidate, Period)
        if when and isinstance(when.value, Period):
            found["date"] = when.value.value
    if predicate is Predicate.PARTNERS_WITH and "program" not in found:
        for item in candidate.view.items:
            if item.slot and item.slot.letter == "M":
                found["program"] = names[item.slot.mentions[0].iri]
                break
    allowed = _allowed(predicate)
    return {name: value for name, value in found.items() if name in allowed}


def make_qualifiers(found: Mapping[str, str | float]) -> Qualifiers:
    """Return the checked qualifiers."""
    return Qualifiers(**found)  # type: ignore[arg-type]
