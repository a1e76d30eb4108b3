"""Numbers, money, percentages, ranks and times in text, with offsets and resolved values."""

from extract.quantities.amounts import Quantity, QuantityKind, find_amounts, settle_currencies
from extract.quantities.dates import find_periods
from extract.quantities.reckoning import Period

__all__ = [
    "Period",
    "Quantity",
    "QuantityKind",
    "find_amounts",
    "find_periods",
    "settle_currencies",
]
