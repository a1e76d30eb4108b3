"""From a question to its candidate meanings: by its syntax, and by a cover of its words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from queries.questions.cover.reading import read as read_cover
from queries.questions.meaning import Form
from queries.questions.rewriting import rewritten
from queries.questions.spelling import corrected
from queries.questions.syntax.pieces import Kind
from queries.questions.syntax.readings import readings as read_syntax
from queries.questions.syntax.tagging import Tagger
from queries.questions.tokens import stems, tokenise
from queries.questions.words import wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Reading


_BESIDES = re.compile(
    r",?\s+(?:besides|apart from|aside from|except for|except|excluding|other than)"
    r" (?P<name>.+?)\s*\??$",
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
    question, notes = corrected(rewritten(question, lexicon), lexicon)
    question, left_out = _left_out(question, lexicon)
    found = _read(question, lexicon, today)
    if left_out:
        found = replace(found, readings=tuple(_without(found.readings, left_out)))
    if lexicon.ontology.layers is not None:
        notes += _widened(question, lexicon)
    readings = (replace(each, notes=(*notes, *each.notes)) for each in found.readings)
    return replace(found, readings=tuple(readings))


def _left_out(question: str, lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """Return the question without "besides X" at its end, and the things of that name."""
    found = _BESIDES.search(question)
    iris = lexicon.names.exact(found["name"]) if found is not None else ()
    return (question[: found.start()], iris) if found is not None and iris else (question, ())


def _without(readings: Iterable[Reading], iris: tuple[str, ...]) -> Iterator[Reading]:
    """Yield the readings whose first thing shown is not one of ``iris``."""
    for reading in readings:
        query = reading.query
        shown = next((name for name in query.shown if query.node(name) is not None), None)
        if shown is not None and query.form is Form.ROWS:
            left_out = tuple((shown, iri) for iri in iris)
            yield replace(reading, query=replace(query, without=left_out))


def _widened(question: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return notes on words such as "bank", which were taken for a whole class."""
    tokens = tokenise(question)
    named = {at for s in Tagger(lexicon).entity_spans(tokens) for at in range(s.start, s.end)}
    stemmed = [token.stem for token in tokens]
    for at in range(len(tokens)):
        for entry in lexicon.vocabulary.at(stemmed, at):
            if entry.kind in {Kind.NOUN, Kind.ROLE, Kind.VERB} and len(entry.stems) > 1:
                named |= set(range(at, at + len(entry.stems)))
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
