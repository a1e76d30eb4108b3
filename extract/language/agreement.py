"""One article, one meaning: the mentions of a name settle together what it is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from extract.language.names import Labels, Name

SURE: Final = 0.95
"""A mention whose own kind is as likely as this keeps it."""

HINT: Final = 0.15
"""The least chance that each word of a repeated name is in a name."""


def repeated(
    names: Sequence[Name], words: Sequence[str], scores: NDArray[np.float32], labels: Labels
) -> list[Name]:
    """Return the names, and other occurrences of them that the network half saw.

    Only names that start with a capital are looked for again, in the same letters.
    """
    outside = labels.parts(scores)[:, 0]
    taken = np.zeros(len(words), dtype=bool)
    for name in names:
        taken[name.start : name.end] = True
    known = {tuple(words[n.start : n.end]) for n in names if words[n.start][:1].isupper()}
    longest = defaultdict(list)
    for surface in sorted(known, key=len, reverse=True):
        longest[surface[0]].append(surface)
    found = list(names)
    for at, word in enumerate(words):
        for surface in longest.get(word, ()):
            end = at + len(surface)
            free = not taken[at:end].any() and bool((outside[at:end] < 1 - HINT).all())
            if free and tuple(words[at:end]) == surface:
                found.append(labels.name(scores, at, end))
                taken[at:end] = True
    return sorted(found, key=lambda n: n.start)


def settle_kinds(names: Sequence[Name], words: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """Return the kind of each name, chosen with the other mentions of the article.

    Mentions in the same letters are averaged. A single word that begins or ends longer names of
    people counts their votes too: a surname is rarely a firm.
    """
    groups: Mapping[str, list[NDArray[np.float32]]] = defaultdict(list)
    surfaces = [" ".join(words[n.start : n.end]) for n in names]
    for name, surface in zip(names, surfaces, strict=True):
        groups[surface].append(name.chances)
    person = kinds.index("PER") if "PER" in kinds else -1
    for name in names:
        parts = words[name.start : name.end]
        if len(parts) > 1 and int(name.chances.argmax()) == person:
            for part in {parts[0], parts[-1]} & set(groups):
                groups[part].append(name.chances)
    settled = []
    for name, surface in zip(names, surfaces, strict=True):
        own = name.chances
        mean = np.mean(groups[surface], axis=0)
        settled.append(kinds[int((own if own.max() >= SURE else mean).argmax())])
    return settled
