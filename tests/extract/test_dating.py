"""The dates of facts, by the shipped pipeline on invented sentences."""

from datetime import date

import pytest

from extract.pipeline import extract_facts, load_pipeline
from extract.reading.files import read_text
from kg.model import Predicate


def dates(text, predicate):
    """Return the dates of the facts of a predicate."""
    article = read_text(text, id="a", published=date(2025, 3, 4))
    facts = extract_facts(article, load_pipeline()).facts
    return [fact.qualifiers.date for fact in facts if fact.predicate is predicate]


@pytest.mark.parametrize(
    ("text", "predicate", "expected"),
    [
        ("Nokia acquired Infinera in 2019.", Predicate.ACQUIRES, ["2019"]),
        (
            "Orla Finnegan has led Nokia since 2023 and studied at the University of Turku.",
            Predicate.EDUCATED_AT,
            [None],
        ),
        (
            "Nokia, which lost 3 percent in 2022, acquired Infinera in 2019.",
            Predicate.ACQUIRES,
            ["2019"],
        ),
        (
            "In 2021 Nokia acquired Infinera, and Ericsson bought Vonage in 2022.",
            Predicate.ACQUIRES,
            ["2021", "2022"],
        ),
    ],
)
def test_a_fact_has_the_time_of_its_own_clause(text, predicate, expected):
    assert dates(text, predicate) == expected


def test_what_was_said_on_monday_was_said_before_today():
    text = "Nokia will buy Infinera for $2.3 billion, the two firms said on Monday."
    assert dates(text, Predicate.ACQUIRES) in (["2025-03-03"], [None])
