"""The network: one encoder, a head for each task."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from extract.language.words import DISTANCES
from training.encoder import WIDTH, Dropout, Encoder
from training.labels import FINE, NER, RELATIONS, ROLES, STATUSES

ARC = 256
LABEL = 160
SPAN = 256
HIDDEN = 256
ROLE_WIDTH = 16
WORD_HEADS = ("tag", "pos", "morph", "lemma", "start")


@dataclass
class Inputs:
    """One batch.

    ``pieces``, ``mask``, ``case``: (batch, pieces); ``first``: the first piece of each word and
    ``words``: which of them are real, both (batch, words).
    """

    pieces: Tensor
    mask: Tensor
    case: Tensor
    first: Tensor
    words: Tensor


@dataclass
class Pairs:
    """Pairs of spans: row (pairs), spans (pairs, 2), ``runs`` between, before and after them
    (pairs, 3, 2), roles (pairs, 2), distance (pairs).
    """

    row: Tensor
    first: Tensor
    second: Tensor
    runs: Tensor
    roles: Tensor
    distance: Tensor


class Largest:
    """The largest of each feature over any run of words of any row.

    A sparse table: a run is covered by two overlapping ones whose length is a power of two, so
    that no tensor of pairs times words is made. ``spans`` has shape (batch, words, width).
    """

    def __init__(self, spans: Tensor) -> None:
        self.levels = [spans]
        while 2 ** len(self.levels) <= spans.shape[1]:
            last, step = self.levels[-1], 2 ** (len(self.levels) - 1)
            self.levels.append(torch.maximum(last[:, :-step], last[:, step:]))

    def __call__(self, row: Tensor, low: Tensor, high: Tensor) -> Tensor:
        """Return the largest over ``low`` to ``high`` (excluded) of each row: (pairs, width)."""
        level = (high - low).float().log2().floor().long()
        found = self.levels[0].new_empty(len(row), self.levels[0].shape[-1])
        for k, runs in enumerate(self.levels):
            at = (level == k).nonzero()[:, 0]
            ends = torch.maximum(runs[row[at], low[at]], runs[row[at], high[at] - 2**k])
            found = found.index_copy(0, at, ends)
        return found


class Model(nn.Module):
    """All tasks; ``sizes`` has the number of labels of each word head and of ``dep``."""

    def __init__(self, sizes: dict[str, int], dropout: float = 0.15) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.drop = Dropout(dropout)
        self.heads = nn.ModuleDict({name: nn.Linear(WIDTH, sizes[name]) for name in WORD_HEADS})
        self.heads["name"] = nn.Linear(WIDTH, len(NER))
        self.arc_dependent, self.arc_head = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.arc = nn.Parameter(torch.randn(ARC, ARC) * 0.02)
        self.arc_bias = nn.Linear(ARC, 1)
        self.dep_dependent, self.dep_head = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.dep = nn.Linear(2 * LABEL, sizes["dep"])
        self.span = nn.Linear(WIDTH, SPAN)
        self.type1, self.type2 = nn.Linear(3 * SPAN, HIDDEN // 2), nn.Linear(HIDDEN // 2, len(FINE))
        self.role, self.distance = (
            nn.Embedding(len(ROLES), ROLE_WIDTH),
            nn.Embedding(DISTANCES, ROLE_WIDTH),
        )
        width = 5 * SPAN + 3 * ROLE_WIDTH
        self.pair1 = nn.Linear(width, HIDDEN)
        self.pair2 = nn.Linear(HIDDEN, len(RELATIONS) + len(STATUSES))
        self.same1, self.same2 = nn.Linear(width, HIDDEN // 2), nn.Linear(HIDDEN // 2, 1)

    def encode(self, x: Inputs) -> tuple[Tensor, Tensor]:
        """Return the root's vector (batch, 1, width) and the words' (batch, words, width)."""
        pieces = self.encoder(x.pieces, x.mask, x.case)
        words = torch.gather(pieces, 1, x.first[:, :, None].expand(-1, -1, WIDTH))
        return pieces[:, :1], words

    def arcs(self, root: Tensor, words: Tensor) -> Tensor:
        """Return the score of each head for each word: (batch, words, 1 + words)."""
        heads = torch.cat([root, words], 1)
        dependent = self.drop(functional.gelu(self.arc_dependent(words)))
        head = self.drop(functional.gelu(self.arc_head(heads)))
        return (dependent @ self.arc) @ head.transpose(1, 2) + self.arc_bias(head).transpose(1, 2)

    def dep_parts(self, root: Tensor, words: Tensor) -> tuple[Tensor, Tensor]:
        """Return what each word says as a dependent and, with the root first, as a head."""
        return self.dep_dependent(words), self.dep_head(torch.cat([root, words], 1))

    def dep_labels(self, dependent: Tensor, head: Tensor) -> Tensor:
        """Return label scores of arcs, from parts of the same shape (..., LABEL)."""
        return self.dep(
            self.drop(torch.cat([functional.relu(dependent + head), dependent * head], -1))
        )

    def types(self, spans: Tensor, row: Tensor, at: Tensor) -> Tensor:
        """Return contract type scores of the spans ``at`` (spans, 2) in the rows ``row``."""
        first, last = spans[row, at[:, 0]], spans[row, at[:, 1] - 1]
        x = torch.cat([first, last, first * last], -1)
        return self.type2(self.drop(functional.relu(self.type1(self.drop(x)))))

    def pair_features(self, spans: Tensor, pairs: Pairs) -> Tensor:
        """Return the features of each pair; (pairs, 5 * SPAN + 3 * ROLE_WIDTH).

        ``extract.language.relations`` makes the same at run time.
        """
        row, first, second = pairs.row, pairs.first, pairs.second
        one = (spans[row, first[:, 0]] + spans[row, first[:, 1] - 1]) / 2
        two = (spans[row, second[:, 0]] + spans[row, second[:, 1] - 1]) / 2
        largest = Largest(spans)
        between, before, after = (largest(row, *run.T) for run in pairs.runs.unbind(1))
        around = torch.maximum(before, after)
        roles = self.role(pairs.roles).flatten(1).to(one.dtype)
        distance = self.distance(pairs.distance).to(one.dtype)
        return torch.cat([one, two, one * two, between, around, roles, distance], -1)

    def pair_scores(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Return relation scores with statuses after them, and the score of being the same."""
        x = self.drop(features)
        related = self.pair2(self.drop(functional.relu(self.pair1(x))))
        return related, self.same2(self.drop(functional.relu(self.same1(x))))[:, 0]
