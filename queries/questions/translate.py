"""A meaning as SPARQL, over graphs laid out as ``docs/ontology.md`` says.

Actual facts without further conditions are matched as direct triples, so that the query reads
simply; all others, and all evidence, go through statement nodes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import vocab
from queries.questions.algebra import (
    RDF_TYPE,
    XSD,
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
)
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
    from collections.abc import Iterator, Sequence

    from queries.questions.algebra import Pattern, Term
    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Meaning, Node

_LABEL = Iri(vocab.RDFS + "label")


def _nk(name: str) -> Iri:
    return Iri(vocab.NK + name)


@dataclass(slots=True)
class Translation:
    """One meaning on its way to SPARQL; variables get readable names as they turn up."""

    meaning: Meaning
    lexicon: Lexicon
    names: dict[str, str] = field(default_factory=dict)
    statements: list[Var] = field(default_factory=list)
    evidence: bool = False
    _typed: set[str] = field(default_factory=set)
    _given: dict[Known, Var] = field(default_factory=dict)

    # ------------------------------------------------------------------ queries
    def query(self) -> Select | Ask:
        """Return the query that answers the question."""
        where = self._where()
        if self.meaning.form is Form.YESNO:
            return Ask(arranged(where))
        if self.meaning.form is Form.COUNT:
            counted = self._var(self.meaning.shown[0])
            return Select(
                (Column(Var("count"), Call("COUNT", (counted,), distinct=True)),),
                arranged(where),
                distinct=False,
            )
        columns, names = self._columns()
        order = self.meaning.order
        if order is None:
            return Select(
                tuple(columns),
                arranged([*where, *names]),
                order_by=tuple((c.var, False) for c in _sorted_by(columns)),
            )
        return self._ordered(columns, [*where, *names])

    def _ordered(self, columns: list[Column], where: list[Pattern]) -> Select:
        order = self.meaning.order
        if order is None:
            msg = "a meaning without an order is not ordered"
            raise ValueError(msg)
        by = self._var(order.variable)
        kept = tuple(column.var for column in columns if column.var != by)
        if order.counted:
            best = Call("COUNT", (by,), distinct=True)
        else:
            best = Call("MAX" if order.descending else "MIN", (by,))
        named = Var(f"{'number' if order.counted else 'best'}_{by.name}")
        shown = (*(Column(var) for var in kept), Column(named, best))
        keys = ((named, order.descending), (kept[-1], False))
        return Select(
            shown, arranged(where), distinct=False, group_by=kept, order_by=keys, limit=order.limit
        )

    def statements_query(self, limit: int = 1000) -> Select:
        """Return the query for the rows' columns with the statements that state each row."""
        self.evidence = True
        where = self._where()
        columns, names = self._columns()
        shown = (*columns, *(Column(statement) for statement in dict.fromkeys(self.statements)))
        return Select(shown, arranged([*where, *names]), limit=limit)

    # ----------------------------------------------------------------- patterns
    def _where(self) -> list[Pattern]:
        found: list[Pattern] = []
        if self.meaning.among:
            found.append(
                Values(self._var(self.meaning.shown[0]), tuple(Iri(i) for i in self.meaning.among))
            )
        for pattern in self.meaning.patterns:
            match pattern:
                case Relation():
                    found.extend(self._relation(pattern))
                case Within(part, whole):
                    found.extend(self._ends(part, whole))
                    within = tuple(Iri(p) for p in sorted(self.lexicon.places["within"]))
                    found.append(
                        Triple(
                            self._term(part, found), Star(_path(within)), self._term(whole, found)
                        )
                    )
                case Measure():
                    found.extend(self._measure(pattern))
        found.extend(self._apart())
        if self.meaning.compared:
            op, first, second = self.meaning.compared
            found.append(Filter(Call(op.value, (self._var(first), self._var(second)))))
        return found

    def _apart(self) -> Iterator[Pattern]:
        """Yield filters that keep the two ends of a symmetric relation apart and in order."""
        for relation in self.meaning.relations():
            a, b = relation.subject, relation.object
            if (
                isinstance(a, Variable)
                and isinstance(b, Variable)
                and self._symmetric(relation)
                and a.classes == b.classes
            ):
                ends = (Call("STR", (self._var(a.name),)), Call("STR", (self._var(b.name),)))
                if {a.name, b.name} <= set(self.meaning.shown):
                    yield Filter(Call("<", ends))

    def _symmetric(self, relation: Relation) -> bool:
        return any(self.lexicon.schema.properties[p].symmetric for p in relation.predicates)

    def _relation(self, relation: Relation) -> Iterator[Pattern]:
        before: list[Pattern] = []
        subject, obj = self._term(relation.subject, before), self._term(relation.object, before)
        yield from before
        yield from self._ends(relation.subject, relation.object)
        if relation.status is Status.ACTUAL and not relation.qualifiers and not self.evidence:
            yield Triple(subject, _path(tuple(Iri(p) for p in relation.predicates)), obj)
            return
        statement = Var(f"statement{len(self.statements) or ''}")
        self.statements.append(statement)
        yield from self._statement(relation, statement, subject, obj)
        yield Triple(statement, _nk("status"), _nk(relation.status.value))
        for qualifier in relation.qualifiers:
            yield from self._qualifier(statement, qualifier)

    def _statement(
        self, relation: Relation, statement: Var, subject: Term, obj: Term
    ) -> Iterator[Pattern]:
        first, second = Iri(vocab.RDF + "subject"), Iri(vocab.RDF + "object")
        if len(relation.predicates) == 1:
            yield Triple(statement, Iri(vocab.RDF + "predicate"), Iri(relation.predicates[0]))
        else:
            predicate = Var(f"predicate{len(self.statements)}")
            yield Values(predicate, tuple(Iri(p) for p in relation.predicates))
            yield Triple(statement, Iri(vocab.RDF + "predicate"), predicate)
        if self._symmetric(relation):  # the statement has its ends in one order only
            either = _path((first, second))
            yield Triple(statement, either, subject)
            yield Triple(statement, either, obj)
            yield Filter(Call("!=", (subject, obj)))
        else:
            yield Triple(statement, first, subject)
            yield Triple(statement, second, obj)

    def _qualifier(self, statement: Var, qualifier: Qualifier) -> Iterator[Pattern]:
        name = vocab_name(qualifier.property)
        if qualifier.op is Op.BEGINS and isinstance(qualifier.value, tuple):
            yield from _in_period(statement, qualifier.property, qualifier.value)
            if qualifier.variable is None:
                return
        var = self._var(qualifier.variable) if qualifier.variable else self._fresh(name)
        yield Triple(statement, Iri(qualifier.property), var)
        if qualifier.op is Op.ONE_OF and isinstance(qualifier.value, tuple):
            texts = tuple(Literal(text) for text in qualifier.value)
            yield Filter(Call("IN", (Call("LCASE", (Call("STR", (var,)),)), *texts)))
        elif (
            qualifier.op
            and qualifier.op is not Op.BEGINS
            and not isinstance(qualifier.value, tuple | None)
        ):
            yield Filter(Call(qualifier.op.value, (var, Literal(qualifier.value))))
        if name == "amount":
            unit = Triple(statement, _nk("currency"), self._var("currency"))
            yield Optionally((unit,))

    def _measure(self, measure: Measure) -> Iterator[Pattern]:
        before: list[Pattern] = []
        about = self._term(measure.about, before)
        yield from before
        yield from self._ends(measure.about)
        observation = Var(f"observation{len(self.statements) or ''}")
        self.statements.append(observation)
        indicator = self._fresh("indicator")
        yield Triple(observation, _nk("about"), about)
        yield Values(indicator, tuple(Literal(label) for label in measure.indicators))
        yield Triple(observation, _nk("indicator"), indicator)
        value = self._var(measure.value)
        yield Triple(observation, _nk("rank" if measure.rank else "value"), value)
        if measure.period is not None:
            yield from _measured_in(observation, measure)
        elif measure.shows_period:
            yield Optionally((Triple(observation, _nk("period"), self._var("period")),))
        if not measure.rank and measure.shows_period:
            yield Optionally((Triple(observation, _nk("unit"), self._var("unit")),))
        if measure.unit:
            yield Triple(observation, _nk("unit"), Literal(measure.unit))
        test = measure.test
        if test and test.op and isinstance(test.value, int | float):
            yield Filter(Call(test.op.value, (value, Literal(test.value))))

    # -------------------------------------------------------------- nodes, names
    def _ends(self, *nodes: Node) -> Iterator[Pattern]:
        """Yield the class of each variable, once."""
        for node in nodes:
            if not isinstance(node, Variable) or not node.classes or node.name in self._typed:
                continue
            self._typed.add(node.name)
            classes = sorted(self.lexicon.schema.below_any(node.classes))
            var = self._var(node.name)
            if len(classes) == 1:
                yield Triple(var, Iri(RDF_TYPE), Iri(classes[0]))
            else:
                kind = self._fresh(f"{var.name}_class")
                yield Values(kind, tuple(Iri(c) for c in classes))
                yield Triple(var, Iri(RDF_TYPE), kind)

    def _term(self, node: Node, before: list[Pattern]) -> Term:
        if isinstance(node, Variable):
            return self._var(node.name, node.label)
        if len(node.iris) == 1:
            return Iri(node.iris[0])
        if node not in self._given:
            self._given[node] = self._fresh("named")
            before.append(Values(self._given[node], tuple(Iri(iri) for iri in node.iris)))
        return self._given[node]

    def _var(self, name: str, label: str = "") -> Var:
        if name not in self.names:
            label = label or next(
                (
                    n.label
                    for n in self.meaning.nodes()
                    if isinstance(n, Variable) and n.name == name
                ),
                name,
            )
            self.names[name] = self._fresh(label).name
        return Var(self.names[name])

    def _fresh(self, label: str) -> Var:
        slug = "_".join(
            "".join(c if c.isascii() and c.isalnum() else " " for c in label.lower()).split()
        )
        slug = slug if slug[:1].isalpha() else "thing"
        taken = set(self.names.values())
        names = [slug, *(f"{slug}_{n}" for n in range(2, 99))]
        name = next(n for n in names if n not in taken)
        self.names.setdefault(f" {name}", name)
        return Var(name)

    def _columns(self) -> tuple[list[Column], list[Pattern]]:
        """Return the columns shown (an entity's IRI and name), and the patterns of the names."""
        columns: list[Column] = []
        patterns: list[Pattern] = []
        entities = {n.name for n in self.meaning.nodes() if isinstance(n, Variable)}
        for shown in self.meaning.shown:
            var = self._var(shown)
            columns.append(Column(var))
            if shown in entities:
                name = Var(f"{var.name}_name")
                columns.append(Column(name))
                patterns.append(Triple(var, _LABEL, name))
        return columns, patterns


