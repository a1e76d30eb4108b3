"""The sample articles with facts set down by hand, so that extraction may change underneath.

A fact names its ends and the beginning of the sentence that states it; a mention is every place
where one of an entity's names stands as a word. Two articles of our own add what the samples lack:
figures over several years, a denial of what another article states, a name under another spelling.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from extract.reading import read_article
from kg.model import (
    Article,
    ArticleFacts,
    Entity,
    EntityType,
    Evidence,
    Fact,
    Mention,
    Observation,
    Part,
    PartKind,
    Predicate,
    Qualifiers,
    Status,
)
from kg.vocab import entity_iri

SAMPLES = Path(__file__).parents[2] / "samples"
_SENTENCE = re.compile(r"[^\n]+?(?:(?<!U\.S)[.!?][\"”]?(?=\s)|(?=\n)|$)")
_PARAGRAPH = re.compile(r"[^\n]+")

RESULTS = """Novo Nordisk reports another record year

Net sales of Novo Nordisk were 140.8 billion Danish kroner in 2021. They were 177 billion kroner \
in 2022. Sales rose to 232.3 billion kroner in 2023. Fyn Works has 3,400 employees.

Novo Nordisk partners with the Technical University of Denmark in a programme for chemists.
"""
TALKS = """Novo Nordisk plays down talks

