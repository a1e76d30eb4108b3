"""From a question to its candidate meanings: by its syntax, and by a cover of its words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from queries.questions.cover.reading import read as read_cover
from queries.questions.rewriting import rewritten
from queries.questions.spelling import corrected
from queries.questions.syntax.pieces import Kind
from queries.questions.syntax.readings import readings as read_syntax
from queries.questions.syntax.tagging import Tagger
from queries.questions.tokens import stems, tokenise
from queries.questions.words import wordings

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
    if lexicon.ontology.layers is not None:
        notes += _widened(question, lexicon)
    readings = (replace(each, notes=(*notes, *each.notes)) for each in found.readings)
    return replace(found, readings=tuple(readings))


def _widened(question: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return notes on words such as "bank", which were taken for a whole class."""
    tokens = tokenise(question)
    named = {at for s in Tagger(lexicon).entity_spans(tokens) for at in range(s.start, s.end)}
    keys = ["" if at in named else token.stem for at, token in enumerate(tokens)]
    notes: dict[str, None] = {}
    for kind, whole in wordings().kinds.items():
        words = stems(kind)
        spans = (tuple(keys[at : at + len(words)]) for at in range(len(keys)))
        if words in spans and not _is_own(words, lexicon):
            notes[f"“{kind}” was taken for any {whole}"] = None
    return tuple(notes)


def _is_own(words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Whether a word is a class of the graph, or names an end of a relation."""
    kinds = {entry.kind for entry in lexicon.vocabulary.at(words, 0) if entry.stems == words}
    labels = {stems(concept.label) for concept in lexicon.ontology.classes.values()}
    return words in labels or bool(kinds & {Kind.NOUN, Kind.ROLE})


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
