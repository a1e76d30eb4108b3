"""Open relation sets, mapped to the contract's predicates; what a set does not mark is masked."""

from __future__ import annotations

import random
from itertools import permutations
from typing import TYPE_CHECKING, Any

from training.example import Example, Pair, Words, fold, name_bits, rows
from training.labels import (
    CORE,
    FIRE,
    KNOWLEDGENET,
    REDOCRED,
    RELATED,
    RELATIONS,
    ROLE_OF,
    SYMMETRIC,
    Mapped,
)
from training.names import MISC, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from training.gazetteers import Gazetteers

HELD_BACK = 10
DATES = {"foundedOn", "bornOn", "diedOn"}
REDOCRED_KINDS = {"PER": frozenset({"PER"}), "ORG": frozenset({"ORG"}), "LOC": PLACES, "MISC": MISC}
FIRE_KINDS = {
    "Company": frozenset({"ORG"}),
    "Person": frozenset({"PER"}),
    "Location": PLACES,
    "GeopoliticalEntity": frozenset({"GPE"}),
    "Product": frozenset({"PRODUCT"}),
}
FIRE_OTHER = {"Date": "DATE"}
Spans = list[tuple[int, int]]


def read_core(path: Path, *, dev: bool = False) -> list[Example]:
    """Read CORE: one pair of business entities a row, with one relation or none."""
    found = []
    for row in rows(path):
        if (fold(row["doc"], HELD_BACK) == 0) != dev:
            continue
        words = Words(row["text"])
        at = {e["id"]: words.span(*e["mentions"][0]) for e in row["entities"]}
        one, two = at["e1"], at["e2"]
        if one is None or two is None or one == two:
            continue
        held: dict[tuple[str, str], set[str]] = {("e1", "e2"): set(), ("e2", "e1"): set()}
        for relation in row["relations"]:
            _hold(held, relation["head"], relation["tail"], relation["type"], CORE)
        example = Example("core", words.words)
        for first, second in held:
            a, b = at[first], at[second]
            assert a is not None
            assert b is not None
            true = frozenset(held[first, second])
            example.pairs.append(
                Pair(
                    a,
                    b,
                    ("ORG", "ORG"),
                    true,
                    _related(true),
                )
            )
        found.append(example)
    return found


def read_knowledgenet(path: Path, *, dev: bool = False) -> list[Example]:
    """Read KnowledgeNet: pairs of mentions; missing ones are false for ``exhaustive_for`` only."""
    found = []
    for row in rows(path):
        if (fold(row["doc"], HELD_BACK) == 0) != dev:
            continue
        words = Words(row["text"])
        held: dict[tuple[tuple[int, int], tuple[int, int]], set[str]] = {}
        spots: dict[tuple[int, int], str] = {}
        for entity in row["entities"]:
            for start, end in entity["mentions"]:
                if at := words.span(start, end):
                    spots[at] = ROLE_OF.get(entity["type"], "UNKNOWN")
        for relation in row["relations"]:
            for head, tail in relation["pairs"]:
                a, b = words.span(*head), words.span(*tail)
                if a and b and a != b:
                    _hold(held, a, b, relation["type"], KNOWLEDGENET)
        known = {KNOWLEDGENET[name][0] for name in row["exhaustive_for"]}
        example = Example("knowledgenet", words.words)
        for a, b in permutations(spots, 2):
            true = frozenset(held.get((a, b), ()))
            unknown = frozenset(RELATIONS) - known - true
            example.pairs.append(Pair(a, b, (spots[a], spots[b]), true, unknown))
        if example.pairs or example.words:
            found.append(example)
    return found


def read_redocred(path: Path, gazetteers: Gazetteers, *, seed: int = 0) -> list[Example]:
    """Read Re-DocRED: names of whole articles, relations where a sentence is their evidence."""
    chance = random.Random(seed)
    covered = frozenset({"PER", "ORG"}) | PLACES | (MISC - {"PROGRAM", "NORP"})
    found = []
    for row in rows(path):
        evidence: dict[tuple[str, str], list[tuple[str, set[int]]]] = {}
        for r in row["relations"]:
            evidence.setdefault((r["head"], r["tail"]), []).append(
                (r["type"], set(r.get("evidence", ())))
            )
        sentences = row["sents"]
        step = chance.randint(2, 4)
        for first in range(0, len(sentences), step):
            group = sentences[first : first + step]
            found.append(_redocred_window(row, group, first, evidence, covered, gazetteers, chance))
    return found


