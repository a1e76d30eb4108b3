"""The domain: articles, and the entities, facts and observations found in them.

Everything is frozen and checked at birth, and uses the standard library only. Offsets count
Unicode characters of :attr:`Article.text`, end excluded.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class EntityType(StrEnum):
    """The most specific class of an entity (``docs/ontology.md``)."""

    PERSON = "Person"
    COMPANY = "Company"
    UNIVERSITY = "University"
    RESEARCH_INSTITUTE = "ResearchInstitute"
    GOVERNMENT_BODY = "GovernmentBody"
    ORGANIZATION = "Organization"
    COUNTRY = "Country"
    REGION = "Region"
    CITY = "City"
    PLACE = "Place"
    PROGRAM = "Program"
    PRODUCT = "Product"
    WORK = "Work"
    EVENT = "Event"


ORGANISATION_TYPES = frozenset(
    {
        EntityType.COMPANY,
        EntityType.UNIVERSITY,
        EntityType.RESEARCH_INSTITUTE,
        EntityType.GOVERNMENT_BODY,
        EntityType.ORGANIZATION,
    }
)
PLACE_TYPES = frozenset({EntityType.COUNTRY, EntityType.REGION, EntityType.CITY, EntityType.PLACE})


class Predicate(StrEnum):
    """What a fact says of its subject and object; domains and ranges stand in the ontology."""

    PARTNERS_WITH = "partnersWith"
    RECRUITS_FROM = "recruitsFrom"
    RUNS_PROGRAM = "runsProgram"
    PARTICIPATES_IN = "participatesIn"
    WORKS_FOR = "worksFor"
    FOUNDER_OF = "founderOf"
    EDUCATED_AT = "educatedAt"
    MEMBER_OF = "memberOf"
    CITIZEN_OF = "citizenOf"
    PART_OF = "partOf"
    ACQUIRES = "acquires"
    OWNS_STAKE_IN = "ownsStakeIn"
    INVESTS_IN = "investsIn"
    HEADQUARTERED_IN = "headquarteredIn"
    LOCATED_IN = "locatedIn"
    OPERATES_IN = "operatesIn"
    DEVELOPS = "develops"
    SUPPLIES = "supplies"
    COMPETES_WITH = "competesWith"
    PUBLISHES = "publishes"
    ORGANIZES = "organizes"
    VISITS = "visits"
    USES = "uses"
    TAKES_LEGAL_ACTION_AGAINST = "takesLegalActionAgainst"


SYMMETRIC_PREDICATES = frozenset({Predicate.PARTNERS_WITH, Predicate.COMPETES_WITH})


class Status(StrEnum):
    """Whether the article states the fact as so, as intended, or as not so."""

    ACTUAL = "actual"
    PLANNED = "planned"
    DENIED = "denied"


class PartKind(StrEnum):
    """What a stretch of an article is."""

    TITLE = "title"
    BYLINE = "byline"
    DATE = "date"
    BODY = "body"
    FURNITURE = "furniture"


_PERIOD = re.compile(r"(\d{4})(?:-(?:Q[1-4]|H[12]|(\d\d)(?:-(\d\d))?))?")
_CURRENCY = re.compile(r"[A-Z]{3}")


def check_period(period: str) -> str:
    """Return ``period`` if it is a year, half-year, quarter, month or day as in ISO 8601.

    >>> check_period("2023-Q4"), check_period("2024-H1")
    ('2023-Q4', '2024-H1')

    Raises:
        ValueError: It is not, e.g. ``2023-13`` or ``last year``.
    """
    match = _PERIOD.fullmatch(period)
    if not match:
        msg = f"{period!r} is not a year, quarter, month or day such as 2023, 2023-Q4, 2023-11"
        raise ValueError(msg)
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError as error:
        msg = f"{period!r} is not a date: {error}"
        raise ValueError(msg) from error
    return period


def _check_span(start: int, end: int) -> None:
    if not 0 <= start < end:
        msg = f"{start}:{end} is not a span: expected 0 <= start < end"
        raise ValueError(msg)


def _check_confidence(confidence: float) -> None:
    if not 0.0 <= confidence <= 1.0:
        msg = f"confidence {confidence!r} is not between 0 and 1"
        raise ValueError(msg)


def _check_iri(iri: str) -> None:
    if ":" not in iri or any(c in iri for c in ' <>"{}|\\^`\n'):
        msg = f"{iri!r} is not an IRI"
        raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an article's text: its title, byline, date, body paragraph or page furniture."""

    kind: PartKind
    start: int
    end: int

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Article:
    """One article as read.

    ``id`` is the file name without extension and names the article's graph. ``parts`` are in
    order and do not overlap; body parts are paragraphs. ``source`` is where it was read: a file
    name or a URL, never a full path.

    Raises:
        ValueError: No id, or parts that overlap or leave the text.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    byline: str | None = None
    source: str | None = None
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        if not self.id.strip():
            msg = "an article needs an id, such as its file name without extension"
            raise ValueError(msg)
        end = 0
        for part in self.parts:
            if part.start < end or part.end > len(self.text):
                msg = f"part {part.start}:{part.end} overlaps another or leaves the text"
                raise ValueError(msg)
            end = part.end


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity as it stands in an article: ``article.text[start:end] == text``.

    >>> Mention(0, 4, "Acme").text
    'Acme'

    Raises:
        ValueError: ``text`` is given and does not fill the span.
    """

    start: int
    end: int
    text: str = ""

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)
        if self.text and len(self.text) != self.end - self.start:
            msg = f"{self.text!r} does not fill {self.start}:{self.end}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that states a fact or observation: ``article.text[start:end] == text``.

    Raises:
        ValueError: ``text`` is given and does not fill the span.
    """

    start: int
    end: int
    text: str = ""

    def __post_init__(self) -> None:
        _check_span(self.start, self.end)
        if self.text and len(self.text) != self.end - self.start:
            msg = f"a sentence of {len(self.text)} characters does not fill {self.start}:{self.end}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something that an article speaks of.

    ``iri`` is stable: the same name and type give the same IRI on every machine
    (:func:`kg.vocab.entity_iri`). ``aliases`` are the other names in the article; ``same_as``
    are IRIs of the same thing elsewhere (Wikidata, ROR, ISO 3166).
    """

    iri: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()

    def __post_init__(self) -> None:
        _check_iri(self.iri)
        for iri in self.same_as:
            _check_iri(iri)
        if not self.name.strip():
            msg = f"entity {self.iri} has no name"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """What a fact says besides its two ends.

    ``amount`` is a plain number in ``currency`` (ISO 4217); ``share`` is in percent;
    ``number`` is a head count; ``date`` is a year, quarter, month or day in ISO 8601.

    >>> dict(Qualifiers(role="CEO", date="2024-04"))
    {'date': '2024-04', 'role': 'CEO'}

    Raises:
        ValueError: A date, currency or number that is none.
    """

    program: str | None = None
    topic: str | None = None
    date: str | None = None
    amount: float | None = None
    currency: str | None = None
    role: str | None = None
    number: float | None = None
    share: float | None = None
    degree: str | None = None
    product: str | None = None
    facility: str | None = None

    def __post_init__(self) -> None:
        if self.date is not None:
            check_period(self.date)
        if self.currency is not None and not _CURRENCY.fullmatch(self.currency):
            msg = f"{self.currency!r} is not an ISO 4217 currency code such as USD"
            raise ValueError(msg)
        for value in (self.amount, self.number, self.share):
            if value is not None and not math.isfinite(value):
                msg = f"{value!r} is not a finite number"
                raise ValueError(msg)

    def __iter__(self) -> Iterator[tuple[str, str | float]]:
        """Yield name and value of each qualifier that is set."""
        for item in fields(self):
            value = getattr(self, item.name)
            if value is not None:
                yield item.name, value

    def __bool__(self) -> bool:
        return any(True for _ in self)


