"""Which contract types each predicate joins (CONTRACT, section 4)."""

from __future__ import annotations

from typing import Final

PERSON: Final = frozenset({"Person"})
ORGANISATIONS: Final = frozenset(
    {"Company", "University", "ResearchInstitute", "GovernmentBody", "Organization"}
)
COUNTRIES: Final = frozenset({"Country", "NORP"})
PLACES: Final = frozenset({"Country", "Region", "City", "Place"})
ACTORS: Final = ORGANISATIONS | COUNTRIES
"""A country stands for its government; cities and regions too where they act."""

ROLES: Final = {
    "Person": "PER",
    **dict.fromkeys(ORGANISATIONS, "ORG"),
    **dict.fromkeys(PLACES | {"NORP"}, "PLACE"),
    "Program": "PROGRAM",
    "Product": "PRODUCT",
    "Work": "WORK",
    "Event": "EVENT",
}
"""Contract type → what the pair head is told."""

_ACTING: Final = ACTORS | {"Region", "City"}
_PROGRAM: Final = frozenset({"Program"})
_PRODUCT: Final = frozenset({"Product"})
_WORK: Final = frozenset({"Work"})
_EVENT: Final = frozenset({"Event"})

SIGNATURES: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "partnersWith": (_ACTING, _ACTING),
    "recruitsFrom": (ORGANISATIONS, PLACES | {"NORP", "University"}),
    "runsProgram": (_ACTING, _PROGRAM),
    "participatesIn": (PERSON | _ACTING, _PROGRAM | _EVENT),
    "worksFor": (PERSON, _ACTING),
    "founderOf": (PERSON | ORGANISATIONS, ORGANISATIONS),
    "educatedAt": (PERSON, frozenset({"University"})),
    "memberOf": (PERSON | _ACTING, frozenset({"Organization"})),
    "citizenOf": (PERSON, COUNTRIES),
    "partOf": (ORGANISATIONS, ORGANISATIONS),
    "acquires": (_ACTING, ORGANISATIONS | _PRODUCT),
    "ownsStakeIn": (PERSON | _ACTING, ORGANISATIONS),
    "investsIn": (PERSON | _ACTING, ORGANISATIONS | PLACES | _PROGRAM | _PRODUCT),
    "headquarteredIn": (ORGANISATIONS, PLACES | {"NORP"}),
    "locatedIn": (PLACES | ORGANISATIONS | _EVENT | _PRODUCT, PLACES),
    "operatesIn": (ORGANISATIONS, PLACES),
    "develops": (PERSON | ORGANISATIONS, _PRODUCT),
    "supplies": (ORGANISATIONS, ORGANISATIONS),
    "competesWith": (ORGANISATIONS, ORGANISATIONS),
    "publishes": (PERSON | ORGANISATIONS, _WORK),
    "organizes": (PERSON | _ACTING, _EVENT),
    "visits": (PERSON | ORGANISATIONS, PLACES | ORGANISATIONS),
    "uses": (ORGANISATIONS, _PRODUCT),
    "takesLegalActionAgainst": (PERSON | _ACTING, PERSON | _ACTING),
}


def fits(predicate: str, first: str, second: str) -> bool:
    """Say whether a predicate of the contract may join spans of these types.

    >>> fits("worksFor", "Person", "Company"), fits("worksFor", "Company", "Person")
    (True, False)
    """
    domain, range_ = SIGNATURES.get(predicate, (frozenset(), frozenset()))
    return first in domain and second in range_