Novo Nordisk denied that it would acquire three plants of Catalent. Novo-Nordisk A/S said that no \
contract had been signed. Novo Nordisk does not partner with the Technical University of Denmark.
"""
OWN = {
    "novo-results": (RESULTS, date(2024, 1, 31)),
    "novo-talks": (TALKS, date(2024, 3, 4)),
}
FILES = {
    "campus-deals": "txt",
    "talent-outflow": "txt",
    "chips-act-awards": "md",
    "novo-catalent": "html",
}

ENTITIES = {
    "Company": "Anthropic, OpenAI, Google, Microsoft, Instructure, LG U+, SK Telecom, SK Hynix, "
    "Samsung Electronics, TSMC, Intel, Catalent, Novo Nordisk, Novo-Nordisk A/S, Novo Holdings, "
    "Eli Lilly, Bettera",
    "University": "Northeastern University, London School of Economics and Political Science, "
    "Champlain College, Stanford University, Georgia Tech, University of Illinois, "
    "Purdue University, University of Texas, Austin Community College, Arizona State University, "
    "Maricopa Community Colleges, Technical University of Denmark, Sapienza University of Rome",
    "Organization": "Internet2, Novo Nordisk Foundation",
    "GovernmentBody": "U.S. Department of Commerce",
    "Person": "Larry Kramer, Brad Lightcap, Hwang Hyun-sik, Kyung Kye-hyun, Mark Liu, "
    "Pat Gelsinger, Lars Fruergaard Jørgensen, Alessandro Maselli, David Ricks",
    "City": "San Francisco, Taylor, Austin, Phoenix, Hsinchu, Bagsværd, Anagni",
    "Region": "Texas, Arizona, Indiana",
    "Country": "Korea, China, India, Israel, Taiwan, Denmark, Italy, United States",
    "Place": "Silicon Valley, Fyn Works",
    "Program": "Claude for Education, NextGenAI, SK Telecom AI Fellowship, CHIPS and Science Act",
    "Product": "Claude, ChatGPT Edu, Gemini, Copilot, Mach-1, Wegovy, Ozempic",
    "Work": "AI Index 2024",
}
"""Each in every article that has the name."""

SAME_AS = {
    "Anthropic": "http://www.wikidata.org/entity/Q116758847",
    "Stanford University": "https://ror.org/00f54p054",
    "Samsung Electronics": "http://www.wikidata.org/entity/Q20718",
}

FACTS = """
campus-deals | Anthropic | runsProgram | Claude for Education | Anthropic launched Claude
campus-deals | Anthropic | headquarteredIn | San Francisco | Anthropic, based in
campus-deals | Anthropic | partnersWith | Northeastern University | Northeastern University, in
campus-deals | Anthropic | partnersWith | Champlain College | Anthropic has signed
campus-deals | Anthropic | partnersWith | London School of Economics and Political Science \
| Anthropic has signed
campus-deals | Anthropic | partnersWith | Internet2 | Anthropic also works
campus-deals | Anthropic | partnersWith | Instructure | Anthropic also works
campus-deals | Anthropic | competesWith | OpenAI | Its larger rival
campus-deals | Larry Kramer | worksFor | London School of Economics and Political Science \
| LSE president | role=president
campus-deals | OpenAI | runsProgram | NextGenAI | On March 4, | date=2025-03-04
campus-deals | Brad Lightcap | worksFor | OpenAI | "The field of AI | role=chief operating officer
campus-deals | OpenAI | develops | ChatGPT Edu | OpenAI also sells | date=2024-05
campus-deals | OpenAI | headquarteredIn | San Francisco | OpenAI is headquartered
campus-deals | Google | develops | Gemini | In 2024 Google
campus-deals | Microsoft | investsIn | OpenAI | Microsoft, which has \
| amount=13000000000 currency=USD
campus-deals | Microsoft | develops | Copilot | Microsoft, which has
talent-outflow | Hwang Hyun-sik | worksFor | LG U+ | Hwang Hyun-sik, the | role=chief executive
talent-outflow | Hwang Hyun-sik | visits | Silicon Valley | Hwang Hyun-sik, the | date=2024-04
talent-outflow | LG U+ | recruitsFrom | Stanford University | LG U+ had recruited | date=2024-01
talent-outflow | LG U+ | recruitsFrom | Georgia Tech | LG U+ had recruited | date=2024-01
talent-outflow | LG U+ | recruitsFrom | University of Illinois | LG U+ had recruited | date=2024-01
talent-outflow | SK Telecom | runsProgram | SK Telecom AI Fellowship | It runs the
talent-outflow | Samsung Electronics | partnersWith | University of Texas | Samsung Electronics \
partners
talent-outflow | Samsung Electronics | partnersWith | Austin Community College \
| Samsung Electronics partners
talent-outflow | Samsung Electronics | develops | Mach-1 | Samsung Electronics develops
talent-outflow | SK Hynix | investsIn | Indiana | SK Hynix has announced \
| amount=3870000000 currency=USD status=planned
talent-outflow | SK Hynix | partnersWith | Purdue University | SK Hynix also plans | status=planned
chips-act-awards | U.S. Department of Commerce | investsIn | Samsung Electronics \
| The U.S. Department | amount=6400000000 currency=USD status=planned
chips-act-awards | Samsung Electronics | investsIn | Texas | Samsung Electronics will invest \
| amount=40000000000 currency=USD status=planned
chips-act-awards | Samsung Electronics | operatesIn | Taylor | The company is building
chips-act-awards | Kyung Kye-hyun | worksFor | Samsung Electronics | Kyung Kye-hyun, president
chips-act-awards | U.S. Department of Commerce | investsIn | TSMC | A week earlier \
| amount=6600000000 currency=USD
chips-act-awards | TSMC | operatesIn | Phoenix | TSMC plans to build | status=planned
chips-act-awards | TSMC | headquarteredIn | Hsinchu | TSMC, which is based
chips-act-awards | TSMC | partnersWith | Arizona State University | TSMC, which is based
chips-act-awards | TSMC | partnersWith | Maricopa Community Colleges | TSMC, which is based
chips-act-awards | Mark Liu | worksFor | TSMC | Mark Liu, chairman | role=chairman
chips-act-awards | Pat Gelsinger | worksFor | Intel | Intel operates in | role=chief executive
chips-act-awards | Phoenix | locatedIn | Arizona | TSMC plans to build
chips-act-awards | Hsinchu | locatedIn | Taiwan | TSMC, which is based
novo-catalent | Novo Holdings | acquires | Catalent | Novo Holdings agreed \
| amount=16500000000 currency=USD status=planned date=2024-02-05
novo-catalent | Novo Holdings | ownsStakeIn | Novo Nordisk | Novo Holdings is the
novo-catalent | Novo Nordisk | acquires | Catalent | Once the purchase \
| amount=11000000000 currency=USD status=planned
novo-catalent | Lars Fruergaard Jørgensen | worksFor | Novo Nordisk | "The acquisition \
| role=chief executive
novo-catalent | Novo Nordisk | develops | Wegovy | Novo Nordisk, which is
novo-catalent | Novo Nordisk | develops | Ozempic | Novo Nordisk, which is
novo-catalent | Novo Nordisk | headquarteredIn | Bagsværd | Novo Nordisk, which is
novo-catalent | Bagsværd | locatedIn | Denmark | Novo Nordisk, which is
novo-catalent | Catalent | acquires | Bettera | In 2021 Catalent \
| amount=1200000000 currency=USD date=2021
novo-catalent | Alessandro Maselli | worksFor | Catalent | Its chief executive
novo-catalent | Alessandro Maselli | educatedAt | Sapienza University of Rome | Its chief executive
novo-catalent | David Ricks | worksFor | Eli Lilly | Eli Lilly supplies | role=chief executive
novo-catalent | Eli Lilly | competesWith | Novo Nordisk | Eli Lilly, a rival
novo-results | Novo Nordisk | partnersWith | Technical University of Denmark \
| Novo Nordisk partners
novo-talks | Novo Nordisk | acquires | Catalent | Novo Nordisk denied | status=denied
novo-talks | Novo Nordisk | partnersWith | Technical University of Denmark \
| Novo Nordisk does not | status=denied
"""

NUMBERS = """
talent-outflow | Korea | net AI talent flow | -0.30 |  | 2023 | Korea's net AI
talent-outflow | Korea | net AI talent flow | 0.30 |  | 2020 | In 2020 Korea's
talent-outflow | China | private investment in AI | 7760000000 | USD | 2023 | China ranked
talent-outflow | Korea | private investment in AI | 1390000000 | USD | 2023 | Korea ranked ninth
talent-outflow | Korea | private investment in AI | 3100000000 | USD | 2022 | A year earlier Korea
novo-results | Novo Nordisk | net sales | 140800000000 | DKK | 2021 | Net sales
novo-results | Novo Nordisk | net sales | 177000000000 | DKK | 2022 | They were
novo-results | Novo Nordisk | net sales | 232300000000 | DKK | 2023 | Sales rose
novo-results | Fyn Works | employees | 3400 | people | 2023 | Fyn Works
"""


def articles() -> list[ArticleFacts]:
    """Return the articles with their entities, facts and numbers."""
    read = [read_article(SAMPLES / f"{name}.{ending}") for name, ending in FILES.items()]
    return [_facts(article) for article in [*read, *(_own(name) for name in OWN)]]


def _own(name: str) -> Article:
    text, published = OWN[name]
    spans = [match.span() for match in _PARAGRAPH.finditer(text)]
    kinds = [PartKind.TITLE, *[PartKind.BODY] * (len(spans) - 1)]
    parts = tuple(Part(kind, *span) for kind, span in zip(kinds, spans, strict=True))
    title = text[slice(*spans[0])]
    return Article(name, text, title, published, source=f"{name}.txt", parts=parts)


def _facts(article: Article) -> ArticleFacts:
    entities = {e.name: e for e in _entities(article.text)}
    rows = [row for row in _rows(FACTS) if row[0] == article.id]
    facts = tuple(_fact(article, entities, row) for row in rows)
    numbers = tuple(
        Observation(
            entities[row[1]].iri,
            row[2],
            float(row[3]),
            row[4] or None,
            row[5],
            evidence=(_sentence(article, row[6]),),
            confidence=0.9,
        )
        for row in _rows(NUMBERS)
        if row[0] == article.id
    )
    return ArticleFacts(article, tuple(entities.values()), facts, numbers)


def _rows(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def _entities(text: str) -> list[Entity]:
    """Return the entities that a text names; of names that overlap the longest counts."""
    kinds = {
        name.strip(): EntityType(kind) for kind, names in ENTITIES.items()
        for name in names.split(", ")
    }  # fmt: skip
    taken: set[int] = set()
    found = []
    for name in sorted(kinds, key=len, reverse=True):
        spans = [
            match.span()
            for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
            if not taken & set(range(*match.span()))
        ]
        taken.update(i for span in spans for i in range(*span))
        if spans:
            mentions = tuple(Mention(*span) for span in spans)
            same_as = (SAME_AS[name],) if name in SAME_AS else ()
            iri = entity_iri(kinds[name], name)
            found.append(Entity(iri, kinds[name], name, (), same_as, mentions))
    return sorted(found, key=lambda entity: entity.iri)


def _fact(article: Article, entities: dict[str, Entity], row: list[str]) -> Fact:
    _, subject, predicate, object_, opening, *rest = row
    given = re.findall(r"(\w+)=(.*?)(?= \w+=|$)", rest[0] if rest else "")
    said = {name: float(value) if name == "amount" else value for name, value in given}
    status = Status(said.pop("status", "actual"))
    sentence = _sentence(article, opening)
    return Fact(
        entities[subject].iri,
        Predicate(predicate),
        entities[object_].iri,
        status,
        0.8 if status is Status.ACTUAL else 0.7,
        Qualifiers(**said),
        (sentence,),
    )


def _sentence(article: Article, opening: str) -> Evidence:
    start = article.text.index(opening)
    end = _SENTENCE.match(article.text, start).end()
    return Evidence(start, end)
