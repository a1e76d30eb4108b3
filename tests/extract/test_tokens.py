"""Currency signs as tokens, and how the language pipeline reads them."""

import pytest

from extract.pipeline import BLANK, load_pipeline


@pytest.mark.parametrize("model", [None, BLANK])
def test_a_currency_before_digits_is_a_token(model):
    doc = load_pipeline(model)("It paid NT$44.9 billion, CHF5m and Rs500 for the TOP500.")
    words = [token.text for token in doc]
    assert {"NT$", "CHF", "Rs", "TOP500"} <= set(words)


def test_a_rare_currency_is_read_as_money():
    doc = load_pipeline()("The firm had sales of NT$44.9 billion and lost HK$6.7 billion.")
    assert {token.tag_ for token in doc if token.text in {"NT$", "HK$"}} == {"$"}
