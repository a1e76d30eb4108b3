"""Ways between classes along a graph's properties: what joins two things when no word says it."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from queries.questions.ontology import Link, Ontology

_STEP, _RARE = 0.5, 0.9
_LONGEST = 3
Classes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Step:
    """One property on the way, forward or back, and the classes at which it arrives."""

    link: str
    forward: bool
    classes: Classes


@dataclass(frozen=True, slots=True)
class Paths:
    """The ways in one ontology; found ways are kept."""

    ontology: Ontology
    _known: dict[tuple[Classes, Classes], list[tuple[float, tuple[Step, ...]]]] = field(
        default_factory=dict, compare=False
    )

    def ends(self, link: Link) -> tuple[Classes, Classes]:
        """Return the classes of a property's subjects and of its objects."""
        below = self.ontology.below
        subjects = frozenset(link.subjects) or below(link.domain)
        objects = frozenset(link.objects) or (
            below(link.range) if not link.literal else frozenset()
        )
        return self._of_ontology(subjects), self._of_ontology(objects)

    def _of_ontology(self, classes: Classes) -> Classes:
        return frozenset(c for c in classes if c in self.ontology.classes)

    def between(self, one: Classes, other: Classes) -> list[tuple[float, tuple[Step, ...]]]:
        """Return the cheapest ways from things of ``one`` to things of ``other``, best first."""
        if (one, other) not in self._known:
            self._known[one, other] = self._search(one, other)
        return self._known[one, other]

    def _search(self, one: Classes, other: Classes) -> list[tuple[float, tuple[Step, ...]]]:
        serial = count()
        todo: list[tuple[float, int, Classes, tuple[Step, ...]]] = [(0.0, next(serial), one, ())]
        found: list[tuple[float, tuple[Step, ...]]] = []
        popped = 0
        while todo and len(found) < 6 and popped < 400:
            cost, _, here, steps = heapq.heappop(todo)
            popped += 1
            if steps and here & other:
                found.append((cost, steps))
                continue
            if len(steps) >= _LONGEST:
                continue
            for link in self.ontology.links.values():
                for more, step in self._steps(link, here, other):
                    heapq.heappush(todo, (cost + more, next(serial), step.classes, (*steps, step)))
        return found

    def _steps(self, link: Link, here: Classes, target: Classes) -> list[tuple[float, Step]]:
        if link.literal:
            return []
        subjects, objects = self.ends(link)
        steps = []
        for forward, (start, end) in ((True, (subjects, objects)), (False, (objects, subjects))):
            if not start & here or not end:
                continue
            arrived = end & target or end
            near = self.ontology.share(link, start & here, as_object=not forward)
            far = self.ontology.share(link, arrived, as_object=forward)
            cost = _STEP + _RARE * (1 - min(1.0, near) * min(1.0, far))
            steps.append((cost, Step(link.iri, forward, arrived)))
        return steps
