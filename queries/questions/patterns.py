"""The parts of a query graph as SPARQL patterns, by the graph's schema description."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.questions.algebra import (
    RDF_TYPE,
    XSD,
    Call,
    Filter,
    Inverse,
    Iri,
    Literal,
    Optionally,
    Path,
    PathOp,
    Star,
    Triple,
    Values,
    Var,
)
from queries.questions.meaning import Days, Status
from queries.questions.ontology import Hanger
from queries.questions.untyped import property_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from queries.questions.algebra import Expression, Pattern, Term, Verb
    from queries.questions.layers import Layers
    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Duration, Edge, Node, Property, Query, Test

_YEAR_DIGITS, _DAY_DIGITS, _DAYS_COUNTED = 4, 10, 32


class Patterns:
    """The patterns of one query; variables get readable names as they turn up."""

    def __init__(self, query: Query, lexicon: Lexicon, *, evidence: bool) -> None:
        self.meant = query
        self.lexicon = lexicon
        self.evidence = evidence
        self.statements: dict[str, Var] = {}
        self._names: dict[str, str] = {}
        self._hung = {value.of for value in query.properties}

    @property
    def layers(self) -> Layers:
        """How the graph holds its facts, where they are more than triples."""
        layers = self.lexicon.ontology.layers
        if layers is None:
            msg = "a plain graph has no statements"
            raise ValueError(msg)
        return layers

    # -------------------------------------------------------------------- names
    def var(self, name: str) -> Var:
        """Return the variable of a node or property, named after its label."""
        if name not in self._names:
            node, value = self.meant.node(name), self.meant.property(name)
            label = node.label if node else name
            if value is not None:
                label = value.label or self.lexicon.ontology.links[value.link].label
            self._names[name] = self._fresh(label)
        return Var(self._names[name])

    def _fresh(self, label: str) -> str:
        slug = "_".join(
            "".join(c if c.isascii() and c.isalnum() else " " for c in label.lower()).split()
        )
        slug = slug if slug[:1].isalpha() else "thing"
        taken = set(self._names.values())
        return next(n for n in (slug, *(f"{slug}_{i}" for i in range(2, 999))) if n not in taken)

    def _term(self, name: str) -> Term:
        """Return what stands for a node: the IRI of a single known thing, else a variable."""
        node = self.meant.node(name)
        if node is not None and len(node.iris) == 1 and name not in self.meant.shown:
            return Iri(node.iris[0])
        return self.var(name)

    # -------------------------------------------------------------------- groups
    def group(self, *, negated: bool) -> list[Pattern]:
        """Return the patterns of all nodes, edges and properties that are (not) negated."""
        meant = self.meant
        found: list[Pattern] = []
        for edge in meant.edges:
            if edge.negated == negated:
                found += self._edge(edge)
        for value in meant.properties:
            if value.negated == negated:
                found += self._value(replace(value, optional=value.optional and not negated))
        for node in meant.nodes:
            if node.negated == negated:
                found += self._node(node)
        return found

    def _node(self, node: Node) -> list[Pattern]:
        if node.iris:
            if len(node.iris) == 1 and node.name not in self.meant.shown:
                return []
            return [Values(self.var(node.name), tuple(Iri(iri) for iri in node.iris))]
        return self.of_class(self.var(node.name), node.classes) if self._needs_class(node) else []

    def _needs_class(self, node: Node) -> bool:
        """Whether the class says more than the properties that the node has."""
        if not node.classes:
            return False
        if self.lexicon.ontology.layers is not None:
            return True
        wanted = self.lexicon.ontology.below(node.classes)
        for edge in self.meant.edges:
            if (edge.negated and not node.negated) or len(edge.links) > 1:
                continue
            link = self.lexicon.ontology.links[edge.links[0]]
            for end, classes in ((edge.subject, link.subjects), (edge.object, link.objects)):
                if end == node.name and classes and set(classes) <= wanted and not edge.repeated:
                    return False
        return True

    def of_class(self, var: Var, classes: tuple[str, ...]) -> list[Pattern]:
        """Return the patterns for a thing of a class or one below."""
        known = self.lexicon.ontology.classes
        below = sorted(
            c for c in self.lexicon.ontology.below(classes)
            if c in known and (known[c].size or c in classes)
        )  # fmt: skip
        held = [c for c in below if known[c].size] or below
        leading = [prop for c in held if (prop := property_of(c)) is not None]
        if leading:  # without a class: an object of the property
            return [Triple(Var(f"{var.name}_of"), Iri(leading[0]), var)] if len(held) == 1 else []
        if len(held) == 1:
            return [Triple(var, Iri(RDF_TYPE), Iri(held[0]))]
        kind = Var(f"{var.name}_class")
        return [Values(kind, tuple(Iri(c) for c in held)), Triple(var, Iri(RDF_TYPE), kind)]

    # --------------------------------------------------------------------- edges
    def _edge(self, edge: Edge) -> list[Pattern]:
        subject, obj = self._term(edge.subject), self._term(edge.object)
        if edge.repeated:
            return [Triple(subject, Star(_either(edge.links)), obj)]
        layered = self.lexicon.ontology.layers is not None
        plain = edge.status is Status.ACTUAL and edge.name not in self._hung
        if not layered or (plain and (not self.evidence or edge.negated)):
            return [Triple(subject, self._path(edge), obj)]
        return list(self._statement(edge, subject, obj))

    def _path(self, edge: Edge) -> Verb:
        """Return the property path; what leads to a known whole leads to its parts as well."""
        path = _either(edge.links)
        link = self.lexicon.ontology.links[edge.links[0]]
        if link.symmetric and link.one_way:
            path = Path(PathOp.ALTERNATIVE, (Iri(link.iri), Inverse(Iri(link.iri))))
        if len(edge.links) > 1:
            return path
        node = self.meant.node(edge.object)
        classes = {c for iri in node.iris for c in self.lexicon.names.classes(iri)} if node else ()
        whole = self.lexicon.whole(tuple(sorted(classes)), link) if classes else None
        if whole is not None:
            return Path(PathOp.SEQUENCE, (path, Star(Iri(whole))))
        return path

    def statement(self, edge: str) -> Var:
        """Return the variable of an edge's statement, or of a property's observation."""
        if edge not in self.statements:
            kind = "observation" if self.meant.property(edge) else "statement"
            self.statements[edge] = Var(f"{kind}{len(self.statements) or ''}")
        return self.statements[edge]

    def stated(self) -> list[Var]:
        """Return the variables of what is stated, not of what must be absent."""
        absent = {e.name for e in self.meant.edges if e.negated}
        absent |= {p.name for p in self.meant.properties if p.negated}
        return [var for name, var in self.statements.items() if name not in absent]

    def _statement(self, edge: Edge, subject: Term, obj: Term) -> Iterator[Pattern]:
        layer, statement = self.layers.statements, self.statement(edge.name)
        if len(edge.links) == 1:
            yield Triple(statement, Iri(layer.predicate), Iri(edge.links[0]))
        else:
            predicate = Var(f"{statement.name}_predicate")
            yield Values(predicate, tuple(Iri(p) for p in edge.links))
            yield Triple(statement, Iri(layer.predicate), predicate)
        ends = (Iri(layer.subject), Iri(layer.object))
        if any(self.lexicon.ontology.links[p].symmetric for p in edge.links):
            either = Path(PathOp.ALTERNATIVE, ends)  # a statement has its ends in one order only
            yield Triple(statement, either, subject)
            yield Triple(statement, either, obj)
            yield Filter(Call("!=", (subject, obj)))
        else:
            yield Triple(statement, ends[0], subject)
            path = self._path(edge)
            if isinstance(path, Path) and path.op is PathOp.SEQUENCE:
                yield Triple(statement, Path(path.op, (ends[1], path.parts[1])), obj)
            else:
                yield Triple(statement, ends[1], obj)
        held = Iri(self._status(edge.status))
        yield Triple(statement, Iri(self.layers.statuses.property), held)

    def _status(self, status: Status) -> str:
        statuses = self.layers.statuses
        return {
            Status.ACTUAL: statuses.actual, Status.PLANNED: statuses.planned,
            Status.DENIED: statuses.denied,
        }[status]  # fmt: skip

    # -------------------------------------------------------------------- values
    def owner(self, value: Property) -> Var:
        """Return the variable of what has a property."""
        link = self.lexicon.ontology.links.get(value.link)
        if self.meant.node(value.of) is None:
            return self.statement(value.of)
        if link is not None and link.hangs_on is Hanger.OBSERVATION:
            return self.statement(value.name)
        return self.var(value.of)

    def _value(self, value: Property) -> list[Pattern]:
        link = self.lexicon.ontology.links.get(value.link)
        found: list[Pattern] = []
        owner: Term = self.owner(value)
        if link is not None and link.hangs_on is Hanger.OBSERVATION:
            about = Iri(self.layers.observations.about)
            found.append(Triple(owner, about, self._term(value.of)))
            if value.status is not None:
                held = Iri(self._status(value.status))
                found.append(Triple(owner, Iri(self.layers.statuses.property), held))
        elif self.meant.node(value.of) is not None:
            owner = self._term(value.of)
        layers = self.lexicon.ontology.layers
        bounds = layers.bounds.get(value.link) if layers else None
        days = [t for t in value.tests if isinstance(t.value, Days) and not t.value.text]
        if bounds is not None and days and isinstance(owner, Var):
            for test in days:
                found += _bounded(owner, bounds, test)
            if value.name not in self.meant.shown and value.name != self.meant.order:
                return found
            days_done = replace(value, tests=tuple(t for t in value.tests if t not in days))
            return found + self._tested(owner, days_done)
        return found + self._tested(owner, value)

    def verb(self, iri: str) -> Verb:
        """Return what leads to a property's value, which may lie on a node of its own."""
        link = self.lexicon.ontology.links.get(iri)
        if link is None or not link.step:
            return Iri(iri)
        return Path(PathOp.SEQUENCE, (Iri(iri), Iri(link.step)))

    def _tested(self, owner: Term, value: Property) -> list[Pattern]:
        var = self.var(value.name)
        triple = Triple(owner, self.verb(value.link), var)
        if value.optional:
            return [Optionally((triple,))]
        found: list[Pattern] = [triple]
        for test in value.tests:
            if test.op == "is" and isinstance(test.value, tuple):
                found.insert(0, Values(var, tuple(Literal(text) for text in test.value)))
            elif isinstance(test.value, tuple):
                texts = tuple(Literal(text.lower()) for text in test.value)
                found.append(Filter(Call("IN", (Call("LCASE", (Call("STR", (var,)),)), *texts))))
            else:
                found.append(Filter(self._test(value, test)))
        return found

    def _test(self, value: Property, test: Test) -> Expression:
        var = self.var(value.name)
        if test.than is not None:
            return Call(test.op, (var, self.var(test.than)))
        if isinstance(test.value, Days):
            return _in_days(var, value.kind, test.value)
        if isinstance(test.value, bool):
            return Call("=", (var, Literal(test.value)))
        if isinstance(test.value, str):
            return Call("=", (Call("STR", (var,)), Literal(test.value)))
        number = Literal(float(str(test.value or 0)))
        return Call(test.op, (_year(var) if value.kind == "year" else var, number))

    def duration(self, each: Duration) -> Filter:
        """Return the comparison of the time between two dates."""
        count = _months if each.time.endswith("M") else _day_number
        start, end = (count(self.var(name)) for name in (each.start, each.end))
        length = Literal(float(each.time[1:-1]))
        return Filter(Call(each.op, (end, Call("+", (start, length)))))


