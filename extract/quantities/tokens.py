"""Currency signs as tokens of their own: "NT$44.9" and "CHF5" are a sign and a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, cast

from extract.quantities.words import quantity_words

if TYPE_CHECKING:
    from spacy.language import Language

_CODES: Final = ("AED", "AUD", "CAD", "CHF", "CNY", "DKK", "EUR", "GBP", "HKD", "INR", "JPY", "KRW")
_MORE_CODES: Final = ("NOK", "NZD", "PLN", "SAR", "SEK", "SGD", "TWD", "USD", "ZAR")
"""Codes that stand before digits in news; others of ISO 4217 are names too ("TOP500")."""
_LETTERED: Final = ("Rs", "Rs.", "RM", "RMB", "Rp")


def split_currencies(nlp: Language) -> None:
    """Let the tokenizer cut a currency sign or code from the digits behind it, too."""
    signs = [sign for sign in quantity_words().currency_symbols if not sign.isalpha()]
    marks = sorted({*signs, *_CODES, *_MORE_CODES, *_LETTERED}, key=len, reverse=True)
    pattern = rf"^(?:{'|'.join(map(re.escape, marks))})(?=\.?[0-9])"
    tokenizer = cast("Any", nlp.tokenizer)
    known = getattr(getattr(tokenizer.prefix_search, "__self__", None), "pattern", None)
    if known is not None and not known.startswith(pattern):
        tokenizer.prefix_search = re.compile(f"{pattern}|{known}").search
