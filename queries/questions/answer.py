"""The answer to a question: rows, a sentence, the query, the evidence, and how it was read."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

Cell = str | int | float | bool | None


class Outcome(StrEnum):
    """Whether the question was answered."""

    ANSWERED = "answered"
    NO_DATA = "no data"
    NOT_UNDERSTOOD = "not understood"


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that states a row, with its article.

    ``rows`` are the numbers (from 0) of the rows that it states; ``start`` and ``end`` count
    characters of the article's text.
    """

    text: str
    article: str
    title: str | None
    published: str | None
    start: int
    end: int
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question got.

    ``text`` says it in a sentence. ``reading`` says how the question was understood. ``evidence``
    holds :class:`Quote` as plain mappings. ``sparql`` is ``None`` if the question was not
    understood; then ``text`` says which word was not, and ``suggestions`` are questions that this
    graph can answer.
    """

    question: str
    outcome: Outcome
    text: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    sparql: str | None = None
    reading: str | None = None
    quotes: tuple[Quote, ...] = ()
    entities: tuple[tuple[str | None, ...], ...] = ()
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """The sentences that state the rows, as plain mappings."""
        return [asdict(quote) | {"rows": list(quote.rows)} for quote in self.quotes]

    def to_json(self) -> dict[str, Any]:
        """Return the answer as ``kg ask --json`` prints it."""
        return {
            "question": self.question,
            "sparql": self.sparql,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "text": self.text,
            "evidence": self.evidence,
            "reading": self.reading,
            "outcome": self.outcome.value,
            "entities": [list(row) for row in self.entities],
            "notes": list(self.notes),
            "suggestions": list(self.suggestions),
        }
