"""The words of numbers, money and time, read once from ``extract/rules/quantities.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pycountry import currencies


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """Lower-case words and symbols with their values."""

    scales: dict[str, float]
    number_words: dict[str, int]
    ordinal_words: dict[str, int]
    currency_symbols: dict[str, str]
    currency_words: dict[str, str]
    months: dict[str, int]
    weekdays: dict[str, int]
    shared_currencies: dict[str, dict[str, str]]
    local_dollars: dict[str, str]


@cache
def quantity_words() -> QuantityWords:
    """Return the words; every ISO 4217 code is a currency symbol too."""
    path = resources.files("extract") / "rules" / "quantities.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    codes = {currency.alpha_3: currency.alpha_3 for currency in currencies}
    data["currency_symbols"] = codes | data["currency_symbols"]
    return QuantityWords(**data)
