"""Superlatives, comparatives and orders of a question: by which number, date or count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.questions.cover.draft import Attribute, Point
from queries.questions.cover.joining import Joiner
from queries.questions.meaning import Test

if TYPE_CHECKING:
    from queries.questions.cover.signals import Element

_UNUSED, _NEAR = 100.0, 2
_OF_DATES = frozenset({"latest", "top", "best"})


class Ordering(Joiner):
    """A draft that is ordered or compared."""

    def _at(self, at: int) -> Point | Attribute | None:
        return self.linker.by_element.get(at)

    def _next(self, at: int, reach: int = 3) -> Point | Attribute | None:
        """Return the first node or property at or after ``at``."""
        for each in range(at, min(len(self.found), at + reach)):
            if (found := self._at(each)) is not None:
                return found
        return None

    def _superlatives(self) -> None:
        for attribute in self.draft.attributes:
            if attribute.element.degree == "superlative":
                self._rank(attribute, attribute.element.great)
        for at, each in enumerate(self.found):
            if each.kind in {"sorted", "sorted up"}:
                self._sorted(at, down=each.kind == "sorted")
            if each.kind == "ordinal" and not self._is_first(at):
                self._by_date(at, each)
            if each.kind == "superlative" and self.order is None:
                self._superlative(at, each)

    def _superlative(self, at: int, each: Element) -> None:
        """Rank by the number after "most", by how many there are, or by a sum."""
        if self.aggregate is not None and isinstance(self.aggregate[1], Attribute):
            self._ranked_by_aggregate(each)
            return
        after = self._measured_near(at)
        if after is not None and each.text not in _OF_DATES:
            self.draft.cost += _UNUSED * (after.link.kind in {"date", "year"})
        if after is not None:
            self._rank(after, each.great)
            if after.at < at and each.text in {"most", "least"}:
                self.aggregate = ("SUM", after)
                after.use = "aggregate"
        else:
            counted = self._next(at + 1)
            if isinstance(counted, Point) and not counted.asked and not counted.iris:
                self.aggregate = ("COUNT", counted)
                self._ranked_by_aggregate(each)
            elif each.text != "top":
                self.draft.cost += _UNUSED

    def _is_first(self, at: int) -> bool:
        """Whether "first" only says how to sort: "youngest first"."""
        before = self.found[at - 1] if at else None
        return before is not None and "superlative" in (before.kind, before.degree)

    def _by_date(self, at: int, each: Element) -> None:
        """Let "was launched first", "the last one opened" mean the earliest or latest date."""
        if self.order is not None or each.value not in {1.0, -1.0} or self.values.ordinal:
            return
        dated = [
            a for a in self.draft.attributes
            if a.link.kind in {"date", "year"} and not a.tests
            and (abs(a.at - at) <= _NEAR or a.element.value == "asked")
        ]  # fmt: skip
        if dated:
            asked = dated[0].element.value == "asked"
            self._rank(dated[0], each.value == -1.0)
            dated[0].use = "shown" if asked else dated[0].use
        else:
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

    def _rank(self, attribute: Attribute, great: bool) -> None:
        self.order = attribute
        attribute.use = "order"
        self.descending = great
        self.limit = self.values.kept or 1
        at = int(attribute.at) + 1
        sorts = attribute.element.degree == "superlative" and self.values.kept is None
        if sorts and at < len(self.found) and self.found[at].text == "first":
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
