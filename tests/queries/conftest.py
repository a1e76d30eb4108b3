"""A small graph written by hand: invented names, each relation in a few shapes."""

from __future__ import annotations

from datetime import date

import pytest

from kg.model import (
    Article,
    ArticleFacts,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Observation,
    Predicate,
    Qualifiers,
    Status,
)
from kg.store import GraphStore
from kg.vocab import entity_iri

SENTENCE = "Brightwater Chips works with Larkfield University."
T, P = EntityType, Predicate
NAMES = {
    "Brightwater Chips": (T.COMPANY, ("Brightwater",)),
    "Hollis Motors": (T.COMPANY, ()),
    "Tern Energy": (T.COMPANY, ()),
    "Fenwick Labs": (T.COMPANY, ()),
    "Larkfield University": (T.UNIVERSITY, ()),
    "Ostrava Technical College": (T.UNIVERSITY, ("OTC",)),
    "Mira Solano": (T.PERSON, ()),
    "Jonas Weir": (T.PERSON, ()),
    "Germany": (T.COUNTRY, ()),
    "France": (T.COUNTRY, ()),
    "Dresden": (T.CITY, ()),
    "Lyon": (T.CITY, ()),
    "Quill One": (T.PRODUCT, ()),
    "Chip Scholars": (T.PROGRAM, ()),
}
FACTS = [
    ("Brightwater Chips", P.PARTNERS_WITH, "Larkfield University", {"program": "Chip Scholars"}),
    ("Hollis Motors", P.PARTNERS_WITH, "Ostrava Technical College", {"date": "2023-05"}),
    ("Hollis Motors", P.INVESTS_IN, "Fenwick Labs", {"amount": 5e6, "currency": "EUR"}),
    ("Tern Energy", P.INVESTS_IN, "Fenwick Labs", {"amount": 9e6, "currency": "EUR"}),
    ("Hollis Motors", P.ACQUIRES, "Tern Energy", {"amount": 2e9, "date": "2024-02"}),
    ("Hollis Motors", P.OWNS_STAKE_IN, "Brightwater Chips", {"share": 30.0}),
    ("Mira Solano", P.WORKS_FOR, "Brightwater Chips", {"role": "chief executive"}),
    ("Jonas Weir", P.WORKS_FOR, "Brightwater Chips", {"role": "vice president"}),
    ("Mira Solano", P.FOUNDER_OF, "Fenwick Labs", {"date": "2019"}),
    ("Mira Solano", P.EDUCATED_AT, "Larkfield University", {}),
    ("Fenwick Labs", P.DEVELOPS, "Quill One", {}),
    ("Brightwater Chips", P.OPERATES_IN, "Dresden", {}),
    ("Dresden", P.LOCATED_IN, "Germany", {}),
    ("Lyon", P.LOCATED_IN, "France", {}),
    ("Tern Energy", P.HEADQUARTERED_IN, "Lyon", {}),
    ("Brightwater Chips", P.RUNS_PROGRAM, "Chip Scholars", {}),
    ("Hollis Motors", P.ACQUIRES, "Fenwick Labs", {}, Status.PLANNED),
    ("Tern Energy", P.PARTNERS_WITH, "Larkfield University", {}, Status.DENIED),
]
NUMBERS = [
    ("Hollis Motors", "revenue", 4e9, "EUR", "2022"),
    ("Hollis Motors", "revenue", 5e9, "EUR", "2023"),
    ("Tern Energy", "revenue", 3e9, "EUR", "2023"),
    ("Hollis Motors", "employees", 1200, "people", None),
]


def iri(name: str) -> str:
    return entity_iri(NAMES[name][0], name)


def article() -> ArticleFacts:
    entities = tuple(Entity(iri(n), kind, n, aliases) for n, (kind, aliases) in NAMES.items())
    evidence = (Evidence(0, len(SENTENCE), SENTENCE),)
    facts = tuple(
        Fact(iri(s), p, iri(o), *status, qualifiers=Qualifiers(**qualifiers), evidence=evidence)
        for s, p, o, qualifiers, *status in FACTS
    )
    numbers = tuple(
        Observation(iri(about), name, value, unit, period, evidence=evidence)
        for about, name, value, unit, period in NUMBERS
    )
    text = Article("a1", SENTENCE, title="Chips and schools", published=date(2024, 3, 1))
    return ArticleFacts(text, entities, facts, numbers)


@pytest.fixture(scope="session")
def facts():
    return article()


@pytest.fixture(scope="session")
def graph():
    store = GraphStore.memory()
    store.add(article())
    yield store
    store.close()
