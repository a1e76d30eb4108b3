"""Query graphs in words: how a question was read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from queries.questions.meaning import Days, Form, Status
from queries.questions.ontology_reading import local_name
from queries.questions.words import plural, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Edge, Property, Query

_MOST_LISTED = 3
_NUMBERS = {"COUNT": "number", "SUM": "total", "AVG": "average", "MIN": "least", "MAX": "most"}


def reading_of(query: Query, lexicon: Lexicon) -> str:
    """Say how a question was read: "company — partnersWith → university, actual only"."""
    hung = {e.name: [p for p in query.properties if p.of == e.name] for e in query.edges}
    parts = [_edge(edge, hung[edge.name], query, lexicon) for edge in query.edges]
    parts += [
        _property(p, query, lexicon) for p in query.properties if query.node(p.of) is not None
    ]
    excepted = [lexicon.names.label(iri) or iri for _, iri in query.without]
    parts += [f"other than {' or '.join(dict.fromkeys(excepted))}"] if excepted else []
    known = {name for e in query.edges for name in (e.subject, e.object)}
    known |= {p.of for p in query.properties}
    parts += [node.label for node in query.nodes if node.name not in known and not node.iris]
    if lexicon.ontology.layers is not None and len(query.statuses()) == 1:
        parts += [f"{status.value} only" for status in query.statuses()]
    if query.having is not None and query.aggregate is not None:
        of = label_of(query.aggregate.of, query, lexicon)
        parts.append(f"number of {plural(of)} {query.having.op} {said(query.having.value)}")
    elif query.aggregate is not None and query.order is None:
        of = label_of(query.aggregate.of, query, lexicon)
        counts = query.aggregate.function == "COUNT"
        parts.append("counted" if counts and not query.groups else _measured(query, lexicon))
    if query.groups and query.having is None and query.order is None:
        parts.append("for each " + " and ".join(label_of(g, query, lexicon) for g in query.groups))
    if query.order is not None:
        parts.append(_order(query, lexicon))
    if query.form is Form.SHARE:
        parts.append("as a share of all")
    return ", ".join(dict.fromkeys(parts))


def _measured(query: Query, lexicon: Lexicon) -> str:
    """Return what an aggregate is called: "number of museums", "total cost"."""
    if query.aggregate is None:
        return ""
    kind, of = _NUMBERS[query.aggregate.function], label_of(query.aggregate.of, query, lexicon)
    if query.aggregate.function == "COUNT":
        return f"{kind} of {plural(of)}"
    return of if of.startswith(f"{kind} ") else f"{kind} {of}"


def _order(query: Query, lexicon: Lexicon) -> str:
    by = query.order or ""
    if by == "aggregate" and query.aggregate is not None:
        named = _measured(query, lexicon)
    else:
        named = label_of(by, query, lexicon)
    which = "largest" if query.descending else "smallest"
    many = "first" if query.limit is None else str(query.limit) if query.limit > 1 else ""
    return f"{which}{f' {many}' if many else ''} by {named}"


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
    mixed = layered and len(query.statuses()) > 1 and edge.status is not Status.ACTUAL
    names += f" ({edge.status.value})" if mixed and not edge.negated else ""
    tests = "".join(f" [{_test(value, lexicon)}]" for value in hung if not value.optional)
    return f"{no}{ends[0]} — {names}{tests} → {ends[1]}"


def _property(value: Property, query: Query, lexicon: Lexicon) -> str:
    hung = [p for p in query.properties if p.of == value.name]
    label, after = _test(value, lexicon), ""
    for each in hung:
        for test in each.tests:
            if isinstance(test.value, tuple):
                own = value.label or "value"
                label = _indicators(test.value) + label.removeprefix(f"{own}?").removeprefix(own)
                label = f"rank in {label.removeprefix('rank?')}" if "rank" in label else label
            elif isinstance(test.value, Days):
                after = f" in {_days(test.value)}"
    no, of = "no " * value.negated, label_of(value.of, query, lexicon)
    if value.tests and lexicon.ontology.layers is None:
        return f"{no}{of} with {label}"
    return f"{no}{label} of {of}{after}"


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
            more = " / …" if len(test.value) > _MOST_LISTED else ""
            texts.append(" / ".join(test.value[:_MOST_LISTED]) + more)
        elif test.than is not None:
            texts.append(f"{test.op} that of the other")
        else:
            texts.append(f"{test.op} {said(test.value)}")
    return f"{name} {' and '.join(texts)}"


def _days(days: Days) -> str:
    if days.text:
        return days.text
    first, last = days.first.rstrip("~!"), days.last.rstrip("~!")
    if first[5:] == "01-01" and last == f"{first[:4]}-12-31":
        return first[:4]
    if first == last or (first.endswith("-01") and last[:7] == first[:7] and last[8:] > "27"):
        return first if first == last else first[:7]
    if not first or not last:
        return f"{'before' if not first else 'from'} {first or _next_day(last)}"
    return f"{first} to {last}"


def _next_day(iso: str) -> str:
    return date.fromordinal(date.fromisoformat(iso).toordinal() + 1).isoformat()
