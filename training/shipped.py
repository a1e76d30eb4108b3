"""Read the weights of a pipeline that was exported back into the network, to train it further.

A shipped pipeline holds the encoder and the word heads as an int8 ONNX file, the small heads as
half precision arrays, and no lemma head, which no run needs. What is read back differs from what
was trained by the rounding of int8, which a few hundred steps undo.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from extract.language.network import ENCODER, HEADS, LABELS
from training.export import export_graph
from training.model import Model

if TYPE_CHECKING:
    from torch import Tensor

LANGUAGE, RELATIONS = "newskg_language", "newskg_relations"
LEFT_OUT = ("heads.lemma.", "encoder.pieces.")
"""What an export does not hold: the lemma head, and the vectors of pieces, which stay as published
(their int8 copies are coarser)."""


def read_shipped(folder: Path, model: Model, labels: dict[str, list[str]]) -> None:
    """Copy the weights of the pipeline in ``folder`` into ``model``.

    Raises:
        ValueError: The pipeline has other labels than ``labels``, or another network.
    """
    known = json.loads((folder / LANGUAGE / LABELS).read_text(encoding="utf-8"))
    for name, ours in labels.items():
        theirs = ["root" if label == "ROOT" else label for label in known.get(name, ours)]
        if theirs != ours:
            msg = f"{folder} has other labels of {name!r} than the training data"
            raise ValueError(msg)
    state = model.state_dict()
    found = _encoder(folder / LANGUAGE / ENCODER, model)
    for part in (LANGUAGE, RELATIONS):
        with np.load(folder / part / HEADS) as stored:
            for name in stored.files:
                if name in state:
                    found[name] = torch.from_numpy(stored[name].astype(np.float32))
    missing = [n for n in state if n not in found and not n.startswith(LEFT_OUT)]
    if missing:
        msg = f"{folder} lacks the weights {', '.join(missing)}"
        raise ValueError(msg)
    kept = {n: v for n, v in found.items() if not n.startswith(LEFT_OUT)}
    model.load_state_dict(state | kept)


def _encoder(file: Path, model: Model) -> dict[str, Tensor]:
    """Return the parameters in an exported graph by their names in the network.

    The graph names its matrices by number. A fresh export of the same network has the same
    numbers, and there each matrix is known by its values.
    """
    stored = _initializers(onnx.load(file))
    fresh = _random_like(model)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        export_graph(fresh, full)
        given = _initializers(onnx.load(full))
    names = {_key(value.numpy()): n for n, value in fresh.state_dict().items()}
    found: dict[str, Tensor] = {}
    for number, value in given.items():
        for turned, array in ((False, value), (True, value.T)):
            name = names.get(_key(array))
            if name and number in stored:
                weights = stored[number].T if turned else stored[number]
                found[name] = torch.from_numpy(np.array(weights, np.float32))
    segment = model.state_dict()["encoder.segment.weight"]
    found["encoder.segment.weight"] = segment
    for number, value in given.items():
        if np.array_equal(value, fresh.encoder.segment.weight[0].detach().numpy()):
            segment[0] = torch.tensor(stored[number])
    return found


def _random_like(model: Model) -> Model:
    """Build the same network with other values, no two parameters alike."""
    sizes = {n: h.out_features for n, h in model.heads.items()} | {"dep": model.dep.out_features}
    fresh = Model(sizes)
    with torch.no_grad():
        for value in fresh.parameters():
            value.normal_()
    return fresh


def _key(array: np.ndarray) -> tuple[tuple[int, ...], bytes]:
    return array.shape, np.ascontiguousarray(array, np.float32).tobytes()


def _initializers(graph: onnx.ModelProto) -> dict[str, np.ndarray]:
    """Return the constants of a graph, int8 ones as the numbers that they stand for."""
    stored = {i.name: numpy_helper.to_array(i) for i in graph.graph.initializer}
    found: dict[str, np.ndarray] = {}
    for name, value in stored.items():
        if name.endswith("_quantized"):
            plain = name.removesuffix("_quantized")
            zero = stored[f"{plain}_zero_point"].astype(np.float32)
            found[plain] = (value.astype(np.float32) - zero) * stored[f"{plain}_scale"]
        elif not name.endswith(("_scale", "_zero_point")):
            found[name] = value
    return found
