"""Query graphs and answers in words: the reading, the columns, the sentence of the result."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from queries.questions.meaning import Days, Form, Status
from queries.questions.ontology_reading import local_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.questions.answer import Cell
    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Edge, Property, Query

_MOST_NAMED, _MOST_LISTED = 12, 3
_MILLION = 1e6
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_NUMBERS = {"COUNT": "number", "SUM": "total", "AVG": "average", "MIN": "least", "MAX": "most"}


# ------------------------------------------------------------------- the reading
def reading_of(query: Query, lexicon: Lexicon) -> str:
    """Say how a question was read: "company — partnersWith → university, actual only"."""
    hung = {e.name: [p for p in query.properties if p.of == e.name] for e in query.edges}
    parts = [_edge(edge, hung[edge.name], query, lexicon) for edge in query.edges]
    parts += [
        _property(p, query, lexicon) for p in query.properties if query.node(p.of) is not None
    ]
    known = {name for e in query.edges for name in (e.subject, e.object)}
    known |= {p.of for p in query.properties}
    parts += [node.label for node in query.nodes if node.name not in known and not node.iris]
    if lexicon.ontology.layers is not None:
        parts += [f"{status.value} only" for status in sorted(query.statuses())]
    if query.having is not None and query.aggregate is not None:
        of = label_of(query.aggregate.of, query, lexicon)
        parts.append(f"number of {of} {query.having.op} {said(query.having.value)}")
    elif query.aggregate is not None and query.order is None:
        of = label_of(query.aggregate.of, query, lexicon)
        parts.append("counted" if not query.groups and query.aggregate.function == "COUNT" else
                     f"{_NUMBERS[query.aggregate.function]} of {of}")  # fmt: skip
    if query.groups and query.having is None and query.order is None:
        parts.append("for each " + " and ".join(label_of(g, query, lexicon) for g in query.groups))
    if query.order is not None:
        parts.append(_order(query, lexicon))
    if query.form is Form.SHARE:
        parts.append("as a share of all")
    return ", ".join(dict.fromkeys(parts))


def _order(query: Query, lexicon: Lexicon) -> str:
    by = query.order or ""
    if by == "aggregate" and query.aggregate is not None:
        what = _NUMBERS[query.aggregate.function]
        named = f"{what} of {label_of(query.aggregate.of, query, lexicon)}"
    else:
        named = label_of(by, query, lexicon)
    which = "largest" if query.descending else "smallest"
    return f"{which} {query.limit or 'first'} by {named}"


def label_of(name: str, query: Query, lexicon: Lexicon) -> str:
    """Return what a node or property is called."""
    node, value = query.node(name), query.property(name)
    if node is not None:
        return node.label or "thing"
    if value is not None:
        return value.label or lexicon.ontology.links[value.link].label
    return name


def _edge(edge: Edge, hung: Sequence[Property], query: Query, lexicon: Lexicon) -> str:
    ends = [label_of(name, query, lexicon) for name in (edge.subject, edge.object)]
    no = "no " if edge.negated else ""
    if edge.repeated and lexicon.ontology.layers is not None:
        return f"{no}{ends[0]} in {ends[1]}"
    links = lexicon.ontology.links
    layered = lexicon.ontology.layers is not None
    names = " or ".join(local_name(p) if layered else links[p].label for p in edge.links)
    tests = "".join(f" [{_test(value, lexicon)}]" for value in hung if not value.optional)
    return f"{no}{ends[0]} — {names}{tests} → {ends[1]}"


def _property(value: Property, query: Query, lexicon: Lexicon) -> str:
    hung = [p for p in query.properties if p.of == value.name]
    label, after = _test(value, lexicon), ""
    for each in hung:
        for test in each.tests:
            if isinstance(test.value, tuple):
                label = _indicators(test.value) + label.removeprefix("value?").removeprefix("value")
                label = f"rank in {label.removeprefix('rank?')}" if "rank" in label else label
            elif isinstance(test.value, Days):
                after = f" in {_days(test.value)}"
    return f"{'no ' * value.negated}{label} of {label_of(value.of, query, lexicon)}{after}"


def _indicators(labels: tuple[str, ...]) -> str:
    named = " or ".join(f"“{label}”" for label in labels[:_MOST_LISTED])
    more = len(labels) - _MOST_LISTED
    return f"{named} and {more} more" if more > 0 else named


def _test(value: Property, lexicon: Lexicon) -> str:
    name = value.label or lexicon.ontology.links[value.link].label
    if not value.tests:
        return f"{name}?" if lexicon.ontology.layers is not None else name
    texts = []
    for test in value.tests:
        if isinstance(test.value, Days):
            texts.append(_days(test.value))
        elif isinstance(test.value, tuple):
            texts.append(" / ".join(test.value[:6]))
        elif test.than is not None:
            texts.append(f"{test.op} that of the other")
        else:
            texts.append(f"{test.op} {said(test.value)}")
    return f"{name} {' and '.join(texts)}"


def _days(days: Days) -> str:
    if days.text:
        return days.text
    return f"{days.first.rstrip('~!') or '…'} to {days.last.rstrip('~!') or '…'}"


# -------------------------------------------------------------------- the answer
def titles(query: Query, lexicon: Lexicon, variables: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of the answer's columns, no two alike."""
    if query.form is Form.YESNO:
        return ("answer",)
    if query.form is Form.SHARE:
        return ("percentage",)
    shown = query.groups if query.form is Form.NUMBER else query.shown
    named = [_title(name, query, lexicon, var) for name, var in zip(shown, variables, strict=False)]
    if query.form is Form.NUMBER and query.aggregate is not None:
        kind = _NUMBERS[query.aggregate.function]
        of = _title(query.aggregate.of, query, lexicon, variables[-1])
        named.append(f"{kind} of {of}")
    return tuple(named)


def _title(name: str, query: Query, lexicon: Lexicon, variable: str) -> str:
    """Return the label, with the number that keeps its variable apart from another's."""
    number = re.search(r"_(\d+)$", variable)
    label = label_of(name, query, lexicon)
    return f"{label} {number[1]}" if number and not label.endswith(number[1]) else label


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
        return f"{round(value, 2):,}"
    scale, name = next((s, n) for s, n in _SCALES if abs(value) >= s)
    return f"{value / scale:.4g} {name}"


def sentence(query: Query, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Say the result of a question that has one."""
    planned = Status.PLANNED in query.statuses()
    after = " (planned, not done)" if planned else ""
    if Status.DENIED in query.statuses():
        after = " (denied, not so)"
    if len(rows) == 1 and len(rows[0]) == 1 and query.form in {Form.NUMBER, Form.SHARE}:
        unit = " percent" if query.form is Form.SHARE else ""
        return f"{columns[0].capitalize()}: {said(rows[0][0])}{unit}{after}."
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


def verdict(*, holds: bool, opposite: Status | None, layered: bool) -> str:
    """Say yes, or how sure a no is."""
    if not layered:
        return "Yes." if holds else "No: the graph does not say so."
    if holds:
        return "Yes, the articles say so."
    if opposite is Status.DENIED:
        return "No: the articles deny it."
    if opposite is Status.PLANNED:
        return "Not yet: the articles say that it is planned."
    return "The articles do not say so."
