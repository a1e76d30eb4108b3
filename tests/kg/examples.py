"""Small articles with facts, made by hand, for tests of what holds them."""

from kg.model import (
    Article,
    ArticleFacts,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Mention,
    Observation,
    Predicate,
    Qualifiers,
    Status,
)
from kg.vocab import entity_iri

TEXT = "Acme works with Bolt University. Acme plans to buy Crux for $5 million."
FIRST = Evidence(0, 32)
SECOND = Evidence(33, 71)


def entity(name, type_=EntityType.COMPANY, **more):
    return Entity(entity_iri(type_, name), type_, name, **more)


ACME = entity("Acme", mentions=(Mention(0, 4), Mention(33, 37)))
BOLT = entity("Bolt University", EntityType.UNIVERSITY, aliases=("Bolt",))
CRUX = entity("Crux")

PARTNERS = Fact(ACME.iri, Predicate.PARTNERS_WITH, BOLT.iri, evidence=(FIRST,), confidence=0.9)
BUYS = Fact(
    ACME.iri,
    Predicate.ACQUIRES,
    CRUX.iri,
    status=Status.PLANNED,
    qualifiers=Qualifiers(amount=5e6, currency="USD", date="2024-04"),
    evidence=(SECOND,),
)
STAFF = Observation(BOLT.iri, "enrolment", 12000.0, "people", "2023", evidence=(FIRST,))


def facts(article_id="a1", *, text=TEXT, claims=(PARTNERS, BUYS), observations=(STAFF,)):
    """An article with the three entities above and, unless told, their facts."""
    article = Article(article_id, text, title="Deals", source=f"{article_id}.txt")
    return ArticleFacts(article, (ACME, BOLT, CRUX), tuple(claims), tuple(observations))


def many(count):
    """Articles that share entities and facts, so that each changes what others support."""
    return [_one_of_many(number) for number in range(count)]


def _one_of_many(number):
    own = entity(f"Company {number}")
    shared = entity(f"College {number % 7}", EntityType.UNIVERSITY)
    text = f"{own.name} and Acme work with {shared.name}. " * 5
    said = (Evidence(0, 20), Evidence(21, 40))
    claims = (
        Fact(own.iri, Predicate.PARTNERS_WITH, shared.iri, evidence=said),
        Fact(ACME.iri, Predicate.RECRUITS_FROM, shared.iri, evidence=said[:1]),
        Fact(own.iri, Predicate.SUPPLIES, ACME.iri, status=Status.PLANNED, evidence=said[1:]),
    )
    counts = tuple(
        Observation(own.iri, f"indicator {i}", float(number + i), evidence=said) for i in range(2)
    )
    article = Article(f"article-{number}", text)
    return ArticleFacts(article, (own, shared, entity("Acme")), claims, counts)
