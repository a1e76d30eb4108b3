"""The documents say what is so: links lead somewhere, commands and targets exist."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import main
from kg.store import GraphStore
from server import create_app
from tests.serving import ask, serving

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
COMMAND = re.compile(r"^\s*(?:\$ )?(?:\.venv/bin/)?kg ([a-z]+)\b", re.MULTILINE)
TARGET = re.compile(r"^\s*(?:\$ )?make ([a-z-]+)\b|`make ([a-z-]+)`", re.MULTILINE)
ADDRESS = re.compile(r"^\| `(/[^`]*)` \|.*?\*\*(.+?)\*\*", re.MULTILINE)
"""What the tour tells to open, and words that stand there."""


def blocks(page):
    return "\n".join(re.findall(r"```(?:console|sh|bash)?\n(.*?)```", page.read_text(), re.DOTALL))


@pytest.fixture(scope="module")
def commands():
    return set(main.list_commands(None))


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_relative_link_leads_to_a_file(page):
    links = LINK.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_shown_exists(page, commands):
    assert set(COMMAND.findall(blocks(page))) <= commands


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_make_target_named_exists(page):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {one or other for one, other in TARGET.findall(page.read_text(encoding="utf-8"))}

    assert {name for name in named if f"\n{name}:" not in makefile} == set()


def test_the_command_reference_has_every_command(commands):
    reference = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")

    assert {name for name in commands if f"kg {name}" not in reference} == set()


def test_every_route_is_documented():
    pages = (ROOT / "docs" / "http-api.md").read_text(encoding="utf-8")
    rules = {rule.rule for rule in create_app(GraphStore.memory()).url_map.iter_rules()}

    assert {rule for rule in rules if f"`{rule.split('<')[0]}" not in pages} == set()


def test_the_help_names_an_example_for_every_command(commands):
    kg = Path(sys.executable).with_name("kg")
    missing = {
        name
        for name in commands
        if f"kg {name}"
        not in subprocess.run(
            [kg, name, "--help"], capture_output=True, text=True, check=True
        ).stdout.split("\n", 1)[1]
    }

    assert missing == set()


@pytest.mark.parametrize("page", ["README.md", "docs/tour.md"])
def test_a_page_shows_real_output(page, tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("readme", ROOT / "docs" / "write_readme.py")
    readme = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(readme)
    text = (ROOT / page).read_text(encoding="utf-8")

    assert readme.written(text, tmp_path) == text
    monkeypatch.chdir(tmp_path)
    if page == "docs/tour.md":
        _check_what_the_tour_made(text, tmp_path)


def _check_what_the_tour_made(text, folder):
    """Its files are there, its Python runs, its addresses are answered by a server."""
    assert (folder / "hynix.gexf").read_text().startswith("<?xml")
    assert "newskg-data" in (folder / "news.html").read_text()
    (program,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    exec(compile(program, "tour.md", "exec"), {})
    with serving(folder / "graph") as port:
        addresses = ADDRESS.findall(text)
        assert len(addresses) > 6
        for address, _ in addresses:
            assert ask(port, "GET", address, accept="text/html")[0] == 200
