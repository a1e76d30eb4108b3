"""From a question to its candidate meanings: by its syntax, and by a cover of its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from queries.questions.cover.reading import read as read_cover
from queries.questions.rewriting import rewritten
from queries.questions.spelling import corrected
from queries.questions.syntax.readings import readings as read_syntax
from queries.questions.tokens import tokenise

if TYPE_CHECKING:
    from datetime import date

    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Reading


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
    question, notes = corrected(rewritten(question, lexicon), lexicon)
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
