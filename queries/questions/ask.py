"""From a question to its answer: the way through the engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from queries.questions.advice import not_understood, suggested
from queries.questions.answer import Answer, Outcome
from queries.questions.answering import answered
from queries.questions.cache import lexicon_on_disk
from queries.questions.lexicon import Lexicon, build_lexicon
from queries.questions.meaning import Form
from queries.questions.reading import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.questions.layers import Graph
    from queries.questions.meaning import Reading

_CLOSE = 0.35
"""Readings that cost this much more than the plainest are tried if that one has no data."""
_MOST_TRIED = 12
_ALIKE = 0.03
"""Readings that cost so little more are as plain: if their answers differ, both are named."""

_LEXICONS: WeakKeyDictionary[Graph, tuple[object, Lexicon]] = WeakKeyDictionary()


def lexicon_of(graph: Graph) -> Lexicon:
    """Return the lexicon of a graph, read anew when the graph has changed."""
    stamp = _version(graph)
    known = _LEXICONS.get(graph)
    if known is None or known[0] != stamp:
        lasting = getattr(graph, "lasting_version", None)
        built = lexicon_on_disk(graph) if lasting else build_lexicon(graph)  # type: ignore[arg-type]
        known = (stamp, built)
        _LEXICONS[graph] = known
    return known[1]


def _version(graph: Graph) -> object:
    """Return what differs when the graph has changed: its own version, or its size."""
    version = getattr(graph, "version", None)
    if version is not None:
        return version
    return graph.select("SELECT (COUNT(*) AS ?triples) WHERE { ?s ?p ?o }").values()[0][0]


def known_names(graph: Graph) -> list[str]:
    """Return the labels of everything in the graph, sorted, for completion."""
    return lexicon_of(graph).names.labels()


def suggestions(graph: Graph, count: int = 3) -> tuple[str, ...]:
    """Return questions that this graph can answer, of different relations."""
    return suggested(graph, lexicon_of(graph), date.today(), count)


def ask(graph: Graph, question: str, *, today: date | None = None) -> Answer:
    """Answer a question in English from the graph, or say what was not understood.

    ``today`` resolves "last year" and "next year".
    """
    lexicon = lexicon_of(graph)
    day = today or date.today()
    found = read(question, lexicon, day)
    if not found.readings:
        return not_understood(question, found.unknown, lexicon, graph, day)
    plainest = found.readings[0].cost
    near = [r for r in found.readings if r.cost <= plainest + _CLOSE][:_MOST_TRIED]
    first: Answer | None = None
    for at, reading in enumerate(near):
        answer = answered(graph, question, reading, lexicon)
        if answer.outcome is Outcome.ANSWERED and answer.rows != ((False,),):
            alike = [r for r in near[at + 1 :] if r.cost <= reading.cost + _ALIKE]
            return _with_other(graph, answer, alike, lexicon)
        first = first or answer
    assert first is not None
    return first


def _with_other(
    graph: Graph, answer: Answer, others: Sequence[Reading], lexicon: Lexicon
) -> Answer:
    """Name the reading that is as plain as the one that was answered, if its answer differs."""
    for reading in others:
        if reading.query.form is Form.YESNO:
            continue
        other = answered(graph, answer.question, reading, lexicon)
        rows = {row[:1] for row in other.rows}
        if other.outcome is Outcome.ANSWERED and rows != {row[:1] for row in answer.rows}:
            note = f"it can also be read as “{other.reading}”: {other.text}"
            return replace(answer, text=f"{answer.text} Or {note}", notes=(*answer.notes, note))
    return answer
