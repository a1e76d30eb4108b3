"""Time what a user waits for; print medians as a Markdown table.

    python benchmarks/speed.py [--repeat 5]

`kg --help` is given as a ratio to starting Python, building as words a second, a question as
seconds for the whole command. Each figure is the median of the repeats, taken in turn in one run.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KG = str(Path(sys.executable).with_name("kg"))
SAMPLES = sorted(
    str(path)
    for path in (Path(__file__).parent.parent / "samples").iterdir()
    if path.suffix in {".txt", ".md", ".html"}
)


def seconds(*command: str) -> float:
    """Return the wall time of a command that must succeed."""
    start = time.perf_counter()
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - start


def measure(repeat: int) -> list[tuple[str, str]]:
    """Run each command ``repeat`` times, in turn, so that noise falls on all alike."""
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(repeat):
            graph = str(Path(folder) / f"graph{turn}")
            plan = {
                "python": [sys.executable, "-c", "pass"],
                "help": [KG, "--help"],
                "build one": [KG, "build", SAMPLES[0], "--graph", f"{graph}-one"],
                "build all": [KG, "build", *SAMPLES, "--graph", graph],
                "ask": [KG, "ask", "--graph", graph, "Who is the chief executive of LG U+?"],
            }
            for name, command in plan.items():
                times.setdefault(name, []).append(seconds(*command))
    median = {name: statistics.median(values) for name, values in times.items()}
    words = sum(len(Path(path).read_text(encoding="utf-8").split()) for path in SAMPLES)
    return [
        ("`kg --help`, against starting Python", f"{median['help'] / median['python']:.1f} times"),
        ("`kg --help`", f"{median['help']:.2f} s"),
        ("`kg build` of one article", f"{median['build one']:.2f} s"),
        (
            f"`kg build` of the samples ({words} words), whole command",
            f"{median['build all']:.2f} s",
        ),
        ("`kg ask`", f"{median['ask']:.2f} s"),
    ]


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    rows = measure(parser.parse_args().repeat)
    print("| what | median |\n|---|---|")
    for name, figure in rows:
        print(f"| {name} | {figure} |")


if __name__ == "__main__":
    main()