def _months(var: Var) -> Expression:
    """Return the months since year 0, a part of one for the days."""
    year, month, day = (Call(part, (var,)) for part in ("YEAR", "MONTH", "DAY"))
    return Call("+", (
        Call("*", (year, Literal(12))), month, Call("/", (day, Literal(_DAYS_COUNTED))),
    ))  # fmt: skip


def _day_number(var: Var) -> Expression:
    """Return the days since 1 March of year 0, months counted from March.

    pyoxigraph 0.5 adds a duration to a date only sometimes, so days are numbers here.
    https://www.w3.org/TR/sparql11-query/#SparqlOps has no arithmetic of dates either.
    """
    year, month, day = (Call(part, (var,)) for part in ("YEAR", "MONTH", "DAY"))
    early = Call("IF", (Call("<", (month, Literal(3))), Literal(1), Literal(0)))
    years = Call("-", (year, early))
    months = Call("-", (Call("+", (month, Call("*", (early, Literal(12))))), Literal(3)))

    def whole(value: Expression, over: float) -> Call:
        return Call("FLOOR", (Call("/", (value, Literal(over))),))

    leaps = Call("-", (Call("+", (whole(years, 4), whole(years, 400))), whole(years, 100)))
    in_year = whole(Call("+", (Call("*", (months, Literal(153))), Literal(2))), 5)
    return Call("+", (Call("*", (years, Literal(365))), leaps, in_year, day))


