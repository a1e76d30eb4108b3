"""Whether a candidate is stated as so, as intended, or as not so."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from extract.quantities import Period
from kg.model import Predicate, Status

if TYPE_CHECKING:
    from extract.relations.matching import Candidate
    from extract.relations.pairs import ScoredPair

_STANDING: Final = frozenset(
    {
        Predicate.LOCATED_IN,
        Predicate.HEADQUARTERED_IN,
        Predicate.CITIZEN_OF,
        Predicate.PART_OF,
        Predicate.EDUCATED_AT,
        Predicate.FOUNDER_OF,
        Predicate.COMPETES_WITH,
        Predicate.WORKS_FOR,
    }
)
"""Predicates whose ends stand close together: only a word between them changes their status."""
_HEADLINE: Final = re.compile(r" to (?!<|#|the |a )")
_SURE: Final = {Status.ACTUAL: 0.8, Status.PLANNED: 0.9, Status.DENIED: 0.9}
"""How sure the head must be to overrule each finding of the rules."""
_BEFORE: Final = 5
_AFTER: Final = 14


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    path = resources.files("extract") / "rules" / "relations_status.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))

    def either(words: list[str]) -> re.Pattern[str]:
        return re.compile(r"(?<![^ ])(?:" + "|".join(re.escape(w) for w in words) + r")(?= )")

    return {
        "planned": either(data["planned"]["before"]),
        "denied": either(data["denied"]["before"]),
        "standing": either(data["denied"]["standing"]),
        "after": either(data["denied"]["after"]),
    }


def find_status(candidate: Candidate, *, headline: bool) -> Status:
    """Return the status from the words around the pattern.

    In a headline "to" and a verb speaks of the future ("Acme to build plant").
    """
    if candidate.pattern.status is not None:
        return candidate.pattern.status
    words, cues = candidate.view.words, _cues()
    standing = _is_standing(candidate)
    between = _line(words, candidate.first, candidate.last)
    least = max(candidate.first - 2, candidate.trigger - _BEFORE, 0)
    lead = between if standing else _line(words, least, candidate.last)
    if cues["standing" if standing else "denied"].search(lead):
        return Status.DENIED
    rest = _line(words, candidate.last, candidate.last + _AFTER)
    if not standing and cues["after"].search(re.split(r"[;.] |, (?:and|but|while) ", rest)[0]):
        return Status.DENIED
    if cues["planned"].search(between) or (headline and _HEADLINE.search(f" {between}")):
        return Status.PLANNED
    if not standing and _future(candidate):
        return Status.PLANNED
    return Status.ACTUAL


def _is_standing(candidate: Candidate) -> bool:
    """Tell whether the fact lasts; where an event takes place does not."""
    slots = [item.slot for item in candidate.view.items if item.slot]
    event = any(slot.letter == "E" and candidate.subject in slot.mentions for slot in slots)
    return candidate.pattern.predicate in _STANDING and not event


def _future(candidate: Candidate) -> bool:
    """Tell whether a time in or near the match lies ahead."""
    items = candidate.view.items[max(candidate.first - 4, 0) : candidate.last + 6]
    return any(isinstance(item.value, Period) and item.value.future for item in items)


def _line(words: tuple[str, ...], start: int, end: int) -> str:
    return "".join(f"{word} " for word in words[start:end])


def join_status(rule: Status, pair: ScoredPair) -> Status:
    """Return the status from the rule and the head: where they differ, the head must be sure."""
    likeliest = max(pair.statuses, key=lambda name: pair.statuses[name], default=rule.value)
    if likeliest == rule.value or pair.statuses[likeliest] < _SURE[rule]:
        return rule
    return Status(likeliest)
