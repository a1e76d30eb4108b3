"""What a phrase of a question may stand for in a graph's vocabulary, each at a cost."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from queries.questions.roots import Phrase, general, phrase, root

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.questions.ontology import Ontology

_FROM_COMMENT = 0.9
"""What it costs to know a property by a word of its definition only."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a phrase may stand for: a class or property, at a cost (0: its own label)."""

    kind: str  # "class" or "property"
    iri: str
    cost: float
    doer: bool = False  # its name is of one who does something: "lender", "restorer"


def build_targets(ontology: Ontology) -> dict[Phrase, tuple[Target, ...]]:
    """Return what each phrase may stand for, by labels, their parts, synonyms and comments."""
    found: dict[Phrase, dict[tuple[str, str], float]] = defaultdict(dict)

    def add(words: Phrase, kind: str, iri: str, cost: float) -> None:
        if words:
            known = found[words].get((kind, iri), 9.0)
            found[words][kind, iri] = min(known, cost)

    doers = {c.iri for c in ontology.classes.values() if is_doer(c.label)}
    doers |= {link.iri for link in ontology.links.values() if is_doer(link.label)}

    rare = {link.iri for link in ontology.links.values() if link.literal}
    terms = [("class", c.iri, c.names, "") for c in ontology.classes.values()]
    terms += [("property", link.iri, link.names, link.comment) for link in ontology.links.values()]
    for kind, iri, names, comment in terms:
        for words, cost in _own_phrases(names, comment):
            add(words, kind, iri, cost + 0.4 * (cost >= _FROM_COMMENT and iri in rare))
            if cost <= 0.6 and not (cost and words[0] in general().vague):
                for synonym in _synonyms(words):
                    add(synonym, kind, iri, cost + 0.3)
    return {
        words: tuple(
            sorted(
                (Target(*key, cost, key[1] in doers) for key, cost in t.items()),
                key=lambda t: t.cost,
            )
        )
        for words, t in found.items()
    }


def is_doer(label: str) -> bool:
    """Whether a label names one who does something, as "lender", "line manager" and "head" do.

    >>> is_doer("lender"), is_doer("supplies")
    (True, False)
    """
    return bool(re.search(r"(er|or|ist|ee|head|chief|author|spouse)$", label.split()[-1].lower()))


def _own_phrases(names: Iterable[str], comment: str) -> Iterable[tuple[Phrase, float]]:
    for name in names:
        words = phrase(name)
        yield words, 0.0
        if len(words) > 1:
            for at, word in enumerate(words):
                vague = 0.2 * (word in general().vague)
                yield (word,), vague + (0.4 if at == len(words) - 1 else 0.5)
    light = {root(word) for word in general().light}
    for word in phrase(comment):
        if len(word) > 2 and word not in light and not word.isdigit():
            yield (word,), _FROM_COMMENT


@lru_cache(maxsize=50_000)
def _synonyms(words: Phrase) -> tuple[Phrase, ...]:
    return tuple(other for group in general().same if words in group for other in group)
