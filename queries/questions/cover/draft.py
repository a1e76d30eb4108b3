"""A query graph in the making: nodes, edges and properties, and what they cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from queries.questions.meaning import Node, Property, Status, Test
from queries.questions.ontology import Hanger
from queries.questions.ontology_reading import local_name

if TYPE_CHECKING:
    from queries.questions.cover.paths import Classes, Paths
    from queries.questions.cover.signals import Element
    from queries.questions.lexicon import Lexicon
    from queries.questions.meaning import Days
    from queries.questions.ontology import Link

_REUSED, _HUB = 1.0, 0.6
_DIRECTIONS = {
    "to": frozenset(
        [
            *("to", "destination", "arrival", "target", "recipient", "receiver", "borrower"),
            *("buyer", "addressee", "end", "goal"),
        ]
    ),
    "from": frozenset(
        [
            *("from", "origin", "departure", "source", "sender", "lender", "seller", "start"),
            *("provenance", "donor", "supplier"),
        ]
    ),
}


@dataclass(slots=True)
class Point:
    """A node in the making. ``classes`` are all it may have, ``None`` while anything will do."""

    id: int
    at: float
    classes: Classes | None
    tops: tuple[str, ...] = ()
    iris: tuple[str, ...] = ()
    label: str = "thing"
    negated: bool = False
    word: str = ""  # "who", "class", "thing", "passed" (on the way), "implied"
    asked: bool = False
    other: bool = False
    beside: bool = False  # to be shown beside what is asked for: "with their drug"
    where: bool = False
    by_verb: bool = False  # implied by a relation rather than by a value
    preposition: str = ""
    also: Point | None = None  # the thing beside which it is named: "both A and B"

    @property
    def name(self) -> str:
        """The name of its variable."""
        return f"n{self.id}"


DraftEdge = tuple[Point, str, Point, bool]


@dataclass(slots=True)
class Attribute:
    """A literal property in the making; ``node`` is ``None`` until it is resolved."""

    id: int
    at: float
    link: Link
    element: Element
    options: tuple[Link, ...] = ()
    node: Point | None = None
    tests: list[Test] = field(default_factory=list)
    negated: bool = False
    edge: DraftEdge | None = None  # whose statement has it, where no thing has it
    days: Days | None = None  # the period of an observation
    use: str = ""  # "shown", "test", "order", "aggregate", "duration"

    @property
    def name(self) -> str:
        """The name of its variable."""
        return f"value{self.id}"


def _directed(preposition: str, link: Link, forward: bool) -> float:
    """Return what "to" or "from" before a thing says for or against a property that leads to it."""
    if preposition not in _DIRECTIONS or not forward:
        return 0.0
    words = {word for name in link.names for word in name.lower().split()}
    if words & _DIRECTIONS[preposition]:
        return -0.3
    other = "from" if preposition == "to" else "to"
    return 0.4 if words & _DIRECTIONS[other] else 0.0


@dataclass(slots=True)
class Draft:
    """One way to read a question, as far as it is built."""

    lexicon: Lexicon
    paths: Paths
    points: list[Point] = field(default_factory=list)
    edges: list[DraftEdge] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    cost: float = 0.0
    made: int = 0
    notes: list[str] = field(default_factory=list)

    def point(self, at: float, classes: Classes | None, **more: object) -> Point:
        """Add a node."""
        made = Point(self.made, at, classes, **more)  # type: ignore[arg-type]
        self.made += 1
        self.points.append(made)
        return made

    def of_class(self, at: float, iri: str, word: str, *, negated: bool = False) -> Point:
        """Add a variable of a class."""
        ontology = self.lexicon.ontology
        label = ontology.classes[iri].label
        return self.point(
            at, ontology.below((iri,)), tops=(iri,), label=label, word=word, negated=negated
        )

    def implied(self, at: float, link: Link, *, as_object: bool, negated: bool) -> Point:
        """Add a variable that a property's end implies."""
        classes = self.paths.ends(link)[as_object]
        declared = link.range if as_object else link.domain
        tops = tuple(c for c in declared if c in self.lexicon.ontology.classes)
        label = link.label if as_object else self._class_label(tops, classes)
        return self.point(at, classes, tops=tops, label=label, word="implied", negated=negated)

    def _class_label(self, tops: tuple[str, ...], classes: Classes) -> str:
        one = next(iter(tops or sorted(classes)), None)
        return self.lexicon.ontology.classes[one].label if one else "thing"

    def join(self, subject: Point, link: Link, obj: Point, *, negated: bool) -> DraftEdge:
        """Add an edge, and narrow what its ends may be where nothing is known of them."""
        subjects, objects = self.paths.ends(link)
        for point, classes in ((subject, subjects), (obj, objects)):
            if point.classes is None and classes:
                point.classes = classes
        made = (subject, link.iri, obj, negated or subject.negated or obj.negated)
        self.edges.append(made)
        return made

    def reuse(self, point: Point, link: str, *, forward: bool) -> float:
        """Return what it costs to use a property of a node again."""
        used = any(e[1] == link and (e[0] if forward else e[2]) is point for e in self.edges)
        return _REUSED if used and (forward or point.iris) else 0.0

    def component(self, root: Point) -> list[Point]:
        """Return the nodes joined to ``root``."""
        found, todo = {root.id: root}, [root]
        while todo:
            here = todo.pop()
            for subject, _, obj, _ in self.edges:
                for one, other in ((subject, obj), (obj, subject)):
                    if one is here and other.id not in found:
                        found[other.id] = other
                        todo.append(other)
        return list(found.values())

    def connect(self, root: Point) -> bool:
        """Join all nodes to ``root`` by the cheapest ways; ``False`` if one cannot be."""
        while True:
            joined = self.component(root)
            ids = {p.id for p in joined}
            outside = [p for p in self.points if p.id not in ids]
            if not outside:
                return True
            best = min(
                (way for p in outside for way in self._ways(joined, p)),
                key=lambda way: way[0],
                default=None,
            )
            if best is None:
                return False
            self._walk(*best)

    def _ways(self, joined: list[Point], new: Point) -> list[tuple[float, Point, Point, int]]:
        found = []
        links = self.lexicon.ontology.links
        for old in joined:
            if old.classes is None or new.classes is None or (old.negated and not new.negated):
                continue
            for rank, (cost, steps) in enumerate(self.paths.between(old.classes, new.classes)):
                total = cost + 0.04 * abs(old.at - new.at) + 0.25 * (old.word == "passed")
                total += self.reuse(old, steps[0].link, forward=steps[0].forward)
                total += self.reuse(new, steps[-1].link, forward=not steps[-1].forward)
                total += _HUB * (bool(new.iris) and self._has_edge(new))
                total += _directed(new.preposition, links[steps[-1].link], steps[-1].forward)
                # What a verb speaks of is joined to what stands beside it before anything else.
                words = {old.word, new.word}
                verbal = old.by_verb or new.by_verb
                spoken = words == {"implied", "class"} or (
                    verbal and words in ({"implied", "thing"}, {"implied", "who"})
                )
                total -= 0.6 * (spoken and len(steps) == 1)
                if old.word == "thing" and new.word == "thing" and old.tops == new.tops:
                    total += 1.0
                found.append((total, old, new, rank))
        return found

    def _has_edge(self, point: Point) -> bool:
        """Whether something is said of a point already, so that it is no link between others."""
        return any(point in (subject, obj) for subject, _, obj, _ in self.edges)

    def _walk(self, cost: float, old: Point, new: Point, rank: int) -> None:
        assert old.classes is not None
        assert new.classes is not None
        steps = self.paths.between(old.classes, new.classes)[rank][1]
        self.cost += cost
        here = old
        negated = new.negated
        for number, step in enumerate(steps):
            link = self.lexicon.ontology.links[step.link]
            last = number == len(steps) - 1
            there = new if last else self.implied(
                (old.at + new.at) / 2, link, as_object=step.forward, negated=negated
            )  # fmt: skip
            if not last:
                there.word = "passed"
            ends = (here, there) if step.forward else (there, here)
            self.join(ends[0], link, ends[1], negated=negated)
            here = there

    def nodes(self) -> tuple[Node, ...]:
        """Return the nodes, frozen."""
        return tuple(Node(p.name, p.tops, p.iris, p.label, p.negated) for p in self.points)

    def frozen_properties(self, optional: bool) -> tuple[Property, ...]:
        """Return the properties, frozen; those shown may be missing if ``optional``."""
        found: list[Property] = []
        for a in self.attributes:
            if a.node is None:
                continue
            at = next((n for n, e in enumerate(self.edges) if e is a.edge), None)
            of = a.node.name if at is None else f"e{at}"
            label = local_name(a.link.iri) if a.link.hangs_on is not Hanger.THING else ""
            found.append(
                Property(
                    a.name, of, a.link.iri, a.link.kind, tuple(a.tests),
                    optional and a.use == "shown", a.negated, label,
                    Status.ACTUAL if a.element.measured else None,
                )
            )  # fmt: skip
            found += self._observed(a)
        return tuple(found)

    def _observed(self, a: Attribute) -> list[Property]:
        """Return what says of an observation which indicator and period it has."""
        layers = self.lexicon.ontology.layers
        if not a.element.measured or layers is None:
            return []
        layer = layers.observations
        tests = (Test("is", a.element.measured),)
        found = [
            Property(
                f"{a.name}_indicator", a.name, layer.indicator, "text", tests,
                negated=a.negated, label="indicator",
            )
        ]  # fmt: skip
        if a.days is not None:
            found.append(
                Property(
                    f"{a.name}_period", a.name, layer.period, "date", (Test("in", a.days),),
                    negated=a.negated, label="period",
                )
            )  # fmt: skip
        return found
