"""What a question wants of its query graph: rows, a number, a choice, yes or no."""

from __future__ import annotations

from queries.questions.cover.draft import Attribute, Point
from queries.questions.cover.ordering import Ordering
from queries.questions.cover.signals import Element
from queries.questions.meaning import Aggregate, Edge, Form, Query
from queries.questions.roots import general

_POLITE = frozenset({"you", "i", "we"})
_AGGREGATES = {"average": "AVG", "sum": "SUM"}
_WEAK, _UNUSED = 0.75, 100.0
_TELLING, _MOST_TOLD = ("date", "year", "number"), 4


class Former(Ordering):
    """Chooses the form of one draft and makes the query."""

    def query(self) -> Query | None:
        """Return the query, or ``None`` if the parts cannot be joined."""
        self._choice()
        self._subclass()
        self._aggregates()
        self._superlatives()
        self._comparatives()
        self._uses()
        focus = self._focus()
        if focus is None:
            return None
        self._other_than(focus)
        if not self._mutual(focus) or not self._connected(focus):
            return None
        self._parts()
        query = self._made(focus)
        return None if _says_nothing(query) or not self._measures() else query

    def _measures(self) -> bool:
        """Whether "how much" and "how" got the property that they ask for."""
        free = {each.text.lower() for each in self.found if each.kind == "free"}
        used = [
            a for a in self.draft.attributes if a.use in {"shown", "order", "aggregate", "test"}
        ]
        if "how much" in free:
            return any(a.link.kind == "number" for a in used) or self.aggregate is not None
        return "how" not in free or bool(used) or self.aggregate is not None

    # ------------------------------------------------------------ preparation
    def _choice(self) -> None:
        """Let "which exhibition ..., A or B" ask for one of the two."""
        degrees = {each.degree for each in self.found} | set(self.kinds)
        if "or" not in self.kinds or not degrees & {"comparative", "more", "superlative"}:
            return
        for known in [p for p in self.draft.points if len(p.iris) > 1]:
            joined = any(known in (s, o) for s, _, o, _ in self.draft.edges)
            for point in self.draft.points:
                fits = point.asked and not point.iris and point is not known
                if fits and not joined and point.classes and known.classes and (
                    point.classes & known.classes
                ):  # fmt: skip
                    point.iris = known.iris
                    self._drop(known)
                    for a in self.draft.attributes:
                        a.node = point if a.node is known else a.node
                    return

    def _subclass(self) -> None:
        """Let "what share of the plants are wind farms" be of one thing, wider and narrower."""
        named = [p for p in self.draft.points if p.word == "class" and p.classes]
        if "share" not in self.kinds or len(named) < 2:
            return
        wide, narrow = named[0], named[1]
        if wide.classes and narrow.classes and narrow.classes < wide.classes:
            self.whole = wide.tops
            wide.classes, wide.tops, wide.label = narrow.classes, narrow.tops, narrow.label
            self._drop(narrow)

    def _aggregates(self) -> None:
        for at, kind in enumerate(self.kinds):
            if kind not in _AGGREGATES:
                continue
            if at and self.kinds[at - 1] == "than":
                continue
            numbers = [a for a in self.draft.attributes if a.link.kind in {"number", "year"}]
            if numbers:
                chosen = min(numbers, key=lambda a: abs(a.at - at) - 0.5 * (a.at > at))
                chosen.use = "aggregate"
                self.aggregate = (_AGGREGATES[kind], chosen)
        totals = [a for a in self.draft.attributes if self._is_total(a)]
        if "per" in self.kinds and self.aggregate is None and totals:
            totals[0].use = "aggregate"
            self.aggregate = ("SUM", totals[0])
        if "count" in self.kinds and self.aggregate is None:
            at = self.kinds.index("count")
            counted = self._next(at + 1)
            if isinstance(counted, Point) and not self._is_stated(counted):
                self.aggregate = ("COUNT", counted)

    def _is_total(self, a: Attribute) -> bool:
        """Whether the property itself is called a total: "total cost per rocket"."""
        return (
            a.link.kind == "number" and not a.tests and a.element.text.lower().startswith("total")
        )

    def _is_stated(self, people: Point) -> bool:
        """Whether "how many people work at X" asks for a number that the graph has."""
        numbers = [a for a in self.draft.attributes if a.link.kind == "number" and not a.tests]
        loose = not any(people in (s, o) for s, _, o, _ in self.draft.edges)
        if people.word != "who" or not numbers or not loose or self.values.having:
            return False
        if any(a.node is people for a in self.draft.attributes):
            return False
        self._drop(people)
        return True

    def _uses(self) -> None:
        """Give the properties that nothing compares their use: to be shown, or left out."""
        for a in self.draft.attributes:
            if a.use in {"text", ""} and a.tests:
                a.use = "test"
            if a.use == "" and self._is_far_fetched(a):
                self.draft.cost += _UNUSED
            if a.use in {"", "asked"}:
                a.use = "shown"
        known: set[tuple[str, int]] = set()
        for a in [a for a in self.draft.attributes if a.use == "shown" and a.node is not None]:
            key = (a.link.iri, a.node.id if a.node else -1)
            if key in known:
                self.draft.attributes.remove(a)
            known.add(key)
        dated = [
            a for a in self.draft.attributes if a.link.kind in {"date", "year"} and a.use == "shown"
        ]
        if len(dated) > 1:
            vague = [a for a in dated if a.element.text.lower() in {"year", "date", "when"}]
            for a in vague[: len(dated) - 1]:
                self.draft.attributes.remove(a)
                for point in [p for p in self.draft.points if p.word == "implied" and a.node is p]:
                    if not any(point in (s, o) for s, _, o, _ in self.draft.edges) and not any(
                        b.node is point for b in self.draft.attributes
                    ):
                        self._drop(point)

    def _is_far_fetched(self, a: Attribute) -> bool:
        """Whether a noun that nothing asks for is a property by a weak synonym only.

        In "which games won an award" the prize money of a tournament is not what is meant.
        """
        weak = a.element.kind == "term" and a.element.options[0].cost >= _WEAK
        asks = any(p.asked for p in self.draft.points) and a.link.kind != "truth"
        joined = int(a.at) > 0 and self.kinds[int(a.at) - 1] in {"and", "beside", "per", "by"}
        return weak and asks and not joined and not a.tests

    # ------------------------------------------------------------------ making
    def _is_yes_no(self) -> bool:
        first, second = (*self.words, "", "")[:2]
        polite = first in {"can", "could", "would", "will", "do"} and second in _POLITE
        asked = {"which", "who", "count", "share"} & set(self.kinds)
        return first in general().yes_no and not polite and not asked

    def _made(self, focus: Point) -> Query:
        form = Form.ROWS
        groups = self._groups(focus)
        if self._is_yes_no():
            form = Form.YESNO
        elif "share" in self.kinds:
            form = Form.SHARE
        elif self.aggregate is not None:
            form = Form.NUMBER
        if form is Form.ROWS:
            self._describe(focus)
        shown = self._shown(focus, groups, form)
        having = None
        aggregate = None
        if self.values.having is not None:
            point, having = self.values.having
            aggregate, groups, form = Aggregate("COUNT", point.name), (focus.name,), Form.NUMBER
            shown = (focus.name,)
        elif self.aggregate is not None:
            aggregate = Aggregate(self.aggregate[0], self.aggregate[1].name)
        ranked = form is Form.NUMBER and self.limit is not None and bool(groups)
        optional = len([a for a in self.draft.attributes if a.use == "shown"]) > 1
        if form is Form.NUMBER and not ranked and self.order is None:
            self.limit = None
        return Query(
            form, shown, self.draft.nodes(), self._edges(),
            self.draft.frozen_properties(optional), tuple(self.values.durations),
            tuple(self.different), tuple(self.ordered), aggregate, groups, having,
            "aggregate" if ranked else self.order.name if self.order else None,
            self.descending, self.limit,
            (self.values.ordinal or 1) - 1, self.average_of.name if self.average_of else None,
            self.average_op,
            self.whole,
        )  # fmt: skip

    def _edges(self) -> tuple[Edge, ...]:
        return tuple(
            Edge(
                f"e{at}", s.name, (link.rstrip("*"),), o.name, negated=n,
                repeated=link.endswith("*"),
            )
            for at, (s, link, o, n) in enumerate(self.draft.edges)
        )  # fmt: skip

    def _groups(self, focus: Point) -> tuple[str, ...]:
        if self.aggregate is None:
            return ()
        found = []
        of = self.aggregate[1]
        owner = of.node if isinstance(of, Attribute) else of
        for at, kind in enumerate(self.kinds):
            if kind == "per":
                key = self._next(at + 1)
                if key is not None and key is not owner:
                    found.append(key.name)
                    if isinstance(key, Attribute):
                        key.use = "group"
            if kind == "by" and self.aggregate[0] == "COUNT" and self.limit is None:
                key = self._at(at + 1)
                if key is not None and not (isinstance(key, Point) and key.iris):
                    found.append(key.name)
        wanted = focus.asked or self.limit is not None
        if not found and not focus.iris and wanted and focus is not owner:
            found.append(focus.name)
        return tuple(dict.fromkeys(found))

    def _roles(self) -> list[Point]:
        """Return what is only named by a property, to be shown: "with their owner"."""
        uses = [p for s, _, o, _ in self.draft.edges for p in (s, o)]
        owners = [a.node for a in self.draft.attributes if a.edge is None]
        return [
            p
            for p in self.draft.points
            if p.word == "role" and not p.negated and uses.count(p) == 1 and p not in owners
        ]

    def _is_of_one(self, focus: Point) -> bool:
        """Whether a relation leads from one known thing to the focus."""
        ends = [(s, o) for s, _, o, _ in self.draft.edges if focus in (s, o)]
        return len(ends) == 1 and any(len(p.iris) == 1 for p in ends[0] if p is not focus)

    def _each(self) -> list[Point]:
        """Return what each row is for, where nothing is counted: "each company"."""
        keys = (self._next(at + 1) for at, kind in enumerate(self.kinds) if kind == "per")
        return [key for key in keys if isinstance(key, Point) and not key.iris]

    def _describe(self, focus: Point) -> None:
        """Let what is told of things without names stand for them: date, number, who and where."""
        lexicon, draft = self.draft.lexicon, self.draft
        if focus.iris or not focus.classes or not lexicon.nameless(focus.classes):
            return
        known = {a.link.iri for a in draft.attributes if a.node is focus}
        known |= {link for s, link, o, _ in draft.edges if focus in (s, o)}
        if any(a.use == "shown" and a.node is focus for a in draft.attributes):
            return
        fitting = [
            link for link in lexicon.ontology.links.values()
            if draft.paths.ends(link)[0] & focus.classes and link.iri not in known
        ]  # fmt: skip
        for at, link in enumerate(sorted(fitting, key=lambda each: each.kind not in _TELLING)):
            if link.literal and at < _MOST_TOLD:
                made = Attribute(
                    len(draft.attributes), focus.at, link, Element("term", 0, 0, link.label),
                    node=focus, use="shown",
                )  # fmt: skip
                draft.attributes.append(made)
            elif not link.literal and lexicon.ontology.share(link, focus.classes) >= 1:
                other = draft.implied(focus.at + 0.1, link, as_object=True, negated=False)
                other.beside = True
                draft.join(focus, link, other, negated=False)

    def _shown(self, focus: Point, groups: tuple[str, ...], form: Form) -> tuple[str, ...]:
        if form in {Form.YESNO, Form.SHARE}:
            return (focus.name,)
        if form is Form.NUMBER:
            return groups
        points = [p for p in self.draft.points if p.asked and not p.negated] or [focus]
        if focus not in points:
            points = [focus, *points]
        points += [p for p in self._roles() if p not in points]
        points += [p for p in self.draft.points if p.beside and p not in points]
        points = [*self._each(), *points]
        points = list({p.id: p for p in points}.values())
        asked = [a for a in self.draft.attributes if a.use == "shown" and a.at < focus.at]
        if asked and focus.word == "role" and self._is_of_one(focus):
            points = []  # "the capacity of the ground of X" is one number
        lexicon = self.draft.lexicon
        points = [p for p in points if p.iris or not lexicon.nameless(p.classes or ())]
        names = [p.name for p in points if not p.iris or len(p.iris) > 1]
        shown = [a for a in self.draft.attributes if a.use == "shown" and not a.negated]
        names += [a.name for a in sorted(shown, key=lambda a: a.at)]
        if self.order is not None and self.order.name not in names:
            names.append(self.order.name)
        return tuple(names or [focus.name])


def _says_nothing(query: Query) -> bool:
    """Whether the rows would only repeat things that the question names."""
    known = all(node.iris for node in query.nodes)
    bare = not query.edges and not query.properties
    return query.form is Form.ROWS and known and bare
