"""Numbers, periods and truth in a question, put on the properties that they compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.questions.cover.draft import Attribute, Point
from queries.questions.cover.signals import Element, Number
from queries.questions.meaning import Days, Duration, Test
from queries.questions.periods import Period

if TYPE_CHECKING:
    from queries.questions.cover.linking import Linker
    from queries.questions.ontology import Link

_MONTH, _DAY = 2629746.0, 86400.0
_UNPLACED = 100.0


class Values:
    """Places each value of a question; then ``having`` and ``durations`` are set."""

    def __init__(self, linker: Linker) -> None:
        self.linker = linker
        self.found = linker.found
        self.draft = linker.draft
        self.having: tuple[Point, Test] | None = None
        self.durations: list[Duration] = []
        self.kept: int | None = None
        self.ordinal: int | None = None
        self.used: set[int] = set()

    def place(self) -> None:
        """Put every value where it belongs, or add to the cost."""
        self._texts()
        for at, each in enumerate(self.found):
            if at in self.used:
                continue
            if isinstance(each.value, Number):
                self._number(at, each, each.value)
            elif isinstance(each.value, Period):
                self._period(at, each.value)
            elif each.kind == "ordinal":
                self._ordinal(at, each)
        for attribute in self.draft.attributes:
            if attribute.link.kind == "truth" and not attribute.tests:
                self._truth(attribute)

    def _kind(self, at: int) -> str:
        return self.found[at].kind if 0 <= at < len(self.found) else ""

    def _texts(self) -> None:
        for attribute in self.draft.attributes:
            if attribute.use != "text":
                continue
            texts = [text for link, text in attribute.element.texts if link == attribute.link.iri]
            if len(texts) == 1:
                attribute.tests.append(Test("=", texts[0]))
            elif texts:
                attribute.tests.append(Test("one of", tuple(dict.fromkeys(texts))))

    def _truth(self, attribute: Attribute) -> None:
        at = int(attribute.at)
        denied = bool(at) and self._kind(at - 1) == "not"
        attribute.tests.append(Test("=", denied != attribute.element.great))
        attribute.use = "test"

    def _ordinal(self, at: int, each: Element) -> None:
        after = self.found[at + 1] if at + 1 < len(self.found) else None
        if after is not None and "superlative" in (after.kind, after.degree):
            told = isinstance(each.value, float) and each.value > 0
            self.ordinal = int(each.value) if told and isinstance(each.value, float) else None

    # --------------------------------------------------------------- numbers
    def _operator(self, at: int) -> str:
        """Return how the value at ``at`` is compared, by the words before it."""
        before = self.found[at - 1] if at else None
        if before is None:
            return "="
        if before.kind == "compare":
            return str(before.value)
        if before.kind == "than" and at >= 2:
            return ">" if self.found[at - 2].great else "<"
        return "="

    def _number(self, at: int, each: Element, number: Number) -> None:
        after = self.found[at + 1] if at + 1 < len(self.found) else None
        before = self.found[at - 1] if at else None
        if each.text.lower() == "one" and self._kind(at - 1) in {"other", "which", ""}:
            return
        near = [e for e in (after, before) if e is not None]
        later = self.found[at + 1 :]
        if self._kind(at - 1) in {"which", "who"} and any(
            "superlative" in (e.kind, e.degree) for e in later
        ):
            near += later  # "which two outages caused the greatest loss"
        if number.unit is None and any("superlative" in (e.kind, e.degree) for e in near):
            self.kept = int(number.value)
            return
        if before is not None and before.kind == "between" and self._kind(at + 1) == "and":
            upper = self.found[at + 2].value if at + 2 < len(self.found) else None
            if isinstance(upper, Number):
                self.used.add(at + 2)
                scale = upper.scale if number.scale == 1 and number.value < upper.value else 1.0
                if number.value * scale > upper.value:
                    scale = 1.0  # "between 500 and 10 thousand"
                low = Number(number.value * scale, number.unit or upper.unit)
                self._compare(at, low, ">=", upper)
                return
        self._compare(at, number, self._operator(at), None)

    def _compare(self, at: int, number: Number, op: str, upper: Number | None) -> None:
        after = self.linker.by_element.get(at + 1)
        counted = isinstance(after, Point) and not after.iris and number.unit is None
        if counted and isinstance(after, Point) and op != "=":
            self.having = (after, Test(op, number.value))
            return
        attribute = self._measured(at, number)
        if attribute is None:
            if number.unit and number.unit[0] == "time" and self._duration(at, number, op):
                return
            self.draft.cost += _UNPLACED
            return
        attribute.use = "test"
        attribute.tests.append(Test(op, converted(number, attribute.link)))
        if upper is not None:
            attribute.tests.append(Test("<=", converted(upper, attribute.link)))
        self._currency(number, attribute)

    def _measured(self, at: int, number: Number) -> Attribute | None:
        fitting = [
            a for a in self.draft.attributes
            if a.link.kind in {"number", "year"} and not a.tests and agrees(number, a.link)
        ]  # fmt: skip
        if fitting:
            return min(fitting, key=lambda a: abs(a.at - at) - 0.5 * (a.at < at))
        if number.unit is None:
            return None
        if (stated := self._amount(at, number)) is not None:
            return stated
        links = [
            (point, link)
            for point in self.draft.points
            for link in self.linker.lexicon.ontology.links.values()
            if link.unit and link.unit[0] == number.unit[0] and link.literal
            and point.classes and point.classes & self.linker.paths.ends(link)[0]
        ]  # fmt: skip
        if not links:
            return None
        self.draft.cost += 0.6 + 0.1 * len(links)
        return self._added(*links[0], at)

    def _amount(self, at: int, number: Number) -> Attribute | None:
        """Return the amount or share of the nearest fact that may have one."""
        layers = self.linker.lexicon.ontology.layers
        if layers is None or number.unit is None:
            return None
        money = number.unit[0].startswith("money")
        iri = layers.statements.amount if money else layers.statements.share
        links = self.linker.lexicon.ontology.links
        edges = [e for e in self.draft.edges if iri in links[e[1]].qualifiers]
        if not edges or iri not in links or not (money or number.unit[0] == "share"):
            return None
        edge = min(edges, key=lambda e: abs((e[0].at + e[2].at) / 2 - at))
        made = self._added(edge[0], links[iri], at)
        made.edge, made.negated = edge, edge[3]
        return made

    def _added(self, point: Point, link: Link, at: int) -> Attribute:
        element = Element("term", at, at, link.label)
        made = Attribute(
            len(self.draft.attributes), at, link, element, node=point, negated=point.negated
        )
        self.draft.attributes.append(made)
        return made

    def _currency(self, number: Number, attribute: Attribute) -> None:
        """Ask for the currency where the property leaves it to another one."""
        if number.unit is None or not number.unit[0].startswith("money") or attribute.link.unit:
            return
        code = number.unit[0].split()[1]
        node = attribute.node
        words = set(attribute.link.label.split())
        for iri, text in self.linker.lexicon.names.texts(code):
            link = self.linker.lexicon.ontology.links[iri]
            fits = node and node.classes and node.classes & self.linker.paths.ends(link)[0]
            if (
                node is not None
                and fits
                and (words & set(link.label.split()) or "currency" in link.label)
            ):
                made = self._added(node, link, int(attribute.at))
                made.tests, made.use = [Test("=", text)], "test"
                return

    # --------------------------------------------------------------- periods
    def _duration(self, at: int, number: Number, op: str) -> bool:
        """Compare how long something lasted: from its start date to its end date."""
        if number.unit is None:
            return False
        months = number.unit[1] >= _MONTH
        size = _MONTH if months else _DAY
        time = f"P{round(number.value * number.unit[1] / size)}{'M' if months else 'D'}"
        for point in sorted(self.draft.points, key=lambda p: abs(p.at - at)):
            ends = [self._dated(point, words) for words in (_STARTS, _ENDS)]
            if ends[0] and ends[1]:
                first, last = (self._added(point, link, at) for link in ends if link)
                first.use = last.use = "duration"
                self.durations.append(Duration(first.name, last.name, op, time))
                return True
        return False

    def _dated(self, point: Point, words: frozenset[str]) -> Link | None:
        for link in self.linker.lexicon.ontology.links.values():
            named = words & {w for name in link.names for w in name.lower().split()}
            fits = point.classes and point.classes & self.linker.paths.ends(link)[0]
            if link.kind == "date" and named and fits:
                return link
        return None

    def _of_observation(self, at: int, period: Period) -> bool:
        """Let the nearest number that was observed be of this period."""
        measured = [a for a in self.draft.attributes if a.element.measured and a.days is None]
        if not measured:
            return False
        chosen = min(measured, key=lambda a: abs(a.at - at))
        chosen.days = Days(period.start or "", period.end or "", "")
        return True

    def _of_statement(self, at: int) -> Attribute | None:
        """Return the date of the nearest fact that may have one, as a new property."""
        layers = self.linker.lexicon.ontology.layers
        if layers is None:
            return None
        links = self.linker.lexicon.ontology.links
        link = links.get(layers.statements.date)
        edges = [
            e for e in self.draft.edges if link is not None and link.iri in links[e[1]].qualifiers
        ]
        if link is None or not edges:
            return None
        edge = min(edges, key=lambda e: abs((e[0].at + e[2].at) / 2 - at))
        made = self._added(edge[0], link, at)
        made.edge, made.negated = edge, edge[3]
        return made

    def _period(self, at: int, period: Period) -> None:
        if self._of_observation(at, period):
            return
        fitting = [
            a for a in self.draft.attributes if a.link.kind in {"date", "year"} and not a.tests
        ]
        if fitting:
            chosen = min(fitting, key=lambda a: abs(a.at - at) - 0.5 * (a.at < at))
        else:
            found = self._of_statement(at) or self._default_date(at)
            if found is None:
                self.draft.cost += _UNPLACED
                return
            chosen = found
        chosen.use = "test"
        days = Days(period.start or "", period.end or "")
        if self._kind(at - 1) in {"compare", "than"} and period.start and period.end:
            op = self._operator(at)
            days = {
                ">": Days(period.end + "~", ""), ">=": Days(period.start, ""),
                "<": Days("", period.start + "!"), "<=": Days("", period.end),
            }.get(op, days)  # fmt: skip
        chosen.tests.append(Test("in", days))

    def _default_date(self, at: int) -> Attribute | None:
        best: tuple[float, Point, Link] | None = None
        for point in self.draft.points:
            for link in self.linker.lexicon.ontology.links.values():
                if link.kind not in {"date", "year"} or not point.classes or point.iris:
                    continue
                if not point.classes & self.linker.paths.ends(link)[0]:
                    continue
                late = bool(_ENDS & set(link.label.lower().split()))
                cost = 0.05 * abs(point.at - at) + 0.3 * late
                cost += 0.3 * (1 - self.linker.lexicon.ontology.share(link, point.classes))
                if best is None or cost < best[0]:
                    best = (cost, point, link)
        if best is None:
            return None
        self.draft.cost += 0.6 + best[0]
        return self._added(best[1], best[2], at)


_STARTS = frozenset(
    {"start", "begin", "began", "opening", "from", "departure", "admission", "first", "beginning"}
)
_ENDS = frozenset(
    {
        "end",
        "closing",
        "finish",
        "until",
        "return",
        "arrival",
        "discharge",
        "last",
        "completion",
        "due",
    }
)


def agrees(number: Number, link: Link) -> bool:
    """Whether a number with a unit can be a value of the property."""
    if number.unit is None or link.unit is None:
        return number.unit is None or link.unit is not None or number.unit[0].startswith("money")
    return number.unit[0] == link.unit[0]


def converted(number: Number, link: Link) -> float:
    """Return the number in the property's own unit."""
    if number.unit is None or link.unit is None:
        return number.value
    return round(number.value * number.unit[1] / link.unit[1], 9)
