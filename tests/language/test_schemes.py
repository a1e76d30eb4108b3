"""Labels of other pipelines."""

import pytest

from extract.language.schemes import ONTONOTES, contract_type
from extract.language.signatures import ROLES


@pytest.mark.parametrize(
    ("label", "kind"),
    [("PERSON", "Person"), ("University", "University"), ("NORP", "NORP"), ("CARDINAL", None)],
)
def test_labels_become_contract_types(label, kind):
    assert contract_type(label) == kind


def test_every_mapped_type_is_one_of_the_contract():
    assert set(ONTONOTES.values()) <= set(ROLES)
