from datetime import date

import numpy as np
import pytest
import spacy

from extract.document import ResolvedDoc
from extract.observations.indicators import Reading
from kg.model import Article, Entity, EntityType, Mention
from training.calibrate_observations import said_in, states
from training.calibrate_rules import Row, align, best_threshold, fit, weights_file
from training.choices import fit_choice, likeliest


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


def choices(count):
    """Groups of two options of which the one with "good" is right, and groups without any."""
    for number in range(count):
        yield Row("a", {"good": 1.0, "noise": 1.0}, True, 2 * number)
        yield Row("a", {"bad": 1.0, "noise": 1.0}, False, 2 * number)
        yield Row("a", {"bad": 1.0}, False, 2 * number + 1)


def test_the_right_option_of_a_group_wins_and_nothing_wins_where_none_is_right():
    rows = list(choices(8))
    weights = fit_choice(rows, penalty=0.1, nothing=True)
    judged = likeliest(rows, weights, nothing=True)

    assert weights["good"] > 0 > weights["bad"]
    assert [right for chance, right in judged if chance > 0.5] == [True] * 8
    assert sum(chance < 0.5 for chance, _ in judged) == 8


def test_rare_features_get_no_weight():
    rows = [*choices(8), Row("b", {"rare": 1.0}, True, 0)]

    assert "rare" not in fit_choice(rows, penalty=0.1, nothing=False)


def test_observations_belong_to_the_sentences_that_state_them():
    row = {
        "sentences": [(0, 10), (11, 20)],
        "observations": [{"value": 1.0, "sentences": [0]}, {"value": 2.0, "sentences": [1]}],
    }

    assert [o["value"] for o in said_in(row, 11, 20)] == [2.0]
