"""A query graph as SPARQL: plain triples where a fact is one, statements where it is reified."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.questions.algebra import (
    RDF_TYPE,
    Absent,
    Ask,
    Call,
    Column,
    Filter,
    Iri,
    Literal,
    Optionally,
    Select,
    Triple,
    Values,
    Var,
    Within,
)
from queries.questions.meaning import Form
from queries.questions.patterns import Patterns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.questions.algebra import Expression, Pattern
    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Query

_UNGROUPED = frozenset({"SUM", "AVG"})


class Translation:
    """Translates one query; ``evidence``: all facts through their statements."""

    def __init__(self, query: Query, lexicon: Lexicon, *, evidence: bool = False) -> None:
        self.meant = query
        self.patterns = Patterns(query, lexicon, evidence=evidence)
        layers = lexicon.ontology.layers
        self.label = Iri(layers.label) if layers else None

    def query(self, limit: int | None = None) -> Select | Ask:
        """Return the SPARQL query, with another ``limit`` if one is given."""
        meant = self.meant
        where = self.where()
        if meant.form is Form.YESNO:
            return Ask(arranged(where))
        if meant.form is Form.SHARE:
            return self._share(where)
        limit = meant.limit if limit is None else limit
        if meant.form is Form.NUMBER and meant.aggregate is not None:
            return self._number(where, limit)
        columns, names = self.columns(meant.shown)
        if meant.order is not None and limit is not None:
            return self._best(columns, [*where, *names], limit)
        if meant.order is not None:
            order: tuple[tuple[Expression, bool], ...] = (
                (self._sortable(meant.order), meant.descending),
            )
        else:
            order = tuple((c.var, False) for c in _sorted_by(columns))
        return Select(
            tuple(columns), arranged([*where, *names]), order_by=order, offset=meant.offset
        )

    def statements_query(self, limit: int, only: Sequence[str] = ()) -> Select:
        """Return the rows' columns with the statements that state each row.

        ``only`` are IRIs of the first thing shown, so that no others are looked up.
        """
        where = self.where()
        columns, names = self.columns(self.meant.shown)
        if only and (first := next((n for n in self.meant.shown if self.meant.node(n)), None)):
            where.append(Values(self.patterns.var(first), tuple(Iri(iri) for iri in only)))
        columns += [Column(statement) for statement in self.patterns.stated()]
        return Select(tuple(columns), arranged([*where, *names]), distinct=False, limit=limit)

    # ------------------------------------------------------------------ columns
    def columns(self, shown: Sequence[str]) -> tuple[list[Column], list[Pattern]]:
        """Return the columns (a thing's IRI, and its name), and the patterns of the names."""
        columns: list[Column] = []
        patterns: list[Pattern] = []
        for each in shown:
            var = self.patterns.var(each)
            columns.append(Column(var))
            if self.label is not None and self.meant.node(each) is not None:
                name = Var(f"{var.name}_name")
                columns.append(Column(name))
                patterns.append(Triple(var, self.label, name))
        return columns, patterns

    def _sortable(self, name: str) -> Expression:
        value, var = self.meant.property(name), self.patterns.var(name)
        if value is not None and value.kind in {"date", "year"}:
            return Call("STR", (var,))
        return var

    def _best(self, columns: list[Column], where: list[Pattern], limit: int) -> Select:
        """Return the query for those with the greatest or least value, each once."""
        meant = self.meant
        assert meant.order is not None
        by = self.patterns.var(meant.order)
        best = Var(f"best_{by.name}")
        function = "MAX" if meant.descending else "MIN"
        kept = tuple(column.var for column in columns if column.var != by)
        named = Column(best, Call(function, (self._sortable(meant.order),)))
        order: tuple[tuple[Expression, bool], ...] = ((best, meant.descending),)
        order += tuple((c.var, False) for c in _sorted_by(columns) if c.var in kept)
        shown = (*(Column(var) for var in kept), named)
        return Select(
            shown, arranged(where), distinct=False, group_by=kept, order_by=order if kept else (),
            limit=limit if kept else None, offset=meant.offset if kept else 0,
        )  # fmt: skip

    def _number(self, where: list[Pattern], limit: int | None) -> Select:
        meant = self.meant
        assert meant.aggregate is not None
        function, of = meant.aggregate.function, meant.aggregate.of
        if function in _UNGROUPED:
            # Each thing's value once, however many ways lead to it.
            owner = next(self.patterns.owner(p) for p in meant.properties if p.name == of)
            names = tuple(self.patterns.var(name) for name in (*meant.groups, of))
            inner = tuple(dict.fromkeys((*names, owner)))
            where = [Within(Select(tuple(Column(var) for var in inner), arranged(where)))]
        columns, named = self.columns(meant.groups)
        value = Call(function, (self.patterns.var(of),), distinct=function == "COUNT")
        number = Var("number")
        having = None
        if meant.having is not None:
            having = Call(meant.having.op, (value, Literal(float(str(meant.having.value)))))
        order: tuple[tuple[Expression, bool], ...] = ()
        if meant.order == "aggregate":
            order = ((number, meant.descending),)
        order += tuple((c.var, False) for c in _sorted_by(columns)) if columns else ()
        ranked = meant.order == "aggregate"
        return Select(
            (*columns, Column(number, value)), arranged([*where, *named]), distinct=False,
            group_by=tuple(c.var for c in columns), order_by=order,
            limit=limit if ranked else None, offset=meant.offset if ranked else 0, having=having,
        )  # fmt: skip

    def _share(self, where: list[Pattern]) -> Select:
        focus = next(n for n in self.meant.nodes if n.name == self.meant.shown[0])
        var = self.patterns.var(focus.name)
        part = Call("COUNT", (var,), distinct=True)
        whole = self.patterns.of_class(var, self.meant.whole or focus.classes)
        share = Call("/", (Call("*", (Literal(100), Var("part"))), Var("whole")))
        return Select(
            (Column(Var("percentage"), share),),
            (
                Within(Select((Column(Var("part"), part),), arranged(where), distinct=False)),
                Within(Select((Column(Var("whole"), part),), tuple(whole), distinct=False)),
            ),
        )

    # -------------------------------------------------------------------- where
    def where(self) -> list[Pattern]:
        """Return the patterns, those negated in a group that must be absent."""
        meant = self.meant
        found = self.patterns.group(negated=False)
        found += [self.patterns.duration(each) for each in meant.durations]
        for one, other in meant.different:
            pair = (self.patterns.var(one), self.patterns.var(other))
            found.append(Filter(Call("!=", pair)))
        for one, iri in meant.without:
            found.append(Filter(Call("!=", (self.patterns.var(one), Iri(iri)))))
        for one, other in meant.ordered:
            strings = tuple(Call("STR", (self.patterns.var(name),)) for name in (one, other))
            found.append(Filter(Call("<", strings)))
        if inner := self.patterns.group(negated=True):
            found.append(Absent(arranged(inner)))
        return found + self._average()

    def _average(self) -> list[Pattern]:
        meant = self.meant
        value = meant.property(meant.average_of) if meant.average_of else None
        node = meant.node(value.of) if value else None
        if value is None or node is None:
            return []
        other = Var("any_" + self.patterns.var(node.name).name)
        triple = Triple(other, self.patterns.verb(value.link), Var("any_value"))
        inner = Select(
            (Column(Var("average"), Call("AVG", (Var("any_value"),))),),
            (*self.patterns.of_class(other, node.classes), triple),
            distinct=False,
        )
        test = Call(meant.average_op, (self.patterns.var(value.name), Var("average")))
        return [Within(inner), Filter(test)]


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
            case Triple(_, Iri(value), _) if value == RDF_TYPE or value.endswith("#label"):
                return 2
            case Filter() | Absent():
                return 4
            case Optionally():
                return 3
            case Triple() | Within():
                return 1
        return 0

    return tuple(sorted(patterns, key=rank))


def without_order(query: Query) -> Query:
    """Return the rows behind an answer: neither counted, ordered nor cut."""
    shown = query.shown or query.groups
    return replace(query, form=Form.ROWS, shown=shown, order=None, limit=None, offset=0,
                   aggregate=None, groups=(), having=None)  # fmt: skip
