"""Score newskg on the gold articles and questions; print and keep the figures.

    python benchmarks/score.py --shared ../shared --out build/score

Runs `kg facts --jsonl` over the gold articles, builds a graph of them, asks the gold questions, and
writes facts.jsonl, errors.txt and figures.json into the output folder.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

KG = str(Path(sys.executable).with_name("kg"))


def run(*command: str) -> str:
    """Return what a command prints; a failure ends the scoring with the command's own message."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)[:200]} failed: {done.stderr.strip()}")
    return done.stdout


def score(gold: Path, scorer: Path, out: Path) -> dict[str, object]:
    """Build, ask and score; keep the facts, the errors and the graph in ``out``."""
    articles = [str(path) for path in sorted(gold.glob("*.txt"))]
    graph = out / "graph"
    if graph.exists():
        shutil.rmtree(graph)
    out.mkdir(parents=True, exist_ok=True)
    facts = out / "facts.jsonl"
    facts.write_text(run(KG, "facts", "--jsonl", *articles), encoding="utf-8")
    run(KG, "build", *articles, "--graph", str(graph))
    common = [sys.executable, str(scorer), str(gold), "--facts", str(facts)]
    ask = ["--ask", f"{KG} ask --json --graph {graph}"]
    (out / "errors.txt").write_text(run(*common, *ask, "--errors"), encoding="utf-8")
    figures: dict[str, object] = json.loads(run(*common, *ask, "--json"))
    (out / "figures.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    return figures


def table(figures: dict) -> str:
    """Return the figures as a Markdown table."""
    rows = [("measure", "precision", "recall", "F1")]
    for name in ("entity", "fact", "observation", "observation_strict", "across"):
        part = figures[name]
        rows.append((name, *(f"{part[key]:.3f}" for key in ("precision", "recall", "f1"))))
    lines = [f"| {' | '.join(row)} |" for row in rows]
    lines.insert(1, "|---|---|---|---|")
    fact, ask = figures["fact"], figures["ask"]
    kinds = ", ".join(f"{kind} {right}" for kind, right in ask["by_kind"].items())
    lines += [
        "",
        f"Type accuracy {figures['entity']['type_accuracy']:.3f}, status accuracy "
        f"{fact['status_accuracy']:.3f}, qualifier recall {fact['qualifier_recall']:.3f}.",
        f"Questions: {ask['exact']:.3f} exact, {ask['macro_f1']:.3f} macro F1, "
        f"{ask['questions']} asked ({kinds}).",
    ]
    return "\n".join(lines)


def main() -> None:
    """Read the options, score, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--gold", type=Path, help="gold folder (default SHARED/gold/dev)")
    parser.add_argument("--out", type=Path, default=Path("build/score"))
    args = parser.parse_args()
    gold = args.gold or args.shared / "gold" / "dev"
    scorer = args.shared / "gold" / "score.py"
    if not gold.is_dir() or not scorer.is_file():
        sys.exit(f"score: {gold} and {scorer} are needed: give their parent with --shared")
    print(table(score(gold, scorer, args.out)))


if __name__ == "__main__":
    main()