def _sorted_by(columns: Sequence[Column]) -> Sequence[Column]:
    """Return the columns to sort by: the names, else the last."""
    named = [column for column in columns if column.var.name.endswith("_name")]
    return named or columns[-1:]


def arranged(patterns: Sequence[Pattern]) -> tuple[Pattern, ...]:
    """Return the patterns in an order that the engine evaluates well.

    pyoxigraph plans joins within a run of triples only: an OPTIONAL or FILTER in the middle made
    it multiply all companies with all statements.
    """

    def rank(pattern: Pattern) -> int:
        match pattern:
            case Values():
                return 0
            case Triple(_, Iri(value), _) if value in {RDF_TYPE, _LABEL.value}:
                return 2
            case Filter():
                return 3
            case Optionally():
                return 4
        return 1

    return tuple(sorted(patterns, key=rank))


def _path(parts: tuple[Iri, ...]) -> Iri | Path:
    return parts[0] if len(parts) == 1 else Path(PathOp.ALTERNATIVE, parts)


def vocab_name(iri: str) -> str:
    """Return the local name of a property in the graph's vocabulary."""
    return iri.rpartition("/")[2].rpartition("#")[2]


def _in_period(statement: Var, prop: str, days: tuple[str, ...]) -> Iterator[Pattern]:
    """Yield the conditions that a date lies within first and last day; "" is open."""
    first, last = Var(f"{statement.name}_from"), Var(f"{statement.name}_to")
    start, end = days
    if start:
        yield Triple(statement, Iri(prop + "Start"), first)
        yield Filter(Call(">=", (first, Literal(start, XSD + "date"))))
    if end:
        yield Triple(statement, Iri(prop + "End"), last)
        yield Filter(Call("<=", (last, Literal(end, XSD + "date"))))


