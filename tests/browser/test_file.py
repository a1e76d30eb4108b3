"""The page of ``kg export html``: opened from a disk, without a server and without a network."""

from __future__ import annotations

import pytest

from kg.export import write
from kg.store import GraphStore
from tests.browser.conftest import Tab, expect
from tests.browser.news import articles

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    """The address of the file."""
    file = tmp_path_factory.mktemp("exported") / "news graph.html"
    with GraphStore.memory() as store, file.open("wb") as page:
        for facts in articles():
            store.add(facts)
        write(store, "html", page)
    return file.as_uri()


@pytest.fixture
def page(chromium, exported, look):
    """The file in a browser that is offline; no script may have failed, nothing been asked for."""
    context = chromium.new_context(**look, offline=True, accept_downloads=True)
    asked = []
    tab = Tab(context.new_page(), exported)
    tab.page.on("request", lambda request: asked.append(request.url))
    tab.page.goto(exported)
    tab.page.wait_for_selector('.canvas[data-settled="yes"]')
    yield tab
    context.close()
    assert tab.faults == []
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []


def test_a_file_is_searched_and_shows_evidence(page):
    shown = page.page
    expect(shown.locator(".counted")).to_contain_text("from 6 articles")
    assert page.serious_faults() == []
    shown.get_by_role("combobox", name="Add an entity by name").fill("novo n")
    shown.locator(".filters [role=option]").first.click()
    expect(shown.locator(".detail")).to_contain_text("net sales: 232.3 billion DKK")
    shown.locator(".detail").get_by_role("button", name="(denied) Catalent").click()

    expect(shown.locator(".detail .quote").first).to_contain_text("denied that it would acquire")
    assert "#/explore?about=org%2Fnovo-nordisk" in shown.url
    assert page.serious_faults() == []
    shown.reload()
    expect(shown.locator(".detail .quote").first).to_contain_text("denied that it would acquire")


def test_a_file_shows_the_paths_between_two_and_saves_a_picture(page):
    shown = page.page
    shown.goto(f"{shown.url.partition('#')[0]}#/explore?about=org/microsoft&node=org/microsoft")
    shown.get_by_role("combobox", name="Paths to another entity").fill("anthro")
    shown.locator(".detail [role=option]").first.click()

    expect(shown.locator(".paths li").first).to_contain_text("competes with")
    with shown.expect_download() as download:
        shown.get_by_role("button", name="Save as SVG").click()
    assert b"Anthropic" in download.value.path().read_bytes()
