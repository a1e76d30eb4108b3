"""Text2KGBench (Mihindukulasooriya et al. 2023): our facts in its ontologies, and its metric.

The mapping was written from the names, domains and ranges of the ontologies' relations. A label is
the entity's name; nothing is looked up to match the label that DBpedia has.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.model import ORGANISATION_TYPES, PLACE_TYPES, EntityType, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import ArticleFacts, Entity, Fact

Triple = tuple[str, str, str]
PLACES_OF = {Predicate.HEADQUARTERED_IN, Predicate.LOCATED_IN, Predicate.OPERATES_IN}
KIND_OF_PLACE = {
    EntityType.COUNTRY: "country",
    EntityType.CITY: "city",
    EntityType.REGION: "state",
}
FORWARD = {
    Predicate.HEADQUARTERED_IN: ("headquarter",),
    Predicate.OPERATES_IN: ("regionServed",),
    Predicate.PART_OF: ("parentCompany", "affiliation"),
    Predicate.DEVELOPS: ("product",),
    Predicate.MEMBER_OF: ("party", "affiliation"),
    Predicate.CITIZEN_OF: ("nationality",),
    Predicate.EDUCATED_AT: ("almaMater",),
}
BACKWARD = {Predicate.PART_OF: ("subsidiary",), Predicate.FOUNDER_OF: ("founder",)}
OFFICES = ("dean", "rector", "director", "president")
MILITARY = re.compile(r"\b(army|navy|air force|marines?|coast guard|militia)\b", re.IGNORECASE)
NUMBERS = {
    "revenue": r"(total )?revenues?|sales|turnover",
    "netIncome": r"net (income|profit)s?",
    "operatingIncome": r"operating (income|profit)s?",
    "numberOfEmployees": r"(number of )?(employees|people|workers|staff|workforce)",
    "numberOfLocations": r"(number of )?(locations|branches|stores)",
    "numberOfStudents": r"(total )?(number of )?students",
    "numberOfDoctoralStudents": r"(number of )?(doctoral|phd|ph\.d\.?|doctorate)( students)?",
    "numberOfUndergraduateStudents": r"(number of )?(undergraduates?)( students)?",
    "numberOfPostgraduateStudents": r"(number of )?(post-?graduates?)( students)?",
    "staff": r"(number of )?(staff|employees)( members)?",
    "academicStaffSize": r"(number of )?academic (staff|staff members)",
    "populationTotal": r"(total )?population|inhabitants",
}
OF_FACTS = frozenset(
    {name for names in (*FORWARD.values(), *BACKWARD.values()) for name in names}
    | {*KIND_OF_PLACE.values(), *OFFICES}
    | {"location", "isPartOf", "keyPerson", "leader", "office", "militaryBranch", "battle"}
)
"""Relations that a fact can give; ``NUMBERS`` has those of observations. No other can be found."""


def triples(found: ArticleFacts) -> Iterator[Triple]:
    """Yield what was found as triples of the ontologies."""
    entities = {entity.iri: entity for entity in found.entities}
    for fact in found.facts:
        if fact.status is not Status.DENIED:
            yield from _of_fact(fact, entities[fact.subject], entities[fact.object])
    for seen in found.observations:
        if seen.value is None or seen.status is Status.DENIED:
            continue
        about = entities[seen.about]
        number = str(int(seen.value)) if seen.value == int(seen.value) else str(seen.value)
        for relation, pattern in NUMBERS.items():
            domain = PLACE_TYPES if relation == "populationTotal" else ORGANISATION_TYPES
            if about.type in domain and re.fullmatch(pattern, seen.indicator, re.IGNORECASE):
                yield about.name, relation, number


def _of_fact(fact: Fact, head: Entity, tail: Entity) -> Iterator[Triple]:
    one, two, predicate = head.name, tail.name, fact.predicate
    for relation in FORWARD.get(predicate, ()):
        yield one, relation, two
    for relation in BACKWARD.get(predicate, ()):
        yield two, relation, one
    if predicate in PLACES_OF and tail.type in PLACE_TYPES:
        yield one, "isPartOf" if head.type in PLACE_TYPES else "location", two
        if tail.type in KIND_OF_PLACE and head.type in ORGANISATION_TYPES:
            yield one, KIND_OF_PLACE[tail.type], two
    if predicate is Predicate.PARTICIPATES_IN and tail.type is EntityType.EVENT:
        yield one, "battle", two
    if predicate is Predicate.WORKS_FOR:
        yield from _of_office(fact.qualifiers.role or "", head, tail)


def _of_office(role: str, head: Entity, tail: Entity) -> Iterator[Triple]:
    one, two = head.name, tail.name
    yield two, "keyPerson" if tail.type in ORGANISATION_TYPES else "leader", one
    if tail.type in ORGANISATION_TYPES and re.search(r"\b(leader|chair|head)", role):
        yield two, "leader", one
    if role:
        yield one, "office", f"{role} of {two}"
    for office in OFFICES:
        if re.search(rf"\b{office}\b", role, re.IGNORECASE):
            yield two, office, one
    if MILITARY.search(two):
        yield one, "militaryBranch", two


def normalised(triple: Triple) -> str:
    """Return a triple as the benchmark compares it: no spaces or underscores, lower case."""
    return "".join(re.sub(r"(_|\s+)", "", part).lower() for part in triple)


def official(gold: list[Triple], found: list[Triple]) -> tuple[float, float, float]:
    """Return one sentence's precision, recall and F1 by the benchmark's ``run_eval.py``.

    Found triples whose relation the sentence's gold does not have are left out, as it does; the
    set's figure is the mean over sentences.
    """
    relations = {relation for _, relation, _ in gold}
    there = {normalised(triple) for triple in gold}
    kept = {normalised(triple) for triple in found if triple[1] in relations}
    both = len(there & kept)
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / len(kept), both / len(there)
    return precision, recall, 2 * precision * recall / (precision + recall)
