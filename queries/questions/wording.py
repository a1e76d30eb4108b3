"""Meanings and answers in words: the reading, and the sentence that says the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.questions.meaning import (
    Form,
    Known,
    Measure,
    Op,
    Qualifier,
    Relation,
    Status,
    Variable,
    Within,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.questions.answer import Cell
    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Meaning, Node, Pattern

_MOST_NAMED = 12
_MILLION = 1e6
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def local(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rpartition("/")[2].rpartition("#")[2]


def reading_of(meaning: Meaning, lexicon: Lexicon) -> str:
    """Say how a question was read: "company — partnersWith → university, actual only"."""
    parts = [_pattern(p, lexicon) for p in meaning.patterns]
    statuses = {p.status for p in meaning.relations()}
    parts += [f"{status.value} only" for status in sorted(statuses)]
    if meaning.order:
        count = meaning.order.limit or "all"
        by = "number of " * meaning.order.counted + _label(meaning, meaning.order.variable)
        parts.append(f"{'largest' if meaning.order.descending else 'smallest'} {count} by {by}")
    if meaning.among:
        parts.append(
            "among " + " and ".join(lexicon.names.things[iri].label for iri in meaning.among)
        )
    if meaning.form is Form.COUNT:
        parts.append("counted")
    return ", ".join(parts)


def _label(meaning: Meaning, name: str) -> str:
    labels = (n.label for n in meaning.nodes() if isinstance(n, Variable) and n.name == name)
    return next(labels, name)


def _node(node: Node, lexicon: Lexicon) -> str:
    if isinstance(node, Known):
        return lexicon.names.things[node.iris[0]].label
    return node.label


def _pattern(pattern: Pattern, lexicon: Lexicon) -> str:
    match pattern:
        case Relation(subject, predicates, obj, _, qualifiers):
            said = " or ".join(local(p) for p in predicates)
            tests = "".join(f" [{_qualifier(q)}]" for q in qualifiers)
            return f"{_node(subject, lexicon)} — {said}{tests} → {_node(obj, lexicon)}"
        case Within(part, whole):
            return f"{_node(part, lexicon)} in {_node(whole, lexicon)}"
        case Measure():
            return _measure(pattern, lexicon)


def _measure(measure: Measure, lexicon: Lexicon) -> str:
    labels = " or ".join(f"“{label}”" for label in measure.indicators[:3])
    more = f" and {len(measure.indicators) - 3} more" if len(measure.indicators) > 3 else ""
    period = f" in {measure.period}" if measure.period else ""
    rank = "rank in " if measure.rank else ""
    test = (
        f" {measure.test.op.value} {measure.test.value}" if measure.test and measure.test.op else ""
    )
    return f"{rank}{labels}{more} of {_node(measure.about, lexicon)}{period}{test}"


def _qualifier(qualifier: Qualifier) -> str:
    name = local(qualifier.property)
    if qualifier.op is Op.BEGINS and isinstance(qualifier.value, tuple):
        return f"{name} {qualifier.value[0] or '…'} to {qualifier.value[1] or '…'}"
    if qualifier.op is Op.ONE_OF and isinstance(qualifier.value, tuple):
        return f"{name} {' / '.join(qualifier.value[:6])}"
    return f"{name} {qualifier.op.value} {said(qualifier.value)}" if qualifier.op else f"{name}?"


def said(value: object) -> str:
    """Return a value as a reader likes it.

    >>> said(67200000000), said(-0.3), said("2024-04"), said(True)
    ('67.2 billion', '-0.3', '2024-04', 'yes')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, int | float):
        return str(value)
    if abs(value) < _MILLION:
        return f"{value:,}"
    scale, name = next((s, n) for s, n in _SCALES if abs(value) >= s)
    return f"{value / scale:.4g} {name}"


def sentence(meaning: Meaning, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Say the result of a question that has one."""
    planned = {p.status for p in meaning.relations()} == {Status.PLANNED}
    after = " (planned, not done)" if planned else ""
    if meaning.form is Form.COUNT:
        return f"The articles name {rows[0][0]}{after}."
    shown = [_row(columns, row) for row in rows[:_MOST_NAMED]]
    more = f"; and {len(rows) - _MOST_NAMED} more" if len(rows) > _MOST_NAMED else ""
    joiner = "; " if any(" – " in text for text in shown) else ", "
    return f"{joiner.join(shown)}{more}{after}."


def _row(columns: Sequence[str], row: Sequence[Cell]) -> str:
    cells = dict(zip(columns, row, strict=True))
    unit, currency = cells.pop("unit", None), cells.pop("currency", None)
    texts = []
    for name, value in cells.items():
        if value is None:
            continue
        text = said(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            if name == "share" or unit == "percent":
                text += " percent"
            elif unit or currency:
                text += f" {unit or currency}"
        texts.append(text)
    return " – ".join(texts)


def verdict(*, holds: bool, opposite: Status | None) -> str:
    """Say yes, or how sure a no is."""
    if holds:
        return "Yes, the articles say so."
    if opposite is Status.DENIED:
        return "No: the articles deny it."
    if opposite is Status.PLANNED:
        return "Not yet: the articles say that it is planned."
    return "The articles do not say so."
