"""Write the real output of each `kg` command that README.md shows under it.

    python docs/write_readme.py

A command is a line `$ kg ...` in a console block; what follows it in the block is its output.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
KG = Path(sys.executable).with_name("kg")
BLOCK = re.compile(r"(```console\n\$ kg )(.*?)(\n.*?)?(```)", re.DOTALL)


def output(command: str, folder: Path) -> str:
    """Return what a command prints, its graph kept in ``folder``."""
    words = [str(folder / word) if word == "graph" else word for word in shlex.split(command)]
    done = subprocess.run(
        [KG, *words],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "120", "NO_COLOR": "1"},
    )
    return done.stdout.replace(f"{folder}/", "").rstrip() + "\n"


def written(text: str) -> str:
    """Return README's text with the output of its commands, run in order on one graph."""
    with tempfile.TemporaryDirectory() as folder:

        def fill(match: re.Match[str]) -> str:
            command = match[2].split("\n", 1)[0]
            return f"{match[1]}{command}\n{output(command, Path(folder))}{match[4]}"

        return BLOCK.sub(fill, text)


if __name__ == "__main__":
    README.write_text(written(README.read_text(encoding="utf-8")), encoding="utf-8")
