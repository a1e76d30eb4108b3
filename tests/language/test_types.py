"""Contract types of names."""

import numpy as np

from extract.language.network import Heads
from extract.language.types import ContractTypes, bodies

LABELS = ["Person", "Company", "University", "ResearchInstitute", "GovernmentBody", "Organization"]


def types():
    """Return a chooser whose scores are the span's first vector."""
    arrays = {
        "type1.weight": np.eye(18, dtype=np.float32)[:6],
        "type1.bias": np.zeros(6, np.float32),
        "type2.weight": np.eye(6, dtype=np.float32),
        "type2.bias": np.zeros(6, np.float32),
    }
    return ContractTypes(Heads(arrays), {"type": LABELS})


def ends(*scores):
    return np.array([scores, scores], np.float32)


def test_only_the_types_of_a_kind_compete():
    assert types().best([ends(9, 1, 2, 0, 0, 0)], ["ORG"], ["Acme"]) == ["University"]


def test_mentions_in_the_same_letters_get_one_type():
    spans = [ends(0, 3, 0, 0, 0, 0), ends(0, 0, 0, 0, 1, 0)]

    assert types().best(spans, ["ORG", "ORG"], ["Acme", "Acme"]) == ["Company", "Company"]


def test_international_bodies_are_known():
    assert types().best([ends(0, 9, 0, 0, 0, 0)], ["ORG"], ["OECD"]) == ["Organization"]
    assert "European Union" in bodies()
