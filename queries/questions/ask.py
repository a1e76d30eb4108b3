"""From a question to its answer: the way through the engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

from kg import vocab
from kg.store import Solutions, Term, python_value
from queries.questions.advice import not_understood, suggestions
from queries.questions.algebra import Ask, to_sparql
from queries.questions.answer import Answer, Outcome, Quote
from queries.questions.lexicon import Lexicon, build_lexicon
from queries.questions.meaning import Form, Status, Variable
from queries.questions.plain.answering import PlainLexicon, ask_plain, plain_lexicon
from queries.questions.readings import readings
from queries.questions.translate import Translation, quotes_query
from queries.questions.wording import reading_of, sentence, verdict

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.questions.answer import Cell
    from queries.questions.meaning import Meaning
    from queries.questions.readings import Reading

_NO_DATA = "The articles do not say: the question was understood, but they state no such fact."
_CLOSE = 0.75
"""Readings that cost this much more than the plainest are tried if that one has no data."""
_MOST_TRIED = 12
_MOST_QUOTES_A_ROW = 3


class Graph(Protocol):
    """What answering needs of a graph: :class:`kg.store.GraphStore` has it."""

    def select(self, sparql: str) -> Solutions:
        """Return the solutions of a SELECT query."""
        ...

    def ask(self, sparql: str) -> bool:
        """Return the answer to an ASK query."""
        ...


_LEXICONS: WeakKeyDictionary[Graph, tuple[int, Lexicon]] = WeakKeyDictionary()
_PLAIN: WeakKeyDictionary[Graph, tuple[int, PlainLexicon]] = WeakKeyDictionary()
_HAS_STATEMENTS = f"ASK {{ ?statement a <{vocab.NK}Statement> }}"
_HAS_OBSERVATIONS = f"ASK {{ ?observation a <{vocab.NK}Observation> }}"


def lexicon_of(graph: Graph) -> Lexicon:
    """Return the lexicon of a graph, read anew when the number of its articles has changed."""
    stamp = _size(graph)
    known = _LEXICONS.get(graph)
    if known is None or known[0] != stamp:
        known = (stamp, build_lexicon(graph))
        _LEXICONS[graph] = known
    return known[1]


def known_names(graph: Graph) -> list[str]:
    """Return the labels of everything in the graph, sorted, for completion."""
    if _has_articles(graph):
        return sorted({thing.label for thing in lexicon_of(graph).names.things.values()})
    return sorted(set(plain_lexicon_of(graph).lexicon.labels.values()))


def _has_articles(graph: Graph) -> bool:
    """Whether the graph holds facts from articles, as statements with status and evidence."""
    return graph.ask(_HAS_STATEMENTS) or graph.ask(_HAS_OBSERVATIONS)


def plain_lexicon_of(graph: Graph) -> PlainLexicon:
    """Return the lexicon of a graph that is not of articles, read anew when its size changes."""
    stamp = _size(graph)
    known = _PLAIN.get(graph)
    if known is None or known[0] != stamp:
        known = (stamp, plain_lexicon(graph))
        _PLAIN[graph] = known
    return known[1]


def _size(graph: Graph) -> int:
    rows = graph.select("SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }")
    value = rows.values()[0][0]
    return int(value) if isinstance(value, int | float) else 0


def ask(graph: Graph, question: str, *, today: date | None = None) -> Answer:
    """Answer a question in English from the graph, or say what was not understood.

    ``today`` resolves "last year" and "next year".
    """
    day = today or date.today()
    if not _has_articles(graph):
        return ask_plain(graph, question, plain_lexicon_of(graph), day)
    lexicon = lexicon_of(graph)
    found = readings(question, lexicon, day)
    if not found:
        return not_understood(question, lexicon, graph)
    near = [r for r in found if r.cost <= found[0].cost + _CLOSE][:_MOST_TRIED]
    for reading in near:
        answer = _answered(graph, question, reading, lexicon)
        if answer.outcome is Outcome.ANSWERED and answer.rows != ((False,),):
            return answer
    return _answered(graph, question, near[0], lexicon)


def _answered(graph: Graph, question: str, reading: Reading, lexicon: Lexicon) -> Answer:
    meaning = reading.meaning
    translation = Translation(meaning, lexicon)
    query = translation.query()
    text = to_sparql(query)
    answer = Answer(
        question,
        Outcome.NO_DATA,
        "",
        sparql=text,
        reading=reading_of(meaning, lexicon),
        notes=reading.notes,
    )
    if isinstance(query, Ask):
        return _decided(graph, answer, meaning, lexicon, text)
    solutions = graph.select(text)
    columns, found, iris = _table(solutions)
    rows, entities = _distinct(found, iris)
    if meaning.form is Form.COUNT and rows and rows[0][0] == 0:
        rows = ()
    if not rows:
        said = _noted(_NO_DATA, answer)
        return replace(answer, text=said, columns=columns, suggestions=())
    quotes = _quotes(graph, meaning, lexicon, columns, rows)
    said = _noted(sentence(meaning, columns, rows), answer)
    return replace(
        answer,
        outcome=Outcome.ANSWERED,
        text=said,
        columns=columns,
        rows=rows,
        entities=entities,
        quotes=quotes,
    )


def _noted(text: str, answer: Answer) -> str:
    return f"{text} ({'; '.join(answer.notes)})" if answer.notes else text


def _decided(graph: Graph, answer: Answer, meaning: Meaning, lexicon: Lexicon, text: str) -> Answer:
    """Answer yes or no; a no says whether the fact is denied, planned or just not stated."""
    holds = graph.ask(text)
    opposite = None
    if not holds:
        for status in (Status.DENIED, Status.PLANNED):
            other = Translation(meaning.with_status(status), lexicon).query()
            if meaning.relations() and graph.ask(to_sparql(other)):
                opposite = status
                break
    shown = meaning if opposite is None else meaning.with_status(opposite)
    quotes = _quotes(graph, shown, lexicon, (), ())
    said = _noted(verdict(holds=holds, opposite=opposite), answer)
    return replace(
        answer,
        outcome=Outcome.ANSWERED,
        text=said,
        columns=("answer",),
        rows=((holds,),),
        entities=((None,),),
        quotes=quotes,
    )


def _table(
    solutions: Solutions,
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]], list[tuple[str | None, ...]]]:
    """Return the columns a reader sees: names rather than IRIs; and the IRIs beside them."""
    all_columns = solutions.columns
    kept = [c for c in all_columns if f"{c}_name" not in all_columns]
    rows, entities = [], []
    for row in solutions:
        rows.append(tuple(python_value(row.get(c)) for c in kept))
        iris = (row.get(c.removesuffix("_name")) if c.endswith("_name") else None for c in kept)
        entities.append(
            tuple(iri.value if iri is not None and hasattr(iri, "value") else None for iri in iris)
        )
    return tuple(_title(c) for c in kept), rows, entities


def _title(column: str) -> str:
    """Return a column's heading: "best_amount" is an amount, "number_company" a count."""
    if column.startswith("number_"):
        return "number of " + column.removeprefix("number_").replace("_", " ")
    return column.removeprefix("best_").removesuffix("_name").replace("_", " ")


