"""Graphs of our own annotated articles (``training/own``), for questions about news."""

from __future__ import annotations

import gzip
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.jsonl import read_lines
from kg.model import EntityType
from kg.vocab import entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import ArticleFacts

OWN = Path(__file__).parents[2] / "training" / "own" / "own.jsonl.gz"


@lru_cache(maxsize=1)
def _articles() -> dict[str, dict[str, Any]]:
    with gzip.open(OWN, "rt", encoding="utf-8") as file:
        return {row["id"]: row for row in map(json.loads, file)}


def facts_of(names: Sequence[str]) -> Iterator[ArticleFacts]:
    """Yield what was annotated in these articles, as ``kg load`` reads it."""
    for name in names:
        lines = [json.dumps(line) for line in _lines(_articles()[name])]
        yield from read_lines(lines, source=name)


def _lines(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    iris = {e["id"]: entity_iri(EntityType(e["type"]), e["name"]) for e in row["entities"]}
    sure = {"doc": row["id"], "confidence": 1.0, "evidence": []}
    for e in row["entities"]:
        texts = {m["text"] for m in e["mentions"] if m["kind"] == "name"} - {e["name"]}
        yield {
            "kind": "entity", "doc": row["id"], "id": iris[e["id"]], "type": e["type"],
            "name": e["name"], "aliases": sorted(t for t in texts if t[0].isupper()),
            "mentions": [],
        }  # fmt: skip
    for f in row["facts"]:
        ends = {"subject": iris[f["subject"]], "object": iris[f["object"]]}
        more = {"status": f["status"], "qualifiers": f.get("qualifiers", {})}
        yield {"kind": "fact", "predicate": f["predicate"], **sure, **ends, **more}
    for o in row["observations"]:
        kept = {k: v for k, v in o.items() if k not in {"about", "sentences"}}
        yield {"kind": "observation", "about": iris[o["about"]], **sure, **kept}
