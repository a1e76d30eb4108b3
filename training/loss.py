"""The sum of all tasks' losses on one batch."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from training.batches import IGNORE, Batch
from training.labels import NER, RELATIONS
from training.model import WORD_HEADS, Model

SHARES = {"tag": 0.5, "pos": 0.25, "morph": 0.25, "lemma": 0.5, "start": 0.6}
NEVER = -1e9


def entropy(scores: Tensor, target: Tensor) -> Tensor:
    """Return cross entropy over the last axis, 0 where nothing is known."""
    known = target != IGNORE
    if not known.any():
        return scores.sum() * 0.0
    return functional.cross_entropy(scores[known].float(), target[known])


def name_loss(scores: Tensor, allowed: Tensor) -> Tensor:
    """Return minus the log of the probability that the allowed labels hold together.

    ``scores`` has shape (batch, words, labels), ``allowed`` a bit set of labels for each word.
    """
    bits = (allowed[..., None] >> torch.arange(len(NER))) & 1
    told = bits.sum(-1) < len(NER)
    if not told.any():
        return scores.sum() * 0.0
    logs = scores[told].float().log_softmax(-1)
    return -logs.masked_fill(bits[told] == 0, -1e4).logsumexp(-1).mean()


def losses(model: Model, batch: Batch) -> dict[str, Tensor]:
    """Return the weighted loss of each task that the batch holds."""
    root, words = model.encode(batch.inputs)
    dropped = model.drop(words)
    found = {}
    parsed = (batch.heads != IGNORE).any(1)
    started = (batch.grammar["start"] != IGNORE).any(1)
    for name in WORD_HEADS:
        rows = started if name == "start" else parsed
        if rows.any():
            found[name] = SHARES[name] * entropy(
                model.heads[name](dropped[rows]), batch.grammar[name][rows]
            )
    found["name"] = name_loss(model.heads["name"](dropped), batch.names)
    if parsed.any():
        found |= _tree_losses(model, batch, root[parsed], words[parsed], parsed)
    spans = model.span(words)
    if len(batch.type_label):
        found["type"] = 0.4 * entropy(
            model.types(spans, batch.type_row, batch.type_at), batch.type_label
        )
    if batch.pairs is not None:
        found |= _pair_losses(model, batch, spans)
    return found


def _tree_losses(
    model: Model, batch: Batch, root: Tensor, words: Tensor, rows: Tensor
) -> dict[str, Tensor]:
    heads = batch.heads[rows]
    real = torch.cat([torch.ones(len(words), 1, dtype=torch.bool), batch.inputs.words[rows]], 1)
    scores = model.arcs(root, words).float().masked_fill(~real[:, None, :], NEVER)
    dependent, head = model.dep_parts(model.drop(root), model.drop(words))
    chosen = torch.gather(head, 1, heads.clamp(min=0)[:, :, None].expand(-1, -1, head.shape[-1]))
    return {
        "arc": entropy(scores, heads),
        "dep": entropy(model.dep_labels(dependent, chosen), batch.grammar["dep"][rows]),
    }


def _pair_losses(model: Model, batch: Batch, spans: Tensor) -> dict[str, Tensor]:
    """Learn from pairs; those of a window with many of them count less each, so that sets with a
    single pair in a window are heard.
    """
    assert batch.pairs is not None
    related, same = model.pair_scores(model.pair_features(spans, batch.pairs))
    scores, status = related[:, : len(RELATIONS)].float(), related[:, len(RELATIONS) :]
    known = (batch.held >= 0).float()
    each = (
        functional.binary_cross_entropy_with_logits(
            scores, batch.held.clamp(min=0).float(), reduction="none"
        )
        * known
    )
    marked = known.any(1).float()
    crowd = torch.bincount(batch.pairs.row, marked, len(batch.heads))[batch.pairs.row]
    weight = marked * crowd.clamp(min=2) ** -0.5
    relation = (each.sum(1) * weight).sum() / weight.sum().clamp(min=1)
    found = {"relation": 1.8 * relation, "status": 0.2 * entropy(status, batch.status)}
    told = batch.same != IGNORE
    if told.any():
        found["same"] = 0.3 * functional.binary_cross_entropy_with_logits(
            same[told].float(), batch.same[told].float()
        )
    return found
