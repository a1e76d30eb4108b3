"""IRIs: the constants of the vocabulary, and IRIs minted from content.

Every IRI is a function of what it names, so that the same articles give the same quads in any
order, on any machine, without blank nodes. Standard library only. See ``docs/ontology.md``.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.model import ORGANISATION_TYPES, PLACE_TYPES, EntityType, Fact, TaughtFact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Evidence, Mention, Observation, Part, Predicate, Status

BASE: Final = "https://w3id.org/newskg/"
"""Namespace of the ontology's terms (prefix ``nk:``) and root of all minted IRIs."""

NK: Final = BASE
ID: Final = BASE + "id/"
ARTICLE: Final = BASE + "article/"
ONTOLOGY_GRAPH: Final = BASE + "ontology"
"""The ontology's own IRI, and the graph in which a store keeps it."""

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
PROV: Final = "http://www.w3.org/ns/prov#"
SCHEMA: Final = "https://schema.org/"

TAUGHT: Final = BASE + "taught/"
"""Namespace of relations that a user taught, where the user's ontology gives none."""

PREFIXES: Final = {
    "nk": NK,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "prov": PROV,
    "schema": SCHEMA,
}
"""Prefixes that every query and export may rely on."""

_KINDS: Final = {
    **dict.fromkeys(ORGANISATION_TYPES, "org"),
    **dict.fromkeys(PLACE_TYPES, "place"),
    EntityType.PERSON: "person",
    EntityType.PROGRAM: "program",
    EntityType.PRODUCT: "product",
    EntityType.WORK: "work",
    EntityType.EVENT: "event",
}

_POSSESSIVE = re.compile(r"['’ʼ]s\b")
_INITIALS = re.compile(r"\b[^\W\d_](?:\.[^\W\d_])+\b\.?")
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)")


@lru_cache(maxsize=1)
def _legal_forms() -> frozenset[str]:
    """Return the legal forms of ``kg/ontology/legal_forms.txt``."""
    text = resources.files("kg").joinpath("ontology/legal_forms.txt").read_text("utf-8")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


def class_iri(type: EntityType) -> str:  # noqa: A002 - the domain's word
    """Return the IRI of an entity class.

    >>> class_iri(EntityType.COMPANY)
    'https://w3id.org/newskg/Company'
    """
    return NK + type.value


def predicate_iri(predicate: Predicate) -> str:
    """Return the IRI of a predicate, e.g. ``https://w3id.org/newskg/partnersWith``."""
    return NK + predicate.value


def check_taught(relation: str) -> str:
    """Return the IRI of a relation that a user taught, if it may be one.

    Raises:
        ValueError: It is a term of newskg or of RDF itself, which have a meaning of their own.
    """
    reserved = (NK, RDF, RDFS, OWL, PROV)
    if relation.startswith(reserved) and not relation.startswith(TAUGHT):
        msg = f"{relation} is a term of newskg or RDF: expected one in a namespace of your own"
        raise ValueError(msg)
    return relation


def status_iri(status: Status) -> str:
    """Return the IRI of a status, e.g. ``https://w3id.org/newskg/planned``."""
    return NK + status.value


def kind_of(type: EntityType) -> str:  # noqa: A002
    """Return the kind that an entity's IRI and identity rest on.

    All organisation types are one kind and all place types are one, so that an entity taken for
    a Company in one article and for an Organization in another stays one entity.

    >>> kind_of(EntityType.UNIVERSITY), kind_of(EntityType.CITY)
    ('org', 'place')
    """
    return _KINDS[type]


def _is_kept(char: str) -> bool:
    return char == "+" or unicodedata.category(char)[0] in "LNM"


def _drop_legal_forms(words: list[str]) -> list[str]:
    end = len(words)
    while end > 1 and words[end - 1] in _legal_forms():
        end -= 1
    if end > 1 and words[end - 1] == "and" and end < len(words):  # "Tiffany & Co."
        end -= 1
    return words[:end]


def normalise_name(name: str, type: EntityType) -> str:  # noqa: A002
    """Return the form under which two spellings of one name are equal; empty if nothing is left.

    Casefolded (NFKC), without leading article, possessive and punctuation, ``&`` as "and"; an
    organisation's without legal form. Letters, digits and ``+`` of any script stay.

    >>> normalise_name("The Dow Chemical Co.'s", EntityType.COMPANY)
    'dow chemical'
    >>> normalise_name("AT&T Inc.", EntityType.COMPANY), normalise_name("U.S.", EntityType.COUNTRY)
    ('at and t', 'us')
    """
    # Casefolding may undo NFKC, so normalise on both sides of it (Unicode TR15, 7.2).
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    text = _POSSESSIVE.sub("", text)
    text = _INITIALS.sub(lambda match: match[0].replace(".", ""), text).replace("&", " and ")
    text = "".join(
        char if _is_kept(char) else " " for char in text.replace("'", "").replace("’", "")
    )
    text = _ARTICLE.sub("", text.strip())
    words = text.split()
    if type in ORGANISATION_TYPES:
        words = _drop_legal_forms(words)
    return " ".join(words)


