"""Qualifiers that are words of the clause: the topic of a partnership, a degree, who is hired."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extract.relations.words import relation_words
from kg.model import Predicate

if TYPE_CHECKING:
    from extract.relations.matching import Candidate

_AFTER = 14
_BEFORE = 4
_WORD = (
    r"(?:(?!, |; |\. |: |\( |\) |and |with |by |from |at |in |to |on |under |which |who |that |"
    r"between |is |are |was |were |will |has |have |during |after |before |<|#)\S+ )"
)
_MODIFIER = (
    r"(?:(?!, |; |\. |: |\( |\) |and |with |by |from |at |in |to |on |of |for |who |which |that "
    r"|is |was |the |a |an |said |says |as |<|#|'s )\S+ )"
)


@cache
def _patterns() -> dict[Predicate, tuple[re.Pattern[str], ...]]:
    """Return the patterns whose group ``found`` is the qualifier."""
    roles = "|".join(re.escape(word) for word in relation_words().lists["role_head"])
    people = "|".join(re.escape(word) for word in relation_words().lists["person_group"])
    lines = {
        Predicate.PARTNERS_WITH: (
            rf" (?:on|concerning|covering|regarding|in the (?:field|area) of) (?:the )?"
            rf"(?P<found>{_WORD}{{1,6}})",
            rf" (?:for|to develop|to build|to produce) (?:the |a |an )?(?P<found>{_WORD}{{1,6}})",
        ),
        Predicate.RUNS_PROGRAM: (
            rf" (?:for|on|in the (?:field|area) of) (?:the )?(?P<found>{_WORD}{{1,5}})",
        ),
        Predicate.EDUCATED_AT: (
            r" (?P<found>doctorate|ph ?\. ?d\.?|phd|dphil|mba|(?:master|bachelor) 's(?: degree)?"
            r"|masters|m\.sc\.|b\.sc\.|m\.tech\.|b\.tech\.|first degree|undergraduate degree"
            r"|diploma) ",
            rf" (?:degree|degrees|graduated|graduate) in (?P<found>{_WORD}{{1,4}})",
            rf" (?:studied|study|read|studying) (?P<found>{_WORD}{{1,3}})(?:at|from|in) ",
        ),
        Predicate.WORKS_FOR: (
            rf" (?P<found>{_MODIFIER}{{0,4}}(?:{roles}) (?:(?:of|for|and) {_MODIFIER}{{1,3}})?)",
        ),
        Predicate.RECRUITS_FROM: (rf" (?P<found>{_WORD}{{0,2}}(?:{people}) )",),
    }
    return {
        predicate: tuple(re.compile(line) for line in chosen) for predicate, chosen in lines.items()
    }


NAMES = {
    Predicate.PARTNERS_WITH: "topic",
    Predicate.RUNS_PROGRAM: "topic",
    Predicate.EDUCATED_AT: "degree",
    Predicate.RECRUITS_FROM: "role",
    Predicate.WORKS_FOR: "role",
}
"""Which qualifier a predicate takes from the words of its clause."""


def find_phrase(candidate: Candidate) -> tuple[int, int] | None:
    """Return the items of the phrase that qualifies the candidate, if its clause has one."""
    predicate = candidate.pattern.predicate
    view = candidate.view
    after = _AFTER if NAMES.get(predicate) == "topic" else 4
    end = min(candidate.last + after, len(view.words))
    whole = predicate in {Predicate.EDUCATED_AT, Predicate.WORKS_FOR}
    first = candidate.first if whole else candidate.trigger
    begin = max(first - (_BEFORE if predicate is Predicate.WORKS_FOR else 1), 0)
    offsets = {item: offset for offset, item in view.starts.items()}
    text = view.text[offsets[begin] : offsets[end]]
    for pattern in _patterns().get(predicate, ()):
        match = pattern.search(text)
        if match:
            base = offsets[begin]
            start = view.starts.get(base + match.start("found"))
            stop = base + match.end("found")
            last = view.starts.get(stop, view.starts.get(stop + 1))
            if start is not None and last is not None:
                return start, last
    return None
