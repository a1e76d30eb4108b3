"""``docs/cli.md`` says what the commands say."""

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_command_reference_is_current():
    written = runpy.run_path(str(DOCS / "write_cli.py"))["page"]()

    assert (DOCS / "cli.md").read_text(encoding="utf-8") == written, "run: python docs/write_cli.py"
