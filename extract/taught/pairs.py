"""Ordered pairs of arguments of a text, and the features by which a relation is told."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from extract.components.lexicon import fold
from extract.taught.arguments import DATE, LITERALS, PHRASE, QUOTE
from extract.taught.features import (
    BESIDE,
    Place,
    coarse,
    lemma,
    shape,
    stem,
    tree_features,
    words_beside,
    words_between,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc

    from extract.document import ResolvedDoc
    from extract.taught.arguments import Argument

MOST_APART: Final = 1
"""How many sentences may lie between the two, unless the subject is what the text begins with."""
MOST_FOR_TOPIC: Final = 3
MOST_MEETINGS: Final = 4
"""How many places of an object are looked at for one subject."""
Places = tuple[Place, Place]


@dataclass(frozen=True, slots=True)
class Pair:
    """Subject and object where they stand closest, with features of that place.

    ``near`` are the lemmas between, beside and in the tree between them: where a relation's own
    label may show.
    """

    subject: Argument
    object: Argument
    places: Places
    sentence: Place
    features: frozenset[str]
    near: frozenset[str]
    path: frozenset[str]


def object_class(argument: Argument) -> str:
    """Return what is written alike: a date, a number, or a text.

    Objects of one relation are mostly of one class, so the others need not be looked at.
    """
    if argument.kind == DATE:
        return DATE
    return "number" if argument.kind in LITERALS - {QUOTE, PHRASE} else "text"


def make_pairs(resolved: ResolvedDoc, arguments: Sequence[Argument]) -> Iterator[Pair]:
    """Yield the pairs that may stand in a relation."""
    layout = _Layout(resolved, arguments)
    for subject in arguments:
        if subject.kind in LITERALS:
            continue
        for object_ in arguments:
            if subject.key != object_.key:
                for places in layout.meetings(subject, object_):
                    yield layout.pair(subject, object_, places)


@dataclass
class _Layout:
    """Where the arguments of a text stand."""

    resolved: ResolvedDoc
    arguments: Sequence[Argument]
    doc: Doc = field(init=False)

    def __post_init__(self) -> None:
        self.doc = self.resolved.doc
        self._starts = [sentence.start for sentence in self.resolved.content]
        self._places = sorted(
            (start, end, n) for n, a in enumerate(self.arguments) for start, end in a.spans
        )
        names = [n for _, _, n in self._places if self.arguments[n].kind not in LITERALS]
        self._topic = self.arguments[names[0]].key if names else None

    def sentence_of(self, token: int) -> int:
        return bisect_right(self._starts, token) - 1

    def meetings(self, subject: Argument, object_: Argument) -> Iterator[Places]:
        """Yield each place of the object with the nearest ones of the subject on either side.

        Places in one sentence are preferred: without any, only the nearest of all counts.
        """
        near: list[tuple[Place, Places]] = []
        for two in object_.spans:
            before = [one for one in subject.spans if one[1] <= two[0]]
            after = [one for one in subject.spans if two[1] <= one[0]]
            sides = (*before[-1:], *after[:1])
            near += [(self._distance(one, two), (one, two)) for one in sides]
        near.sort()
        together = [places for (apart, _), places in near if not apart]
        most = MOST_FOR_TOPIC if subject.key == self._topic else MOST_APART
        if together:
            yield from together[:MOST_MEETINGS]
        elif near and near[0][0][0] <= most:
            yield near[0][1]

    def _distance(self, one: Place, two: Place) -> Place:
        apart = abs(self.sentence_of(one[0]) - self.sentence_of(two[0]))
        return apart, max(one[0], two[0]) - min(one[1], two[1])

    def pair(self, subject: Argument, object_: Argument, places: tuple[Place, Place]) -> Pair:
        """Return the pair with its features."""
        one, two = places
        sentence = self.resolved.content[max(self.sentence_of(two[0]), 0)]
        apart = self.sentence_of(two[0]) - self.sentence_of(one[0])
        features = {f"apart={apart}"}
        features |= set(self._kinds(subject, object_))
        features |= set(self._rivals(subject, object_, one, two))
        features |= set(self._nested("s", one))
        features |= set(self._nested("o", two))
        near: set[str] = set()
        path: set[str] = set()
        if apart == 0:
            features |= set(words_between(self.doc, one, two))
            near |= {lemma(t) for t in self.doc[min(one[1], two[1]) : max(one[0], two[0])]}
        else:
            features.add("across")
            near |= {lemma(t) for t in self.doc[sentence.start : two[0]]}
        for feature in words_beside(self.doc, one, two, sentence):
            features.add(feature)
        head_one, head_two = self.doc[one[0] : one[1]].root, self.doc[two[0] : two[1]].root
        for feature in tree_features(head_one, head_two, together=apart == 0):
            features.add(feature)
            if feature.startswith("on="):
                path.add(feature[3:])
        after = self.doc[two[1] : min(two[1] + BESIDE, sentence.end)]
        before = self.doc[max(two[0] - BESIDE, sentence.start) : two[0]]
        near |= {lemma(t) for t in (*before, *after)}
        near |= {fold(w) for w in object_.name.split()}
        near = {stem(word) for word in near}
        path = {stem(word) for word in path}
        features |= {f"n={w}" for w in near} | {f"p={w}" for w in path}
        return Pair(
            subject,
            object_,
            places,
            (sentence.start_char, sentence.start_char + len(sentence.text.rstrip())),
            frozenset(features),
            frozenset(near),
            frozenset(path),
        )

    def _kinds(self, subject: Argument, object_: Argument) -> Iterator[str]:
        one, two = coarse(subject.kind), coarse(object_.kind)
        yield "bias"
        yield f"s={subject.kind}"
        yield f"o={object_.kind}"
        yield f"kinds={one}>{two}"
        yield f"fine={subject.kind}>{object_.kind}"
        yield f"object={fold(object_.name)}"
        for word in object_.name.split():
            yield f"oword={fold(word)}"
        yield f"oshape={shape(object_.name)}"
        if subject.key == self._topic:
            yield "topic"
            yield f"topic>{two}"
        if object_.key == self._topic:
            yield "otopic"

    def _nested(self, name: str, place: Place) -> Iterator[str]:
        """Yield whether another argument lies around a place, or within it."""
        start, end = place
        for a, b, n in self._places:
            if (a, b) != place and a < end and start < b:
                named = "" if self.arguments[n].kind in LITERALS else " name"
                if a <= start and end <= b:
                    yield f"{name} within{named}"
                elif start <= a and b <= end:
                    yield f"{name} around{named}"
                else:
                    yield f"{name} across{named}"

    def _rivals(
        self, subject: Argument, object_: Argument, one: Place, two: Place
    ) -> Iterator[str]:
        """Yield how many of the same kind stand between, which might be meant instead."""
        low, high = min(one[1], two[1]), max(one[0], two[0])
        between = [
            self.arguments[n] for start, end, n in self._places if low <= start and end <= high
        ]
        for name, argument in (("s", subject), ("o", object_)):
            kind = coarse(argument.kind)
            rivals = {b.key for b in between if coarse(b.kind) == kind and b.key != argument.key}
            yield f"rivals_{name}={min(len(rivals), 3)}"
        yield f"far={min((high - low) // 3, 6)}"
        yield "before" if one[0] < two[0] else "after"
