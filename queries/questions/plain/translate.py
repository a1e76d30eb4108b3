"""A query graph as SPARQL, over any RDF graph: plain triples, classes listed with those below."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.questions.algebra import (
    RDF_TYPE,
    XSD,
    Absent,
    Ask,
    Call,
    Column,
    Filter,
    Iri,
    Literal,
    Optionally,
    Path,
    PathOp,
    Select,
    Star,
    Triple,
    Values,
    Var,
    Within,
)
from queries.questions.plain.meaning import Days, Form

if TYPE_CHECKING:
    from queries.questions.algebra import Expression, Pattern
    from queries.questions.plain.lexicon import Lexicon
    from queries.questions.plain.meaning import Duration, Edge, Node, Property, Query, Test

_YEAR_DIGITS = 4


class Translation:
    """Translates one query."""

    def __init__(self, query: Query, lexicon: Lexicon) -> None:
        self.meant = query
        self.lexicon = lexicon

    def query(self) -> Select | Ask:
        """Return the SPARQL query."""
        meant = self.meant
        where = self.where()
        if meant.form is Form.YESNO:
            return Ask(where)
        if meant.form is Form.SHARE:
            return self._share(where)
        if meant.form is Form.NUMBER and meant.aggregate is not None:
            return self._number(where)
        columns = tuple(Column(Var(name)) for name in meant.shown)
        order = ((self._sortable(meant.order), meant.descending),) if meant.order else ()
        return Select(columns, where, order_by=order, limit=meant.limit, offset=meant.offset)

    def _sortable(self, name: str) -> Expression:
        value = next((p for p in self.meant.properties if p.name == name), None)
        if value is not None and value.kind in {"date", "year"}:
            return Call("STR", (Var(name),))
        return Var(name)

    def _number(self, where: tuple[Pattern, ...]) -> Select:
        meant = self.meant
        assert meant.aggregate is not None
        function, of = meant.aggregate.function, meant.aggregate.of
        groups = tuple(Var(name) for name in meant.groups)
        if function in {"SUM", "AVG"}:
            # Each thing's value once, however many ways lead to it.
            owner = next(p.node for p in meant.properties if p.name == of)
            inner = tuple(dict.fromkeys((*meant.groups, owner, of)))
            where = (Within(Select(tuple(Column(Var(n)) for n in inner), where)),)
        value = Call(function, (Var(of),), distinct=function == "COUNT")
        columns = (*(Column(var) for var in groups), Column(Var("number"), value))
        having = None
        if meant.having is not None:
            having = Call(meant.having.op, (value, Literal(float(str(meant.having.value)))))
        order = ((Var("number"), meant.descending),) if meant.order == "aggregate" else ()
        return Select(
            columns, where, distinct=False, group_by=groups, order_by=order,
            limit=meant.limit if order else None, offset=meant.offset if order else 0,
            having=having,
        )  # fmt: skip

    def _share(self, where: tuple[Pattern, ...]) -> Select:
        focus = next(n for n in self.meant.nodes if n.name == self.meant.shown[0])
        part = Call("COUNT", (Var(focus.name),), distinct=True)
        whole = self._class(focus)
        share = Call("/", (Call("*", (Literal(100), Var("part"))), Var("whole")))
        return Select(
            (Column(Var("percentage"), share),),
            (
                Within(Select((Column(Var("part"), part),), where, distinct=False)),
                Within(Select((Column(Var("whole"), part),), whole, distinct=False)),
            ),
        )

    # ------------------------------------------------------------------ where
    def where(self) -> tuple[Pattern, ...]:
        """Return the patterns, those negated in groups that must be absent."""
        meant = self.meant
        found: list[Pattern] = []
        for node in meant.nodes:
            if not node.negated:
                found += self._node(node)
        for edge in meant.edges:
            if not edge.negated:
                found.append(self._edge(edge))
        for value in meant.properties:
            if not value.negated:
                found += self._value(value)
        found += [self._duration(each) for each in meant.durations]
        for one, other in meant.different:
            found.append(Filter(Call("!=", (Var(one), Var(other)))))
        for one, other in meant.ordered:
            strings = (Call("STR", (Var(one),)), Call("STR", (Var(other),)))
            found.append(Filter(Call("<", strings)))
        found += self._absent()
        found += self._average()
        return tuple(found)

    def _node(self, node: Node) -> tuple[Pattern, ...]:
        if node.iris:
            return (Values(Var(node.name), tuple(Iri(iri) for iri in node.iris)),)
        return self._class(node) if self._needs_class(node) else ()

    def _needs_class(self, node: Node) -> bool:
        """Whether the class says more than the properties that the node has."""
        if not node.classes:
            return False
        wanted = self.lexicon.ontology.below(node.classes)
        for edge in self.meant.edges:
            if edge.negated and not node.negated:
                continue
            link = self.lexicon.ontology.links[edge.link]
            ends = ((edge.subject, link.subjects), (edge.object, link.objects))
            for end, classes in ends:
                if end == node.name and classes and set(classes) <= wanted and not edge.repeated:
                    return False
        return True

    def _class(self, node: Node) -> tuple[Pattern, ...]:
        classes = sorted(
            c for c in self.lexicon.ontology.below(node.classes)
            if self.lexicon.ontology.classes[c].size or c in node.classes
        )  # fmt: skip
        if len(classes) == 1:
            return (Triple(Var(node.name), Iri(RDF_TYPE), Iri(classes[0])),)
        kind = Var(f"{node.name}_class")
        return (
            Values(kind, tuple(Iri(c) for c in classes)),
            Triple(Var(node.name), Iri(RDF_TYPE), kind),
        )

    def _edge(self, edge: Edge) -> Triple:
        """Return the edge; what leads to a known whole leads to its parts as well."""
        link: Iri | Path | Star = Iri(edge.link)
        if edge.repeated:
            return Triple(Var(edge.subject), Star(Iri(edge.link)), Var(edge.object))
        node = next(n for n in self.meant.nodes if n.name == edge.object)
        classes = {c for iri in node.iris for c in self.lexicon.classes.get(iri, ())}
        whole = self.lexicon.ontology.whole(classes) if classes else None
        if self.lexicon.ontology.links[edge.link].transitive:
            link = Path(PathOp.SEQUENCE, (Iri(edge.link), Star(Iri(edge.link))))
        elif whole is not None and whole != edge.link:
            link = Path(PathOp.SEQUENCE, (Iri(edge.link), Star(Iri(whole))))
        return Triple(Var(edge.subject), link, Var(edge.object))

    def _value(self, value: Property) -> list[Pattern]:
        triple = Triple(Var(value.node), Iri(value.link), Var(value.name))
        if value.optional:
            return [Optionally((triple,))]
        return [triple, *(Filter(self._test(value, test)) for test in value.tests)]

    def _test(self, value: Property, test: Test) -> Expression:
        var = Var(value.name)
        if test.than is not None:
            return Call(test.op, (var, Var(test.than)))
        if isinstance(test.value, Days):
            return self._days(value, test.value)
        if isinstance(test.value, bool):
            return Call("=", (var, Literal(test.value)))
        if isinstance(test.value, str):
            return Call("=", (Call("STR", (var,)), Literal(test.value)))
        number = Literal(float(test.value or 0))
        if value.kind == "year":
            return Call(test.op, (_year(var), number))
        return Call(test.op, (var, number))

    def _days(self, value: Property, days: Days) -> Expression:
        text: Expression = Call("STR", (Var(value.name),))
        first, last = days.first, days.last
        size = 10
        if value.kind == "year":
            # A year is after a day of it only if it is a later year.
            text = Call("SUBSTR", (text, Literal(1), Literal(_YEAR_DIGITS)))
            size = _YEAR_DIGITS
        else:
            text = Call("SUBSTR", (text, Literal(1), Literal(10)))
        tests = []
        if first:
            op = ">" if first.endswith("~") else ">="
            tests.append(Call(op, (text, Literal(first[:size]))))
        if last:
            op = "<" if last.endswith("!") else "<="
            tests.append(Call(op, (text, Literal(last[:size]))))
        if not tests:
            return Literal(True)
        return tests[0] if len(tests) == 1 else Call("&&", tuple(tests))

    def _duration(self, each: Duration) -> Filter:
        kind = "yearMonthDuration" if each.time.endswith("M") else "dayTimeDuration"
        start = Call("+", (Var(each.start), Literal(each.time, XSD + kind)))
        return Filter(Call(each.op, (Var(each.end), start)))

    def _absent(self) -> list[Pattern]:
        meant = self.meant
        inner: list[Pattern] = []
        for node in meant.nodes:
            if node.negated:
                inner += self._node(node)
        inner += [self._edge(edge) for edge in meant.edges if edge.negated]
        for value in meant.properties:
            if value.negated:
                inner += self._value(replace(value, optional=False))
        return [Absent(tuple(inner))] if inner else []

    def _average(self) -> list[Pattern]:
        meant = self.meant
        if meant.average_of is None:
            return []
        value = next(p for p in meant.properties if p.name == meant.average_of)
        node = next(n for n in meant.nodes if n.name == value.node)
        other = replace(node, name="any_" + node.name)
        triple = Triple(Var(other.name), Iri(value.link), Var("any_value"))
        inner = Select(
            (Column(Var("average"), Call("AVG", (Var("any_value"),))),),
            (*self._class(other), triple),
            distinct=False,
        )
        test = Call(meant.average_op, (Var(value.name), Var("average")))
        return [Within(inner), Filter(test)]


def _year(var: Var) -> Expression:
    text = Call("SUBSTR", (Call("STR", (var,)), Literal(1), Literal(_YEAR_DIGITS)))
    return Call(f"<{XSD}integer>", (text,))
