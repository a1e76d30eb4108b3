"""Write the pipeline that ships: one int8 ONNX file, small heads, labels, tokenizer.

python -m training.export --run OUT --start MINILM_FOLDER --to extract/trained
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import spacy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from extract.language import component, relations  # noqa: F401 - register the factories
from extract.language.network import ENCODER, HEADS, LABELS, OUTPUTS, PIECES
from training.labels import FINE, NER, PREDICATES, RELATIONS, ROLES, STATUSES
from training.model import Inputs, Model

LANGUAGE_HEADS = ("dep", "type1", "type2")
RELATION_HEADS = ("pair1", "pair2", "same1", "same2", "role", "distance", "type1", "type2")
NEVER = -1e4


class Graph(nn.Module):
    """The part of the model that runs in ONNX."""

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, pieces: Tensor, mask: Tensor, case: Tensor, first: Tensor, words: Tensor
    ) -> tuple[Tensor, ...]:
        """Return the outputs of ``extract.language.network.Reading`` in its order."""
        model = self.model
        root, vectors = model.encode(Inputs(pieces, mask, case, first, words))
        start = model.heads["start"](vectors)
        real = torch.cat([torch.ones_like(words[:, :1]), words], 1).to(vectors.dtype)
        arcs = model.arcs(root, vectors) + (1.0 - real)[:, None, :] * NEVER
        dependent, head = model.dep_parts(root, vectors)
        best = [model.heads[name](vectors).argmax(-1) for name in ("tag", "pos", "morph")]
        names = model.heads["name"](vectors).log_softmax(-1)
        return (
            *best,
            start[..., 1] - start[..., 0],
            names,
            arcs,
            dependent,
            head,
            model.span(vectors),
        )


def export_graph(model: Model, file: Path) -> None:
    """Write the part that runs in ONNX, in full precision."""
    pieces = torch.randint(1000, 2000, (2, 16))
    ones = torch.ones_like(pieces)
    first = torch.arange(1, 13)[None].repeat(2, 1)
    given = {
        "pieces": pieces,
        "mask": ones,
        "case": torch.zeros_like(pieces),
        "first": first,
        "words": torch.ones_like(first),
    }
    axes = {
        name: {0: "batch", 1: "pieces" if name in ("pieces", "mask", "case") else "words"}
        for name in given
    }
    axes |= {name: {0: "batch", 1: "words"} for name in OUTPUTS}
    axes["arc"] = {0: "batch", 1: "words", 2: "heads"}
    axes["head"] = {0: "batch", 1: "heads"}
    torch.onnx.export(
        Graph(model).eval(),
        tuple(given.values()),
        str(file),
        input_names=list(given),
        output_names=OUTPUTS,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def write_encoder(model: Model, file: Path) -> None:
    """Export and quantise; weights per channel with reduced range, safe on CPUs without VNNI."""
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        export_graph(model, full)
        quantize_dynamic(
            full,
            file,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            extra_options={"DefaultTensorType": 1},
        )


def write_heads(model: Model, names: tuple[str, ...], file: Path) -> None:
    """Write small layers in half precision."""
    state = model.state_dict()
    kept = {
        key: value.numpy().astype(np.float16)
        for key, value in state.items()
        if key.split(".")[0] in names
    }
    np.savez_compressed(file, **kept)


def read_run(run: Path) -> tuple[Model, dict[str, list[str]]]:
    """Load the last checkpoint of a training run."""
    state = torch.load(run / "checkpoint.pt", weights_only=False, map_location="cpu")
    labels: dict[str, list[str]] = state["labels"]
    model = Model({name: len(known) for name, known in labels.items()})
    model.load_state_dict(state["model"])
    return model.eval(), labels


def export(run: Path, start: Path, to: Path) -> None:
    """Write the pipeline folder; a card that is there stays."""
    model, labels = read_run(run)
    kept = {name: known for name, known in labels.items() if name != "start"}
    kept["dep"] = ["ROOT" if label == "root" else label for label in kept["dep"]]
    kept |= {
        "name": NER,
        "type": FINE,
        "relation": RELATIONS,
        "predicate": PREDICATES,
        "status": STATUSES,
        "role": ROLES,
    }
    with tempfile.TemporaryDirectory() as folder:
        language, relations = Path(folder) / "language", Path(folder) / "relations"
        language.mkdir()
        relations.mkdir()
        write_encoder(model, language / ENCODER)
        write_heads(model, LANGUAGE_HEADS, language / HEADS)
        write_heads(model, RELATION_HEADS, relations / HEADS)
        for part in (language, relations):
            (part / LABELS).write_text(
                json.dumps(kept, ensure_ascii=False, indent=0), encoding="utf-8"
            )
        shutil.copyfile(start / "tokenizer.json", language / PIECES)
        nlp = spacy.blank("en")
        nlp.meta.update(
            name="newskg",
            version="3.0.0",
            description="English news: grammar, names, relations",
            license="CC BY-SA 4.0",
        )
        nlp.add_pipe("newskg_language").from_disk(language)  # type: ignore[attr-defined]
        nlp.add_pipe("newskg_relations").from_disk(relations)  # type: ignore[attr-defined]
        nlp.to_disk(to)


def main() -> None:
    """Export as the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--run", type=Path, required=True, help="folder with a checkpoint")
    parser.add_argument(
        "--start", type=Path, required=True, help="folder of the all-MiniLM-L6-v2 files"
    )
    parser.add_argument("--to", type=Path, default=Path("extract/trained"))
    given = parser.parse_args()
    export(given.run, given.start, given.to)


if __name__ == "__main__":
    main()
