"""Sets of questions, each written before the engine was tried on it: other domains, and news."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from itertools import permutations
from pathlib import Path

import pytest

from kg.jsonl import read_lines
from kg.store import GraphStore
from queries import Outcome, ask
from tests.queries.annotated import facts_of

HERE = Path(__file__).parent
TODAY = date(2025, 6, 1)
DOMAINS = (
    *("trials", "football", "energy", "railways", "kitchens", "launches", "courts", "peaks"),
    "games",
)
NEWS = ("talent", "deals", "campuses")
# Not yet read: what a verb's asked number is, a class that only a definition knows, ...
UNREAD = {
    "Which games can I play on the Vega Station?",
    "Does Katownia produce more power than Jezioro North?",
    "What was the value of the contracts signed at Haizhou Overseas Talent Week?",
    "Who are the sponsors of the Tumaini Scholars?",
}


def read_set(name: str) -> dict:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def questions(*names: str) -> list:
    unread = pytest.mark.xfail(reason="issue 6", strict=True)
    return [
        pytest.param(name, item, id=item["ask"], marks=[unread] * (item["ask"] in UNREAD))
        for name in names
        for item in read_set(name)["question"]
    ]


@lru_cache
def graph(name: str) -> GraphStore:
    store = GraphStore.memory()
    if (HERE / f"{name}.ttl").exists():
        store.load_rdf(HERE / f"{name}.ttl")
        return store
    file = HERE / f"{name}.jsonl"
    articles = read_set(name).get("articles", ())
    lines = file.read_text(encoding="utf-8").split("\n") if file.exists() else ()
    for facts in [*facts_of(articles), *read_lines(lines, source=file.name)]:
        store.add(facts)
    return store


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


@pytest.mark.parametrize(("name", "item"), questions(*DOMAINS))
def test_a_question_over_a_domain_of_its_own_is_answered(name, item):
    assert is_right(item, ask(graph(name), item["ask"], today=TODAY))


@pytest.mark.parametrize(("name", "item"), questions("news", *NEWS))
def test_a_question_over_news_is_answered(name, item):
    assert is_right(item, ask(graph(name), item["ask"], today=TODAY))
