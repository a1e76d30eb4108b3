"""Examples aligned with their texts: which pairs of arguments stand in which relations."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.taught.aligning import align, plain
from extract.taught.arguments import LITERALS, NAME, find_arguments, words_of
from extract.taught.pairs import make_pairs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from extract.document import ResolvedDoc
    from extract.taught.arguments import Argument
    from extract.taught.pairs import Pair

Triple = tuple[str, str, str]
MOST_OF_ONE_GROUP = 0.5
"""A group that holds a larger share of the examples is not kept whole in folds."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text after the language pipeline, with all triples that it states."""

    resolved: ResolvedDoc
    triples: tuple[Triple, ...]


@dataclass
class Lesson:
    """An example with its pairs, and the relations of each: ``gold[subject, object]``.

    ``written`` are the ends of its triples with relation, side and label; ``missed`` are the
    triples whose ends were not both found in the text.
    """

    pairs: list[Pair]
    gold: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    written: list[tuple[Argument, str, str, str]] = field(default_factory=list)
    missed: list[Triple] = field(default_factory=list)


def known_words(examples: Iterable[Example]) -> dict[tuple[str, ...], str]:
    """Return the words of the examples' labels, which are looked for in other texts."""
    known: dict[tuple[str, ...], str] = {}
    for example in examples:
        for subject, _, object_ in example.triples:
            for label in (subject, object_):
                words = words_of(plain(label))
                if words and not all(word.isdigit() for word in words):
                    known[words] = NAME
    return known


def make_lesson(example: Example, known: Mapping[tuple[str, ...], str]) -> Lesson:
    """Return an example with its labels aligned."""
    arguments = find_arguments(example.resolved, known)
    lesson = Lesson(list(make_pairs(example.resolved, arguments)))
    subjects = [a for a in arguments if a.kind not in LITERALS]
    for one, relation, two in example.triples:
        subject, _ = align(one, subjects)
        object_, _ = align(two, [a for a in arguments if subject is None or a.key != subject.key])
        if subject is None or object_ is None:
            lesson.missed.append((one, relation, two))
            continue
        lesson.gold[subject.key, object_.key].add(relation)
        lesson.written += [(subject, relation, "subject", one), (object_, relation, "object", two)]
    return lesson


def group_by_subject(triples: Sequence[Sequence[Triple]]) -> list[int]:
    """Return a number for each example; those that share a subject have the same."""
    parent = list(range(len(triples)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    first: dict[str, int] = {}
    for n, said in enumerate(triples):
        for subject, _, _ in said:
            parent[root(n)] = root(first.setdefault(subject, n))
    return [root(n) for n in range(len(triples))]


def fold_groups(groups: Sequence[int], folds: int) -> list[int]:
    """Return a fold for each example, groups whole and folds about as large.

    Too few groups to fill the folds are split: then an example has its neighbours in the others.
    """
    sizes = Counter(groups)
    largest = sizes.most_common(1)[0][1] if sizes else 0
    if largest > len(groups) * MOST_OF_ONE_GROUP:
        return [n % folds for n in range(len(groups))]
    load = [0] * folds
    fold: dict[int, int] = {}
    for group, size in sizes.most_common():
        fold[group] = load.index(min(load))
        load[fold[group]] += size
    return [fold[group] for group in groups]
