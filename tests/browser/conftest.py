"""The explorer in Chromium, over the sample articles' graph and a made one of 5,000 nodes."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from kg.store import GraphStore
from queries.service.access import Scope, Tokens
from tests.browser.made import add_made_graph
from tests.browser.news import articles
from tests.serving import serving

ROOT = Path(__file__).parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 780}}
# WebGL without a graphics card; a container has no sandbox of its own to offer.
ARGUMENTS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
]


def expect(found):
    """Wait for what is expected of a part of a page."""
    from playwright.sync_api import expect as playwright_expect

    return playwright_expect(found)


@pytest.fixture(scope="session")
def chromium():
    """Chromium, started once."""
    playwright = pytest.importorskip("playwright.sync_api", reason="make test-browser installs it")
    if not CHROMIUM:
        pytest.skip("no chromium: make test-browser installs it")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def samples(tmp_path_factory):
    """The address of a server over the sample articles, their facts set down by hand."""
    graph = tmp_path_factory.mktemp("samples") / "graph"
    with GraphStore.open(graph, create=True) as store:
        for facts in articles():
            store.add(facts)
    with serving(graph) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def writable(tmp_path_factory):
    """The address of a server over the same that takes writes, and a token for them."""
    folder = tmp_path_factory.mktemp("writable")
    with GraphStore.open(folder / "graph", create=True) as store:
        for facts in articles():
            store.add(facts)
    token = Tokens(folder / "tokens.json").create("reader", Scope.WRITE)
    with serving(folder / "graph", "--writable", "--tokens", folder / "tokens.json") as port:
        yield f"http://127.0.0.1:{port}", token


@pytest.fixture(scope="session")
def large(tmp_path_factory):
    """The address of a server over 5,000 entities and 15,000 facts."""
    folder = tmp_path_factory.mktemp("large") / "graph"
    with GraphStore.open(folder, create=True) as store:
        add_made_graph(store, nodes=5000, edges=15000)
    with serving(folder, seconds=120, short_seconds=100) as port:  # not held up by other load
        yield f"http://127.0.0.1:{port}"


class Tab:
    """A page of the explorer, with what went wrong in it."""

    def __init__(self, page, base):
        self.page, self.base, self.faults = page, base, []
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._note)

    def _note(self, message):
        if message.type == "error":
            self.faults.append(message.text)

    def open(self, address):
        self.page.goto(self.base + address)
        self.page.wait_for_selector("main > :not([role=status])")
        return self.page

    def serious_faults(self):
        """What axe-core finds of serious and critical faults, as short texts."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {json.dumps([node['target'] for node in one['nodes'][:4]])}"
            for one in found["violations"]
            if one["impact"] in {"serious", "critical"}
        ]


@pytest.fixture(params=["light-desk", "dark-phone"])
def look(request):
    """A theme and a size; both themes and both sizes are tried with every task."""
    theme, size = request.param.split("-")
    return {"color_scheme": theme, "viewport": SIZES[size]}


@pytest.fixture
def tab(chromium, samples, look):
    """A page of the explorer over the samples; no script may have failed in it."""
    context = chromium.new_context(
        **look, accept_downloads=True, has_touch=look["viewport"]["width"] < 500
    )
    shown = Tab(context.new_page(), samples)
    yield shown
    context.close()
    assert shown.faults == []
