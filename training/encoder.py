"""MiniLM-L6, a BERT of six layers, with an added embedding of letter case."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from extract.language.words import CASES

if TYPE_CHECKING:
    from pathlib import Path

WIDTH = 384
LAYERS = 6


class Dropout(nn.Module):
    """Drops the same features at every place of a row: one small mask instead of a large one."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.keep = 1.0 - share

    def forward(self, x: Tensor) -> Tensor:
        """Drop from ``x`` of two or more dimensions; the one before the last shares its mask."""
        if not self.training:
            return x
        shape = (*x.shape[:-2], 1, x.shape[-1]) if x.dim() > 2 else x.shape
        mask = torch.rand(shape) < self.keep
        return x * (mask.to(x.dtype) / self.keep)


class Layer(nn.Module):
    """One transformer layer, normalised after each half as in BERT."""

    def __init__(
        self, width: int = WIDTH, inner: int = 1536, heads: int = 12, dropout: float = 0.1
    ) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.mix = (nn.Linear(width, width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.grow, self.shrink = nn.Linear(width, inner), nn.Linear(inner, width)
        self.drop = Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """Map ``x`` (batch, pieces, width); ``bias`` is added to the attention scores."""
        batch, pieces, width = x.shape
        size = width // self.heads
        q, k, v = (
            f(x).view(batch, pieces, self.heads, size).transpose(1, 2)
            for f in (self.query, self.key, self.value)
        )
        mixed = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(size) + bias, -1) @ v
        x = self.norm1(x + self.drop(self.mix(mixed.transpose(1, 2).reshape(batch, pieces, width))))
        return self.norm2(x + self.drop(self.shrink(functional.gelu(self.grow(x)))))


class Encoder(nn.Module):
    """Word pieces and their case to vectors; the vectors of the pieces stay as published."""

    def __init__(self, vocabulary: int = 30522, positions: int = 512) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(positions, WIDTH)
        self.pieces.weight.requires_grad_(requires_grad=False)
        self.segment = nn.Embedding(2, WIDTH)
        self.case = nn.Embedding(CASES, WIDTH)
        nn.init.zeros_(self.case.weight)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, pieces: Tensor, mask: Tensor, case: Tensor) -> Tensor:
        """Return (batch, pieces, width); all inputs have shape (batch, pieces)."""
        x = (
            self.pieces(pieces)
            + self.positions.weight[: pieces.shape[1]]
            + self.segment.weight[0]
            + self.case(case)
        )
        x = self.drop(self.norm(x))
        bias = (1.0 - mask.to(x.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, bias.to(x.dtype))
        return x

    def load_start(self, folder: Path) -> None:
        """Copy the published weights of all-MiniLM-L6-v2."""
        given = {
            k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()
        }
        ours = {
            "pieces.weight": "embeddings.word_embeddings.weight",
            "positions.weight": "embeddings.position_embeddings.weight",
            "segment.weight": "embeddings.token_type_embeddings.weight",
            "norm.weight": "embeddings.LayerNorm.weight",
            "norm.bias": "embeddings.LayerNorm.bias",
        }
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "mix": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "grow": "intermediate.dense",
            "shrink": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for n in range(LAYERS):
            for mine, theirs in parts.items():
                for kind in ("weight", "bias"):
                    ours[f"layers.{n}.{mine}.{kind}"] = f"encoder.layer.{n}.{theirs}.{kind}"
        missing = self.load_state_dict(
            {mine: given[theirs] for mine, theirs in ours.items()}, strict=False
        )
        if missing.unexpected_keys or set(missing.missing_keys) != {"case.weight"}:
            msg = f"Start weights do not fit: {missing}"
            raise ValueError(msg)
