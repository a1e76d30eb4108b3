"""Facts stay within the clause of their subject, by the shipped pipeline on invented sentences."""

import pytest

from extract.pipeline import extract_facts, load_pipeline
from extract.reading.files import read_text
from kg.model import Predicate


def pairs(text, predicate):
    """Return the names at the ends of the facts of a predicate."""
    found = extract_facts(read_text(text, id="a"), load_pipeline())
    names = {entity.iri: entity.name for entity in found.entities}
    facts = (fact for fact in found.facts if fact.predicate is predicate)
    return {(names[fact.subject], names[fact.object]) for fact in facts}


@pytest.mark.parametrize(
    "text",
    [
        "In 2021 Nokia acquired Infinera, and Ericsson bought Vonage in 2022.",
        "Nokia acquired Infinera in 2021, while Ericsson bought Vonage in 2022.",
    ],
)
def test_each_clause_has_its_own_buyer(text):
    assert pairs(text, Predicate.ACQUIRES) == {("Nokia", "Infinera"), ("Ericsson", "Vonage")}


def test_a_verb_without_a_subject_has_that_of_the_verb_before():
    text = "Nokia acquired Infinera in 2021 and bought Fenix Group in 2023."
    assert pairs(text, Predicate.ACQUIRES) == {("Nokia", "Infinera"), ("Nokia", "Fenix Group")}


def test_whoever_we_are_a_person_works_for_whom_the_sentence_names():
    text = (
        'Nokia and Infinera widened their pact. "Without the state we would not exist," said '
        "Orla Berg, who has led Infinera since 2023."
    )
    assert pairs(text, Predicate.WORKS_FOR) == {("Orla Berg", "Infinera")}


def test_a_city_where_shares_move_is_no_site():
    text = "Nokia makes radios in Oulu. Shares of Nokia rose 4.1 percent in Paris."
    assert ("Nokia", "Paris") not in pairs(text, Predicate.OPERATES_IN)


def test_money_for_four_states_is_not_for_the_firm_of_the_sentence_before():
    text = (
        "The state of Ohio will give Rapidus a grant of $5 million. "
        "Nokia said that it will invest $9 billion in the four states over five years."
    )
    assert ("Nokia", "Rapidus") not in pairs(text, Predicate.INVESTS_IN)
