"""The sentences behind an answer: from its rows to statements, and to what states them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.store import Term, python_value
from queries.questions.algebra import (
    Column,
    Iri,
    Optionally,
    Select,
    Triple,
    Values,
    Var,
    to_sparql,
)
from queries.questions.answer import Quote
from queries.questions.translate import Translation, without_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from queries.questions.algebra import Pattern
    from queries.questions.layers import Evidence, Graph
    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Query

_MOST_A_ROW, _MOST_STATEMENTS, _MOST_NAMED = 3, 1000, 100
Key = tuple[str | None, ...]


def quotes(
    graph: Graph, query: Query, lexicon: Lexicon, entities: Sequence[Key]
) -> tuple[Quote, ...]:
    """Return the sentences that state the rows, at most three a row.

    ``entities`` are the IRIs in each row; where there are none, the sentences are of the whole.
    """
    layers = lexicon.ontology.layers
    if layers is None:
        return ()
    stated = _statements(graph, query, lexicon, entities)
    if not stated:
        return ()
    found: dict[tuple[str, int, int], Quote] = {}
    for row in graph.select(to_sparql(quotes_query(list(stated), layers.evidence))):
        quote = _quote(row)
        numbers = stated[str(python_value(row["statement"]))]
        known = found.get((quote.article, quote.start, quote.end), quote)
        found[quote.article, quote.start, quote.end] = replace(
            known, rows=tuple(sorted({*known.rows, *numbers}))
        )
    return tuple(sorted(found.values(), key=lambda q: (q.rows[:1], q.article, q.start)))


def _statements(
    graph: Graph, query: Query, lexicon: Lexicon, entities: Sequence[Key]
) -> dict[str, list[int]]:
    """Return the statements behind the rows, each with the numbers of its rows."""
    rows_query = without_order(query)
    translation = Translation(rows_query, lexicon, evidence=True)
    firsts = dict.fromkeys(next((i for i in row if i is not None), "") for row in entities)
    only = tuple(iri for iri in firsts if iri) if len(firsts) <= _MOST_NAMED else ()
    shows = any(rows_query.node(name) is not None for name in rows_query.shown)
    most = _MOST_STATEMENTS if shows else 4 * _MOST_A_ROW
    select = translation.statements_query(most, only if shows else ())
    statements = [var.name for var in translation.patterns.stated()]
    if not statements:
        return {}
    things = [
        translation.patterns.var(name).name
        for name in rows_query.shown
        if rows_query.node(name) is not None
    ]
    wanted: dict[Key, int] = {}
    for number, row in enumerate(entities):
        wanted.setdefault(tuple(iri for iri in row if iri is not None), number)
    stated: dict[str, list[int]] = {}
    counts: dict[int, int] = {}
    for solution in graph.select(to_sparql(select)):
        key = tuple(str(python_value(solution.get(name))) for name in things)
        row_number = wanted.get(key) if things else -1
        most = _MOST_A_ROW if things else 4 * _MOST_A_ROW
        if row_number is None or counts.get(row_number, 0) >= most:
            continue
        counts[row_number] = counts.get(row_number, 0) + 1
        for name in dict.fromkeys(statements):
            numbers = stated.setdefault(str(python_value(solution[name])), [])
            if row_number >= 0 and row_number not in numbers:
                numbers.append(row_number)
    return stated


def quotes_query(statements: Sequence[str], layer: Evidence) -> Select:
    """Return the query for the sentences from which these statements (IRIs) were drawn."""
    statement, span, article = Var("statement"), Var("span"), Var("article")
    where: tuple[Pattern, ...] = (
        Values(statement, tuple(Iri(iri) for iri in statements)),
        Triple(statement, Iri(layer.span), span),
        Triple(span, Iri(layer.text), Var("quote")),
        Triple(span, Iri(layer.start), Var("start")),
        Triple(span, Iri(layer.end), Var("end")),
        Triple(span, Iri(layer.article), article),
        Triple(article, Iri(layer.id), Var("article_id")),
        Optionally((Triple(article, Iri(layer.title), Var("title")),)),
        Optionally((Triple(article, Iri(layer.published), Var("published")),)),
    )
    names = ("statement", "quote", "article_id", "title", "published", "start", "end")
    order = ((Var("article_id"), False), (Var("start"), False))
    return Select(tuple(Column(Var(name)) for name in names), where, order_by=order)


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
