"""Facts that the head alone reads into a pair of which the text says something else."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from extract.document import MentionKind
from extract.relations.scored import best_pair, stating
from kg.model import Predicate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extract.relations.facts import Gathered, Key
    from kg.model import Fact

    Stated = Mapping[tuple[Predicate, str, str, int], set[str]]

MODEL: Final = "model"
"""How the method of a fact begins that only the trained head found."""
_ECHO: Final = 0.2
"""How much surer the pattern's fact is than the head's other reading of the same pair."""


def without_echoes(facts: Sequence[Fact]) -> list[Fact]:
    """Leave out what the head alone reads into a pair of which a pattern surely says other.

    "Acme recruited from Foo University" is no partnership, though such pairs often have one.
    """
    sure: dict[frozenset[str], float] = {}
    for fact in facts:
        if not _by_model(fact):
            pair = frozenset((fact.subject, fact.object))
            sure[pair] = max(sure.get(pair, 0.0), fact.confidence)
    return [
        fact
        for fact in facts
        if not _by_model(fact)
        or fact.confidence + _ECHO > sure.get(frozenset((fact.subject, fact.object)), 0.0)
    ]


def _by_model(fact: Fact) -> bool:
    return (fact.method or "").startswith(MODEL)


def without_rivals(
    gathered: Mapping[Key, Gathered], letters: Mapping[str, str]
) -> dict[Key, Gathered]:
    """Leave out what the head alone reads across two sentences, one of which says it of another.

    "Acme launched the Orb. Foo grew too.": it is Acme that developed the Orb.
    """
    stated: dict[tuple[Predicate, str, str, int], set[str]] = defaultdict(set)
    for key, item in gathered.items():
        for end, other, sentence in _inside(key, item):
            stated[key[1], end, letters[other], sentence].add(other)
    return {
        key: item for key, item in gathered.items() if not _has_rival(key, item, stated, letters)
    }


def _inside(key: Key, item: Gathered) -> Iterator[tuple[str, str, int]]:
    """Yield each end of a fact with the other, where one sentence surely names both."""
    one, _, other = key
    sentences = set(item.evidence) if item.patterns else set()
    if item.pairs:
        sentences |= {p.sentence.start_char for p in stating(item.pairs) if not p.across}
    for sentence in sentences:
        yield one, other, sentence
        yield other, one, sentence


def _has_rival(key: Key, item: Gathered, stated: Stated, letters: Mapping[str, str]) -> bool:
    if item.patterns or not item.pairs or not all(pair.across for pair in stating(item.pairs)):
        return False
    best = best_pair(item.pairs)
    for mention, other in ((best.subject, best.object), (best.object, best.subject)):
        sentence = best.sentence.doc[mention.start].sent.start_char
        place = (key[1], mention.iri, letters[other.iri], sentence)
        if stated.get(place, set()) - {other.iri}:
            return True
    return False


def without_we(gathered: Mapping[Key, Gathered]) -> dict[Key, Gathered]:
    """Leave out an employer that only "we" or "it" stands for, where a sentence names another.

    "We would not exist," said Roe, who leads Acme: whoever "we" are, Roe works for Acme.
    """
    named: dict[tuple[str, int], set[str]] = defaultdict(set)
    for (person, predicate, employer), item in gathered.items():
        if predicate is Predicate.WORKS_FOR and item.patterns:
            for start in item.evidence:
                named[person, start].add(employer)

    def by_pronoun(key: Key, item: Gathered) -> bool:
        if key[1] is not Predicate.WORKS_FOR or item.patterns or not item.pairs:
            return False
        best = best_pair(item.pairs)
        others = named.get((key[0], best.sentence.start_char), set()) - {key[2]}
        return best.object.kind is MentionKind.PRONOUN and bool(others)

    return {key: item for key, item in gathered.items() if not by_pronoun(key, item)}
