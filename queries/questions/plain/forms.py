"""What a question wants of its query graph: rows, a number, a choice, yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.questions.plain.draft import Attribute, Draft, Point
from queries.questions.plain.meaning import Aggregate, Edge, Form, Query, Test
from queries.questions.plain.words import general
from queries.questions.tokens import tokenise

if TYPE_CHECKING:
    from queries.questions.plain.linking import Linker
    from queries.questions.plain.signals import Element
    from queries.questions.plain.values import Values

_POLITE = frozenset({"you", "i", "we"})
_AGGREGATES = {"average": "AVG", "sum": "SUM"}
_UNUSED = 100.0


class Former:
    """Chooses the form of one draft and makes the query."""

    def __init__(self, question: str, linker: Linker, values: Values) -> None:
        self.words = [token.lower for token in tokenise(question)]
        self.linker = linker
        self.found = linker.found
        self.draft: Draft = linker.draft
        self.values = values
        self.kinds = [each.kind for each in self.found]
        self.order: Attribute | None = None
        self.descending = True
        self.limit: int | None = None
        self.aggregate: tuple[str, Attribute | Point] | None = None
        self.average_of: Attribute | None = None
        self.average_op = ">"
        self.apart: list[Point] = []
        self.different: list[tuple[str, str]] = []
        self.ordered: list[tuple[str, str]] = []

    def query(self) -> Query | None:
        """Return the query, or ``None`` if the parts cannot be joined."""
        self._choice()
        self._others()
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
        return self._made(focus)

    # ------------------------------------------------------------ preparation
    def _at(self, at: int) -> Point | Attribute | None:
        return self.linker.by_element.get(at)

    def _next(self, at: int, reach: int = 3) -> Point | Attribute | None:
        """Return the first node or property at or after ``at``."""
        for each in range(at, min(len(self.found), at + reach)):
            if (found := self._at(each)) is not None:
                return found
        return None

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

    def _others(self) -> None:
        pass

    def _drop(self, point: Point) -> None:
        self.draft.points.remove(point)
        self.draft.edges = [e for e in self.draft.edges if point not in (e[0], e[2])]

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
        if "count" in self.kinds and self.aggregate is None:
            at = self.kinds.index("count")
            counted = self._next(at + 1)
            if isinstance(counted, Point):
                self.aggregate = ("COUNT", counted)

    def _superlatives(self) -> None:
        for attribute in self.draft.attributes:
            if attribute.element.degree == "superlative":
                self._rank(attribute, attribute.element.great)
        for at, each in enumerate(self.found):
            if each.kind in {"sorted", "sorted up"}:
                self._sorted(at, down=each.kind == "sorted")
            if each.kind != "superlative" or self.order is not None:
                continue
            if self.aggregate is not None and isinstance(self.aggregate[1], Attribute):
                self._ranked_by_aggregate(each)
                continue
            after = self._measured_near(at)
            if after is not None:
                self._rank(after, each.great, literal=True)
                if after.at < at and each.text in {"most", "least"}:
                    self.aggregate = ("SUM", after)
                    after.use = "aggregate"
            else:
                counted = self._next(at + 1)
                if isinstance(counted, Point) and not counted.asked:
                    self.aggregate = ("COUNT", counted)
                    self._ranked_by_aggregate(each)
                elif each.text != "top":
                    self.draft.cost += _UNUSED

    def _measured_near(self, at: int) -> Attribute | None:
        """Return the number or date that a superlative ranks by: right after it or before."""
        numbers = [
            a
            for a in self.draft.attributes
            if a.link.kind in {"number", "date", "year"} and not a.tests
        ]
        after = [a for a in numbers if 0 < a.at - at <= 2]
        by = [a for a in numbers if a.at > at and self.kinds[int(a.at) - 1] == "by"]
        before = [a for a in numbers if 0 < at - a.at <= 1]
        return next(iter((*after, *by, *before)), None)

    def _ranked_by_aggregate(self, each: Element) -> None:
        self.descending = each.great
        self.limit = self.values.kept or 1

    def _rank(self, attribute: Attribute, great: bool, *, literal: bool = False) -> None:
        timed = attribute.link.kind in {"date", "year"}
        del timed, literal
        self.order = attribute
        attribute.use = "order"
        self.descending = great
        self.limit = self.values.kept or 1
        at = int(attribute.at) + 1
        if at < len(self.found) and self.found[at].text == "first" and self.values.kept is None:
            self.limit = None  # "youngest first" is an order of them all

    def _sorted(self, at: int, *, down: bool) -> None:
        numbers = [
            a
            for a in self.draft.attributes
            if a.at < at and a.link.kind in {"number", "date", "year"} and not a.tests
        ]
        if numbers:
            self.order = numbers[-1]
            numbers[-1].use = "shown"
            self.descending = down

    def _comparatives(self) -> None:
        for at, each in enumerate(self.found):
            attribute = None
            if each.degree == "comparative":
                found = self._at(at)
                attribute = found if isinstance(found, Attribute) else None
            elif each.kind == "more" or (each.kind == "compare" and each.value in {">", "<"}):
                found = self._next(at + 1, 1)
                attribute = found if isinstance(found, Attribute) else None
            if attribute is None and each.kind == "more":
                self.draft.cost += _UNUSED
            if attribute is None or attribute.tests:
                continue
            great = each.great if each.kind != "compare" else each.value == ">"
            self._compared(attribute, int(max(at, attribute.at)), great)

    def _compared(self, attribute: Attribute, at: int, great: bool) -> None:
        """Compare with another thing, with the average, or choose among those named."""
        than = next((i for i in range(at, len(self.found)) if self._is_than(i)), None)
        if than is None:
            if any(len(p.iris) > 1 for p in self.draft.points):
                self._rank(attribute, great)
            else:
                self.draft.cost += _UNUSED
            return
        attribute.use = "test"
        op = ">" if great else "<"
        if than + 1 < len(self.found) and self.kinds[than + 1] == "average":
            self.average_of, self.average_op = attribute, op
            other = self._next(than + 2)
            if isinstance(other, Point) and other is not attribute.node and not other.iris:
                self._drop(other)
            return
        other = self._next(than + 1)
        if isinstance(other, Point) and other.iris and other is not attribute.node:
            twin = Attribute(
                len(self.draft.attributes), than, attribute.link, attribute.element, node=other
            )
            twin.use = "test"
            self.draft.attributes.append(twin)
            attribute.tests.append(Test(op, than=twin.name))
            self.apart.append(other)
        else:
            self.draft.cost += _UNUSED

    def _is_than(self, at: int) -> bool:
        each = self.found[at]
        return each.kind == "than" or (each.kind == "compare" and each.text.endswith("than"))

    def _uses(self) -> None:
        """Give the properties that nothing compares their use: to be shown, or left out."""
        for a in self.draft.attributes:
            if a.use in {"text", ""} and a.tests:
                a.use = "test"
            if a.use in {"", "asked"}:
                a.use = "shown"
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

    # ------------------------------------------------------------------ focus
    def _focus(self) -> Point | None:
        """Return the node that the question is about."""
        points = [p for p in self.draft.points if not p.negated and p not in self.apart]
        asked = [p for p in points if p.asked]
        if asked:
            return asked[0]
        shown = [a for a in self.draft.attributes if a.use == "shown" and not a.negated]
        if shown and shown[0].node is not None and shown[0].node in points:
            return shown[0].node
        if self.aggregate is not None and isinstance(self.aggregate[1], Point):
            return self.aggregate[1]
        variables = [p for p in points if not p.iris and p.word != "implied"]
        ordered = sorted(variables, key=lambda p: p.at)
        if ordered:
            return ordered[0]
        return points[0] if points else None

    def _other_than(self, focus: Point) -> None:
        """Let "a museum other than the one" be a second one that differs from the first."""
        for at, kind in enumerate(self.kinds):
            if kind != "other":
                continue
            before = [
                p for p in self.draft.points if p.at < at and p.word == "class" and p is not focus
            ]
            if before:
                first = before[-1]
                second = self.draft.point(
                    focus.at + 0.4, first.classes, tops=first.tops, label=first.label, word="class"
                )
                self.different.append((first.name, second.name))

    def _mutual(self, focus: Point) -> bool:
        """Join "pairs that lent to each other": the same again with the two changed over."""
        if "mutual" not in self.kinds or focus.iris or focus.classes is None:
            return True
        edges = [e for e in self.draft.edges if focus in (e[0], e[2])]
        if not edges:
            return False
        subject, link, obj, negated = edges[0]
        links = self.draft.lexicon.ontology.links
        other = self.draft.point(
            focus.at + 0.5, focus.classes, tops=focus.tops, label=focus.label, word="pair"
        )
        other.asked = True
        self.ordered.append((focus.name, other.name))
        event = obj if subject is focus else subject
        event_is_of_kind = bool(event.classes and event.classes & focus.classes)
        if event_is_of_kind:
            self._drop(event)
            self.draft.join(focus, links[link], other, negated=negated)
            self.draft.join(other, links[link], focus, negated=negated)
            return True
        back = self._opposite(event, focus, link)
        if back is None:
            return False
        again = self.draft.point(event.at + 0.2, event.classes, tops=event.tops, label=event.label)
        self.draft.join(event, links[back], other, negated=negated)
        self.draft.join(again, links[link], other, negated=negated)
        self.draft.join(again, links[back], focus, negated=negated)
        return True

    def _opposite(self, event: Point, focus: Point, used: str) -> str | None:
        for link in self.draft.lexicon.ontology.links.values():
            subjects, objects = self.draft.paths.ends(link)
            if link.iri != used and event.classes and event.classes & subjects and (
                focus.classes and focus.classes & objects
            ):  # fmt: skip
                return link.iri
        return None

    def _connected(self, focus: Point) -> bool:
        held = [p for p in self.draft.points if p in self.apart]
        for point in held:
            self.draft.points.remove(point)
        done = all(p.classes is not None for p in self.draft.points) and self.draft.connect(focus)
        self.draft.points.extend(held)
        if len({p.id for p in self.draft.points}) != len(self.draft.points):
            return False
        return done

    def _parts(self) -> None:
        """Let "sub-departments included" reach the things below by a property of the class."""
        for each in self.found:
            if each.kind != "sub":
                continue
            classes = self.draft.lexicon.ontology.below(
                tuple(o.iri for o in each.options if o.kind == "class")
            )
            links = self.draft.lexicon.ontology.links
            up = [
                link for link in links.values()
                if not link.literal and self.draft.paths.ends(link)[0] & classes
                and self.draft.paths.ends(link)[1] & classes
            ]  # fmt: skip
            wholes = [p for p in self.draft.points if p.classes and p.classes & classes]
            if up and wholes:
                self._below(wholes[0], up[0].iri)

    def _below(self, whole: Point, link: str) -> None:
        part = self.draft.point(whole.at, whole.classes, tops=whole.tops, label=whole.label)
        moved = False
        for number, (subject, used, obj, negated) in enumerate(self.draft.edges):
            if obj is whole and not moved and used != link:
                self.draft.edges[number] = (subject, used, part, negated)
                moved = True
        self.draft.edges.append((part, link + "*", whole, False))

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
        )  # fmt: skip

    def _edges(self) -> tuple[Edge, ...]:
        links = self.draft.lexicon.ontology.links
        return tuple(
            Edge(s.name, link.rstrip("*"), o.name, n, link.endswith("*") or links[link].transitive)
            for s, link, o, n in self.draft.edges
        )

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

    def _shown(self, focus: Point, groups: tuple[str, ...], form: Form) -> tuple[str, ...]:
        if form in {Form.YESNO, Form.SHARE}:
            return (focus.name,)
        if form is Form.NUMBER:
            return groups
        points = [p for p in self.draft.points if p.asked and not p.negated] or [focus]
        if focus not in points:
            points = [focus, *points]
        names = [p.name for p in points if not p.iris or len(p.iris) > 1]
        shown = [a for a in self.draft.attributes if a.use == "shown" and not a.negated]
        names += [a.name for a in sorted(shown, key=lambda a: a.at)]
        if self.order is not None and self.order.name not in names:
            names.append(self.order.name)
        return tuple(names or [focus.name])
