"""Programmes and events that are described but have no name: "a chip designer programme"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.components.lexicon import word_set
from extract.components.runs import Run
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.components.words import Word

_MOST_MODIFIERS = 5
_FEWEST = 2
_LONGEST_PURPOSE = 4
_LONGEST_AIM = 9
_NEAR = 6
"""Words between a verb that runs or hosts and what it runs, at most."""
_ENDS = frozenset(
    {"that", "which", "who", "and", "in", "at", "on", "from", "with", "by", "to", "for", "of"}
    | {"the", "a", "an", "its", "is", "was", "will", "has", "have", "are", "were", "had", "said"}
)
_COUNTING = frozenset({"about", "around", "some", "over", "nearly", "up"})


def described(sentence: Sequence[Word]) -> Iterator[tuple[Run, EntityType]]:
    """Yield the noun phrases of a sentence that describe a programme or an event."""
    for at, word in enumerate(sentence):
        end = 0
        kind = EntityType.PROGRAM
        start = _start(sentence, at)
        if word.text in word_set("programme_heads"):
            end = _programme(sentence, start, at)
        elif word.text in word_set("plan_heads"):
            end = _plan(sentence, start, at)
        elif word.text in word_set("event_heads"):
            end, kind = _event(sentence, start, at), EntityType.EVENT
        if end and not _beside_name(sentence, start, end):
            yield Run(sentence, start, end), kind


def _start(sentence: Sequence[Word], at: int) -> int:
    """Return where the words begin that modify a head."""
    start = at
    while start and at - start < _MOST_MODIFIERS and _modifies(sentence[start - 1]):
        start -= 1
    return start


def _introduced(sentence: Sequence[Word], start: int) -> bool:
    return start > 0 and sentence[start - 1].low in word_set("introducing")


def _beside_name(sentence: Sequence[Word], start: int, end: int) -> bool:
    """Say whether a name stands before or behind: "Foo Path, a short course", "a course, Foo"."""
    before = sentence[start - 2] if start > 1 else None
    after = sentence[end] if end < len(sentence) else None
    return (before is not None and before.capital and before.gap.strip() == ",") or (
        after is not None and after.capital and sentence[end - 1].gap.strip() == ","
    )


def _programme(sentence: Sequence[Word], start: int, at: int) -> int:
    """Return the end of "a(n) MODIFIERS program" with two modifying words, or one and a purpose.

    What someone runs or offers needs one word less.
    """
    introduced = _introduced(sentence, start)
    fewest = _FEWEST - (introduced and _after(sentence, start, "running"))
    purpose = _purpose(sentence, at)
    if at - start >= (fewest if introduced else _FEWEST + 1):
        the = start > 0 and sentence[start - 1].low == "the"
        return (purpose if at - start < _FEWEST and purpose else at + 1) if the or introduced else 0
    return purpose if introduced and at - start >= fewest - 1 else 0


def _plan(sentence: Sequence[Word], start: int, at: int) -> int:
    """Return the end of "a recruitment plan (for ...)": plans count if they are about people."""
    telling = any(word.low in word_set("plan_kinds") for word in sentence[start:at])
    if not telling or not _introduced(sentence, start):
        return 0
    return _purpose(sentence, at) or at + 1


def _event(sentence: Sequence[Word], start: int, at: int) -> int:
    """Return the end of "an event to VERB ..." or "a MODIFIER conference" that someone hosts."""
    if not (_introduced(sentence, start) and _after(sentence, start, "hosting")):
        return 0
    return _aim(sentence, at) or _purpose(sentence, at) or (at + 1 if at > start else 0)


def _after(sentence: Sequence[Word], start: int, verbs: str) -> bool:
    """Say whether one of the verbs stands shortly before, in the same clause."""
    for word in reversed(sentence[max(start - _NEAR, 0) : max(start - 1, 0)]):
        if word.gap.strip():
            return False
        if word.low in word_set(verbs):
            return True
    return False


def _purpose(sentence: Sequence[Word], at: int) -> int:
    """Return where "for future leaders", "of 300 people" after a head ends, else 0."""
    end = at + 1
    if end >= len(sentence) or sentence[end].low not in {"for", "in", "of"}:
        return 0
    if sentence[at].gap != " ":
        return 0
    while end < len(sentence) and end - at <= _LONGEST_PURPOSE and _joined(sentence[end]):
        following = sentence[end + 1] if end + 1 < len(sentence) else None
        if following is None or not (following.text.islower() or following.text.isdigit()):
            break
        if following.low in _ENDS - _COUNTING:
            break
        end += 1
    return end + 1 if end - at >= _FEWEST and sentence[end].text.islower() else 0


def _aim(sentence: Sequence[Word], at: int) -> int:
    """Return where "to share its view of the future" after a head ends, else 0."""
    end = at + 1
    if end >= len(sentence) or sentence[end].low != "to" or sentence[at].gap != " ":
        return 0
    while end + 1 < len(sentence) and end - at < _LONGEST_AIM and sentence[end].gap == " ":
        if sentence[end + 1].low in {"by", "with", "and", "in", "at", "on", "which", "that"}:
            break
        end += 1
    return end + 1 if end - at >= _FEWEST else 0


def _joined(word: Word) -> bool:
    return word.gap == " " or (word.text.isdigit() and word.gap == ",")


def _modifies(word: Word) -> bool:
    plain = word.text.islower() or (word.shouted and len(word.text) <= 3)
    stops = word.low in word_set("leading") or word.low in word_set("vague")
    return plain and word.gap == " " and not word.possessive and not stops