@dataclass(frozen=True, slots=True)
class Fact:
    """A relation between two entities that an article states, with the sentences that state it.

    ``subject`` and ``object`` are entity IRIs. A symmetric predicate has its ends in order, so
    that one fact has one form. ``method`` names the rule or model that found it.

    >>> Fact("x:b", Predicate.PARTNERS_WITH, "x:a").subject
    'x:a'

    Raises:
        ValueError: A confidence outside 0..1, an end that is no IRI, or both ends the same.
    """

    subject: str
    predicate: Predicate
    object: str
    status: Status = Status.ACTUAL
    confidence: float = 1.0
    qualifiers: Qualifiers = Qualifiers()
    evidence: tuple[Evidence, ...] = ()
    method: str | None = None

    def __post_init__(self) -> None:
        _check_iri(self.subject)
        _check_iri(self.object)
        _check_confidence(self.confidence)
        if self.subject == self.object:
            msg = f"{self.subject} {self.predicate} itself"
            raise ValueError(msg)
        if self.predicate in SYMMETRIC_PREDICATES and self.object < self.subject:
            first, second = self.object, self.subject
            object.__setattr__(self, "subject", first)
            object.__setattr__(self, "object", second)


@dataclass(frozen=True, slots=True)
class Observation:
    """A number that an article states about an entity.

    ``value`` is the plain number (67.2 billion is ``67200000000``) or ``None`` for a bare rank;
    ``unit`` an ISO 4217 code, ``percent``, ``people`` or the article's unit in the singular;
    ``period`` the year, quarter, month or day that it is about, in ISO 8601.

    Raises:
        ValueError: Neither value nor rank, or a period, rank or confidence out of range.
    """

    about: str
    indicator: str
    value: float | None = None
    unit: str | None = None
    period: str | None = None
    rank: int | None = None
    out_of: int | None = None
    status: Status = Status.ACTUAL
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    method: str | None = None

    def __post_init__(self) -> None:
        _check_iri(self.about)
        _check_confidence(self.confidence)
        if not self.indicator.strip():
            msg = f"an observation about {self.about} has no indicator"
            raise ValueError(msg)
        if self.value is None and self.rank is None:
            msg = f"{self.indicator!r} of {self.about} has neither value nor rank"
            raise ValueError(msg)
        if self.value is not None and not math.isfinite(self.value):
            msg = f"{self.value!r} is not a finite number"
            raise ValueError(msg)
        if self.rank is not None and self.rank < 1:
            msg = f"rank {self.rank} is below 1"
            raise ValueError(msg)
        if self.period is not None:
            check_period(self.period)


