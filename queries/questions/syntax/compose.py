"""From the clauses that the grammar builds to the query graph."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.questions.meaning import (
    Aggregate,
    Days,
    Edge,
    Form,
    Node,
    Property,
    Query,
    Status,
    Test,
)
from queries.questions.ontology_reading import local_name
from queries.questions.syntax.clauses import Known, Measure, Op, Relation, Variable, Within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.questions.layers import Layers
    from queries.questions.lexicon import Lexicon
    from queries.questions.syntax import clauses
    from queries.questions.syntax.clauses import Meaning, Qualifier


class Composer:
    """Makes the query graph of one meaning."""

    def __init__(self, meaning: Meaning, lexicon: Lexicon) -> None:
        self.meaning = meaning
        self.lexicon = lexicon
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []
        self.properties: list[Property] = []
        self.known: dict[Known, str] = {}

    @property
    def layers(self) -> Layers:
        """How the graph holds its facts; the grammar reads no other graph."""
        layers = self.lexicon.ontology.layers
        if layers is None:
            msg = "a plain graph has no statements and no observations"
            raise ValueError(msg)
        return layers

    def query(self) -> Query:
        """Return the query graph."""
        meaning = self.meaning
        for pattern in meaning.patterns:
            match pattern:
                case Relation():
                    self._relation(pattern)
                case Within(part, whole):
                    links = tuple(sorted(self.lexicon.places["within"]))
                    name = f"e{len(self.edges)}"
                    ends = self._node(part), self._node(whole)
                    self.edges.append(Edge(name, ends[0], links, ends[1], repeated=True))
                case Measure():
                    self._measure(pattern)
        self._among()
        self._compared()
        return self._formed()

    def _formed(self) -> Query:
        meaning = self.meaning
        order = meaning.order
        form = Form(meaning.form.value) if meaning.form.value != "count" else Form.NUMBER
        shown, aggregate = meaning.shown, None
        groups: tuple[str, ...] = ()
        if meaning.form.value == "count":
            shown, aggregate = (), Aggregate("COUNT", meaning.shown[0])
        counted = order is not None and order.counted
        if order is not None and counted:
            form, groups, aggregate = Form.NUMBER, meaning.shown, Aggregate("COUNT", order.variable)
        return Query(
            form, shown, tuple(self.nodes.values()), tuple(self.edges), tuple(self.properties),
            ordered=tuple(self._pairs()), aggregate=aggregate, groups=groups,
            order=None if order is None else "aggregate" if counted else order.variable,
            descending=order.descending if order else True, limit=order.limit if order else None,
        )  # fmt: skip

    def _node(self, node: clauses.Node) -> str:
        if isinstance(node, Variable):
            self.nodes.setdefault(node.name, Node(node.name, node.classes, (), node.label))
            return node.name
        if node not in self.known:
            self.known[node] = f"known{len(self.known)}"
            one = self.lexicon.names.label(node.iris[0]) if len(node.iris) == 1 else None
            label = one or node.name
            self.nodes[self.known[node]] = Node(self.known[node], (), node.iris, label)
        return self.known[node]

    def _relation(self, relation: Relation) -> None:
        name = f"e{len(self.edges)}"
        status = Status(relation.status.value)
        subject, obj = self._node(relation.subject), self._node(relation.object)
        self.edges.append(Edge(name, subject, relation.predicates, obj, status))
        for qualifier in relation.qualifiers:
            self._qualifier(name, qualifier)

    def _qualifier(self, of: str, qualifier: Qualifier) -> None:
        tests: tuple[Test, ...] = ()
        if qualifier.op is Op.BEGINS and isinstance(qualifier.value, tuple):
            tests = (Test("in", Days(*qualifier.value)),)
        elif qualifier.op is not None and qualifier.value is not None:
            tests = (Test(qualifier.op.value, qualifier.value),)
        link = self.lexicon.ontology.links[qualifier.property]
        name = qualifier.variable or f"q{len(self.properties)}"
        label = local_name(link.iri)
        self.properties.append(Property(name, of, link.iri, link.kind, tests, label=label))
        unit = self.layers.units.get(link.iri)
        if unit is not None and local_name(unit) in self.meaning.shown:
            beside = local_name(unit)
            self.properties.append(Property(beside, of, unit, "text", optional=True, label=beside))

    def _measure(self, measure: Measure) -> None:
        layer = self.layers.observations
        about = self._node(measure.about)
        link = layer.rank if measure.rank else layer.value
        test = measure.test
        tests = (Test(test.op.value, test.value),) if test and test.op else ()
        name = measure.value
        self.properties.append(Property(
            name, about, link, "number", tests, label=name, status=Status(measure.status.value)
        ))  # fmt: skip
        labels = Test("is", measure.indicators)
        said = f"{name}_indicator"
        self.properties.append(
            Property(said, name, layer.indicator, "text", (labels,), label="indicator")
        )
        if measure.period is not None:
            first, last = measure.days
            days = Days(first, last, measure.period if measure.exact else "")
            period = Property(
                f"{name}_in", name, layer.period, "date", (Test("in", days),), label="period"
            )
            self.properties.append(period)
        for label, prop in (("period", layer.period), ("unit", layer.unit)):
            if label in self.meaning.shown and measure.shows_period:
                kind = "date" if label == "period" else "text"
                beside = Property(label, name, prop, kind, optional=True, label=label)
                self.properties.append(beside)

    def _among(self) -> None:
        """Restrict the first shown to those named: "Germany or Luxembourg"."""
        if not self.meaning.among or not self.meaning.shown:
            return
        name = self.meaning.shown[0]
        node = self.nodes[name]
        self.nodes[name] = Node(name, node.classes, self.meaning.among, node.label)

    def _compared(self) -> None:
        if self.meaning.compared is None:
            return
        op, first, second = self.meaning.compared
        for at, value in enumerate(self.properties):
            if value.name == first:
                tests = (*value.tests, Test(op.value, than=second))
                self.properties[at] = replace(value, tests=tests)

    def _pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the ends of symmetric relations that would be shown both ways round."""
        for relation in self.meaning.relations():
            ends = relation.subject, relation.object
            links = self.lexicon.ontology.links
            if any(links[p].symmetric for p in relation.predicates) and all(
                isinstance(node, Variable) and node.name in self.meaning.shown for node in ends
            ):
                names = [node.name for node in ends]
                if self.nodes[names[0]].classes == self.nodes[names[1]].classes:
                    yield names[0], names[1]
