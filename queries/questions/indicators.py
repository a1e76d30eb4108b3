"""What a graph's observations measure, found by the words of a question."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from queries.questions.layers import texts
from queries.questions.roots import root
from queries.questions.tokens import stems
from queries.questions.words import english, wordings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from queries.questions.layers import Graph, Layers

_LONGEST = 14

Stems = tuple[str, ...]


@lru_cache(maxsize=1)
def _synonyms() -> dict[Stems, Stems]:
    groups = wordings().indicators
    return {stems(phrase): stems(group[0]) for group in groups for phrase in group}


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    small = [w for name in ("articles", "prepositions", "and") for w in english().lists[name]]
    return frozenset(stem for word in small for stem in stems(word)) | {"be", "is", "'s", "that"}


@lru_cache(maxsize=1)
def _light() -> frozenset[str]:
    return frozenset(stem for word in wordings().empty_indicator_words for stem in stems(word))


def content(words: Sequence[str]) -> frozenset[str]:
    """Return what stems say of a measure: without small words, synonyms made one.

    >>> content(stems("the head count")) == content(stems("number of employees")) - {"number"}
    True
    """
    return frozenset(word for own, _, _ in _parts(words) for word in own) - _empty()


def _parts(words: Sequence[str]) -> Iterator[tuple[Stems, int, int]]:
    """Yield the words that stems stand for, synonyms made one, each with its span."""
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + 3), at, -1):
            if same := _synonyms().get(tuple(words[at:end])):
                yield same, at, end
                at = end
                break
        else:
            yield (words[at],), at, at + 1
            at += 1


def _frozen(index: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {word: frozenset(found) for word, found in index.items()}


@dataclass(frozen=True, slots=True)
class Indicators:
    """Indicators by their content words."""

    words: Mapping[str, frozenset[str]]  # label -> content
    by_word: Mapping[str, frozenset[str]]  # content word -> labels
    by_root: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, graph: Graph, layers: Layers | None) -> Indicators:
        """Read the indicators that the graph's observations name."""
        if layers is None:
            return cls({}, {})
        named = f"SELECT DISTINCT ?indicator {{ ?s <{layers.observations.indicator}> ?indicator }}"
        labels = sorted(row["indicator"] for row in texts(graph, named))
        words = {label: content(stems(label)) for label in labels}
        index: dict[str, set[str]] = defaultdict(set)
        for label, own in words.items():
            for word in own:
                index[word].add(label)
        roots: dict[str, set[str]] = defaultdict(set)
        for word, found in index.items():
            roots[root(word)] |= found
        return cls(words, _frozen(index), _frozen(roots))

    def matching(self, phrase: Sequence[str]) -> list[tuple[float, str]]:
        """Return (words too many, label) of each indicator that has all words of the phrase."""
        asked = content(phrase)
        heavy = asked - _light()
        if not asked:
            return []
        found = [self.by_word.get(word, frozenset()) for word in heavy or asked]
        near = (
            (self._distance(asked, self.words[label]), label)
            for label in frozenset.intersection(*found)
        )
        most = max(1, len(heavy)) + 0.5  # a word or two do not name a long indicator
        return sorted((distance, label) for distance, label in near if distance <= most)

    def scattered(self, words: Sequence[str]) -> list[tuple[frozenset[int], tuple[str, ...]]]:
        """Return the indicators of which all words stand somewhere among stems, with the places.

        "How many freshers did they onboard" has all of "freshers onboarded". Those with the most
        words come first; an indicator needs two of them, or one that stands for several.
        """
        places: dict[str, set[int]] = defaultdict(set)
        for own, start, end in _parts(words):
            for word in own:
                if word not in _empty():
                    places[root(word)].update(range(start, end))
        near = {label for key in places for label in self.by_root.get(key, ())}
        found: dict[frozenset[int], list[str]] = defaultdict(list)
        for label in sorted(near):
            wanted = {root(word) for word in self.words[label]}
            if wanted <= places.keys():
                used = frozenset(at for word in wanted for at in places[word])
                if len(used) > 1:
                    found[used].append(label)
        return [
            (used, tuple(labels))
            for used, labels in sorted(found.items(), key=lambda f: (-len(f[0]), sorted(f[0])))
        ]

    def _distance(self, asked: frozenset[str], own: frozenset[str]) -> float:
        different = asked ^ own
        return len(different - _light()) + 0.25 * len(different & _light())

    def spans(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Return the spans of stems that name some indicator, longest first.

        A span neither begins nor ends with a small word, and lies in no longer one.
        """
        found: list[tuple[int, int]] = []
        for start in range(len(words)):
            for end in range(min(len(words), start + _LONGEST), start, -1):
                small = {words[start], words[end - 1]} & _empty()
                if not small and self.matching(words[start:end]):
                    found.append((start, end))
                    break
        inner = {s for s in found for o in found if s != o and o[0] <= s[0] and s[1] <= o[1]}
        return sorted((s for s in found if s not in inner), key=lambda s: s[0] - s[1])
