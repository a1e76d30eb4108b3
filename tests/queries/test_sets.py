"""Sets of questions written before the engine was tried on them: another domain, and news."""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from kg.jsonl import read_lines
from kg.store import GraphStore
from queries import Outcome, ask

HERE = Path(__file__).parent
TODAY = date(2025, 6, 1)
# Not yet read: what a verb's asked number is, and a word misspelt inside a wording.
UNREAD = {
    "Does Katownia produce more power than Jezioro North?",
    "What does SK Hynix plan to invest in Indiana?",
    "How many people does Catalent employ?",
    "What investments were made in April 2024?",
    "Name the presidents and the organisations they work for.",
}


def questions(name: str) -> list:
    items = tomllib.loads((HERE / name).read_text(encoding="utf-8"))["question"]
    unread = pytest.mark.xfail(reason="issue 6", strict=True)
    return [
        pytest.param(i, id=i["ask"], marks=[unread] if i["ask"] in UNREAD else []) for i in items
    ]


@pytest.fixture(scope="module")
def trials():
    with GraphStore.memory() as store:
        store.load_rdf(HERE / "trials.ttl")
        yield store


@pytest.fixture(scope="module")
def football():
    with GraphStore.memory() as store:
        store.load_rdf(HERE / "football.ttl")
        yield store


@pytest.fixture(scope="module")
def energy():
    with GraphStore.memory() as store:
        store.load_rdf(HERE / "energy.ttl")
        yield store


@pytest.fixture(scope="module")
def news():
    with GraphStore.memory() as store:
        text = (HERE / "news.jsonl").read_text(encoding="utf-8")
        for facts in read_lines(text.split("\n"), source="news.jsonl"):
            store.add(facts)
        yield store


def rounded(cell):
    return round(cell, 4) if isinstance(cell, float) else cell


def is_right(item: dict, answer) -> bool:
    wanted = {tuple(row) for row in item.get("rows", ())}
    if item.get("any"):
        return answer.outcome is Outcome.ANSWERED
    if not wanted:  # says that it cannot be answered, and why
        reason = item.get("outcome", answer.outcome.value)
        return answer.rows == () and answer.outcome.value == reason
    width = len(next(iter(wanted)))
    columns = permutations(range(len(answer.columns)), width) if width > 1 else [(0,)]
    return any(
        {tuple(rounded(row[i]) for i in order) for row in answer.rows} == wanted
        for order in columns
    )


@pytest.mark.parametrize("item", questions("trials.toml"))
def test_a_question_over_hospitals_and_trials_is_answered(trials, item):
    assert is_right(item, ask(trials, item["ask"], today=TODAY))


@pytest.mark.parametrize("item", questions("football.toml"))
def test_a_question_over_football_is_answered(football, item):
    assert is_right(item, ask(football, item["ask"], today=TODAY))


@pytest.mark.parametrize("item", questions("energy.toml"))
def test_a_question_over_power_plants_is_answered(energy, item):
    assert is_right(item, ask(energy, item["ask"], today=TODAY))


@pytest.mark.parametrize("item", questions("news.toml"))
def test_a_question_over_news_is_answered(news, item):
    assert is_right(item, ask(news, item["ask"], today=TODAY))
