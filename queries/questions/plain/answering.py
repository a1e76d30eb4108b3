"""Answering a question from any RDF graph with labels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.store import python_value
from queries.questions.algebra import Ask, to_sparql
from queries.questions.answer import Answer, Outcome
from queries.questions.plain.lexicon import Lexicon, read_lexicon
from queries.questions.plain.meaning import Form
from queries.questions.plain.paths import Paths
from queries.questions.plain.reading import read
from queries.questions.plain.translate import Translation
from queries.questions.plain.wording import advice, reading_of, sentence, titles

if TYPE_CHECKING:
    from datetime import date

    from kg.store import Solutions
    from queries.questions.answer import Cell
    from queries.questions.ask import Graph
    from queries.questions.plain.reading import Reading

_CLOSE, _MOST_TRIED = 0.25, 6
_NO_DATA = "No data: the question was understood, but the graph holds nothing that answers it."


@dataclass(frozen=True, slots=True)
class PlainLexicon:
    """The lexicon of a graph, and the ways between its classes."""

    lexicon: Lexicon
    paths: Paths


def plain_lexicon(graph: Graph) -> PlainLexicon:
    """Read a graph's vocabulary and names."""
    lexicon = read_lexicon(graph)
    return PlainLexicon(lexicon, Paths(lexicon.ontology))


def ask_plain(graph: Graph, question: str, known: PlainLexicon, today: date) -> Answer:
    """Answer a question, or say what was not understood."""
    found = read(question, known.lexicon, known.paths, today)
    if not found.readings:
        text, instead = advice(found.unknown, known.lexicon)
        return Answer(question, Outcome.NOT_UNDERSTOOD, text, suggestions=instead)
    near = [r for r in found.readings if r.cost <= found.readings[0].cost + _CLOSE][:_MOST_TRIED]
    first: Answer | None = None
    for reading in near:
        answer = _answered(graph, question, reading, known.lexicon)
        if answer.outcome is Outcome.ANSWERED and answer.rows != ((False,),):
            return answer
        first = first or answer
    assert first is not None
    return first


def _answered(graph: Graph, question: str, reading: Reading, lexicon: Lexicon) -> Answer:
    query = Translation(reading.query, lexicon).query()
    text = to_sparql(query)
    answer = Answer(
        question, Outcome.NO_DATA, _noted(_NO_DATA, reading.notes), sparql=text,
        reading=reading_of(reading.query, lexicon), notes=reading.notes,
    )  # fmt: skip
    if isinstance(query, Ask):
        holds = graph.ask(text)
        said = "Yes." if holds else "No: the graph does not say so."
        return replace(
            answer, outcome=Outcome.ANSWERED, text=_noted(said, reading.notes),
            columns=("answer",), rows=((holds,),), entities=((None,),),
        )  # fmt: skip
    rows, entities = _rows(graph.select(text), lexicon)
    if reading.query.form is Form.NUMBER and not reading.query.groups and rows in ([], [(0,)]):
        rows = [] if rows == [] or reading.query.aggregate is None else rows
    if not rows or all(cell is None for row in rows for cell in row):
        return replace(answer, columns=titles(reading.query, lexicon))
    columns = titles(reading.query, lexicon)
    said = sentence(reading.query, columns, rows)
    return replace(
        answer, outcome=Outcome.ANSWERED, text=_noted(said, reading.notes), columns=columns,
        rows=tuple(rows), entities=tuple(entities),
    )  # fmt: skip


def _noted(text: str, notes: tuple[str, ...]) -> str:
    return f"{text} ({'; '.join(notes)})" if notes else text


def _rows(
    solutions: Solutions, lexicon: Lexicon
) -> tuple[list[tuple[Cell, ...]], list[tuple[str | None, ...]]]:
    """Return the rows with labels in place of IRIs, each once, and the IRIs beside them."""
    seen: dict[tuple[tuple[Cell, ...], tuple[str | None, ...]], None] = {}
    for terms in solutions.rows:
        cells, iris = [], []
        for term in terms:
            value = python_value(term)
            label = lexicon.labels.get(str(value)) if term is not None else None
            cells.append(label if label is not None else value)
            iris.append(str(value) if label is not None else None)
        seen.setdefault((tuple(cells), tuple(iris)))
    return [cells for cells, _ in seen], [iris for _, iris in seen]
