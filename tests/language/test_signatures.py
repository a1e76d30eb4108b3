"""Which types predicates join."""

import pytest

from extract.language.signatures import SIGNATURES, fits


@pytest.mark.parametrize(
    ("predicate", "first", "second", "right"),
    [
        ("worksFor", "Person", "Company", True),
        ("worksFor", "Company", "Person", False),
        ("partnersWith", "Company", "NORP", True),
        ("educatedAt", "Person", "Company", False),
        ("acquires", "Company", "Product", True),
        ("bornIn", "Person", "City", False),
    ],
)
def test_a_predicate_joins_its_types_only(predicate, first, second, right):
    assert fits(predicate, first, second) is right


def test_all_predicates_of_the_contract_have_a_signature():
    assert len(SIGNATURES) == 24