def _measured_in(observation: Var, measure: Measure) -> Iterator[Pattern]:
    period = Var(f"{observation.name}_period")
    if measure.exact:
        yield Triple(observation, _nk("period"), period)
        yield Filter(Call("=", (Call("STR", (period,)), Literal(measure.period or ""))))
    else:
        yield from _in_period(observation, vocab.NK + "period", measure.days)


def quotes_query(statements: Sequence[str]) -> Select:
    """Return the query for the sentences from which these statements (IRIs) were drawn."""
    statement, span, article = Var("statement"), Var("span"), Var("article")
    where: tuple[Pattern, ...] = (
        Values(statement, tuple(Iri(iri) for iri in statements)),
        Triple(statement, Iri(vocab.PROV + "wasQuotedFrom"), span),
        Triple(span, _nk("quote"), Var("quote")),
        Triple(span, _nk("start"), Var("start")),
        Triple(span, _nk("end"), Var("end")),
        Triple(span, _nk("inArticle"), article),
        Triple(article, _nk("articleId"), Var("article_id")),
        Optionally((Triple(article, _nk("title"), Var("title")),)),
        Optionally((Triple(article, _nk("published"), Var("published")),)),
    )
    names = ("statement", "quote", "article_id", "title", "published", "start", "end")
    order = ((Var("article_id"), False), (Var("start"), False))
    return Select(tuple(Column(Var(name)) for name in names), where, order_by=order)
