"""Whether a candidate is stated as so, as intended, or as not so."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from extract.grammar import governing_verb, tree_path
from extract.quantities import Period
from kg.model import Predicate, Status

if TYPE_CHECKING:
    from spacy.tokens import Doc

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
_SURE: Final = {Status.ACTUAL: 0.9, Status.PLANNED: 0.95, Status.DENIED: 0.8}
"""How sure the head must be to overrule each finding of the rules."""
_GAP: Final = r"(?:[^ ,;.]+ ){0,4}"
_FUTURE: Final = (
    r"(?<![^ ])(?:will|would|to|may|might|could|should|shall|'ll)(?: \w+ly| also| not)? "
)
_CLAUSE: Final = re.compile(r"(?<= )(?:but|while|whereas|;) ")
"""Where another statement begins: "will not stay but will lead Acme"."""
_PAST_HABIT: Final = re.compile(r"(?<![^ ])used to (?=\w)")
_BEFORE: Final = 5
_AFTER: Final = 14


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    path = resources.files("extract") / "rules" / "relations_status.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))

    def either(words: list[str], end: str = "(?= )") -> re.Pattern[str]:
        return re.compile(r"(?<![^ ])(?:" + "|".join(re.escape(w) for w in words) + ")" + end)

    planned, denied = data["planned"], data["denied"]
    lasting = [word for word in planned["before"] if word not in planned["loose"]]
    return {
        "planned": either(planned["before"]),
        "planned-standing": either(lasting + planned["standing"]),
        "to": either(planned["to"], " " + _GAP + r"to (?!<|#|the |a )"),
        "continuing": re.compile(
            _FUTURE + "(?:" + "|".join(re.escape(w) for w in planned["continuing"]) + r")(?= )"
        ),
        "denied": either(denied["before"]),
        "denied-standing": either(denied["standing"]),
        "after": either(denied["after"]),
    }


def find_status(candidate: Candidate, doc: Doc, *, headline: bool) -> Status:
    """Return the status from the words around the pattern.

    In a headline "to" and a verb speaks of the future ("Acme to build plant").
    """
    if candidate.pattern.status is not None:
        return candidate.pattern.status
    words, cues = candidate.view.words, _cues()
    kind = "-standing" if _is_standing(candidate) else ""
    between = _CLAUSE.split(_line(words, candidate.first, candidate.last))[-1]
    least = max(candidate.first - 2, candidate.trigger - _BEFORE, 0)
    lead = between if kind else _CLAUSE.split(_line(words, least, candidate.last))[-1]
    if cues[f"denied{kind}"].search(lead):
        return Status.DENIED
    rest = _line(words, candidate.last, candidate.last + _AFTER)
    if not kind and cues["after"].search(re.split(r"[;.] |, (?:and|but|while) ", rest)[0]):
        return Status.DENIED
    between = cues["continuing"].sub("goes_on", _PAST_HABIT.sub("used_to ", between))
    if cues[f"planned{kind}"].search(between) or (headline and _HEADLINE.search(f" {between}")):
        return Status.PLANNED
    if not kind and cues["to"].search(lead):
        return Status.PLANNED
    ahead = _dated(candidate, doc) if kind else _future(candidate)
    return Status.PLANNED if ahead else Status.ACTUAL


def _is_standing(candidate: Candidate) -> bool:
    """Tell whether the fact lasts; where an event takes place does not."""
    slots = [item.slot for item in candidate.view.items if item.slot]
    event = any(slot.letter == "E" and candidate.subject in slot.mentions for slot in slots)
    return candidate.pattern.predicate in _STANDING and not event


def _future(candidate: Candidate) -> bool:
    """Tell whether a time in or near the match lies ahead."""
    items = candidate.view.items[max(candidate.first - 4, 0) : candidate.last + 6]
    return any(isinstance(item.value, Period) and item.value.future for item in items)


def _dated(candidate: Candidate, doc: Doc) -> bool:
    """Tell whether a verb between the ends has a time that lies ahead: "joins Acme in May"."""
    items = candidate.view.items
    ahead = [i for i in items if isinstance(i.value, Period) and i.value.future]
    if not ahead or not doc.has_annotation("DEP"):
        return False
    ends = (candidate.subject, candidate.object)
    if any(not items[0].start <= end.start < items[-1].end for end in ends):
        return False
    one, other = (doc[end.start : end.end].root for end in ends)
    up, down, top = tree_path(one, other)
    between = {token.i for token in (*up, *down, top) if token is not None}
    verbs = [governing_verb(doc[item.start : item.end].root) for item in ahead]
    return any(verb is not None and verb.i in between for verb in verbs)


def _line(words: tuple[str, ...], start: int, end: int) -> str:
    return "".join(f"{word} " for word in words[start:end])


def join_status(rule: Status, pair: ScoredPair) -> Status:
    """Return the status from the rule and the head: where they differ, the head must be sure."""
    likeliest = max(pair.statuses, key=lambda name: pair.statuses[name], default=rule.value)
    if likeliest == rule.value or pair.statuses[likeliest] < _SURE[rule]:
        return rule
    return Status(likeliest)
