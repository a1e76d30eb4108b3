"""Simpler views of a sentence: coordinated names joined, appositions and asides left out."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

from extract.relations.views import Item, Slot, View
from extract.relations.words import relation_words

_SLOT: Final = r"<[A-Z]\d+[a-z]> "
_ORG: Final = r"<[CUROGPDME]\d+[nd]> "
_PLACE: Final = r"<[NSTL]\d+[na]> "
_WORDS: Final = r"(?:(?!, |; |\. |\( |\) |: )\S+ )"


@cache
def _asides() -> tuple[re.Pattern[str], ...]:
    """Return what to leave out: the group ``drop`` if there is one, else the whole match."""
    openers = "|".join(relation_words().lists["apposition_openers"])
    names = r"<[A-Z]\d+[rap]>|<[A-Z]\d+n> 's"
    said = rf", (?:{_PLACE}, )?(?:said|says|told|according to) {_WORDS}{{1,10}}, "
    after_place = r", |(?=and |\. |on |in |with |to |for |that |\)|by |after |where )"
    patterns = (
        r"\( (?:(?!\( |\) )\S+ ){1,16}\) ",
        rf"(?<= ){_SLOT}(?P<drop>{said})",
        rf"{_ORG}(?P<drop>(?:of|in|from) (?:the )?{_PLACE}(?:, {_PLACE})?)"
        r"(?=, |and |or |\. |; |'s )",
        rf"{_PLACE}(?P<drop>, (?:the )?{_PLACE}(?:{after_place}))",
        rf"{_SLOT}(?P<drop>, (?:{openers}|[a-z]+ed|{names}) {_WORDS}{{1,16}}, )"
        r"(?!and |or |but |<)",
    )
    return tuple(re.compile(pattern) for pattern in patterns)


def reduce_view(view: View) -> View:
    """Return the view without brackets, attributions, appositions and places after names."""
    for pattern in _asides():
        spans = [
            (m.start("drop"), m.end("drop")) if "drop" in m.re.groupindex else (m.start(), m.end())
            for m in pattern.finditer(view.text)
        ]
        kept = [span for span in spans if span[0] in view.starts and span[1] in view.starts]
        if kept:
            view = view.without(kept)
    return view


_CLASSES: Final = {
    letter: kind
    for kind, letters in {"org": "CUROG", "place": "NSTL"}.items()
    for letter in letters
}
_LIST: Final = re.compile(
    r"(?:<[A-Z]\d+[nda]> (?:, |and |or |& |as well as |, and |along with )"
    r"(?:both |the |of |from |in |at |nearby |neighbouring |two |for )?)+<[A-Z]\d+[nda]> "
)


_CONJUNCTIONS: Final = frozenset({"and", "or", "&", "as", "along"})


def _kind(item: Item) -> str:
    letter = item.slot.letter if item.slot else ""
    return _CLASSES.get(letter, letter)


def group_view(view: View) -> View:
    """Return the view with "A, B and C" as one slot of three mentions.

    Only names of one kind (organisations; places; else one type) with "and" or "or" before the
    last are joined: "Austin, Texas" stays two slots.
    """
    items = list(view.items)
    for match in reversed(list(_LIST.finditer(view.text))):
        first, last = view.starts[match.start()], view.starts[match.end()]
        for start, end in reversed(_runs(items, first, last)):
            slots = [item.slot for item in items[start:end] if item.slot]
            mentions = tuple(m for slot in slots for m in slot.mentions)
            joined = Slot(mentions, slots[0].letter, slots[0].flag)
            items[start:end] = [Item("", items[start].start, items[end - 1].end, joined)]
    return View(tuple(items))


def _runs(items: list[Item], first: int, last: int) -> list[tuple[int, int]]:
    """Return the stretches of slots of one kind with a conjunction before the last."""
    places = [i for i in range(first, last) if items[i].slot]
    runs: list[tuple[int, int]] = []
    start, closed = places[0], False
    for before, i in pairwise(places):
        joined = any(items[k].text in _CONJUNCTIONS for k in range(before + 1, i))
        if _kind(items[before]) == _kind(items[i]) and not closed:
            closed = joined
            continue
        if closed:
            runs.append((start, before + 1))
        start, closed = i, False
    if closed:
        runs.append((start, places[-1] + 1))
    return runs
