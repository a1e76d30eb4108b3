"""What numbers measure, by the shipped pipeline on invented sentences."""

from datetime import date

import pytest

from extract.observations import find_observations
from extract.pipeline import extract_facts, load_pipeline, resolve
from extract.reading.files import read_text


def measured(text):
    """Return what each number of a text measures, by its value."""
    article = read_text(text, id="a", published=date(2025, 3, 4))
    found = find_observations(resolve(article, load_pipeline()), facts=(), least=0)
    return {round(item.value, 1): item.indicator for item in found if item.value is not None}


@pytest.mark.parametrize(
    ("text", "value", "name"),
    [
        ("The net flow of engineers to Bulgaria came to 0.4.", 0.4, "net flow of engineers"),
        ("Sales of Nokia in Asia fell to $2.1 billion.", 2.1e9, "sales in Asia"),
        ("Norsk Hydro will train 200 technicians a year.", 200, "technicians trained"),
        ("Norsk Hydro took on 1,100 people in Norway.", 1100, "people taken on"),
        ("Portugal spent 1.5 billion euros on rail in 2023.", 1.5e9, "spending on rail"),
        ("Volvo sells 35 percent of its trucks in Brazil.", 35, "share of trucks"),
        ("Exports of Chile rose 8 percent to $97 billion.", 8, "exports growth"),
        ("Ericsson cut its workforce by 15 percent.", -15, "workforce growth"),
        (
            "Nokia's sales rose to 4.3 billion euros, and its net profit was 0.9 billion euros.",
            0.9e9,
            "net profit",
        ),
        ("The average Kenyan yield, 1.7 tonnes per hectare, stood still.", 1.7, "average yield"),
    ],
)
def test_the_parse_names_what_a_number_measures(text, value, name):
    assert measured(text)[value] == name


@pytest.mark.parametrize(
    ("text", "value", "name"),
    [
        (
            "The net flow of engineers to Bulgaria came to minus 0.4 per 10,000 people. "
            "Romania had 0.7.",
            0.7,
            "net flow of engineers",
        ),
        ("Kenya came first with 19 patents, ahead of Uganda (12) and Rwanda (9).", 9, "patents"),
        (
            "Nokia employs 9,000 researchers, a third of them in Hungary.",
            33.3,
            "share of researchers employed",
        ),
    ],
)
def test_a_number_inherits_what_the_one_before_it_measures(text, value, name):
    assert measured(text)[value] == name


def test_a_number_without_a_noun_is_a_value():
    text = "In AI specialists per 10,000 people, Estonia trails only Israel, at 38 against 41."
    assert measured(text)[38] == "value"


def test_a_deed_of_its_own_is_not_inherited():
    found = measured(
        "Portugal spent 1.5 billion euros on rail. Spain raised 40 million euros for Galicia."
    )
    assert found[40e6] == "funds raised"


def test_how_far_a_rank_moved_leaves_the_rank_alone():
    article = read_text(
        "Kenya ranked 88th of 138 countries in 2024, four places higher than in 2023.",
        id="a",
        published=date(2025, 3, 4),
    )
    found = extract_facts(article, load_pipeline()).observations
    assert [item.rank for item in found if item.value is None] == [88]
