"""Score newskg on the dev fold of our own annotated articles, with the measures of the gold.

    python -m benchmarks.own --shared ../shared --own training/own/own.jsonl.gz

The language pipeline was not trained on these articles (``training.newswire.held_back``). The
weights that judge observations were fitted on all own articles; for honest figures fit them anew:

    python -m training.calibrate_observations --pipeline extract/trained \\
        --own training/own/own.jsonl.gz --without-dev --out build/rules
    python -m benchmarks.own --rules build/rules
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from datetime import date
from math import isclose
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.choosing import ChoiceModel
from extract.observations import periods, ranking
from extract.pipeline import extract_facts, load_pipeline
from extract.reading.files import read_text
from extract.weights import read_weights
from kg.jsonl import to_lines
from training.newswire import articles

if TYPE_CHECKING:
    from collections.abc import Iterator

sys.path.insert(0, str(Path(__file__).parent))
from score import run

_FUNCTION_WORDS = {"of", "the", "in", "for", "a", "and", "to", "by", "number", "total", "at"}


def as_gold(row: dict[str, Any]) -> dict[str, Any]:
    """Return an annotated article in the form of the gold files; names in the text are aliases."""
    entities = [
        {
            "id": entity["id"],
            "type": entity["type"],
            "name": entity["name"],
            "aliases": sorted({m["text"] for m in entity["mentions"] if m["kind"] == "name"}),
        }
        for entity in row["entities"]
    ]
    facts = [
        {"s": f["subject"], "p": f["predicate"], "o": f["object"]}
        | {"status": f["status"], "qualifiers": f.get("qualifiers", {})}
        for f in row["facts"]
    ]
    return {"entities": entities, "facts": facts, "observations": row["observations"]}


def lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what ``kg facts --jsonl`` prints for the articles."""
    nlp = load_pipeline()
    for row in rows:
        published = date.fromisoformat(row["published"])
        article = read_text(row["text"], id=row["id"], published=published)
        yield from to_lines(extract_facts(article, nlp))


def indicator_words(gold: Path, facts: Path) -> tuple[int, float, float]:
    """Return how many numbers are found, and recall and precision of the words that name them.

    A number is found if one of the same article and value is; its names are compared as sets of
    words without function words and plural endings, and the means over numbers are taken.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for line in facts.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["kind"] == "observation" and row.get("value") is not None:
            found.setdefault(row["doc"], []).append(row)
    recalls, precisions = [], []
    for path in sorted(gold.glob("*.json")):
        rest = found.get(path.stem, [])
        for wanted in json.loads(path.read_text(encoding="utf-8"))["observations"]:
            value = wanted.get("value")
            same = (
                r for r in rest if value is not None and isclose(r["value"], value, rel_tol=5e-3)
            )
            match = next(same, None)
            if match is None:
                continue
            rest = [row for row in rest if row is not match]
            told, said = _words(wanted["indicator"]), _words(match["indicator"])
            recalls.append(len(told & said) / max(len(told), 1))
            precisions.append(len(told & said) / max(len(said), 1))
    number = len(recalls)
    return number, sum(recalls) / max(number, 1), sum(precisions) / max(number, 1)


def _words(name: str) -> set[str]:
    words = re.findall(r"[a-z0-9]+", name.casefold())
    return {re.sub(r"(ies|s)$", "", word) for word in words} - _FUNCTION_WORDS


def use_rules(folder: Path) -> None:
    """Judge observations by the weights of another folder."""
    bearers, times = (
        ChoiceModel(model.weights, model.threshold)
        for model in map(
            read_weights, (folder / "observations_join.toml", folder / "observations_periods.toml")
        )
    )
    ranking.bearer_model = lambda: bearers
    periods.period_model = lambda: times


def main() -> None:
    """Read the options, extract, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--own", type=Path, default=Path("training/own/own.jsonl.gz"))
    parser.add_argument("--rules", type=Path, help="folder with weights of observations")
    parser.add_argument("--out", type=Path, default=Path("build/own"))
    args = parser.parse_args()
    scorer = args.shared / "gold" / "score.py"
    if not scorer.is_file() or not args.own.is_file():
        sys.exit(f"own: {scorer} and {args.own} are needed: name them with --shared and --own")
    if args.rules:
        use_rules(args.rules)
    gold = args.out / "gold"
    gold.mkdir(parents=True, exist_ok=True)
    for old in gold.glob("*.json"):
        old.unlink()
    rows = articles(args.own, dev=True)
    for row in rows:
        (gold / f"{row['id']}.json").write_text(json.dumps(as_gold(row)), encoding="utf-8")
    facts = args.out / "facts.jsonl"
    facts.write_text("".join(f"{line}\n" for line in lines(rows)), encoding="utf-8")
    common = [sys.executable, str(scorer), str(gold), "--facts", str(facts)]
    (args.out / "errors.txt").write_text(run(*common, "--errors"), encoding="utf-8")
    print(run(*common))
    number, recall, precision = indicator_words(gold, facts)
    print(
        f"words of indicators: recall {recall:.3f}, precision {precision:.3f}, of {number} numbers"
    )


if __name__ == "__main__":
    main()
