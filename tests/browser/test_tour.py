"""The addresses of docs/tour.md show what the tour says."""

from __future__ import annotations

import pytest

from tests.browser.conftest import ROOT, expect
from tests.test_docs import ADDRESS

pytestmark = pytest.mark.browser
STEPS = ADDRESS.findall((ROOT / "docs" / "tour.md").read_text(encoding="utf-8"))


def test_each_address_of_the_tour_shows_what_it_says(tab):
    assert len(STEPS) == 8
    for address, words in STEPS:
        page = tab.open(address)
        expect(page.get_by_text(words).first).to_be_attached()
        expect(page.get_by_role("alert")).to_have_count(0)
