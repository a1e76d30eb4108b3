"""The file that keeps taught relations: JSON, so that opening one runs nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from extract.taught.relations import RelationModel, TaughtRelations
from extract.taught.writing import Writer
from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT: Final = "newskg taught relations 1"
_DIGITS: Final = 4


def to_bytes(taught: TaughtRelations) -> bytes:
    """Return the file's content: the same relations give the same bytes."""
    names = sorted({name for model in taught.models.values() for name in model.weights})
    number = {name: n for n, name in enumerate(names)}
    data = {
        "format": FORMAT,
        "namespace": taught.namespace,
        "features": names,
        "relations": [_model_values(m, number) for _, m in sorted(taught.models.items())],
        "writing": taught.writer.to_json(),
        "known": [[*words, kind] for words, kind in sorted(taught.known.items())],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _model_values(model: RelationModel, number: Mapping[str, int]) -> dict[str, Any]:
    weights = sorted((number[name], round(w, _DIGITS)) for name, w in model.weights.items())
    return {
        "name": model.name,
        "features": [n for n, _ in weights],
        "weights": [w for _, w in weights],
        "label_weights": [round(w, _DIGITS) for w in model.label_weights],
        "classes": list(model.classes),
        "threshold": round(model.threshold, _DIGITS),
        "examples": model.examples,
        "one_object": model.one_object,
        "one_subject": model.one_subject,
        "subject_type": model.subject_type,
    }


def from_bytes(data: bytes, *, source: str) -> TaughtRelations:
    """Return the relations that a file keeps.

    Raises:
        InputError: It is not such a file.
    """
    msg = f"{source} is no file of taught relations of this version: make one with kg teach"
    try:
        value = json.loads(data)
        known_format = value["format"] == FORMAT
        models = [_model(one, value["features"]) for one in value["relations"]]
        known = {tuple(words): kind for *words, kind in value["known"]}
        writer = Writer.from_json(value["writing"])
        namespace = str(value["namespace"])
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise InputError(msg) from error
    if not known_format:
        raise InputError(msg)
    return TaughtRelations({m.name: m for m in models}, writer, known, namespace)


def _model(value: Mapping[str, Any], names: list[str]) -> RelationModel:
    pairs = zip(value["features"], value["weights"], strict=True)
    return RelationModel(
        value["name"],
        {names[n]: float(weight) for n, weight in pairs},
        tuple(map(float, value["label_weights"])),
        tuple(value["classes"]),
        float(value["threshold"]),
        int(value["examples"]),
        one_object=bool(value["one_object"]),
        one_subject=bool(value["one_subject"]),
        subject_type=str(value["subject_type"]),
    )
