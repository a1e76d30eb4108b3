"""Which names are one entity: the rules by their examples, and that few are compared."""

import pytest

from kg.model import Article, ArticleFacts, Entity, EntityType, Fact, Predicate
from kg.resolve.articles import ArticleEvidence, canonical_iris
from kg.resolve.profile import Profile, keys
from kg.resolve.rules import LARGEST_BLOCK, links
from kg.vocab import entity_iri, local_iri

COMPANY, UNIVERSITY, PERSON = EntityType.COMPANY, EntityType.UNIVERSITY, EntityType.PERSON
BODY, INSTITUTE = EntityType.GOVERNMENT_BODY, EntityType.RESEARCH_INSTITUTE


def entity(type_, name, *aliases, article="", same_as=()):
    iri = local_iri(type_, name, article) if article else entity_iri(type_, name)
    return Entity(iri, type_, name, aliases, same_as)


def articles(*entities):
    """Articles that name one entity each."""
    return [ArticleFacts(Article(f"a{n}", ""), (one,)) for n, one in enumerate(entities)]


def joined(*entities):
    return len(canonical_iris(articles(*entities))) == len({e.iri for e in entities}) - 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((COMPANY, "LG Uplus"), (COMPANY, "LG U+")),
        ((COMPANY, "Open AI"), (COMPANY, "OpenAI")),
        ((INSTITUTE, "Bolt Labour Centre"), (INSTITUTE, "Bolt Labor Center")),
        ((COMPANY, "Acme Foo Motors", "AFM"), (COMPANY, "AFM")),
        ((COMPANY, "Acme Group"), (COMPANY, "Acme")),
        ((COMPANY, "Acme Foo Motor Company"), (COMPANY, "AFMC")),
        ((COMPANY, "Acme Technologies", "Acme"), (COMPANY, "Acme")),
        ((INSTITUTE, "Institute for Foo AI", "FAI"), (INSTITUTE, "Foo AI Institute", "FAI")),
        ((BODY, "Bolt's Foo and Crux Authority", "FCA"), (BODY, "Foo and Crux Authority", "FCA")),
        ((PERSON, "Ada B. Lovelace"), (PERSON, "Ada Lovelace")),
        ((PERSON, "Kim Min-su"), (PERSON, "Kim Minsu")),
        ((PERSON, "Min-su Kim"), (PERSON, "Kim Min-su")),
        ((PERSON, "Lars Jørgensen"), (PERSON, "Lars Jorgensen")),
    ],
)  # fmt: skip
def test_variants_of_one_name_are_one_entity(left, right):
    assert joined(entity(left[0], left[1], *left[2:]), entity(right[0], right[1], *right[2:]))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((UNIVERSITY, "Bolt University"), (UNIVERSITY, "University of Bolt")),
        ((COMPANY, "Acme Electronics"), (COMPANY, "Acme Display")),
        ((COMPANY, "Acme Electronics", "Acme"), (COMPANY, "Acme Display", "Acme")),
        ((PERSON, "Kim Min-su", "Kim"), (PERSON, "Kim Ji-won", "Kim")),
        ((PERSON, "Ada B. Lovelace"), (PERSON, "Ada C. Lovelace")),
        ((PERSON, "Bob Lovelace"), (PERSON, "Robert Lovelace")),
        ((BODY, "Capital Foo Authority", "CFA"), (BODY, "Crux and Foo Authority", "CFA")),
        ((BODY, "European Commission", "Commission"), (BODY, "Commission")),
        ((COMPANY, "Acme"), (PERSON, "Acme Jones")),
        ((UNIVERSITY, "Bolt University", "Bolt"), (COMPANY, "Bolt")),
        ((EntityType.PRODUCT, "Foo 3", "Foo"), (EntityType.PRODUCT, "Foo")),
    ],
)
def test_two_with_similar_names_stay_two(left, right):
    assert not canonical_iris(
        articles(entity(left[0], left[1], *left[2:]), entity(right[0], right[1], *right[2:]))
    )


def test_a_short_name_of_two_entities_joins_neither():
    assert not canonical_iris(
        articles(
            entity(COMPANY, "Acme Electronics", "Acme"),
            entity(COMPANY, "Bolt Motors", "Acme"),
            entity(COMPANY, "Acme"),
        )
    )


def test_one_identifier_joins_and_two_of_one_authority_part():
    ror = "https://ror.org/"
    one = entity(UNIVERSITY, "Bolt University", same_as=(ror + "1",))
    assert joined(one, entity(UNIVERSITY, "Universidad de Bolt", same_as=(ror + "1",)))
    one = entity(COMPANY, "Open AI", same_as=(ror + "1",))
    assert not joined(one, entity(COMPANY, "OpenAI", same_as=(ror + "2",)))


def said(id_, person, firm):
    fact = Fact(person.iri, Predicate.WORKS_FOR, firm.iri)
    return ArticleFacts(Article(id_, ""), (person, firm), (fact,))


def test_a_lone_surname_is_the_person_of_whom_articles_say_the_same():
    acme, bolt = entity(COMPANY, "Acme"), entity(COMPANY, "Bolt")
    minsu = entity(PERSON, "Kim Min-su")
    here, there = entity(PERSON, "Kim", article="a2"), entity(PERSON, "Kim", article="a3")
    found = canonical_iris(
        [said("a1", minsu, acme), said("a2", here, acme), said("a3", there, bolt)]
    )

    assert found == {here.iri: minsu.iri}


def test_middle_names_of_two_people_leave_the_bare_name_alone():
    people = [entity(PERSON, f"George {m}Bush") for m in ("H. W. ", "W. ", "")]

    assert not canonical_iris(articles(*people))


def test_keys_are_few_whatever_the_name():
    profile = Profile("x:a", COMPANY, ("Acme " * 30,), frozenset({"A"}))

    assert len(keys(profile)) < 12


def test_a_block_that_many_share_is_not_compared():
    named = [Profile(f"x:{n:03}", COMPANY, ("Acme",)) for n in range(LARGEST_BLOCK + 1)]
    evidence = ArticleEvidence([])

    assert len(links("n org acme", named[1:], evidence)) == LARGEST_BLOCK - 1
    assert links("n org acme", named, evidence) == []
