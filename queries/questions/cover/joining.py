"""Joining the parts of a draft to what the question is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.questions.cover.draft import Attribute, Draft, Point
from queries.questions.tokens import tokenise

if TYPE_CHECKING:
    from queries.questions.cover.linking import Linker
    from queries.questions.cover.values import Values


class Joiner:
    """A draft with what it wants so far; chooses its focus and joins all else to it."""

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
        self.whole: tuple[str, ...] = ()
        self.different: list[tuple[str, str]] = []
        self.ordered: list[tuple[str, str]] = []

    def _drop(self, point: Point) -> None:
        self.draft.points.remove(point)
        self.draft.edges = [e for e in self.draft.edges if point not in (e[0], e[2])]

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
        loose = [p for p in self.draft.points if p.also is not None and not self._joined(p)]
        held = [p for p in self.draft.points if p in self.apart or p in loose]
        for point in held:
            self.draft.points.remove(point)
        done = all(p.classes is not None for p in self.draft.points) and self.draft.connect(focus)
        self.draft.points.extend(held)
        for point in loose:
            self._repeat(focus, point)
        if len({p.id for p in self.draft.points}) != len(self.draft.points):
            return False
        return done

    def _joined(self, point: Point) -> bool:
        return any(point in (s, o) for s, _, o, _ in self.draft.edges)

    def _repeat(self, focus: Point, point: Point) -> None:
        """Join "both A and B": as A is joined to the focus, by things of its own, so is B."""
        edges = list(self.draft.edges)
        way: dict[int, tuple[Point, str, Point, bool] | None] = {focus.id: None}
        todo = [focus]
        while todo:
            here = todo.pop(0)
            for edge in edges:
                for one, other in ((edge[0], edge[2]), (edge[2], edge[0])):
                    if one is here and other.id not in way:
                        way[other.id] = edge
                        todo.append(other)
        known, copy = point.also, point
        while known is not None and (found := way.get(known.id)) is not None:
            forward = found[0] is known
            nearer = found[2] if forward else found[0]
            fresh = nearer
            if nearer is not focus:
                fresh = self.draft.point(point.at, nearer.classes, tops=nearer.tops)
                fresh.label, fresh.word = nearer.label, "passed"
            ends = (copy, fresh) if forward else (fresh, copy)
            self.draft.edges.append((ends[0], found[1], ends[1], found[3]))
            known, copy = nearer, fresh
            if nearer is focus:
                self.draft.cost += 0.5 * (copy is point)
                return

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