class ValueKind(StrEnum):
    """What the object of a taught fact is, where it is no entity."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class TaughtFact:
    """A relation of a user's own ontology that an article states (``docs/teaching.md``).

    ``relation`` is an IRI of that ontology. ``object`` is the IRI of an entity or, where there is
    a ``kind``, a value of it: a date in ISO 8601, a number, or a text as the user's examples
    write it. ``method`` says by what it was told.

    Raises:
        ValueError: A confidence outside 0..1, an IRI, number or date that is none, or an empty
            object.
    """

    subject: str
    relation: str
    object: str
    kind: ValueKind | None = None
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    method: str | None = None

    def __post_init__(self) -> None:
        _check_iri(self.subject)
        _check_iri(self.relation)
        _check_confidence(self.confidence)
        match self.kind:
            case None:
                _check_iri(self.object)
            case ValueKind.DATE:
                check_period(self.object)
            case ValueKind.NUMBER if not math.isfinite(float(self.object)):
                msg = f"{self.object!r} is not a finite number"
                raise ValueError(msg)
            case _ if not self.object.strip():
                msg = f"{self.relation} of {self.subject} has an empty object"
                raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """An article with everything that was found in it: the unit that a graph adds and removes.

    Raises:
        ValueError: Two entities share an IRI, or a fact or observation speaks of an unknown one.
    """

    article: Article
    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()
    observations: tuple[Observation, ...] = ()
    taught: tuple[TaughtFact, ...] = ()

    def __post_init__(self) -> None:
        known = {entity.iri for entity in self.entities}
        if len(known) != len(self.entities):
            msg = f"article {self.article.id!r} has two entities of one IRI"
            raise ValueError(msg)
        ends = {iri for fact in self.facts for iri in (fact.subject, fact.object)}
        ends |= {observation.about for observation in self.observations}
        ends |= {fact.subject for fact in self.taught}
        ends |= {fact.object for fact in self.taught if fact.kind is None}
        if unknown := sorted(ends - known):
            msg = f"article {self.article.id!r} has facts about unknown entities: {unknown[:3]}"
            raise ValueError(msg)
