"""What a graph's observations measure, found by the words of a question."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from queries.questions.layers import texts
from queries.questions.tokens import stems
from queries.questions.words import english, wordings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    found: list[str] = []
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + 3), at, -1):
            if same := _synonyms().get(tuple(words[at:end])):
                found.extend(same)
                at = end
                break
        else:
            found.append(words[at])
            at += 1
    return frozenset(found) - _empty()


@dataclass(frozen=True, slots=True)
class Indicators:
    """Indicators by their content words."""

    words: Mapping[str, frozenset[str]]  # label -> content
    by_word: Mapping[str, frozenset[str]]  # content word -> labels

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
        return cls(words, {word: frozenset(found) for word, found in index.items()})

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
