"""Answers over any graph in words: columns, a sentence, how it was read, and advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.questions.plain.meaning import Days, Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.questions.answer import Cell
    from queries.questions.plain.lexicon import Lexicon
    from queries.questions.plain.meaning import Property, Query

_MOST_SAID = 5
_NUMBERS = {"COUNT": "number", "SUM": "total", "AVG": "average", "MIN": "least", "MAX": "most"}


def titles(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the headings of the answer's columns, no two alike."""
    if query.form is Form.YESNO:
        return ("answer",)
    if query.form is Form.SHARE:
        return ("percentage",)
    names = [_title(name, query, lexicon) for name in query.shown]
    if query.form is Form.NUMBER and query.aggregate is not None:
        kind = _NUMBERS[query.aggregate.function]
        names.append(f"{kind} of {_title(query.aggregate.of, query, lexicon)}")
    return tuple(
        name if names.count(name) == 1 else f"{name} {names[: at + 1].count(name)}"
        for at, name in enumerate(names)
    )


def _title(name: str, query: Query, lexicon: Lexicon) -> str:
    for node in query.nodes:
        if node.name == name:
            return node.label
    for value in query.properties:
        if value.name == name:
            return lexicon.ontology.links[value.link].label
    return name


def sentence(query: Query, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return the answer in a sentence."""
    shown = ["; ".join(_cell(cell) for cell in row if cell is not None) for row in rows]
    if len(rows) == 1 and len(rows[0]) == 1:
        unit = "%" if query.form is Form.SHARE else ""
        return f"{columns[0].capitalize()}: {shown[0]}{unit}."
    more = len(shown) - _MOST_SAID
    rest = f" and {more} more" if more > 0 else ""
    return f"{len(rows)} found: {', '.join(shown[:_MOST_SAID])}{rest}."


def _cell(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"{round(cell, 2):,}" if isinstance(cell, float) else str(cell)


def reading_of(query: Query, lexicon: Lexicon) -> str:
    """Say how the question was read: "loan — lender → Farrowick House; start date after ..."."""
    labels = {node.name: node.label for node in query.nodes}
    parts = []
    for edge in query.edges:
        link = lexicon.ontology.links[edge.link].label
        no = "no " if edge.negated else ""
        parts.append(f"{no}{labels[edge.subject]} — {link} → {labels[edge.object]}")
    parts += [_property(value, labels, lexicon) for value in query.properties]
    if query.aggregate is not None:
        of = _title(query.aggregate.of, query, lexicon)
        parts.append(f"{_NUMBERS[query.aggregate.function]} of {of}")
    if query.limit is not None:
        end = "greatest" if query.descending else "least"
        parts.append(f"the {query.limit} {end}" if query.limit > 1 else f"the {end}")
    return "; ".join(parts) or ", ".join(labels.values())


def _property(value: Property, labels: dict[str, str], lexicon: Lexicon) -> str:
    text = f"{'no ' * value.negated}{lexicon.ontology.links[value.link].label}"
    text = f"{text} of {labels[value.node]}"
    for test in value.tests:
        if isinstance(test.value, Days):
            text += f" from {test.value.first[:10] or '...'} to {test.value.last[:10] or '...'}"
        elif test.than is None:
            text += f" {test.op} {test.value}"
        else:
            text += f" {test.op} that of the other"
    return text


def advice(unknown: Sequence[str], lexicon: Lexicon) -> tuple[str, tuple[str, ...]]:
    """Say which words were not understood and what comes near; and what can be asked."""
    instead = suggestions(lexicon)
    if unknown:
        quoted = " and ".join(f"“{word}”" for word in unknown)
        verb = "is" if len(unknown) == 1 else "are"
        said = f"Not understood: {quoted} {verb} in neither the graph nor its vocabulary."
        near = [name for word in unknown for name in lexicon.nearest(word)][:3]
        if near:
            said += f" Nearest names: {', '.join(near)}."
    else:
        said = "Not understood: the words are known, but not how they belong together."
    if instead:
        said += f" This graph can answer, for instance: {' '.join(instead)}"
    return said, instead


def _plural(noun: str) -> str:
    """Return the plural of a label.

    >>> _plural("country"), _plural("box"), _plural("loan")
    ('countries', 'boxes', 'loans')
    """
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def suggestions(lexicon: Lexicon, count: int = 3) -> tuple[str, ...]:
    """Return questions that this graph can answer: of its commonest properties."""
    ontology = lexicon.ontology
    example: dict[str, str] = {}
    for iri, classes in lexicon.classes.items():
        for each in classes:
            example.setdefault(each, lexicon.labels[iri])
    links = sorted(ontology.links.values(), key=lambda link: -sum(link.subjects.values()))
    asked = []
    for link in links:
        owner = next((c for c in link.subjects if c in example), None)
        if owner is not None and link.names:
            asked.append(f"What is the {link.label} of {example[owner]}?")
    largest = max(ontology.classes.values(), key=lambda c: c.size, default=None)
    counted = [f"How many {_plural(largest.label)} are there?"] if largest else []
    return tuple((asked[: count - 1] + counted)[:count])
