"""The present tense that tells what is on the calendar: "the fair opens on Friday"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from extract.grammar import governing_verb, tense
from extract.relations.inflection import phrase_forms
from extract.relations.words import relation_words

if TYPE_CHECKING:
    from spacy.tokens import Span

_NO_DATE: Final = re.compile(r"\b(?:last|past|this|today|yesterday|ago|earlier|\d{4})\b", re.I)
_HABIT: Final = frozenset({"every", "each", "since", "until", "from", "of", "by"})
_DATED: Final = 7
"""Letters of a value that names at least a month."""


@cache
def _present_forms() -> frozenset[str]:
    irregular = relation_words().irregular
    forms = (phrase_forms(verb, irregular) for verb in relation_words().lists["scheduled"])
    return frozenset(form for known in forms for form in (known.base, known.third, known.gerund))


def is_scheduled(span: Span | None, value: str) -> bool:
    """Tell whether a month or day, as ``value`` in ISO 8601, is one of the calendar ahead.

    So it is beside the present tense of a verb such as "opens", "hosts", "is flying".
    """
    if span is None or len(value) < _DATED or not span.doc.has_annotation("DEP"):
        return False
    before = span.doc[span.start - 1].lower_ if span.start else ""
    if before in _HABIT or _NO_DATE.search(span.text):
        return False
    verb = governing_verb(span.root)
    return verb is not None and verb.lower_ in _present_forms() and tense(verb) == "present"
