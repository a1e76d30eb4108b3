"""Facts whose other end the article named before: a scene that goes on.

"Canada gave $154m to A. The biggest cheque goes to B: $199m. C ($91m) and D ($83m) follow." After
one sentence has said who gives to whom, the next ones name only who else gives or gets, with an
amount. A name of the type of one end, beside an amount of the kind that the predicate takes, is
then that end of a further fact. Elsewhere than in a list, a word such as "goes to" or "follow" must
say that the amount changes hands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from extract.document import MentionKind
from extract.quantities import Quantity, QuantityKind
from extract.relations.matching import Candidate
from extract.relations.patterns import Pattern, end_letters, measured_confidence
from extract.relations.words import relation_words
from kg.model import Predicate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from extract.document import EntityMention
    from extract.relations.topics import Topics
    from extract.relations.views import Item, View

_AMOUNTS: Final = {
    Predicate.INVESTS_IN: QuantityKind.MONEY,
    Predicate.OWNS_STAKE_IN: QuantityKind.PERCENT,
    Predicate.TAKES_LEGAL_ACTION_AGAINST: None,
}
"""What the sentences that continue a scene of a predicate count, if anything."""
_TAKERS: Final = frozenset("CUROM")
"""Letters of what an article speaks of that may be owned or get money."""
_LASTS: Final = 6
"""Sentences after which a scene is over."""
_NEAR: Final = 6
"""Items between a name and its amount, at most."""


@dataclass(frozen=True, eq=False, slots=True)
class _Scene:
    """A sure fact, and the number of the last sentence that stated or continued it."""

    fact: Candidate
    sentence: int


@dataclass(frozen=True, slots=True)
class Backdrop:
    """What may stand for the end of a fact that a sentence does not name.

    ``counts`` is the kind of amount by which a sentence goes on telling of it, ``name`` how the
    patterns end that it completes.
    """

    name: str
    counts: QuantityKind | None
    subject: EntityMention | None
    object: EntityMention | None


class Scenes:
    """Follows the scenes of one article; ``letters`` are the types of its entities."""

    def __init__(self, letters: Mapping[str, str]) -> None:
        self._letters = letters
        self._open: dict[Predicate, list[_Scene]] = {predicate: [] for predicate in _AMOUNTS}

    def read(self, number: int, view: View, found: Iterable[Candidate]) -> Iterator[Candidate]:
        """Yield what a sentence adds to the open scenes, given what it states by itself."""
        stated = list(found)
        for predicate, kind in _AMOUNTS.items():
            own = [c for c in stated if c.pattern.predicate is predicate]
            scenes = [s for s in self._open[predicate] if number - s.sentence <= _LASTS]
            taken = {m.iri for c in own for m in (c.subject, c.object)}
            used = set()
            for scene, candidate in self._further(scenes, view, kind, taken) if kind else ():
                used.add(scene)
                yield candidate
            self._open[predicate] = [
                replace(scene, sentence=number) if scene in used else scene for scene in scenes
            ] + [_Scene(c, number) for c in own if c.pattern.opens]

    def backdrops(
        self, number: int, topics: Topics, found: Iterable[Candidate]
    ) -> dict[Predicate, Backdrop]:
        """Return what may fill the missing end of a fact in a sentence, by predicate.

        That is what the sentence itself states (``found``), else the last open scene, else what
        the article speaks of.
        """
        backdrops: dict[Predicate, Backdrop] = {}
        for predicate, kind in _AMOUNTS.items():
            own = [c for c in found if c.pattern.predicate is predicate and c.pattern.opens]
            if own:
                best = max(own, key=lambda fact: fact.pattern.confidence)
                backdrops[predicate] = Backdrop("here", kind, best.subject, best.object)
                continue
            near = [s for s in self._open[predicate] if number - s.sentence <= _LASTS]
            topic = topics.before(number, _TAKERS & set(end_letters(predicate)[1]))
            if near:
                last = max(near, key=lambda s: (s.sentence, s.fact.pattern.confidence)).fact
                backdrops[predicate] = Backdrop("scene", kind, last.subject, last.object)
            elif kind is not None and topic is not None:
                backdrops[predicate] = Backdrop("topic", kind, None, topic)
        return backdrops

    def _further(
        self, scenes: Sequence[_Scene], view: View, kind: QuantityKind, taken: set[str]
    ) -> Iterator[tuple[_Scene, Candidate]]:
        best = sorted(scenes, key=lambda scene: -scene.fact.pattern.confidence)
        for place, item in enumerate(view.items):
            mention = item.slot.mentions[0] if item.slot else None
            if mention is None or mention.kind is not MentionKind.NAME or mention.iri in taken:
                continue
            form = _form(view, place, kind)
            for scene in best if form else ():
                if candidate := self._of_scene(form, scene.fact, mention, view, place):
                    yield scene, candidate
                    break

    def _of_scene(
        self, form: str, scene: Candidate, mention: EntityMention, view: View, place: int
    ) -> Candidate | None:
        """Return the scene's fact with the name for the end whose type it has."""
        letter, ends = self._letters[mention.iri], (scene.subject, scene.object)
        if mention.iri in {end.iri for end in ends}:
            return None
        if letter == self._letters[scene.object.iri]:
            return _candidate(f"{form}-object", scene.subject, mention, scene, view, place)
        if letter == self._letters[scene.subject.iri]:
            return _candidate(f"{form}-subject", mention, scene.object, scene, view, place)
        return None


def _counts(item: Item, kind: QuantityKind) -> bool:
    value = item.value
    return isinstance(value, Quantity) and value.kind is kind and not value.converted


def _form(view: View, place: int, kind: QuantityKind) -> str:
    """Return how an amount belongs to the name at an item: "listed", "near", or not at all."""
    items = view.items
    if place + 2 < len(items) and items[place + 1].text in {"(", ":", "-", "–", "—"}:
        return "scene-listed" if _counts(items[place + 2], kind) else ""
    if relation_words().sets["transfer"].isdisjoint(view.words):
        return ""
    if "respectively" in view.words and any(_counts(item, kind) for item in items):
        return "scene-respectively"
    own = items[place].slot
    for i in range(place + 1, min(place + 1 + _NEAR, len(items))):
        slot = items[i].slot
        if slot and own and slot.mentions[0].iri != own.mentions[0].iri:
            return ""
        if _counts(items[i], kind):
            return "scene-near"
    return ""


def _candidate(
    name: str,
    one: EntityMention,
    other: EntityMention,
    scene: Candidate,
    view: View,
    place: int,
) -> Candidate:
    predicate = scene.pattern.predicate
    name = f"{name}:{predicate}"
    ends = end_letters(predicate)
    pattern = Pattern(name, predicate, (), measured_confidence(name), *ends)
    return Candidate(one, other, pattern, view, place, place, place + 1)
