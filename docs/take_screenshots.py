"""Take the pictures of the explorer in docs/img from the sample articles (make screenshots)."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from kg.cli import main  # noqa: E402
from tests.serving import serving  # noqa: E402

OUT = ROOT / "docs" / "img"
LARGEST = 200_000
SIZE = {"width": 1200, "height": 680}
ENDINGS = {".txt", ".md", ".html"}
COUNTING = """SELECT ?type (COUNT(*) AS ?count) WHERE {
  ?x nk:name ?name ; a ?type .
} GROUP BY ?type ORDER BY DESC(?count)"""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
PHONE = {"width": 390, "height": 720}
SHOTS = {
    "ask": ("light", "/ask?q=Who+partners+with+TSMC%3F"),
    "explore": ("light", "/explore"),
    "explore-dark": ("dark", "/explore?about=org/anthropic&node=org/anthropic"),
    "entity": ("light", "/entity?id=org/samsung-electronics"),
    "article": ("light", "/article?id=chips-act-awards"),
    "query": ("light", "/query?" + urlencode({"query": COUNTING})),
    "overview": ("dark", "/overview"),
    "phone-ask": ("light", "/ask?q=Who+works+for+LG+U%2B%3F"),
    "phone-explore": ("dark", "/explore?about=org/anthropic"),
}


def take(base: str) -> None:
    """Open each page and keep its picture."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for name, (theme, address) in SHOTS.items():
            page = browser.new_context(
                viewport=PHONE if "phone" in name else SIZE, color_scheme=theme
            ).new_page()
            page.goto(base + address)
            page.wait_for_load_state("networkidle")
            if "/explore" in address:
                page.wait_for_selector('.canvas[data-settled="yes"]', timeout=60_000)
            page.wait_for_timeout(500)
            page.screenshot(path=OUT / f"{name}.png")
        browser.close()


def run() -> int:
    """Take all pictures; fail if one is too large for the documentation."""
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        graph = os.environ.get("NEWSKG_SAMPLE_GRAPH") or f"{folder}/graph"
        if not Path(graph).exists():
            files = [p for p in (ROOT / "samples").iterdir() if p.suffix in ENDINGS]
            main(["build", *sorted(map(str, files)), "--graph", graph], standalone_mode=False)
        with serving(Path(graph)) as port:
            take(f"http://127.0.0.1:{port}")
    large = [p.name for p in OUT.glob("*.png") if p.stat().st_size > LARGEST]
    if large:
        sys.stderr.write(f"Over {LARGEST} bytes: {', '.join(large)}\n")
    return 1 if large else 0


if __name__ == "__main__":
    raise SystemExit(run())
