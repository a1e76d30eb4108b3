"""Every page in both themes and sizes: axe-core finds no serious fault, nothing sticks out."""

from __future__ import annotations

import pytest

from tests.browser.conftest import SIZES, Tab

pytestmark = pytest.mark.browser
PAGES = (
    "/",
    "/ask?q=Who+works+for+LG+U%2B%3F",
    "/explore",
    "/explore?about=org/openai&node=org/openai&layout=time",
    "/entity?id=org/novo-nordisk",
    "/article?id=novo-talks",
    "/query?query=SELECT+*+WHERE+%7B+%3Fa+nk:partnersWith+%3Fb+%7D",
    "/overview",
    "/entity?id=org/none-such",
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_have_no_serious_fault_and_fit_the_window(chromium, samples, theme, size):
    context = chromium.new_context(color_scheme=theme, viewport=SIZES[size])
    tab = Tab(context.new_page(), samples)
    found = {}
    for address in PAGES:
        page = tab.open(address)
        page.wait_for_load_state("networkidle")
        found[address] = tab.serious_faults()
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > SIZES[size]["width"]:
            found[address].append(f"{width} pixels wide")
    context.close()

    assert {address: faults for address, faults in found.items() if faults} == {}
