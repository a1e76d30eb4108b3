"""Which two things a relation joins: by their classes, their distance and the order of words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.questions.cover.draft import Attribute, Draft, Point

if TYPE_CHECKING:
    from collections.abc import Sequence

    from queries.questions.cover.signals import Element
    from queries.questions.lexicon import Lexicon
    from queries.questions.ontology import Link

_FRESH_SUBJECT, _FRESH_OBJECT, _BOTH_FRESH = 0.5, 0.5, 1.2
DISTANCE = 0.04
_HELPERS = frozenset({"do", "does", "did", "has", "have", "had"})


class Pairing:
    """A draft in the making, and what each pair of its nodes costs as the ends of a relation."""

    def __init__(
        self,
        found: Sequence[Element],
        lexicon: Lexicon,
        words: tuple[str, ...],
        who: str | None = None,
    ) -> None:
        self.found = found
        self.words = words
        self.who = who
        self.lexicon = lexicon
        self.paths = lexicon.paths
        self.draft = Draft(lexicon, self.paths)
        self.by_element: dict[int, Point | Attribute] = {}
        self.mentions: list[tuple[int, Link, Element, bool]] = []
        self.negated_from: int | None = None

    def _pair(
        self, s: Point | None, o: Point | None, at: int, link: Link, each: Element, negated: bool
    ) -> float | None:
        subjects, objects = self.paths.ends(link)
        cost = 0.0
        for point, classes, fresh, forward in (
            (s, subjects, _FRESH_SUBJECT, True),
            (o, objects, _FRESH_OBJECT, False),
        ):
            if point is None:
                cost += fresh
                continue
            if point.classes is not None and not point.classes & classes:
                return None
            if point.negated and not negated:
                return None
            if point.where and (forward or not _tells_place(link)):
                return None
            cost += DISTANCE * abs(point.at - at) + 0.1 * (point.classes is None)
            cost += self.draft.reuse(point, link.iri, forward=forward)
            if point.word in {"implied", "role"} and any(
                e.kind in {"but", "not"} for e in self.found[int(point.at) : at]
            ):
                cost += 1.0
        if s is None and o is None:
            cost += _BOTH_FRESH
        if each.value == "asked" and (s if each.options[0].names == "subject" else o) is None:
            cost -= 0.45
        return cost + self._orientation(s, o, at, each)

    def _orientation(self, s: Point | None, o: Point | None, at: int, each: Element) -> float:
        """Return what the order of the words has against this direction."""
        option = each.options[0]
        before = self.found[at - 1].kind if at else ""
        after = self.found[at + 1].kind if at + 1 < len(self.found) else ""
        noun = option.doer and each.text.lower().rstrip("s").endswith(
            ("er", "or", "ist", "head", "ee", "ss", "chief")
        )
        if option.names and (owned := self._owned(before, after, at)) is not None:
            named = s if option.names == "subject" else o
            return 0.6 if owned is named else 0.0
        if before == "possessive":
            return self._order(s, o, first_is_subject=True, at=at, owner=at - 2)
        if after == "of" and noun:
            return self._order(s, o, first_is_subject=False, at=at, owner=at + 2)
        passive = after == "by"
        agent_is_object = option.doer or option.inverse
        if (agent := self._inverted(at)) is not None:
            return 0.0 if agent is (o if agent_is_object else s) else 0.5
        subject_first = passive == agent_is_object
        if s is None or o is None:
            lone = s or o
            if lone is None:
                return 0.0
            first = lone.at < at
            return 0.0 if (lone is s) == (first == subject_first) else 0.12
        alike = bool(s.classes and o.classes and s.classes & o.classes)
        return 0.0 if (s.at < o.at) == subject_first else 0.5 if alike else 0.12

    def _owned(self, before: str, after: str, at: int) -> object:
        """Return the owner in "X's investors", "investors of X"."""
        if before == "possessive":
            return self.by_element.get(at - 2)
        if after in {"of", "in", "to"} or before == "":
            return self.by_element.get(at + 2)
        return None

    def _inverted(self, at: int) -> Point | None:
        """Return the agent in "whom did X mentor": what stands between "did" and the verb."""
        if at < 2:
            return None
        before, verb = self.found[at - 1], self.found[at]
        start = before.start - (self.words[before.start - 1 : before.start] == ("the",))
        helped = start > 0 and self.words[start - 1] in _HELPERS
        agent = self.by_element.get(at - 1)
        if not helped or before.end != verb.start or not isinstance(agent, Point):
            return None
        return agent

    def _order(
        self, s: Point | None, o: Point | None, *, first_is_subject: bool, at: int, owner: int
    ) -> float:
        owned = self.by_element.get(owner)
        del first_is_subject, at
        if owned is None:
            return 0.0
        return 0.0 if owned is s else 0.6 if owned is o else 0.2


def _tells_place(link: Link) -> bool:
    """Whether a property's name leads to a place: "works at", "located in"."""
    words = {word for name in (*link.names, *link.forward) for word in name.lower().split()}
    return bool(words & {"at", "in", "on", "place", "location", "venue", "site"})
