"""The ontology says what the domain types and the contract say, in full."""

import pyoxigraph as ox
import pytest

from kg import vocab
from kg.model import (
    ORGANISATION_TYPES,
    PLACE_TYPES,
    SYMMETRIC_PREDICATES,
    EntityType,
    PartKind,
    Predicate,
    Qualifiers,
    Status,
)
from kg.ontology import ontology, read_text

ORGANISATION, PLACE = set(ORGANISATION_TYPES), set(PLACE_TYPES)
ACTOR = ORGANISATION | {EntityType.COUNTRY}
AGENT = ACTOR | {EntityType.PERSON}
SOMEONE = ORGANISATION | {EntityType.PERSON}
PERSON, PRODUCT = {EntityType.PERSON}, {EntityType.PRODUCT}
PROGRAM, EVENT = {EntityType.PROGRAM}, {EntityType.EVENT}
MONEY = {"amount", "currency"}

CONTRACT = {
    "partnersWith": (ACTOR, ACTOR, {"program", "topic", "date"}),
    "recruitsFrom": (
        ORGANISATION,
        {EntityType.UNIVERSITY} | PLACE,
        {"role", "number", "date"},
    ),
    "runsProgram": (ACTOR, PROGRAM, {"topic", "date"}),
    "participatesIn": (AGENT, PROGRAM | EVENT, {"date"}),
    "worksFor": (PERSON, ACTOR, {"role", "date"}),
    "founderOf": (AGENT, ORGANISATION, {"date"}),
    "educatedAt": (PERSON, {EntityType.UNIVERSITY}, {"degree", "date"}),
    "memberOf": (AGENT, {EntityType.ORGANIZATION}, {"date"}),
    "citizenOf": (PERSON, {EntityType.COUNTRY}, set()),
    "partOf": (ORGANISATION, ORGANISATION, set()),
    "acquires": (ORGANISATION, ORGANISATION | PRODUCT, MONEY | {"date"}),
    "ownsStakeIn": (AGENT, ORGANISATION, MONEY | {"share"}),
    "investsIn": (AGENT, ORGANISATION | PLACE | PROGRAM | PRODUCT, MONEY | {"date"}),
    "headquarteredIn": (ORGANISATION, PLACE, set()),
    "locatedIn": (PLACE | ORGANISATION | EVENT | PRODUCT, PLACE, set()),
    "operatesIn": (ORGANISATION, PLACE, {"facility", "date"}),
    "develops": (SOMEONE, PRODUCT, {"date"}),
    "supplies": (ORGANISATION, ORGANISATION, {"product"}),
    "competesWith": (ORGANISATION, ORGANISATION, set()),
    "publishes": (SOMEONE, {EntityType.WORK}, {"date"}),
    "organizes": (SOMEONE, EVENT, {"date"}),
    "visits": (SOMEONE, PLACE | ORGANISATION, {"date"}),
    "uses": (ORGANISATION, PRODUCT, set()),
    "takesLegalActionAgainst": (AGENT, AGENT, MONEY | {"date"}),
}


@pytest.fixture(scope="module")
def triples():
    return list(ox.parse(read_text("newskg.ttl"), ox.RdfFormat.TURTLE))


def subjects(triples, class_):
    return {
        triple.subject.value
        for triple in triples
        if triple.predicate.value == vocab.RDF + "type" and triple.object.value == class_
    }


def test_the_contract_names_every_predicate():
    assert set(CONTRACT) == {predicate.value for predicate in Predicate}


@pytest.mark.parametrize("name", CONTRACT)
def test_domain_range_and_qualifiers_are_those_of_the_contract(name):
    info = ontology().predicates[Predicate(name)]

    assert (info.domain, info.range, info.qualifiers) == CONTRACT[name]


@pytest.mark.parametrize("predicate", Predicate)
def test_a_predicate_is_symmetric_or_has_an_inverse(predicate):
    info = ontology().predicates[predicate]

    assert info.symmetric == (predicate in SYMMETRIC_PREDICATES)
    assert (info.inverse_iri == info.iri) == info.symmetric
    assert info.inverse_label


@pytest.mark.parametrize("predicate", Predicate)
def test_english_has_several_ways_to_say_a_predicate(predicate):
    info = ontology().predicates[predicate]

    for phrases in (info.verbalisations, info.inverse_verbalisations):
        assert len(phrases) >= 2
        assert len(set(phrases)) == len(phrases)
    assert info.subject_nouns
    assert info.object_nouns
    assert info.alt_labels


@pytest.mark.parametrize("type_", EntityType)
def test_a_class_has_label_definition_and_other_nouns(type_):
    info = ontology().classes[type_]

    assert info.members == {type_}
    assert info.label
    assert info.definition
    assert info.alt_labels


def test_groups_of_classes_are_those_that_the_domain_types_know():
    groups = {info.name: info.members for info in ontology().groups}

    assert groups["AnyOrganization"] == ORGANISATION
    assert groups["AnyPlace"] == PLACE
    assert groups["Entity"] == set(EntityType)


def test_the_ontology_has_no_other_fact_predicates_or_classes(triples):
    assert subjects(triples, vocab.NK + "FactPredicate") == set(map(vocab.predicate_iri, Predicate))
    assert subjects(triples, vocab.NK + "EntityClass") == set(map(vocab.class_iri, EntityType))
    assert subjects(triples, vocab.NK + "Status") == set(map(vocab.status_iri, Status))


def test_the_ontology_has_no_blank_nodes(triples):
    assert not any(
        isinstance(term, ox.BlankNode)
        for triple in triples
        for term in (triple.subject, triple.object)
    )


def test_every_term_has_label_and_definition_and_every_property_domain_and_range(triples):
    said = {(triple.subject.value, triple.predicate.value) for triple in triples}
    ours = {subject for subject, _ in said if subject.startswith(vocab.NK)} - {vocab.ONTOLOGY_GRAPH}
    kinds = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    properties = set().union(*(subjects(triples, vocab.OWL + kind) for kind in kinds))

    assert not {
        (term, need)
        for term in ours
        for need in (vocab.RDFS + "label", vocab.SKOS + "definition")
        if (term, need) not in said
    }
    assert properties
    assert not {
        (term, need)
        for term in properties
        for need in (vocab.RDFS + "domain", vocab.RDFS + "range")
        if (term, need) not in said
    }


def test_every_own_term_that_is_used_is_declared(triples):
    declared = {triple.subject.value for triple in triples}
    used = {
        term.value
        for triple in triples
        for term in (triple.predicate, triple.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(vocab.NK)
    }

    assert {term for term in used if not term.startswith(vocab.ONTOLOGY_GRAPH)} <= declared


@pytest.mark.parametrize(
    "namespace",
    [
        "https://schema.org/",
        "http://www.w3.org/ns/org#",
        "http://www.w3.org/ns/prov#",
        "http://www.wikidata.org/entity/",
        "http://purl.org/linked-data/cube#",
    ],
)
def test_the_ontology_maps_to_vocabularies_in_wide_use(triples, namespace):
    assert any(
        isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith(namespace)
        for triple in triples
    )


@pytest.mark.parametrize("name", [*Qualifiers.__dataclass_fields__, "dateStart", "outOf"])
def test_every_qualifier_has_a_property(triples, name):
    assert vocab.NK + name in subjects(triples, vocab.OWL + "DatatypeProperty")


def test_the_shapes_know_every_kind_of_part():
    assert all(f'"{kind.value}"' in read_text("shapes.ttl") for kind in PartKind)
