"""Other people's names in known sentences, so that a name is told by its context, not by habit."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from training.example import Example, allowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BEGIN, INSIDE = allowed(["PER"], "B"), allowed(["PER"], "I")
SHARE = 0.3
"""Share of the windows that are renamed."""


@dataclass(frozen=True)
class People:
    """Words that stand first in names of people, and words that stand last."""

    first: list[str]
    last: list[str]


def people_of(examples: Iterable[Example]) -> People:
    """Collect the words of all people's names of two words or more."""
    first, last = set(), set()
    for example in examples:
        for start, end in _spans(example.names or []):
            words = example.words[start:end]
            if len(words) > 1 and all(map(_plain, words)):
                first.add(words[0])
                last.add(words[-1])
    return People(sorted(first), sorted(last))


def renamed(examples: list[Example], people: People, *, seed: int) -> list[Example]:
    """Give the people of some windows other names; one word is replaced alike in a window.

    The number of words stays, and with it all that is known of each.
    """
    chance = random.Random(seed)
    return [_renamed(e, people, chance) if chance.random() < SHARE else e for e in examples]


def _renamed(example: Example, people: People, chance: random.Random) -> Example:
    words, chosen = list(example.words), dict[str, str]()
    spans = sorted(_spans(example.names or []), key=lambda s: s[0] - s[1])
    for start, end in spans:
        for at in range(start, end):
            word = example.words[at]
            if not _plain(word):
                continue
            pool = people.first if at == start and end - start > 1 else people.last
            words[at] = chosen.setdefault(word, chance.choice(pool))
    return replace(example, words=words)


def _plain(word: str) -> bool:
    return len(word) > 2 and word.isalpha() and word[0].isupper() and not word.isupper()


def _spans(names: list[int]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each span that surely is a person."""
    for start, bits in enumerate(names):
        if bits == BEGIN:
            end = start + 1
            while end < len(names) and names[end] == INSIDE:
                end += 1
            yield start, end
