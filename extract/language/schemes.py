"""Name labels of other spaCy pipelines, as contract types."""

from __future__ import annotations

from typing import Final

from extract.language.signatures import ROLES

ONTONOTES: Final = {
    "PERSON": "Person",
    "PER": "Person",
    "ORG": "Organization",
    "GPE": "City",
    "LOC": "Place",
    "FAC": "Place",
    "NORP": "NORP",
    "PRODUCT": "Product",
    "EVENT": "Event",
    "WORK_OF_ART": "Work",
    "LAW": "Program",
    "PROGRAM": "Program",
    "WORK": "Work",
}
"""Labels of the ``en_core_web`` pipelines (OntoNotes 5) and of plain four-type NER.

Dates, numbers and languages are no entities of the contract. What a coarse label leaves open (which
kind of organisation, country or city) is for gazetteers to mend.
"""


def contract_type(label: str) -> str | None:
    """Return the contract type (or NORP) that a pipeline's name label stands for.

    >>> contract_type("WORK_OF_ART"), contract_type("Company"), contract_type("MONEY")
    ('Work', 'Company', None)
    """
    return label if label in ROLES else ONTONOTES.get(label)
