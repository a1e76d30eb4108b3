"""The subject of a verb, found from the verb leftwards.

No parse is available here, so the finder walks back over auxiliaries and linking verbs, and past
coordinated verb phrases to the beginning of the clause. A dependency parse can replace this
module without a change to the patterns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extract.relations.words import relation_words

if TYPE_CHECKING:
    from extract.relations.views import View

_REACH: Final = 40


def _is_value(word: str) -> bool:
    return word.startswith("#")


def _links(word: str) -> bool:
    return word in relation_words().chain or word.endswith("ly") or _is_value(word)


def find_subject(view: View, verb: int) -> int | None:
    """Return the item that is the subject of the verb at item ``verb``, if it is a slot.

    The nearest name before the verb counts, unless it only belongs to a prepositional phrase or
    a coordinated verb phrase lies between.
    """
    words = view.words
    i = verb - 1
    while i >= 0 and verb - i < _REACH:
        word = words[i]
        if view.items[i].slot:
            return _head(view, i, verb)
        if _links(word) or (word in {"on", "in"} and _is_value(words[i + 1])):
            i -= 1
            continue
        if word in {"which", "who", "that"}:
            return _antecedent(view, i)
        break
    return _clause_subject(view, i)


def _antecedent(view: View, i: int) -> int | None:
    """Return the slot just before a relative pronoun, perhaps with a comma between."""
    for k in (i - 1, i - 2, i - 3):
        if k >= 0 and view.items[k].slot:
            return k
    return None


def _preposition_before(words: tuple[str, ...], i: int) -> int | None:
    """Return where the preposition stands that governs item ``i``, if any."""
    for k in range(i - 1, max(i - 4, -1), -1):
        if words[k] in relation_words().sets["prepositions"]:
            return k
        if not (words[k] in {"the", "a", "an", "its", "their"} or words[k].endswith("a>")):
            return None
    return None


def _head(view: View, i: int, verb: int) -> int | None:
    """Return slot ``i``, or the head of the phrase to which it belongs as "of X"."""
    words = view.words
    slot = view.items[i].slot
    if slot is None or slot.flag in {"p", "r", "d"}:
        return i
    preposition = _preposition_before(words, i)
    if preposition is None:
        return i
    k = preposition - 1
    if k >= 0 and words[k] in relation_words().sets["metonyms"]:
        return i
    if k >= 0 and view.items[k].slot:
        return _head(view, k, verb)
    return _clause_subject(view, preposition - 1)


def _clause_start(words: tuple[str, ...], i: int) -> int:
    breaks = relation_words().sets["clause_breaks"]
    start = i
    while start > 0 and words[start - 1] not in breaks and i - start < _REACH:
        if words[start][-2:] == "r>":
            break
        start -= 1
    return max(start, 0)


def _finite_after(words: tuple[str, ...], i: int) -> bool:
    known = relation_words()
    for k in range(i + 1, min(i + 3, len(words))):
        if words[k] == "'s":
            return False
        if words[k] in known.verbs or words[k] in known.chain or words[k].endswith("ed"):
            return words[k] != "to"
        if not (words[k].endswith("ly") or _is_value(words[k])):
            return False
    return False


def _clause_subject(view: View, i: int) -> int | None:
    """Return the slot that opens the clause of item ``i``: one with a finite verb after it."""
    if i < 0:
        return None
    words = view.words
    start = _clause_start(words, i)
    slots = [k for k in range(start, i + 1) if view.items[k].slot]
    if slots and words[slots[0]][-2:] == "r>":
        return slots[0]
    free = [k for k in slots if _preposition_before(words, k) is None]
    finite = [k for k in free if _finite_after(words, k)]
    if finite:
        return finite[-1]
    free = [k for k in free if k + 1 >= len(words) or words[k + 1] != "'s"]
    if free:
        return free[0]
    if start > 0 and words[start - 1] in {"which", "who", "that"}:
        return _antecedent(view, start - 1)
    return None