def _redocred_window(
    row: dict[str, Any],
    group: Spans,
    first: int,
    evidence: dict[tuple[str, str], list[tuple[str, set[int]]]],
    covered: frozenset[str],
    gazetteers: Gazetteers,
    chance: random.Random,
) -> Example:
    low, high = group[0][0], group[-1][1]
    words = Words(row["text"][low:high])
    example = Example("redocred", words.words)
    typed, spots = [], []
    for entity in row["entities"]:
        kinds = REDOCRED_KINDS.get(entity["type"])
        for start, end in entity["mentions"]:
            at = words.span(start - low, end - low) if low <= start and end <= high else None
            if not at:
                continue
            sentence = first + sum(1 for a, _ in group if a <= start) - 1
            spots.append(
                (
                    at,
                    entity["id"],
                    ROLE_OF.get(entity["type"], "PLACE" if kinds == PLACES else "UNKNOWN"),
                    sentence,
                )
            )
            if kinds:
                surface = row["text"][start:end]
                if entity["type"] == "LOC" and gazetteers.is_demonym(surface):
                    kinds = frozenset({"NORP"})
                typed.append((*at, kinds))
                if fine := gazetteers.fine(surface, kinds):
                    example.types.append((*at, fine))
    example.names = name_bits(len(words.words), typed, covered)
    unmarked = []
    for one, two in permutations(spots, 2):
        if one[3] != two[3] or one[1] == two[1]:
            continue
        stated = evidence.get((one[1], two[1]), [])
        true = {
            m[0]
            for name, where in stated
            if one[3] in where and (m := REDOCRED.get(name)) and m[1] > 0
        }
        back = evidence.get((two[1], one[1]), [])
        true |= {
            m[0]
            for name, where in back
            if one[3] in where and (m := REDOCRED.get(name)) and m[1] < 0
        }
        maybe = {m[0] for name, _ in stated + back if (m := REDOCRED.get(name))}
        held = frozenset(true)
        pair = Pair(
            one[0], two[0], (one[2], two[2]), held, (frozenset(maybe) | _related(held)) - held
        )
        if held:
            example.pairs.append(pair)
        else:
            unmarked.append(pair)
    example.pairs = chance.sample(example.pairs, min(24, len(example.pairs)))
    example.pairs += chance.sample(unmarked, min(30, len(unmarked)))
    return example


def read_fire(path: Path, *, seed: int = 0) -> list[Example]:
    """Read FIRE: names and relations of business sentences."""
    chance = random.Random(seed)
    covered = frozenset({"ORG", "PER", "GPE", "LOC", "PRODUCT"})
    found = []
    for row in rows(path):
        words = Words(row["text"])
        example = Example("fire", words.words)
        typed, spots = [], {}
        for entity in row["entities"]:
            kinds = FIRE_KINDS.get(entity["type"])
            for start, end in entity["mentions"]:
                at = words.span(start, end)
                if at and kinds:
                    typed.append((*at, kinds))
                    if entity["type"] == "Company":
                        example.types.append((*at, "Company"))
                    spots[entity["id"]] = (at, ROLE_OF[next(iter(kinds))])
                elif at and entity["type"] in FIRE_OTHER:
                    spots[entity["id"]] = (at, FIRE_OTHER[entity["type"]])
        example.names = name_bits(len(words.words), typed, covered)
        held: dict[tuple[str, str], set[str]] = {}
        for relation in row["relations"]:
            _hold(held, relation["head"], relation["tail"], relation["type"], FIRE)
        pairs = []
        for one, two in permutations(spots, 2):
            true = frozenset(held.get((one, two), ()))
            pairs.append(
                Pair(
                    spots[one][0],
                    spots[two][0],
                    (spots[one][1], spots[two][1]),
                    true,
                    _fire_unknown(true),
                )
            )
        example.pairs = [p for p in pairs if p.true] + chance.sample(pairs, min(20, len(pairs)))
        found.append(example)
    return found


def read_gap(path: Path) -> list[Example]:
    """Read GAP: a pronoun and two names."""
    found = []
    for row in rows(path):
        words = Words(row["text"])
        pronoun = words.span(*row["pronoun"])
        example = Example("gap", words.words)
        for key in "AB":
            at = words.span(*row[key])
            if at and pronoun and at[1] - at[0] < 12:
                example.pairs.append(
                    Pair(at, pronoun, ("PER", "PER"), unknown=None, same=bool(row[f"{key}_coref"]))
                )
        if len(words.words) <= 220:
            found.append(example)
    return found


def _hold(
    held: dict[Any, set[str]],
    head: Any,  # noqa: ANN401 - any key
    tail: Any,  # noqa: ANN401
    native: str,
    mapped: Mapped,
) -> None:
    if native not in mapped:
        return
    relation, direction = mapped[native]
    key = (head, tail) if direction > 0 else (tail, head)
    held.setdefault(key, set()).add(relation)
    if relation in SYMMETRIC:
        held.setdefault(key[::-1], set()).add(relation)


def _related(true: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(RELATED.get(r, set()) for r in true)) - true


def _fire_unknown(true: frozenset[str]) -> frozenset[str]:
    marked = {relation for relation, _ in FIRE.values()}
    return (frozenset(RELATIONS) - marked) | _related(true)


def all_pairs(examples: list[Example]) -> Iterator[Pair]:
    """Yield every pair of some examples."""
    for example in examples:
        yield from example.pairs
