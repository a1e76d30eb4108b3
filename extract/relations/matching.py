"""Patterns run over the views of a sentence: candidates for facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.relations.clauses import group_view, reduce_view
from extract.relations.subjects import find_subject
from extract.relations.views import Item, Slot, View, flat_view, outermost
from extract.relations.words import relation_words
from kg.model import Predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Span

    from extract.document import EntityMention, ResolvedDoc
    from extract.relations.patterns import Pattern, TemplateIndex
    from extract.relations.templates import Template

_NUMBER = re.compile(r"\d+")
_LONGEST_PHRASE = 6
_OF_PLACES = frozenset(
    {
        Predicate.LOCATED_IN,
        Predicate.HEADQUARTERED_IN,
        Predicate.OPERATES_IN,
        Predicate.CITIZEN_OF,
        Predicate.RECRUITS_FROM,
        Predicate.VISITS,
    }
)
"""Predicates that an adjective may state: "the US bank Acme" is based there."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One match: two mentions, the pattern, and where in which view it stands.

    ``first`` and ``last`` are the items from the leftmost end to the end of the match;
    ``trigger`` is where the words of the pattern begin. ``captured`` are the items that the
    template captured for qualifiers, as (first, last) by name. ``word`` is the token that states
    the predicate, where the parse tells.
    """

    subject: EntityMention
    object: EntityMention
    pattern: Pattern
    view: View
    first: int
    trigger: int
    last: int
    captured: dict[str, tuple[int, int]] = field(default_factory=dict)
    word: int | None = None


def sentence_views(sentence: Span, resolved: ResolvedDoc, letters: Mapping[str, str]) -> list[View]:
    """Return the distinct views of a sentence: as it is, grouped, and reduced."""
    flat = flat_view(sentence, resolved, letters)
    views = [flat, group_view(flat), group_view(reduce_view(flat))]
    if "respectively" in flat.words:
        views = views[1:]  # names by themselves would be paired with the wrong partner
    seen: dict[str, View] = {}
    for view in views:
        key = re.sub(r"\d+", "", view.text) + str(len(view.items))
        seen.setdefault(key, view)
    return list(seen.values())


def _item(token: str | None) -> int | None:
    found = _NUMBER.search(token) if token else None
    return int(found[0]) if found else None


def _ends(
    view: View, template: Template, match: re.Match[str], trigger: int
) -> tuple[int | None, int | None]:
    """Return the items of subject and object; for a joined pair they are the same item."""
    groups = match.groupdict()
    subject, object_ = _item(groups.get("S")), _item(groups.get("O"))
    if template.head == "PAIR" and subject is not None:
        return subject, subject
    if template.head:
        found = find_subject(view, trigger)
        if template.head == "PAIR":
            return found, found
        if template.head == "SUBJ":
            return found, object_
        return subject, found
    return subject, object_


def _pairs(view: View, subject: int, object_: int) -> Iterator[tuple[EntityMention, EntityMention]]:
    """Expand coordinated ends: each with each, or in order if the sentence says "respectively"."""
    left, right = view.items[subject].slot, view.items[object_].slot
    if left is None or right is None:
        return
    ones, others = left.mentions, right.mentions
    if subject == object_:
        for i, one in enumerate(ones):
            for other in ones[i + 1 :]:
                yield one, other
    elif len(ones) == len(others) > 1 and "respectively" in view.words:
        yield from zip(ones, others, strict=True)
    else:
        for one in ones:
            for other in others:
                yield one, other


def _named(view: View, end: int | None, allowed: str) -> int | None:
    """Return the name at the head of a noun phrase: "the US bank [Acme]", not its country."""
    slot = view.items[end].slot if end is not None else None
    if end is None or slot is None or slot.flag != "a":
        return end
    for i in range(end + 1, min(end + _LONGEST_PHRASE, len(view.items))):
        item = view.items[i]
        if item.slot:
            return i if item.slot.letter in allowed and item.slot.flag == "n" else end
        if not item.text.isalpha() or item.text in relation_words().sets["phrase_ends"]:
            return end
    return end


def _captures(view: View, match: re.Match[str]) -> dict[str, tuple[int, int]]:
    captured = {}
    for name, text in match.groupdict().items():
        if text is None or name in {"S", "O", "all"}:
            continue
        begin = match.start(name)
        first = view.starts.get(begin)
        if first is None:
            continue
        end = match.end(name)
        last = view.starts.get(end, view.starts.get(end + 1, first + 1))
        captured[name] = (first, last)
    return captured


def _allowed(pattern: Pattern, letters: Mapping[str, str], one: str, other: str) -> bool:
    return one != other and letters[one] in pattern.subjects and letters[other] in pattern.objects


def _focus_item(view: View, trigger: int, allowed: str, other: int) -> int | None:
    """Return the nearest item before the match that may be the missing end."""
    for i in range(trigger - 1, -1, -1):
        slot = view.items[i].slot
        if slot and slot.letter in allowed and i != other and slot.flag != "a":
            return i
    return None


def match_view(
    view: View,
    templates: TemplateIndex,
    letters: Mapping[str, str],
    *,
    focus: EntityMention | None = None,
) -> Iterator[Candidate]:
    """Yield the candidates of one view; ``focus`` is what the sentence before speaks of."""
    for pattern, template in templates.possible(view.words):
        for match in template.regex.finditer(view.text):
            yield from _candidates(view, pattern, template, match, letters, focus)


def _candidates(
    view: View,
    pattern: Pattern,
    template: Template,
    match: re.Match[str],
    letters: Mapping[str, str],
    focus: EntityMention | None = None,
) -> Iterator[Candidate]:
    trigger = view.starts[match.start()]
    last = view.starts[match.end("all")]
    captured = _captures(view, match)
    subject, object_ = _ends(view, template, match, trigger)
    if pattern.predicate not in _OF_PLACES and template.head != "PAIR":
        subject = _named(view, subject, pattern.subjects)
        object_ = _named(view, object_, pattern.objects)
    pairs: Iterable[tuple[EntityMention, EntityMention]]
    if template.head == "FOCUS":
        pairs = _focused(view, pattern, (subject, object_), trigger, focus)
    elif subject is None or object_ is None:
        return
    else:
        pairs = _pairs(view, subject, object_)
    ends = (subject, object_) if template.head != "FOCUS" else ()
    first = min(i for i in (*ends, trigger) if i is not None)
    for one, other in pairs:
        if _allowed(pattern, letters, one.iri, other.iri):
            yield Candidate(one, other, pattern, view, first, trigger, last, captured)


def _focused(
    view: View,
    pattern: Pattern,
    ends: tuple[int | None, int | None],
    trigger: int,
    focus: EntityMention | None,
) -> Iterator[tuple[EntityMention, EntityMention]]:
    """Pair the end that the template gives with the nearest before it, or with the focus."""
    subject, object_ = ends
    given = subject if subject is not None else object_
    slot = view.items[given].slot if given is not None else None
    if given is None or slot is None:
        return
    allowed = pattern.objects if subject is not None else pattern.subjects
    near = _focus_item(view, trigger, allowed, given)
    near_slot = view.items[near].slot if near is not None else None
    missing = near_slot.mentions[0] if near_slot else focus
    if missing is None:
        return
    for mention in slot.mentions:
        yield (mention, missing) if subject is not None else (missing, mention)


def match_inside(
    sentence: Span,
    resolved: ResolvedDoc,
    patterns: Sequence[Pattern],
    letters: Mapping[str, str],
) -> Iterator[Candidate]:
    """Yield the candidates inside names, such as "[[Stanford]'s AI institute]"."""
    inside = [m for m in resolved.mentions if sentence.start <= m.start and m.end <= sentence.end]
    for outer in outermost(inside):
        inner = [
            m
            for m in inside
            if outer.start <= m.start
            and m.end <= outer.end
            and m.end - m.start < outer.end - outer.start
        ]
        if not inner:
            continue
        view = _inner_view(resolved, outer, inner, letters)
        for pattern in patterns:
            if pattern.inside:
                yield from _match_inner(view, pattern, letters)


def _inner_view(
    resolved: ResolvedDoc,
    outer: EntityMention,
    inner: Sequence[EntityMention],
    letters: Mapping[str, str],
) -> View:
    span = resolved.doc[outer.start : outer.end]
    rest = type(resolved)(
        resolved.article, resolved.doc, resolved.entities, tuple(inner), resolved.content
    )
    view = flat_view(span, rest, letters)
    end = Item("", outer.end - 1, outer.end, Slot((outer,), letters[outer.iri], "n"))
    return View((*view.items, end))


def _match_inner(view: View, pattern: Pattern, letters: Mapping[str, str]) -> Iterator[Candidate]:
    for template in pattern.templates:
        for match in template.regex.finditer(view.text):
            yield from _candidates(view, pattern, template, match, letters)