def entity_iri(type: EntityType, name: str) -> str:  # noqa: A002
    """Return the IRI of the entity that ``name`` names: the same on every machine.

    >>> entity_iri(EntityType.COMPANY, "SK Hynix Inc.")
    'https://w3id.org/newskg/id/org/sk-hynix'
    """
    slug = normalise_name(name, type).replace(" ", "-") or _digest(name.strip())
    return f"{ID}{kind_of(type)}/{quote(slug, safe='+')}"


LOCAL: Final = "~"
"""Stands in an IRI before the article in which alone it is good; no name has it."""


def local_iri(type: EntityType, name: str, article_id: str) -> str:  # noqa: A002
    """Return the IRI of an entity whose name says who it is in one article only: "Kim".

    >>> local_iri(EntityType.PERSON, "Kim", "2024 chips")
    'https://w3id.org/newskg/id/person/kim~2024%20chips'
    """
    return f"{entity_iri(type, name)}{LOCAL}{quote(article_id, safe='')}"


def article_iri(article_id: str) -> str:
    """Return the IRI of an article, which also names its graph.

    >>> article_iri("2024 chips")
    'https://w3id.org/newskg/article/2024%20chips'
    """
    return ARTICLE + quote(article_id, safe="")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def canonical_number(value: float) -> str:
    """Return the one spelling of a finite number: decimal digits, no exponent, no ``.0``.

    It is the lexical form that the RDF engine keeps for integers, decimals and doubles.

    >>> canonical_number(1e22), canonical_number(0.10), canonical_number(67200000000.0)
    ('10000000000000000000000', '0.1', '67200000000')
    """
    text = format(Decimal(repr(float(value))), "f")
    if "." in text:
        text = text.rstrip("0").removesuffix(".")
    return "0" if text == "-0" else text


def content_key(claim: Fact | Observation | TaughtFact) -> tuple[str, ...]:
    """Return what tells a fact or observation from the others of its article.

    That is all but confidence, method and evidence: two that are equal in it are one claim.

    >>> from kg.model import Observation
    >>> content_key(Observation("x:a", "revenue", 5.0))
    ('x:a', 'revenue', 'actual', 'value=5')
    """
    if isinstance(claim, Fact):
        ends = (claim.subject, claim.predicate.value, claim.object, claim.status.value)
        return (*ends, *_named(claim.qualifiers))
    if isinstance(claim, TaughtFact):
        return (claim.subject, claim.relation, claim.object, claim.kind or "entity")
    names = ("value", "unit", "period", "rank", "out_of")
    said = ((name, getattr(claim, name)) for name in names)
    about = (claim.about, claim.indicator, claim.status.value)
    return (*about, *_named((name, value) for name, value in said if value is not None))


def _named(values: Iterable[tuple[str, str | float]]) -> list[str]:
    return [f"{k}={v if isinstance(v, str) else canonical_number(v)}" for k, v in values]


def statement_iri(article_id: str, fact: Fact) -> str:
    """Return the IRI of the statement that an article makes of a fact (:func:`content_key`)."""
    return f"{article_iri(article_id)}#statement-{_digest(*content_key(fact))}"


def observation_iri(article_id: str, observation: Observation) -> str:
    """Return the IRI of an observation in an article (:func:`content_key`)."""
    return f"{article_iri(article_id)}#observation-{_digest(*content_key(observation))}"


def taught_iri(article_id: str, fact: TaughtFact) -> str:
    """Return the IRI of the statement of a taught fact in an article (:func:`content_key`)."""
    return f"{article_iri(article_id)}#taught-{_digest(*content_key(fact))}"


def evidence_iri(article_id: str, evidence: Evidence | Mention | Part) -> str:
    """Return the IRI of a stretch of an article, as RFC 5147 and NIF write it.

    >>> from kg.model import Evidence
    >>> evidence_iri("a1", Evidence(10, 42))
    'https://w3id.org/newskg/article/a1#char=10,42'
    """
    return f"{article_iri(article_id)}#char={evidence.start},{evidence.end}"
