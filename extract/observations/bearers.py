"""Whose number it is: the entity that a quantity in a sentence is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extract.relations.subjects import find_subject
from extract.relations.words import relation_words

if TYPE_CHECKING:
    from extract.relations.views import View

_NEAR: Final = 3


def _breaks() -> frozenset[str]:
    return relation_words().sets["number_clause_breaks"]


def clause_span(view: View, i: int) -> tuple[int, int]:
    """Return the items of the clause around item ``i``."""
    words, breaks = view.words, _breaks()
    start = end = i
    while start > 0 and words[start - 1] not in breaks:
        start -= 1
    while end < len(words) and words[end] not in breaks:
        end += 1
    return start, end


def find_bearer(view: View, i: int) -> tuple[int, str] | None:
    """Return the item of the entity that the value at item ``i`` is about, and how it was found."""
    for name, finder in FINDERS:
        found = finder(view, i)
        if found is not None and _can_bear(view, found):
            return found, name
    return None


def _can_bear(view: View, k: int) -> bool:
    """People and adjectives ("the Chinese firm") rarely bear a number."""
    slot = view.items[k].slot
    return slot is not None and slot.letter != "P" and slot.flag != "a"


def _slots(view: View, places: range) -> list[int]:
    return [k for k in places if _can_bear(view, k)]


def _bracket(view: View, i: int) -> int | None:
    """``India (-0.76)``, ``China's $9.3 billion``: the slot right before the value."""
    words = view.words
    if i >= 2 and words[i - 1] == "'s" and view.items[i - 2].slot:
        return i - 2
    k = i - 1
    while k >= 0 and i - k <= _NEAR and words[k] != "(":
        k -= 1
    if k > 0 and words[k] == "(" and view.items[k - 1].slot and k - 1 >= 0:
        return k - 1
    return None


def _apposition(view: View, i: int) -> int | None:
    """``the Acme College, a private school with 140 trainees``: the slot before the comma."""
    words, known = view.words, relation_words()
    for k in range(i - 1, max(i - 12, 0), -1):
        if words[k] == "," and view.items[k - 1].slot:
            opens = words[k + 1] in {"a", "an", "the", "one"} or view.items[k + 1].slot is not None
            return k - 1 if opens and k + 1 < i else None
        if words[k] in _breaks() | {",", "(", ")", "and"} or words_is_verb(words[k], known.verbs):
            return None
    return None


def _pair(view: View, i: int) -> int | None:
    """``Valencia, on 48``; ``China with $9.3 billion``; ``2.9% in Chad but 5.4% in Mali``."""
    words = view.words
    if i >= 2 and words[i - 1] in {"with", "on"} and view.items[i - 2].slot:
        return i - 2
    if (
        i >= 3
        and words[i - 1] in {"with", "on", "at"}
        and words[i - 2] == ","
        and view.items[i - 3].slot
    ):
        return i - 3
    _, end = clause_span(view, i)
    several = (
        sum(item.value is not None and not item.text.startswith("D") for item in view.items) > 1
    )
    if several and i + 2 < end and words[i + 1] in {"in", "for", "at"} and view.items[i + 2].slot:
        return i + 2
    return None


def _verb_before(view: View, i: int) -> int | None:
    known = relation_words()
    start, _ = clause_span(view, i)
    for k in range(i - 1, start - 1, -1):
        if words_is_verb(view.words[k], known.verbs | known.chain):
            return k
    return None


def words_is_verb(word: str, verbs: frozenset[str]) -> bool:
    """Tell whether a word looks like a verb form here."""
    return word in verbs or (word.endswith("ed") and len(word) > 4)


def _possessor(view: View, i: int) -> int | None:
    """``X's revenue rose 12%``: the last possessor before the value in its clause."""
    words = view.words
    start, _ = clause_span(view, i)
    for k in range(i - 1, start, -1):
        if words[k] == "'s" and view.items[k - 1].slot:
            owned = _owned(view, k, i)
            return k - 1 if owned is None else owned
    return None


def _owned(view: View, k: int, i: int) -> int | None:
    """Return the slot that the possessor owns, as in "Japan's Acme will"."""
    for j in range(k + 1, min(k + 5, i)):
        if view.items[j].slot:
            return j
        if not view.words[j][:1].isalpha():
            return None
    return None


def _subject(view: View, i: int) -> int | None:
    verb = _verb_before(view, i)
    return find_subject(view, verb) if verb is not None else None


def _of_before(view: View, i: int) -> int | None:
    """``Sales of X reached``: the first slot of the clause before the value."""
    start, _ = clause_span(view, i)
    slots = _slots(view, range(start, i))
    return slots[0] if slots else None


def _after(view: View, i: int) -> int | None:
    """``63 doctors entered the company``: the first slot of the clause after the value."""
    _, end = clause_span(view, i)
    slots = _slots(view, range(i + 1, end))
    return slots[0] if slots else None


def _only(view: View, i: int) -> int | None:
    slots = _slots(view, range(len(view.items)))
    return min(slots, key=lambda k: abs(k - i)) if slots else None


FINDERS: Final = (
    ("bracket", _bracket),
    ("apposition", _apposition),
    ("pair", _pair),
    ("possessor", _possessor),
    ("subject", _subject),
    ("of", _of_before),
    ("after", _after),
    ("only", _only),
)
"""The rules in order of trust; each returns the item of the entity, or ``None``."""