def _distinct(
    rows: Sequence[tuple[Cell, ...]], entities: Sequence[tuple[str | None, ...]]
) -> tuple[tuple[tuple[Cell, ...], ...], tuple[tuple[str | None, ...], ...]]:
    """Return each row once: two things of one name and nothing else look the same."""
    seen: dict[tuple[Cell, ...], tuple[str | None, ...]] = {}
    for row, iris in zip(rows, entities, strict=True):
        seen.setdefault(row, iris)
    return tuple(seen), tuple(seen.values())


def _quotes(
    graph: Graph,
    meaning: Meaning,
    lexicon: Lexicon,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Cell, ...]],
) -> tuple[Quote, ...]:
    """Return the sentences that state the rows, at most three a row."""
    stated = _statements(graph, meaning, lexicon, columns, rows)
    if not stated:
        return ()
    found: dict[tuple[str, int, int], Quote] = {}
    for row in graph.select(to_sparql(quotes_query(list(stated)))):
        quote = _quote(row)
        numbers = stated[str(python_value(row["statement"]))]
        known = found.get((quote.article, quote.start, quote.end), quote)
        found[quote.article, quote.start, quote.end] = replace(
            known, rows=tuple(sorted({*known.rows, *numbers}))
        )
    return tuple(sorted(found.values(), key=lambda q: (q.rows[:1], q.article, q.start)))


def _statements(
    graph: Graph,
    meaning: Meaning,
    lexicon: Lexicon,
    columns: tuple[str, ...],
    rows: Sequence[tuple[Cell, ...]],
) -> dict[str, list[int]]:
    """Return the statements behind the rows, each with the numbers of its rows."""
    translation = Translation(replace(meaning, order=None, form=Form.ROWS), lexicon)
    solutions = graph.select(to_sparql(translation.statements_query()))
    named = [c for c in solutions.columns if c.endswith("_name") and _title(c) in columns]
    wanted: dict[tuple[Cell, ...], int] = {}
    for index, row in enumerate(rows):
        cells = dict(zip(columns, row, strict=True))
        wanted.setdefault(tuple(cells[_title(c)] for c in named), index)
    stated: dict[str, list[int]] = {}
    counts: dict[int, int] = {}
    for solution in solutions:
        key = tuple(python_value(solution.get(c)) for c in named)
        number: int | None = wanted.get(key) if named else -1
        if number is None or counts.get(number, 0) >= (
            _MOST_QUOTES_A_ROW if named else 4 * _MOST_QUOTES_A_ROW
        ):
            continue
        counts[number] = counts.get(number, 0) + 1
        for variable in dict.fromkeys(translation.statements):
            numbers = stated.setdefault(str(python_value(solution[variable.name])), [])
            if number >= 0 and number not in numbers:
                numbers.append(number)
    return stated


def _quote(row: Mapping[str, Term]) -> Quote:
    values = {name: python_value(term) for name, term in row.items()}
    title, published = values.get("title"), values.get("published")
    return Quote(
        text=str(values["quote"]),
        article=str(values["article_id"]),
        title=str(title) if title is not None else None,
        published=str(published) if published is not None else None,
        start=int(str(values["start"])),
        end=int(str(values["end"])),
    )


__all__ = ["Variable", "ask", "lexicon_of", "suggestions"]
