"""The trained files of a pipeline part, and the encoder that runs them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from extract.language.words import SPECIAL_CASE, case_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

ENCODER = "encoder.onnx"
HEADS = "heads.npz"
LABELS = "labels.json"
PIECES = "tokenizer.json"
LONGEST = 48
"""Letters of a word that are read; the rest of a long address says nothing."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Small dense layers kept as plain arrays, by name."""

    arrays: dict[str, NDArray[np.float32]]

    @classmethod
    def load(cls, file: Path) -> Heads:
        """Read an ``.npz`` file of half precision arrays."""
        with np.load(file) as stored:
            return cls({name: stored[name].astype(np.float32) for name in stored.files})

    def dense(self, name: str, x: NDArray[np.float32]) -> NDArray[np.float32]:
        """Apply the layer ``name`` to the last axis of ``x``."""
        result: NDArray[np.float32] = (
            x @ self.arrays[f"{name}.weight"].T + self.arrays[f"{name}.bias"]
        )
        return result


def read_labels(file: Path) -> dict[str, list[str]]:
    """Read the label inventories."""
    found: dict[str, list[str]] = json.loads(file.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder says about one window of ``n`` words.

    ``tag``, ``pos``, ``morph``: (n) label numbers; ``start``: (n) log odds that a
    sentence starts; ``name``: (n, labels) log probabilities; ``arc``: (n, 1 + n) head scores,
    the root first; ``dependent``: (n, width) and ``head``: (1 + n, width), the two sides of arc
    labels; ``span``: (n, width), what the span heads read.
    """

    tag: NDArray[np.int64]
    pos: NDArray[np.int64]
    morph: NDArray[np.int64]
    start: NDArray[np.float32]
    name: NDArray[np.float32]
    arc: NDArray[np.float32]
    dependent: NDArray[np.float32]
    head: NDArray[np.float32]
    span: NDArray[np.float32]


OUTPUTS = list(Reading.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a document: their numbers for each word, and each word's letter case."""

    ids: list[list[int]]
    cases: list[int]


class Encoder:
    """Runs the ONNX file; one session serves any number of threads."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        self._session = ort.InferenceSession(
            str(folder / ENCODER), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / PIECES))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._open, self._close = self._tokenizer.encode("").ids

    def pieces(self, words: Sequence[str]) -> Pieces:
        """Cut words into pieces."""
        encoding = self._tokenizer.encode(
            [w[:LONGEST] for w in words], is_pretokenized=True, add_special_tokens=False
        )
        ids: list[list[int]] = [[] for _ in words]
        for piece, word in zip(encoding.ids, encoding.word_ids, strict=True):
            if word is not None:
                ids[word].append(piece)
        return Pieces(ids, [case_of(w) for w in words])

    def read(self, window: Pieces) -> Reading:
        """Read one window.

        Windows are never read together: the quantised layers scale by the largest value they
        see, so a window's result would depend on its company.
        """
        flat, cases, first = [self._open], [SPECIAL_CASE], []
        for ids, case in zip(window.ids, window.cases, strict=True):
            first.append(len(flat) if ids else 0)
            flat += ids
            cases += [case] * len(ids)
        flat.append(self._close)
        cases.append(SPECIAL_CASE)
        given = {
            "pieces": np.array([flat], np.int64),
            "mask": np.ones((1, len(flat)), np.int64),
            "case": np.array([cases], np.int64),
            "first": np.array([first], np.int64),
            "words": np.ones((1, len(first)), np.int64),
        }
        found: list[Any] = self._session.run(OUTPUTS, given)
        return Reading(**{name: value[0] for name, value in zip(OUTPUTS, found, strict=True)})
