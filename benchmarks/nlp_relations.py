"""Relation scores between marked mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Span

from extract.language.relations import RelationModel
from training.labels import CORE, KNOWLEDGENET, PREDICATES
from training.newswire import read_newswire
from training.relations import read_core, read_knowledgenet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from spacy.language import Language

    from training.example import Example, Pair
    from training.gazetteers import Gazetteers

LABEL_OF_ROLE = {
    "PER": "Person",
    "ORG": "Organization",
    "PLACE": "City",
    "PROGRAM": "Program",
    "PRODUCT": "Product",
    "WORK": "Work",
    "EVENT": "Event",
}


class Tally:
    """Counts for a micro-averaged F1."""

    def __init__(self) -> None:
        self.right = self.found = self.there = 0

    def add(self, found: set[Any], there: set[Any]) -> None:
        """Count one row."""
        self.right += len(found & there)
        self.found += len(found)
        self.there += len(there)

    @property
    def f1(self) -> float:
        """The F1 in percent."""
        return 200 * self.right / max(1, self.found + self.there)

    def __str__(self) -> str:
        """Return F1, precision and recall."""
        p, r = 100 * self.right / max(1, self.found), 100 * self.right / max(1, self.there)
        return f"{self.f1:.1f} (P {p:.1f}, R {r:.1f})"


def _read(nlp: Language, examples: list[Example]) -> Iterator[tuple[Example, Doc]]:
    model = nlp.get_pipe("newskg_language")
    for example in examples:
        yield example, model(Doc(nlp.vocab, words=example.words))


def _span(doc: Doc, at: tuple[int, int], role: str) -> Span:
    return Span(doc, at[0], at[1], label=LABEL_OF_ROLE.get(role, ""))


def scored(
    nlp: Language, examples: list[Example]
) -> Iterator[tuple[Example, list[tuple[Pair, Any]]]]:
    """Yield each example with the scores of its pairs."""
    model = nlp.get_pipe("newskg_relations")
    assert isinstance(model, RelationModel)
    for example, doc in _read(nlp, examples):
        spans = [
            (_span(doc, p.first, p.roles[0]), _span(doc, p.second, p.roles[1]))
            for p in example.pairs
        ]
        yield example, list(zip(example.pairs, model.scores(doc, spans), strict=True))


def core(nlp: Language, path: Path, threshold: float = 0.3) -> Tally:
    """Score CORE: at most one relation a row, its most likely one, with its direction."""
    names = {relation for relation, _ in CORE.values()}
    tally = Tally()
    for _, rows in scored(nlp, read_core(path, dev=True)):
        best = max((s.relations[n], i, n) for i, (_, s) in enumerate(rows) for n in names)
        there = {(i, r) for i, (pair, _) in enumerate(rows) for r in pair.true}
        found = {(best[1], best[2])} if best[0] >= threshold else set()
        tally.add({_unordered(x) for x in found}, {_unordered(x) for x in there})
    return tally


def _unordered(item: tuple[int, str]) -> tuple[int, str]:
    return (0, item[1]) if item[1] in {"partnersWith", "competesWith", "mergedWith"} else item


def knowledgenet(nlp: Language, path: Path, threshold: float = 0.3) -> Tally:
    """Score KnowledgeNet's mention pairs for the properties that it marks in full."""
    names = {relation for relation, _ in KNOWLEDGENET.values()}
    tally = Tally()
    for _, rows in scored(nlp, read_knowledgenet(path, dev=True)):
        for pair, scores in rows:
            unknown = pair.unknown or frozenset()
            asked = [n for n in names if n not in unknown]
            tally.add(
                {n for n in asked if scores.relations[n] >= threshold},
                {n for n in asked if n in pair.true},
            )
    return tally


def newswire_pairs(nlp: Language, own: Path, gazetteers: Gazetteers) -> Iterator[tuple[str, str]]:
    """Score the held-back articles: predicates between marked mentions, statuses, coreference."""
    rows = [
        pair
        for _, found in scored(nlp, read_newswire(own, gazetteers, dev=True, every=True))
        for pair in found
    ]
    for threshold in (0.2, 0.3, 0.5):
        tally, status, same = Tally(), [0, 0], Tally()
        for n, (pair, scores) in enumerate(rows):
            unknown = pair.unknown or frozenset()
            asked = [p for p in PREDICATES if p not in unknown]
            tally.add(
                {(n, p) for p in asked if scores.relations[p] >= threshold},
                {(n, p) for p in pair.true},
            )
            same.add({n} if scores.same >= threshold else set(), {n} if pair.same else set())
            if pair.status:
                status[0] += max(scores.statuses, key=scores.statuses.__getitem__) == pair.status
                status[1] += 1
        yield (
            f"own newswire fold, marked pairs, at {threshold}: predicates / same entity / status",
            f"{tally} / {same} / {100 * status[0] / max(1, status[1]):.1f}",
        )
