from datetime import date

import numpy as np
import pytest
import spacy

from extract.document import ResolvedDoc
from extract.observations.indicators import Reading
from kg.model import Article, Entity, EntityType, Mention
from training.calibrate_rules import align, best_threshold, fit, states, weights_file


def test_fitted_weights_tell_right_from_wrong():
    features = np.array([[1.0, 1.0], [1.0, 0.9], [1.0, -1.0], [1.0, -0.8]])
    weights = fit(features, np.array([1.0, 1.0, 0.0, 0.0]), penalty=0.1)

    assert weights[1] > 1


def test_the_threshold_keeps_the_least_precision():
    chances, right = np.array([0.9, 0.8, 0.7, 0.6]), np.array([1.0, 1.0, 0.0, 0.0])
    figures = best_threshold(chances, right, stated=2, least=0.65)

    assert figures["threshold"] == 0.8
    assert figures["f1"] == 1.0


@pytest.mark.parametrize(
    ("reading", "observation", "same"),
    [
        (Reading("k", "i", 100.2, None), {"value": 100.0}, True),
        (Reading("k", "i", 102.0, None), {"value": 100.0}, False),
        (Reading("k", "i", None, None, rank=3), {"value": None, "rank": 3}, True),
        (Reading("k", "i", None, None, rank=3), {"value": None, "rank": 4}, False),
        (Reading("k", "i", 3.0, None), {"value": None, "rank": 3}, False),
    ],
)
def test_a_reading_states_an_observation_of_its_value_or_bare_rank(reading, observation, same):
    assert states(reading, observation) is same


def test_entities_align_by_the_mentions_they_share():
    text = "Acme met Beta."
    doc = spacy.blank("en")(text)
    found = (
        Entity("x:a", EntityType.COMPANY, "Acme", mentions=(Mention(0, 4),)),
        Entity("x:m", EntityType.COMPANY, "met", mentions=(Mention(5, 8),)),
    )
    resolved = ResolvedDoc(Article("a", text, published=date(2024, 1, 1)), doc, found, (), ())
    row = {"entities": [{"id": "e1", "mentions": [{"start": 0, "end": 4}]}]}

    assert align(row, resolved) == {"x:a": "e1"}


def test_a_weights_file_is_toml():
    import tomllib

    data = tomllib.loads(weights_file(0.3, ['a:"b"', "c"], np.array([1.0, -2.0])))

    assert data == {"threshold": 0.3, "weights": {'a:"b"': 1.0, "c": -2.0}}
