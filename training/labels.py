"""The label inventories: name types, contract types, predicates and the extra relations."""

from __future__ import annotations

COARSE = ["PER", "ORG", "GPE", "LOC", "NORP", "PRODUCT", "EVENT", "WORK", "PROGRAM"]
NER = ["O", *(f"{mark}-{kind}" for kind in COARSE for mark in "BI")]
NER_ID = {label: number for number, label in enumerate(NER)}

FINE = [
    "Person",
    "Company",
    "University",
    "ResearchInstitute",
    "GovernmentBody",
    "Organization",
    "Country",
    "Region",
    "City",
    "Place",
    "Program",
    "Product",
    "Work",
    "Event",
]
FINE_ID = {label: number for number, label in enumerate(FINE)}
COARSE_OF = {
    "Person": "PER",
    **dict.fromkeys(FINE[1:6], "ORG"),
    **dict.fromkeys(("Country", "Region", "City"), "GPE"),
    "Place": "LOC",
    "Program": "PROGRAM",
    "Product": "PRODUCT",
    "Work": "WORK",
    "Event": "EVENT",
}
FINE_OF = {
    "PER": ["Person"],
    "ORG": FINE[1:6],
    "GPE": FINE[6:10],
    "LOC": FINE[6:10],
    "NORP": ["NORP"],
    "PRODUCT": ["Product"],
    "EVENT": ["Event"],
    "WORK": ["Work"],
    "PROGRAM": ["Program"],
}
"""Which contract types a name type may become."""

ROLES = ["UNKNOWN", "PER", "ORG", "PLACE", "PROGRAM", "PRODUCT", "WORK", "EVENT", "DATE"]
"""What the pair head knows about each side."""
ROLE_OF = {
    "PER": "PER",
    "ORG": "ORG",
    "GPE": "PLACE",
    "LOC": "PLACE",
    "NORP": "PLACE",
    "PRODUCT": "PRODUCT",
    "EVENT": "EVENT",
    "WORK": "WORK",
    "PROGRAM": "PROGRAM",
    "DATE": "DATE",
    "TIME": "DATE",
}
ROLE_ID = {label: number for number, label in enumerate(ROLES)}

PREDICATES = [
    "partnersWith",
    "recruitsFrom",
    "runsProgram",
    "participatesIn",
    "worksFor",
    "founderOf",
    "educatedAt",
    "memberOf",
    "citizenOf",
    "partOf",
    "acquires",
    "ownsStakeIn",
    "investsIn",
    "headquarteredIn",
    "locatedIn",
    "operatesIn",
    "develops",
    "supplies",
    "competesWith",
    "publishes",
    "organizes",
    "visits",
    "uses",
    "takesLegalActionAgainst",
]
EXTRA = [
    "mergedWith",
    "listedOn",
    "regulatedBy",
    "brandOf",
    "leads",
    "bornIn",
    "livesIn",
    "spouse",
    "childOf",
    "foundedOn",
    "bornOn",
    "diedOn",
]
"""Relations outside the contract that the open sets mark; learnt along, not printed."""
RELATIONS = PREDICATES + EXTRA
RELATION_ID = {label: number for number, label in enumerate(RELATIONS)}
SYMMETRIC = {"partnersWith", "competesWith", "mergedWith", "spouse"}

STATUSES = ["actual", "planned", "denied"]

Mapped = dict[str, tuple[str, int]]
"""Native relation → ours, and 1 if the direction is the same, else -1."""

CORE: Mapped = {
    "collaboration": ("partnersWith", 1),
    "acquired_by": ("acquires", -1),
    "subsidiary_of": ("partOf", 1),
    "shareholder_of": ("ownsStakeIn", 1),
    "merged_with": ("mergedWith", 1),
    "client_of": ("supplies", -1),
    "competitor_of": ("competesWith", 1),
    "product_or_service_of": ("develops", -1),
    "brand_of": ("brandOf", 1),
    "traded_on": ("listedOn", 1),
    "regulated_by": ("regulatedBy", 1),
}
KNOWLEDGENET: Mapped = {
    "CEO": ("leads", -1),
    "FOUNDED_BY": ("founderOf", -1),
    "HEADQUARTERS": ("headquarteredIn", 1),
    "SUBSIDIARY_OF": ("partOf", 1),
    "DATE_FOUNDED": ("foundedOn", 1),
    "EDUCATED_AT": ("educatedAt", 1),
    "EMPLOYEE_OR_MEMBER_OF": ("worksFor", 1),
    "NATIONALITY": ("citizenOf", 1),
    "PLACE_OF_BIRTH": ("bornIn", 1),
    "PLACE_OF_RESIDENCE": ("livesIn", 1),
    "DATE_OF_BIRTH": ("bornOn", 1),
    "DATE_OF_DEATH": ("diedOn", 1),
    "SPOUSE": ("spouse", 1),
    "CHILD_OF": ("childOf", 1),
    "POLITICAL_AFFILIATION": ("memberOf", 1),
}
FIRE: Mapped = {
    "Employeeof": ("worksFor", 1),
    "Productof": ("develops", -1),
    "Subsidiaryof": ("partOf", 1),
    "Locatedin": ("locatedIn", 1),
    "ActionBuy": ("acquires", 1),
    "ActionMerge": ("mergedWith", 1),
}
REDOCRED: Mapped = {
    "employer": ("worksFor", 1),
    "chairperson": ("leads", -1),
    "chief executive officer": ("leads", -1),
    "head of government": ("leads", -1),
    "head of state": ("leads", -1),
    "founded by": ("founderOf", -1),
    "subsidiary": ("partOf", -1),
    "parent organization": ("partOf", 1),
    "headquarters location": ("headquarteredIn", 1),
    "educated at": ("educatedAt", 1),
    "manufacturer": ("develops", -1),
    "developer": ("develops", -1),
    "product or material produced": ("develops", 1),
    "publisher": ("publishes", -1),
    "author": ("publishes", -1),
    "member of": ("memberOf", 1),
    "member of political party": ("memberOf", 1),
    "inception": ("foundedOn", 1),
    "country": ("locatedIn", 1),
    "located in the administrative territorial entity": ("locatedIn", 1),
    "location": ("locatedIn", 1),
    "part of": ("partOf", 1),
    "country of citizenship": ("citizenOf", 1),
    "place of birth": ("bornIn", 1),
    "residence": ("livesIn", 1),
    "spouse": ("spouse", 1),
    "child": ("childOf", -1),
    "date of birth": ("bornOn", 1),
    "date of death": ("diedOn", 1),
    "participant in": ("participatesIn", 1),
}
RELATED = {
    "ownsStakeIn": {"investsIn", "partOf"},
    "leads": {"worksFor", "memberOf"},
    "brandOf": {"partOf", "develops"},
    "mergedWith": {"acquires"},
    "acquires": {"mergedWith", "partOf", "ownsStakeIn"},
    "partOf": {"memberOf", "acquires", "ownsStakeIn"},
    "headquarteredIn": {"locatedIn", "operatesIn"},
    "locatedIn": {"headquarteredIn", "operatesIn"},
    "worksFor": {"leads", "memberOf"},
    "founderOf": {"worksFor", "leads"},
    "citizenOf": {"bornIn", "livesIn"},
    "memberOf": {"worksFor", "partOf"},
    "develops": {"supplies"},
    "supplies": {"partnersWith", "uses"},
    "regulatedBy": {"takesLegalActionAgainst"},
}
"""Ours → what may hold as well where an open set marks only the first: not counted as wrong."""
