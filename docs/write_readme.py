"""Write the real output of each `kg` command that README.md and docs/tour.md show under it.

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
PAGES = (ROOT / "README.md", ROOT / "docs" / "tour.md")
KG = Path(sys.executable).with_name("kg")
BLOCK = re.compile(r"(```console\n\$ kg )(.*?)(\n.*?)?(```)", re.DOTALL)


def output(command: str, folder: Path) -> str:
    """Return what a command prints that runs in ``folder``."""
    done = subprocess.run(
        [KG, *shlex.split(command)],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
        env={**os.environ, "COLUMNS": "120", "NO_COLOR": "1"},
    )
    return done.stdout.rstrip() + "\n" if done.stdout else ""


def written(text: str, folder: Path) -> str:
    """Return a page's text with the output of its commands, run in order in an empty folder."""
    (folder / "samples").symlink_to(ROOT / "samples")

    def fill(match: re.Match[str]) -> str:
        command = match[2].split("\n", 1)[0]
        return f"{match[1]}{command}\n{output(command, folder)}{match[4]}"

    return BLOCK.sub(fill, text)


if __name__ == "__main__":
    for page in PAGES:
        with tempfile.TemporaryDirectory() as scratch:
            text = written(page.read_text(encoding="utf-8"), Path(scratch))
        page.write_text(text, encoding="utf-8")