def _either(links: tuple[str, ...]) -> Iri | Path:
    parts = tuple(Iri(link) for link in links)
    return parts[0] if len(parts) == 1 else Path(PathOp.ALTERNATIVE, parts)


def _bounded(owner: Var, bounds: tuple[str, str], test: Test) -> Iterator[Pattern]:
    """Yield the conditions that what a date covers lies within a period."""
    assert isinstance(test.value, Days)
    for prop, op, day in (
        (bounds[0], ">=", test.value.first.rstrip("~!")),
        (bounds[1], "<=", test.value.last.rstrip("~!")),
    ):
        if day:
            end = Var(f"{owner.name}_{'from' if op == '>=' else 'to'}")
            yield Triple(owner, Iri(prop), end)
            yield Filter(Call(op, (end, Literal(day, XSD + "date"))))


def _in_days(var: Var, kind: str, days: Days) -> Expression:
    text: Expression = Call("STR", (var,))
    if days.text:
        return Call("=", (text, Literal(days.text)))
    # A year is after a day of it only if it is a later year.
    size = _YEAR_DIGITS if kind == "year" else _DAY_DIGITS
    text = Call("SUBSTR", (text, Literal(1), Literal(size)))
    tests = []
    if days.first:
        op = ">" if days.first.endswith("~") else ">="
        tests.append(Call(op, (text, Literal(days.first[:size]))))
    if days.last:
        op = "<" if days.last.endswith("!") else "<="
        tests.append(Call(op, (text, Literal(days.last[:size]))))
    if not tests:
        return Literal(True)
    return tests[0] if len(tests) == 1 else Call("&&", tuple(tests))


def _year(var: Var) -> Expression:
    text = Call("SUBSTR", (Call("STR", (var,)), Literal(1), Literal(_YEAR_DIGITS)))
    return Call(f"<{XSD}integer>", (text,))
