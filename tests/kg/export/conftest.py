"""A store with the names and texts that formats stumble over."""

import pytest

from kg.export import to_networkx
from kg.model import Article, ArticleFacts, EntityType, Evidence, Fact, Predicate, Qualifiers
from kg.store import GraphStore
from tests.kg.examples import PARTNERS, entity, facts

ODD_NAME = 'R&D <"Lab"> \\ O\'Neil; a|b, 東京 🚀'
ODD_TEXT = 'It said:\n"x < y & z",\tthat\u2028is all; a|b \\n {c} $d.'
ODD = entity(
    ODD_NAME, aliases=("a|b", "a;b", "\\|"), same_as=("http://www.wikidata.org/entity/Q1",)
)
HANA = entity("Hana", EntityType.PERSON)
WORKS = Fact(
    HANA.iri,
    Predicate.WORKS_FOR,
    ODD.iri,
    qualifiers=Qualifiers(role='"Chief" & co', date="2023", number=3.0),
    evidence=(Evidence(0, len(ODD_TEXT)),),
    confidence=0.75,
)


@pytest.fixture(scope="module")
def store():
    """Two plain articles that share a fact, and one with odd names and a date of its own."""
    with GraphStore.memory() as store:
        store.add(facts("a1"))
        store.add(facts("a2", claims=(PARTNERS,)))
        store.add(ArticleFacts(Article("odd | one", ODD_TEXT), (ODD, HANA), (WORKS,)))
        yield store


@pytest.fixture(scope="module")
def network(store):
    """The same as networkx has it."""
    return to_networkx(store)
