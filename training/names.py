"""Sets of sentences with marked names; each set marks only some types."""

from __future__ import annotations

import json
import random
from functools import cache
from typing import TYPE_CHECKING, Any

from training.example import Example, Words, fold, name_bits, packs, rows
from training.labels import COARSE, COARSE_OF

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from training.gazetteers import Gazetteers

MISC = frozenset({"NORP", "PRODUCT", "EVENT", "WORK", "PROGRAM"})
PLACES = frozenset({"GPE", "LOC"})
FINE_OF = {
    "COMPANY": "Company",
    "UNIVERSITY": "University",
    "GOVERNMENT_BODY": "GovernmentBody",
    "POLITICAL_PARTY": "Organization",
    "COUNTRY": "Country",
    "FACILITY": "Place",
}
OTHER_NAMES = {"uner_ewt", "crossner", "gum_named", "redocred"}
"""Sets whose further labels mark names that are no person, organisation or place."""
PARTIAL = {"fewnerd_inter_partial"}
"""Sets in which an unmarked word may still be a name of a marked type."""


@cache
def _map(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "map.json").read_text(encoding="utf-8"))
    return found


def set_name(path: Path) -> str:
    """Return the set's name as ``map.json`` has it."""
    stem = path.name.split(".")[0].removesuffix("_evalonly").removesuffix("_open")
    return "crossner" if stem.startswith("crossner") else stem


@cache
def kinds_of(path: Path, label: str) -> frozenset[str]:
    """Return the name types that a set's label may stand for; none: unknown."""
    kind = _map(path.parent)[set_name(path)]["coarse"].get(label)
    if kind == "LOC":
        return PLACES
    if kind == "MISC" or (kind is None and set_name(path) in OTHER_NAMES):
        return MISC
    return frozenset({kind}) & frozenset(COARSE) if kind else frozenset()


def covered_types(path: Path, marked: Iterable[dict[str, Any]]) -> frozenset[str]:
    """Return the types that the set marks wherever they occur."""
    labels = {span[2] for row in marked for span in row["spans"]}
    known = _map(path.parent)[set_name(path)]["coarse"]
    kinds = [kinds_of(path, label) for label in labels if known.get(label)]
    found = frozenset().union(*(k for k in kinds if k != MISC))
    return found | (MISC - {"PROGRAM"} if MISC in kinds else frozenset())


def text_and_offsets(row: dict[str, Any]) -> tuple[str, list[tuple[int, int, str]]]:
    """Return the text that the tokens and their ``spaces`` spell, and the spans in characters."""
    text, begins, ends = "", [], []
    for token, space in zip(row["tokens"], row["spaces"], strict=True):
        begins.append(len(text))
        text += token
        ends.append(len(text))
        text += " " if space == "1" else ""
    return text, [(begins[a], ends[b - 1], label) for a, b, label in row["spans"]]


def read_names(
    path: Path,
    gazetteers: Gazetteers,
    *,
    seed: int = 0,
    hold_back: int = 0,
    limit: int | None = None,
) -> list[Example]:
    """Read a set in windows of neighbouring sentences of one document.

    Args:
        path: A ``*.jsonl.gz`` file of the ``ner`` folder.
        gazetteers: Give organisations and places their finer types.
        seed: For the sizes of the windows.
        hold_back: Leave out one document in this many (0: none).
        limit: Keep at most this many rows that mark an organisation.
    """
    marked = [r for r in rows(path) if not (hold_back and fold(r["doc"], hold_back) == 0)]
    if limit is not None:
        marked = [r for r in marked if any("organization" in s[2] for s in r["spans"])][:limit]
    covered = frozenset() if set_name(path) in PARTIAL else covered_types(path, marked)
    chance = random.Random(seed)
    return [
        _join(path, [group[n] for n in pack], covered, gazetteers)
        for group in _documents(marked)
        for pack in packs([len(row["tokens"]) for row in group], chance, high=110)
    ]


def _documents(marked: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    group: list[dict[str, Any]] = []
    for row in marked:
        if group and row["doc"] != group[-1]["doc"]:
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _join(
    path: Path, group: list[dict[str, Any]], covered: frozenset[str], gazetteers: Gazetteers
) -> Example:
    example = Example(set_name(path), [], names=[])
    assert example.names is not None
    fine = _map(path.parent)[set_name(path)]["fine"]
    for row in group:
        text, spans = text_and_offsets(row)
        words = Words(text)
        offset = len(example.words)
        typed = []
        for start, end, label in spans:
            at = words.span(start, end)
            if not at:
                continue
            kinds = kinds_of(path, label)
            typed.append((*at, kinds))
            kind = FINE_OF.get(fine.get(label, "")) or gazetteers.fine(text[start:end], kinds)
            if kind and COARSE_OF[kind] in kinds | PLACES:
                example.types.append((at[0] + offset, at[1] + offset, kind))
        if set_name(path) in PARTIAL:
            typed = []
        bits = name_bits(len(words.words), typed, covered)
        if covered:
            bits = gazetteers.nationalities(words.words, bits)
        example.names += bits
        example.words += words.words
    return example
