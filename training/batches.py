"""Examples to numbers, numbers to batches, in an endless mix of the sources."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from extract.language.words import SPECIAL_CASE, case_of, distance_classes, surroundings
from training.example import ALL, Example, allowed
from training.labels import FINE_ID, RELATION_ID, RELATIONS, ROLE_ID, STATUSES
from training.model import Inputs, Pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tokenizers import Tokenizer

IGNORE = -100
LOWER, TITLE, MIXED, UPPER = 0, 1, 2, 3
PLACE_BEGIN, PLACE_INSIDE = allowed(["GPE"], "B"), allowed(["GPE"], "I")
SHOUTED = 0.05
"""Share of the windows whose first place stands in capitals, as in a dateline."""
DATELINE = 6
RECASED = ((LOWER, 0.05), (UPPER, 0.03), (TITLE, 0.03))
"""Share of the windows that are shown in lower case, in capitals, and like a title."""
LIMIT = 510
SEEN_OFTEN = {"lemma": 4, "morph": 3}
COLUMNS = {"tag": "tags", "pos": "pos", "morph": "morphs", "lemma": "lemmas", "dep": "deps"}


def inventories(examples: list[Example]) -> dict[str, list[str]]:
    """Return the labels of each grammar head, most frequent first; rare scripts are left out."""
    found = {"start": ["in", "start"]}
    for name, column in COLUMNS.items():
        counts = Counter(label for e in examples if e.syntax for label in getattr(e.syntax, column))
        found[name] = [label for label, n in counts.most_common() if n >= SEEN_OFTEN.get(name, 1)]
    return found


@dataclass
class Coded:
    """An example as numbers; ``grammar`` maps a head to one label for each word."""

    source: str
    pieces: list[int]
    case: list[int]
    first: list[int]
    grammar: dict[str, list[int]]
    heads: list[int] | None
    names: list[int] | None
    types: list[tuple[int, int, int]]
    pairs: dict[str, np.ndarray]

    @property
    def words(self) -> int:
        """Number of words."""
        return len(self.first)


class Coder:
    """Turns examples into numbers."""

    def __init__(self, tokenizer: Tokenizer, labels: dict[str, list[str]]) -> None:
        self.tokenizer = tokenizer
        self.ids = {
            name: {label: n for n, label in enumerate(known)} for name, known in labels.items()
        }

    def __call__(self, example: Example) -> Coded | None:
        """Code an example; None if it has too many word pieces."""
        encoding = self.tokenizer.encode(example.words, is_pretokenized=True)
        if not example.words or len(encoding.ids) > LIMIT:
            return None
        place: dict[int, int] = {}
        for at, word in enumerate(encoding.word_ids):
            if word is not None:
                place.setdefault(word, at)
        grammar = {}
        if example.syntax:
            for name, column in COLUMNS.items():
                grammar[name] = [
                    self.ids[name].get(label, IGNORE) for label in getattr(example.syntax, column)
                ]
        if example.starts:
            grammar["start"] = [int(start) for start in example.starts]
        return Coded(
            example.source,
            encoding.ids,
            [SPECIAL_CASE if w is None else case_of(example.words[w]) for w in encoding.word_ids],
            [place.get(n, 0) for n in range(len(example.words))],
            grammar,
            example.syntax.heads if example.syntax else None,
            example.names,
            [(a, b, FINE_ID[kind]) for a, b, kind in example.types],
            self._pairs(example),
        )

    def _pairs(self, example: Example) -> dict[str, np.ndarray]:
        n = len(example.pairs)
        held = np.zeros((n, len(RELATIONS)), np.int8)
        status, same = np.full(n, IGNORE), np.full(n, IGNORE)
        for row, pair in enumerate(example.pairs):
            unknown = RELATIONS if pair.unknown is None else pair.unknown
            held[row, [RELATION_ID[r] for r in unknown]] = -1
            held[row, [RELATION_ID[r] for r in pair.true]] = 1
            status[row] = STATUSES.index(pair.status) if pair.status else IGNORE
            same[row] = IGNORE if pair.same is None else int(pair.same)
        first = np.array([p.first for p in example.pairs], np.int64).reshape(n, 2)
        second = np.array([p.second for p in example.pairs], np.int64).reshape(n, 2)
        return {
            "first": first,
            "second": second,
            "runs": surroundings(first, second, len(example.words)),
            "roles": np.array(
                [[ROLE_ID[r] for r in p.roles] for p in example.pairs], np.int64
            ).reshape(n, 2),
            "distance": distance_classes(first, second),
            "held": held,
            "status": status,
            "same": same,
        }


@dataclass
class Batch:
    """Inputs and targets; rows of words without a target hold IGNORE."""

    inputs: Inputs
    grammar: dict[str, Tensor]
    heads: Tensor
    names: Tensor
    type_row: Tensor
    type_at: Tensor
    type_label: Tensor
    pairs: Pairs | None
    held: Tensor
    status: Tensor
    same: Tensor


def recased(row: Coded, chance: random.Random) -> Coded:
    """Show some windows in another letter case: notes, headings and titles are news too.

    A lemma says how its word's case changes, so lemmas of such a window are not learnt.
    """
    drawn = chance.random()
    if drawn < SHOUTED:
        return replace(row, case=_dateline(row))
    drawn -= SHOUTED
    for case, share in RECASED:
        if drawn < share:
            changed = {LOWER} if case == TITLE else {LOWER, TITLE, MIXED, UPPER}
            letters = [case if c in changed else c for c in row.case]
            grammar = {n: v for n, v in row.grammar.items() if n != "lemma"}
            return replace(row, case=letters, grammar=grammar)
        drawn -= share
    return row


def _dateline(row: Coded) -> list[int]:
    """Put a place among the first words in capitals."""
    letters = list(row.case)
    inside = False
    for word, bits in enumerate((row.names or [])[:DATELINE]):
        inside = bits == PLACE_BEGIN or (inside and bits == PLACE_INSIDE)
        if inside:
            end = row.first[word + 1] if word + 1 < row.words else len(letters) - 1
            for piece in range(row.first[word], end):
                letters[piece] = UPPER if letters[piece] in (TITLE, MIXED) else letters[piece]
    return letters


def collate(rows: list[Coded], chance: random.Random | None, labels: dict[str, list[str]]) -> Batch:
    """Pad rows to one batch; ``chance`` hides the roles of some pairs and the case of some rows."""
    if chance is not None:
        rows = [recased(r, chance) for r in rows]
    size, pieces, words = len(rows), max(len(r.pieces) for r in rows), max(r.words for r in rows)

    def full(columns: int, fill: int) -> Tensor:
        return torch.full((size, columns), fill)

    def put(target: Tensor, row: int, values: list[int]) -> None:
        target[row, : len(values)] = torch.tensor(values)

    inputs = Inputs(
        full(pieces, 0),
        full(pieces, 0),
        full(pieces, SPECIAL_CASE),
        full(words, 0),
        full(words, 0).bool(),
    )
    grammar = {name: full(words, IGNORE) for name in labels}
    heads, names = full(words, IGNORE), full(words, ALL)
    for n, r in enumerate(rows):
        put(inputs.pieces, n, r.pieces)
        put(inputs.case, n, r.case)
        put(inputs.first, n, r.first)
        inputs.mask[n, : len(r.pieces)] = 1
        inputs.words[n, : r.words] = True
        for name, values in r.grammar.items():
            put(grammar[name], n, values)
        if r.heads is not None:
            put(heads, n, r.heads)
        if r.names is not None:
            put(names, n, [bits or ALL for bits in r.names])
    typed = [(n, *t) for n, r in enumerate(rows) for t in r.types]
    flat = torch.tensor(typed, dtype=torch.long).reshape(-1, 4)
    pairs, held, status, same = _collate_pairs(rows, chance)
    return Batch(
        inputs,
        grammar,
        heads,
        names,
        flat[:, 0],
        flat[:, 1:3],
        flat[:, 3],
        pairs,
        held,
        status,
        same,
    )


def _collate_pairs(
    rows: list[Coded], chance: random.Random | None
) -> tuple[Pairs | None, Tensor, Tensor, Tensor]:
    def joined(name: str) -> Tensor:
        return torch.from_numpy(np.concatenate([r.pairs[name] for r in rows]))

    row = torch.from_numpy(np.repeat(np.arange(len(rows)), [len(r.pairs["status"]) for r in rows]))
    roles = joined("roles")
    if chance is not None:
        hidden = torch.tensor([chance.random() < 0.25 for _ in range(len(row))], dtype=torch.bool)
        roles = roles.masked_fill(hidden[:, None], 0)
    pairs = (
        Pairs(row, joined("first"), joined("second"), joined("runs"), roles, joined("distance"))
        if len(row)
        else None
    )
    return pairs, joined("held"), joined("status"), joined("same")


class Mix:
    """An endless stream of batches that draws each source with its weight.

    ``weights`` are passes over a source relative to the others.
    """

    def __init__(
        self, sources: dict[str, list[Coded]], weights: dict[str, float], *, seed: int, pieces: int
    ) -> None:
        self.sources, self.pieces = sources, pieces
        self.chance = random.Random(seed)
        self.shares = {
            s: weights[s] * len(rows) for s, rows in sources.items() if rows and weights.get(s)
        }
        self.queues: dict[str, list[int]] = {s: [] for s in self.shares}

    def state(self) -> dict[str, Any]:
        """Return what a resumed run needs to go on."""
        return {"chance": self.chance.getstate(), "queues": self.queues}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where another run stopped."""
        self.chance.setstate(state["chance"])
        self.queues = state["queues"]

    def _draw(self) -> Coded:
        source = self.chance.choices(list(self.shares), list(self.shares.values()))[0]
        if not self.queues[source]:
            self.queues[source] = list(range(len(self.sources[source])))
            self.chance.shuffle(self.queues[source])
        return self.sources[source][self.queues[source].pop()]

    def __iter__(self) -> Iterator[list[Coded]]:
        while True:
            pool = sorted((self._draw() for _ in range(320)), key=lambda r: len(r.pieces))
            batches: list[list[Coded]] = [[]]
            for row in pool:
                if batches[-1] and len(row.pieces) * (len(batches[-1]) + 1) > self.pieces:
                    batches.append([])
                batches[-1].append(row)
            self.chance.shuffle(batches)
            yield from batches
