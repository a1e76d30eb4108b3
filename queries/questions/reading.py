"""From a question to its candidate meanings: by its syntax, and by a cover of its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from queries.questions.cover.reading import read as read_cover
from queries.questions.spelling import corrected
from queries.questions.syntax.readings import readings as read_syntax
from queries.questions.syntax.vocabulary import blocks_for
from queries.questions.tokens import stems, tokenise
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Reading


_LIGHT_VERB = re.compile(
    r"(?P<noun>\w+) (?:is|are|was|were|(?:has|have) been) (?:made|signed|concluded|agreed|closed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """The readings of a question, plainest first, or the words that nothing explains."""

    readings: tuple[Reading, ...]
    unknown: tuple[str, ...] = ()


def read(question: str, lexicon: Lexicon, today: date) -> Read:
    """Read a question; every word must be explained.

    Where the vocabulary says how its relations are worded, the syntax of the question is read
    first: it tells who did what to whom. What it does not read is read as a cover of its words.
    """
    question, notes = corrected(_rewritten(question, lexicon), lexicon)
    found = _read(question, lexicon, today)
    readings = (replace(each, notes=(*notes, *each.notes)) for each in found.readings)
    return replace(found, readings=tuple(readings))


def _read(question: str, lexicon: Lexicon, today: date) -> Read:
    worded = bool(lexicon.ontology.relations()) and not _grouped(question)
    if worded and (found := read_syntax(question, lexicon, today)):
        return Read(tuple(found))
    covered = read_cover(question, lexicon, today)
    return Read(covered.readings, covered.unknown)


def _grouped(question: str) -> bool:
    """Whether the question counts or measures for each of something, which no clause says."""
    words = [token.lower for token in tokenise(question)]
    numbers = {"many", "number", "total", "average", "much", "sum", "count"}
    return (
        bool({"each", "every", "per"} & set(words))
        and bool(numbers & set(words))
        and ("them" not in words)
    )


def _rewritten(question: str, lexicon: Lexicon) -> str:
    """Say "net profit below 0" for "made a loss", if the graph measures profits."""
    for said, meant in english().rewritten.items():
        found = re.search(rf"\b{said}\b", question, re.IGNORECASE)
        word = next((w for w in tokenise(meant) if lexicon.indicators.matching([w.stem])), None)
        if found and word is not None:
            return question[: found.start()] + meant + question[found.end() :]
    return _LIGHT_VERB.sub(_without_verb(lexicon), question)


def _without_verb(lexicon: Lexicon) -> Callable[[re.Match[str]], str]:
    """Return what leaves "investments" of "investments were made": the noun says it all."""

    def shortened(found: re.Match[str]) -> str:
        links = lexicon.ontology.relations()
        actions = (word for link in links for b in blocks_for(link) for word in b.get("actions", ()))
        noun = stems(found["noun"])
        return found["noun"] if any(stems(word) == noun for word in actions) else found[0]

    return shortened
