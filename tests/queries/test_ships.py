"""Questions over a graph of another subject, by its own vocabulary: ships, harbours, voyages."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.store import GraphStore
from queries import Outcome, ask, known_names

SHIPS = Path(__file__).with_name("ships.ttl")


@pytest.fixture(scope="module")
def ships():
    with GraphStore.memory() as store:
        store.load_rdf(SHIPS)
        yield store


def firsts(answer) -> set:
    return {row[0] for row in answer.rows}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How long is the Sea Heron?", {90}),
        ("Grey Gull owner", {"Nordsee Reederei"}),
        ("Who owns the Grey Gull?", {"Nordsee Reederei"}),
        ("Could you please tell me who owns the Grey Gull?", {"Nordsee Reederei"}),
        ("Where is Nordsee Reederei based?", {"Germany"}),
        ("When was Eleni Makrides born?", {"1970-03-12"}),
        ("In which year was the Storm Petrel built?", {"2006"}),
        ("What is Eleni Makrides's licence number?", {"L-302"}),
    ],
)
def test_a_property_of_a_thing_is_looked_up(ships, question, expected):
    assert firsts(ask(ships, question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which tankers were built before 1990?", {"Iron Duchess", "Grey Gull"}),
        ("Which tankers are longer than 200 metres?", {"Golden Cormorant", "Blue Marlin"}),
        ("Which tankers are longer than 0.2 km?", {"Golden Cormorant", "Blue Marlin"}),
        ("vessels owned by German companies", {"Blue Marlin", "Grey Gull"}),
        ("Which vessels have no gross tonnage?", {"Iron Duchess"}),
        (
            "Which vessels have never been inspected?",
            {"Storm Petrel", "Golden Cormorant", "Blue Marlin"},
        ),
        (
            "Which vessels have failed an inspection?",
            {"Amber Tern", "Grey Gull", "Northern Light"},
        ),
        (
            "Which captains work for companies based in Greece or Japan?",
            {"Eleni Makrides", "Jun Tashiro"},
        ),
        ("Which Greek shipping lines own ferries?", {"Aegean Star Shipping"}),
        (
            "Which inspections had a fine of more than 3,000 dollars?",
            {"Inspection 5", "Inspection 8"},
        ),
    ],
)
def test_things_are_filtered(ships, question, expected):
    assert firsts(ask(ships, question)) == expected


def test_a_part_of_a_part_lies_in_the_whole(ships):
    found = firsts(ask(ships, "Which harbours are in the Northern Seas?"))

    assert found == {"Port Halvard", "Tolberg", "Mossvik", "Sandhamn East", "Lindesnes Quay"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the fastest vessel?", "Golden Cormorant"),
        ("What is the oldest ferry?", "Sea Heron"),
        ("Who is the youngest captain?", "Olga Varrow"),
        ("What is the third longest vessel?", "Blue Marlin"),
        ("Which vessel is longer, Sea Heron or Grey Gull?", "Grey Gull"),
        ("Which company owns the longest tanker?", "Kaito Maritime"),
    ],
)
def test_the_greatest_is_chosen(ships, question, expected):
    assert ask(ships, question).rows[0][0] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many ferries are there?", 4),
        ("how many vesels does Halvard Lines own", 2),
        ("What was the total fine of all inspections?", 12000),
        ("average speed of tankers", 16.5),
        ("What percentage of the vessels is ice-strengthened?", 62.5),
    ],
)
def test_numbers_are_counted_summed_and_averaged(ships, question, expected):
    assert ask(ships, question).rows == ((expected,),)


def test_a_number_is_told_for_each_of_a_class(ships):
    rows = ask(ships, "How many vessels does each company own?").rows

    assert len(rows) == 4
    assert all(number == 2 for _, number in rows)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is the Amber Tern ice-strengthened?", True),
        ("Does Kaito Maritime own the Blue Marlin?", False),
        ("Is the Grey Gull longer than the Sea Heron?", True),
    ],
)
def test_yes_or_no(ships, question, expected):
    assert ask(ships, question).rows == ((expected,),)


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What is the salary of Piet Varrow?", "salary"),
        ("Who cooks on the Sea Heron?", "cooks"),
        ("Which vessels transport bananas?", "bananas"),
    ],
)
def test_a_word_that_the_graph_does_not_know_is_named(ships, question, word):
    answer = ask(ships, question)

    assert answer.outcome is Outcome.NOT_UNDERSTOOD
    assert answer.rows == ()
    assert f"“{word}”" in answer.text
    assert len(answer.suggestions) == 3


def test_what_is_suggested_can_be_answered(ships):
    for question in ask(ships, "bananas").suggestions:
        assert ask(ships, question).outcome is Outcome.ANSWERED, question


def test_names_are_offered_for_completion(ships):
    assert "Grey Gull" in known_names(ships)
