"""Taught relations: how each is told, and what they find in a text."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from extract.components.lexicon import fold
from extract.taught.arguments import find_arguments
from extract.taught.features import in_words, stem
from extract.taught.pairs import make_pairs, object_class
from kg.vocab import TAUGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from extract.document import ResolvedDoc
    from extract.taught.features import Place
    from extract.taught.pairs import Pair
    from extract.taught.writing import Writer

MOST_REASONS: Final = 3
_SHORT_WORD: Final = 2


@lru_cache(maxsize=1024)
def label_words(relation: str) -> tuple[str, ...]:
    """Return the words of a relation's name.

    >>> label_words("inOfficeWhilePresident"), label_words("https://example.org/founded_by")
    (('office', 'while', 'president'), ('founded',))
    """
    local = re.split(r"[/#:]", relation)[-1] or relation
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", local)
    words = tuple(fold(part) for part in parts if len(part) > _SHORT_WORD)
    return words or (fold(local),)


def label_features(words: Sequence[str], pair: Pair) -> list[float]:
    """Return which share of a relation's words is near a pair, whether all, and on its path."""
    stems = {stem(word) for word in words}
    near, path = len(stems & pair.near), len(stems & pair.path)
    return [near / len(stems), float(near == len(stems)), path / len(stems)]


@dataclass(slots=True)
class RelationModel:
    """How one relation is told: weights of features and of the words of its own name.

    ``classes`` are those of its objects (:func:`extract.taught.pairs.object_class`). Where
    ``one_object``, no example gave a subject two objects; ``one_subject`` is the other way round.
    """

    name: str
    weights: Mapping[str, float]
    label_weights: Sequence[float]
    classes: Sequence[str]
    threshold: float = 0.5
    examples: int = 0
    one_object: bool = False
    one_subject: bool = False
    subject_type: str = "Organization"

    def chance(self, pair: Pair) -> float:
        """Return how likely the relation holds between subject and object."""
        total = sum(self.weights.get(name, 0.0) for name in pair.features)
        label = label_features(label_words(self.name), pair)
        total += sum(w * v for w, v in zip(self.label_weights, label, strict=True))
        return 1 / (1 + math.exp(-max(min(total, 30.0), -30.0)))

    def reasons(self, pair: Pair) -> tuple[str, ...]:
        """Return, for a reader, the words that speak most for a pair."""
        weights = {name: self.weights.get(name, 0.0) for name in pair.features}
        best = sorted(weights, key=lambda name: (-weights[name], name))
        said = (in_words(name) for name in best if weights[name] > 0)
        return tuple(dict.fromkeys(words for words in said if words))[:MOST_REASONS]


@dataclass(frozen=True, slots=True)
class Found:
    """A relation found between two arguments, with both labels as the examples write them."""

    relation: str
    pair: Pair
    chance: float
    subject: str
    object: str
    reasons: tuple[str, ...]


@dataclass
class TaughtRelations:
    """All that examples taught; ``known`` are the words of their labels."""

    models: Mapping[str, RelationModel]
    writer: Writer
    known: Mapping[tuple[str, ...], str]
    namespace: str = TAUGHT

    def find(self, resolved: ResolvedDoc) -> list[Found]:
        """Return the relations that a text states."""
        pairs = list(make_pairs(resolved, find_arguments(resolved, self.known)))
        found: list[Found] = []
        for model in self.models.values():
            scored = (
                (model.chance(pair), n)
                for n, pair in enumerate(pairs)
                if object_class(pair.object) in model.classes
            )
            likely = sorted((-chance, n) for chance, n in scored if chance >= model.threshold)
            found += self._kept(model, [(-chance, pairs[n]) for chance, n in likely])
        return found

    def _kept(self, model: RelationModel, likely: Iterable[tuple[float, Pair]]) -> Iterator[Found]:
        """Yield the likeliest of those that exclude each other."""
        kept: list[Pair] = []
        for chance, pair in likely:
            if any(_exclude(model, pair, other) for other in kept):
                continue
            kept.append(pair)
            yield Found(
                model.name,
                pair,
                chance,
                self.writer.write(pair.subject, model.name, "subject"),
                self.writer.write(pair.object, model.name, "object"),
                model.reasons(pair),
            )


def _exclude(model: RelationModel, pair: Pair, other: Pair) -> bool:
    """Tell whether two pairs say the same, or what the examples never said both."""
    subject = pair.subject.key == other.subject.key
    object_ = pair.object.key == other.object.key
    if (model.one_object and subject) or (model.one_subject and object_) or (subject and object_):
        return True
    if subject and _meet(pair.places[1], other.places[1]):
        return True
    return object_ and _meet(pair.places[0], other.places[0])


def _meet(one: Place, two: Place) -> bool:
    return one[0] < two[1] and two[0] < one[1]
