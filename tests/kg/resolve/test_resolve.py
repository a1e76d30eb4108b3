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
        ((COMPANY, "Acme Air Lines", "Acme"), (COMPANY, "Acme")),
        ((UNIVERSITY, "Acme University", "Acme"), (UNIVERSITY, "Acme")),
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
        ((EntityType.PRODUCT, "Foo-4"), (EntityType.PRODUCT, "Foo-4o")),
        ((EntityType.WORK, "Foo Index 2024"), (EntityType.WORK, "Foo Index 2025")),
        ((EntityType.COUNTRY, "South Foo"), (EntityType.COUNTRY, "North Foo")),
        ((EntityType.COUNTRY, "Foo"), (EntityType.COUNTRY, "Foo-Bar")),
        ((COMPANY, "Foo Steel"), (COMPANY, "Foo Motors")),
        ((COMPANY, "Foo"), (COMPANY, "Foo Display")),
        ((COMPANY, "Foo SDI"), (COMPANY, "Foo SDS")),
        ((COMPANY, "FBR"), (EntityType.ORGANIZATION, "Foo Bar Research Society", "FBR")),
        ((UNIVERSITY, "Foo University"), (UNIVERSITY, "Foo State University")),
        ((UNIVERSITY, "University of Foo, Bolt"), (UNIVERSITY, "University of Foo, Crux")),
        ((INSTITUTE, "Foo Institute for Bolts"), (INSTITUTE, "Foo Institute for Nuts")),
        ((COMPANY, "Foo Ventures", "Foo"), (COMPANY, "Foo")),
        ((COMPANY, "Foo Egypt", "Foo"), (COMPANY, "Foo")),
        ((EntityType.ORGANIZATION, "Foo Foundation", "Foo"), (COMPANY, "Foo")),
        ((COMPANY, "Foo On"), (COMPANY, "Foo")),
        (
            (BODY, "Bolt Ministry of Commerce", "Ministry of Commerce"),
            (BODY, "Ministry of Commerce"),
        ),
        ((PERSON, "Kim Min-su"), (PERSON, "Kim Min-seo")),
        ((PERSON, "Kim Min-su"), (PERSON, "Min Kim-su")),
        ((PERSON, "Sergey Foonov"), (PERSON, "Sergei Foonov")),
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


def test_programmes_that_are_only_described_are_one_if_articles_say_the_same():
    one, two = (entity(EntityType.PROGRAM, "training programme", article=f"a{n}") for n in range(2))
    acme, bolt = entity(COMPANY, "Acme"), entity(COMPANY, "Bolt")

    def runs(id_, firm, programme):
        fact = Fact(firm.iri, Predicate.RUNS_PROGRAM, programme.iri)
        return ArticleFacts(Article(id_, ""), (firm, programme), (fact,))

    assert not canonical_iris([runs("a0", acme, one), runs("a1", bolt, two)])
    assert len(canonical_iris([runs("a0", acme, one), runs("a1", acme, two)])) == 1


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


@pytest.mark.parametrize(
    ("left", "right", "one"),
    [
        ("Sergey Foonov", "Sergei Foonov", True),
        ("Volodymyr Boltsky", "Volodymyr Boltskyy", True),
        ("Jürgen Föhler", "Juergen Foehler", True),
        ("Mohammed bin Crux", "Mohammad bin Crux", True),
        ("Wladimir Boltin", "Vladimir Boltin", True),
        ("Kim Min-su", "Kim Min-seo", False),
        ("Li Xue", "Li Xu", False),
        ("Anna Boltova", "Ivan Boltov", False),
    ],
)
def test_spellings_of_another_script_are_one_person_if_articles_say_the_same(left, right, one):
    acme = entity(COMPANY, "Acme")
    people = entity(PERSON, left), entity(PERSON, right)
    found = canonical_iris(said(f"a{n}", person, acme) for n, person in enumerate(people))

    assert bool(found) is one


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
