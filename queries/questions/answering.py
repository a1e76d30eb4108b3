"""One reading of a question put to the graph: rows or yes and no, a sentence, evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.store import python_value
from queries.questions.algebra import Ask, to_sparql
from queries.questions.answer import Answer, Outcome
from queries.questions.evidence import quotes
from queries.questions.meaning import Form, Status
from queries.questions.saying import sentence, titles, units_of, verdict
from queries.questions.translate import Translation
from queries.questions.wording import reading_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.store import Solutions
    from queries.questions.answer import Cell
    from queries.questions.layers import Graph
    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Query, Reading

_NO_STATEMENT = "The articles do not say: the question was understood, but they state no such fact."
_NO_DATA = "No data: the question was understood, but the graph holds nothing that answers it."
_TIES_LOOKED_FOR = 25

Rows = list[tuple["Cell", ...]]
Entities = list[tuple[str | None, ...]]


def answered(graph: Graph, question: str, reading: Reading, lexicon: Lexicon) -> Answer:
    """Return the answer that one reading gets; its outcome may be "no data"."""
    query = reading.query
    translation = Translation(query, lexicon)
    select = translation.query()
    text = to_sparql(select)
    answer = Answer(
        question, Outcome.NO_DATA, "", sparql=text, reading=reading_of(query, lexicon),
        notes=reading.notes,
    )  # fmt: skip
    if isinstance(select, Ask):
        return _decided(graph, answer, query, lexicon, text)
    solutions, text = _with_ties(graph, query, translation, text)
    answer = replace(answer, sparql=text)
    variables = [translation.patterns.var(n).name for n in (*query.groups, *query.shown)]
    if query.aggregate is not None and query.form is Form.NUMBER:
        variables = [translation.patterns.var(n).name for n in query.groups]
        variables.append(translation.patterns.var(query.aggregate.of).name)
    columns = titles(query, lexicon, variables)
    rows, entities = _table(solutions, lexicon)
    layered = lexicon.ontology.layers is not None
    if _is_nothing(query, rows, layered=layered):
        said = _NO_STATEMENT if layered else _NO_DATA
        said += _otherwise(graph, query, lexicon, columns) if layered else ""
        return replace(answer, text=noted(said, answer), columns=columns)
    return replace(
        answer,
        outcome=Outcome.ANSWERED,
        text=noted(sentence(query, columns, rows, units_of(query, lexicon)), answer),
        columns=columns,
        rows=tuple(rows),
        entities=tuple(entities),
        quotes=quotes(graph, query, lexicon, entities),
    )


def _otherwise(graph: Graph, query: Query, lexicon: Lexicon, columns: Sequence[str]) -> str:
    """Say what is planned where what is done was asked for, or the reverse; it is no answer."""
    statuses = query.statuses()
    if query.form is not Form.ROWS or len(statuses) != 1 or Status.DENIED in statuses:
        return ""
    done = Status.PLANNED in statuses
    other = query.with_status(Status.ACTUAL if done else Status.PLANNED)
    solutions = graph.select(to_sparql(Translation(other, lexicon).query(limit=query.limit)))
    rows, _ = _table(solutions, lexicon)
    if _is_nothing(other, rows, layered=True):
        return ""
    told = sentence(other, columns, rows, units_of(other, lexicon))
    return f" Stated as {'done' if done else 'planned'}: {told}"


def noted(text: str, answer: Answer) -> str:
    """Return the sentence with what the asker should know of how it was read."""
    return f"{text} ({'; '.join(answer.notes)})" if answer.notes else text


def _is_nothing(query: Query, rows: Rows, *, layered: bool) -> bool:
    """Whether there is no answer; articles that name none do not say that there is none."""
    if not rows or all(cell is None for row in rows for cell in row):
        return True
    alone = query.form is Form.NUMBER and not query.groups and query.aggregate is not None
    summed = query.aggregate is not None and query.aggregate.function == "SUM"
    return alone and rows == [(0,)] and (summed or layered)


def _with_ties(
    graph: Graph, query: Query, translation: Translation, text: str
) -> tuple[Solutions, str]:
    """Return the solutions with all that tie with the last one, and the query that gets them."""
    limit = query.limit
    if limit is None or query.order is None:
        return graph.select(text), text
    found = graph.select(to_sparql(translation.query(limit=limit + _TIES_LOOKED_FOR)))
    values = [row[-1] for row in found.rows]
    tied = min(limit, len(values))
    while 0 < tied < len(values) and values[tied] == values[limit - 1]:
        tied += 1
    kept = replace(found, rows=found.rows[:tied])
    return kept, text if tied <= limit else to_sparql(translation.query(limit=tied))


def _table(solutions: Solutions, lexicon: Lexicon) -> tuple[Rows, Entities]:
    """Return the rows with names in place of IRIs, each once, and the IRIs beside them."""
    columns = solutions.columns
    kept = [at for at, name in enumerate(columns) if f"{name}_name" not in columns]
    iri_of = {
        at: columns.index(name.removesuffix("_name"))
        for at, name in enumerate(columns)
        if name.endswith("_name") and name.removesuffix("_name") in columns
    }
    seen: dict[tuple[Cell, ...], tuple[str | None, ...]] = {}
    for terms in solutions.rows:
        cells: list[Cell] = []
        iris: list[str | None] = []
        for at in kept:
            value = python_value(terms[at])
            iri = python_value(terms[iri_of[at]]) if at in iri_of else None
            if iri is None and isinstance(value, str) and ":" in value:
                label = lexicon.names.label(value)
                iri, value = (value, label) if label is not None else (None, value)
            cells.append(value)
            iris.append(str(iri) if iri is not None else None)
        seen.setdefault(tuple(cells), tuple(iris))
    return list(seen), list(seen.values())


def _is_contrary(graph: Graph, query: Query, lexicon: Lexicon) -> bool:
    """Whether what is asked to be true is stated to be false."""
    if not any(value.kind == "truth" for value in query.properties):
        return False
    turned = tuple(
        replace(value, tests=tuple(replace(t, value=not t.value) for t in value.tests))
        if value.kind == "truth" else value
        for value in query.properties
    )  # fmt: skip
    other = Translation(replace(query, properties=turned), lexicon).query()
    return graph.ask(to_sparql(other))


def _decided(graph: Graph, answer: Answer, query: Query, lexicon: Lexicon, text: str) -> Answer:
    """Answer yes or no; a no says whether the fact is denied, planned or just not stated."""
    holds = graph.ask(text)
    layered = lexicon.ontology.layers is not None
    opposite = None
    for status in (Status.DENIED, Status.PLANNED) if layered and not holds else ():
        other = Translation(query.with_status(status), lexicon).query()
        if query.statuses() and graph.ask(to_sparql(other)):
            opposite = status
            break
    stated = not layered and not holds and _is_contrary(graph, query, lexicon)
    shown = query if opposite is None else query.with_status(opposite)
    return replace(
        answer,
        outcome=Outcome.ANSWERED,
        text=noted(verdict(holds=holds, opposite=opposite, layered=layered, stated=stated), answer),
        columns=("answer",),
        rows=((holds,),),
        entities=((None,),),
        quotes=quotes(graph, shown, lexicon, ()) if layered else (),
    )
