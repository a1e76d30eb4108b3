"""Answers in words: the columns' headings, the sentence of the rows, yes and no."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from queries.questions.meaning import Form, Status
from queries.questions.ontology_reading import unit_name
from queries.questions.wording import label_of
from queries.questions.words import plural, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.questions.answer import Cell
    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Query

_MOST_NAMED = 12
_MEASURES = {"COUNT": "number of", "SUM": "total", "AVG": "average", "MIN": "least", "MAX": "most"}


def titles(query: Query, lexicon: Lexicon, variables: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of the answer's columns, no two alike."""
    if query.form is Form.YESNO:
        return ("answer",)
    if query.form is Form.SHARE:
        return ("percentage",)
    shown = query.groups if query.form is Form.NUMBER else query.shown
    named = [_title(name, query, lexicon, var) for name, var in zip(shown, variables, strict=False)]
    if query.form is Form.NUMBER and query.aggregate is not None:
        named.append(measure(query, lexicon))
    return tuple(named)


def measure(query: Query, lexicon: Lexicon) -> str:
    """Return what the aggregate of a query is called: "number of museums", "average price"."""
    if query.aggregate is None:
        return ""
    function, label = query.aggregate.function, label_of(query.aggregate.of, query, lexicon)
    if function == "COUNT":
        return f"number of {plural(label)}"
    kind = _MEASURES[function]
    return label if label.startswith(f"{kind} ") else f"{kind} {label}"


def _title(name: str, query: Query, lexicon: Lexicon, variable: str) -> str:
    """Return the label, with the number that keeps its variable apart from another's."""
    number = re.search(r"_(\d+)$", variable)
    label = label_of(name, query, lexicon)
    return f"{label} {number[1]}" if number and not label.endswith(number[1]) else label


def units_of(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the unit of each column's numbers, empty where the vocabulary names none."""
    names = list(query.groups if query.form is Form.NUMBER else query.shown)
    if query.form is Form.NUMBER and query.aggregate is not None:
        counts = query.aggregate.function == "COUNT"
        names.append("" if counts else query.aggregate.of)
    found = []
    for name in names:
        value = query.property(name)
        link = lexicon.ontology.links.get(value.link) if value is not None else None
        found.append(unit_name(link.unit) if link is not None and link.unit else "")
    return tuple(found)


def sentence(
    query: Query,
    columns: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    units: Sequence[str] = (),
) -> str:
    """Say the result of a question that has one."""
    after = " (planned, not done)" if Status.PLANNED in query.statuses() else ""
    if Status.DENIED in query.statuses():
        after = " (denied, not so)"
    if len(rows) == 1 and len(rows[0]) == 1 and isinstance(rows[0][0], int | float):
        return f"{_single(query, columns[0], rows[0][0], units)}{after}."
    shown = [_row(columns, row, units) for row in rows[:_MOST_NAMED]]
    more = f"; and {len(rows) - _MOST_NAMED} more" if len(rows) > _MOST_NAMED else ""
    joiner = "; " if any(" – " in text for text in shown) else ", "
    return f"{joiner.join(shown)}{more}{after}."


def _single(query: Query, column: str, value: Cell, units: Sequence[str]) -> str:
    """Say one number: "5 museums", "Average price: 18 EUR", "3,270 kg", "37.5 percent"."""
    if query.form is Form.SHARE:
        return f"{said(value)} percent"
    if query.form is Form.NUMBER and column.startswith("number of "):
        noun = column.removeprefix("number of ")
        return f"{said(value)} {_singular(query, noun) if value == 1 else noun}"
    text = _with_unit(column, value, units[0] if units else "")
    if query.form is Form.NUMBER or text == said(value):
        return f"{column[:1].upper()}{column[1:]}: {text}"
    return text


def _singular(query: Query, noun: str) -> str:
    node = query.node(query.aggregate.of) if query.aggregate is not None else None
    return node.label if node is not None and node.label else noun


def _with_unit(name: str, value: Cell, unit: object) -> str:
    text = said(value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return text
    if name == "share" or unit == "percent":
        return f"{text} percent"
    if not unit:
        return text
    word = str(unit)
    plain = word.isalpha() and word.islower() and len(word) > len("m3") and word != "people"
    return f"{text} {plural(word) if plain and abs(value) != 1 else word}"


def _row(columns: Sequence[str], row: Sequence[Cell], units: Sequence[str]) -> str:
    cells = dict(zip(columns, row, strict=True))
    own = dict(zip(columns, units, strict=False))
    unit = cells.pop("unit", None) or cells.pop("currency", None)
    period = cells.pop("period", None) if "value" in cells else None
    cells.pop("currency", None)
    texts = [
        _with_unit(name, value, own.get(name) or unit)
        for name, value in cells.items()
        if value is not None
    ]
    after = f" ({period})" if period is not None else ""
    return " – ".join(texts) + after


def verdict(*, holds: bool, opposite: Status | None, layered: bool, stated: bool = False) -> str:
    """Say yes, or how sure a no is; ``stated``: the graph says the contrary."""
    if not layered:
        return "Yes." if holds else "No." if stated else "No: the graph does not say so."
    if holds:
        return "Yes, the articles say so."
    if opposite is Status.DENIED:
        return "No: the articles deny it."
    if opposite is Status.PLANNED:
        return "Not yet: the articles say that it is planned."
    return "The articles do not say so."
