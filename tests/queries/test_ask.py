from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries import Outcome, ask

TODAY = date(2025, 6, 1)


def cells(answer, column=0):
    return {row[column] for row in answer.rows}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who partners with Larkfield University?", {"Brightwater Chips"}),
        ("With which university does Brightwater cooperate?", {"Larkfield University"}),
        ("Brightwater partners", {"Larkfield University"}),
        ("Brightwater Chips university partners?", {"Larkfield University"}),
        (
            "Could you please tell me who the chief executive of Brightwater Chips is?",
            {"Mira Solano"},
        ),
        ("Who is the CEO of Brightwater?", {"Mira Solano"}),
        ("Who leads Brightwater Chips?", {"Mira Solano"}),
        ("Who invested in Fenwick Labs?", {"Hollis Motors", "Tern Energy"}),
        ("By whom was Tern Energy acquired?", {"Hollis Motors"}),
        ("Which company did Hollis Motors buy?", {"Tern Energy"}),
        ("Brightwater Chips shareholders?", {"Hollis Motors"}),
        ("Where did Mira Solano study?", {"Larkfield University"}),
        ("Which products does Fenwick Labs make?", {"Quill One"}),
        ("Where is Tern Energy based?", {"Lyon"}),
        ("Which companies are based in France?", {"Tern Energy"}),
        ("French companies", {"Tern Energy"}),
        ("Which companies operate in a city in Germany?", {"Brightwater Chips"}),
        ("Which programmes does Brightwater Chips run?", {"Chip Scholars"}),
        ("Who invsted in Fenwick Laboratores?", set()),
        ("Who invested in Fenwik Labs?", {"Hollis Motors", "Tern Energy"}),
    ],
)
def test_a_list_question_gets_the_names_that_the_articles_state(graph, question, expected):
    assert cells(ask(graph, question, today=TODAY)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Where did the founders of Fenwick Labs study?", {"Larkfield University"}),
        ("Who founded the company in which Tern Energy invested?", {"Mira Solano"}),
        ("Which products are made by companies that Hollis Motors invested in?", {"Quill One"}),
        ("Who leads the companies that partner with Larkfield University?", {"Mira Solano"}),
    ],
)
def test_a_question_may_take_two_steps(graph, question, expected):
    assert cells(ask(graph, question, today=TODAY)) == expected


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("How many organisations invested in Fenwick Labs?", ((2,),)),
        ("How many employees does Hollis Motors have?", ((1200, "people", None),)),
        ("What was the revenue of Hollis Motors in 2023?", ((5000000000, "EUR"),)),
        ("When did Hollis Motors acquire Tern Energy?", (("2024-02",),)),
        ("Is Brightwater Chips a partner of Larkfield University?", ((True,),)),
        ("Did Tern Energy buy Hollis Motors?", ((False,),)),
        ("Was the revenue of Hollis Motors higher in 2022 than in 2023?", ((False,),)),
    ],
)
def test_counts_numbers_dates_and_truth_values_are_plain_values(graph, question, rows):
    assert ask(graph, question, today=TODAY).rows == rows


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Who gave Fenwick Labs the most money?", "Tern Energy"),
        ("Which company had the highest revenue in 2023?", "Hollis Motors"),
        (
            "Which company had the lower revenue in 2023, Hollis Motors or Tern Energy?",
            "Tern Energy",
        ),
        ("Who invested more than 6 million euros in Fenwick Labs?", "Tern Energy"),
        ("Who partnered with Ostrava Technical College in 2023?", "Hollis Motors"),
    ],
)
def test_superlatives_comparisons_and_filters_keep_only_what_fits(graph, question, first):
    assert [row[0] for row in ask(graph, question, today=TODAY).rows] == [first]


def test_a_table_has_a_row_for_each_pair(graph):
    answer = ask(graph, "Who invested in Fenwick Labs, and how much did each of them give?")

    assert {row[:2] for row in answer.rows} == {
        ("Hollis Motors", 5000000),
        ("Tern Energy", 9000000),
    }


def test_planned_facts_answer_only_questions_about_plans(graph):
    done = ask(graph, "Which companies did Hollis Motors acquire?")
    planned = ask(graph, "Which company does Hollis Motors plan to acquire?")

    assert cells(done) == {"Tern Energy"}
    assert cells(planned) == {"Fenwick Labs"}
    assert "planned" in planned.text


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Who is the chief executive of Zorblax?", "Zorblax"),
        ("Which companies smell of Larkfield University?", "smell"),
        ("Who divorced Mira Solano?", "divorced"),
    ],
)
def test_an_unknown_word_is_named_and_nothing_is_guessed(graph, question, word):
    answer = ask(graph, question)

    assert answer.outcome is Outcome.NOT_UNDERSTOOD
    assert answer.rows == ()
    assert answer.sparql is None
    assert word in answer.text
    assert len(answer.suggestions) == 3


def test_what_is_understood_but_not_stated_is_no_data(graph):
    answer = ask(graph, "Who is the chief executive of Tern Energy?")

    assert answer.outcome is Outcome.NO_DATA
    assert answer.rows == ()
    assert answer.sparql


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Does Tern Energy partner with Larkfield University?", "No: the articles deny it."),
        (
            "Did Hollis Motors acquire Fenwick Labs?",
            "Not yet: the articles say that it is planned.",
        ),
        ("Did Tern Energy acquire Fenwick Labs?", "The articles do not say so."),
    ],
)
def test_a_no_says_how_sure_it_is(graph, question, text):
    answer = ask(graph, question)

    assert (answer.rows, answer.text) == (((False,),), text)


def test_each_row_has_its_sentence_with_article_and_date(graph):
    quote = ask(graph, "Who partners with Larkfield University?").to_json()["evidence"][0]

    assert (quote["article"], quote["title"], quote["published"]) == (
        "a1",
        "Chips and schools",
        "2024-03-01",
    )
    assert quote["text"].startswith("Brightwater Chips works with")
    assert quote["rows"] == [0]


def test_every_suggestion_is_answered(graph):
    instead = ask(graph, "Who is the chief executive of Zorblax?").suggestions

    assert all(ask(graph, question).outcome is Outcome.ANSWERED for question in instead)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.text(alphabet="\"'\\<>{}?$;#.@^` \nabDROPselect", max_size=30))
def test_no_name_changes_the_shape_of_a_query_or_breaks_it(graph, name):
    answer = ask(graph, f"Who invested in {name}?")

    assert answer.sparql is None or "DROP" not in answer.sparql
    json.dumps(answer.to_json())


def test_the_most_of_something_is_counted(graph):
    answer = ask(graph, "Which company invested in the most companies?")

    assert sorted(answer.columns) == ["company", "number of companies"]
    assert answer.rows[0][1] == 1
