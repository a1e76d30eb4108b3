"""Finer types of names from open lists and telling head words; used as weak labels only."""

from __future__ import annotations

import csv
import gzip
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

from training.example import allowed

ROR = {
    "education": "University",
    "facility": "ResearchInstitute",
    "nonprofit": "Organization",
    "company": "Company",
    "government": "GovernmentBody",
}
HEADS = [
    (
        r"\b(University|College|Polytechnic|Universit\w+|Business School|Law School"
        r"|School of \w+)\b",
        "University",
    ),
    (
        r"\b(Ministry|Department|Court|Parliament|Senate|Congress|Commission|Authority|Police|Army|Navy|"
        r"Air Force|Government|Cabinet|Treasury|Administration|Bureau|City Council|"
        r"House of Representatives|"
        r"Central Bank|Federal Reserve|Armed Forces|Secretariat|Embassy)\b",
        "GovernmentBody",
    ),
    (
        r"\b(Institute|Laborator(y|ies)|Academy of Sciences?|Observatory|Research Cent(er|re)"
        r"|Think Tank)\b",
        "ResearchInstitute",
    ),
    (
        r"\b(Inc|Corp|Corporation|Ltd|Limited|plc|PLC|LLC|Group|Holdings?|Motors?|Airlines?|Airways|Bank|Records|"
        r"Company|Co|Electronics|Technologies|Pharmaceuticals|Semiconductor|Energy|Entertainment|Studios|GmbH|AG)\b\.?$",
        "Company",
    ),
    (
        r"\b(Party|Union|Association|Federation|Society|Foundation|League|Alliance|Front|Committee|Club|FC|"
        r"Movement|Organi[sz]ation|Council|Nations|Church|Forum|Coalition|Orchestra)\b",
        "Organization",
    ),
]
REGIONS = {
    "Europe",
    "Asia",
    "Africa",
    "America",
    "Oceania",
    "Antarctica",
    "Scandinavia",
    "Balkans",
    "Caucasus",
    "Siberia",
    "Kashmir",
    "Catalonia",
    "Scotland",
    "Wales",
    "England",
    "Bavaria",
    "Quebec",
    "Ontario",
    "Kurdistan",
    "Tibet",
    "Xinjiang",
    "Crimea",
    "Punjab",
    "Sindh",
} | {
    "Middle East",
    "North America",
    "South America",
    "Latin America",
    "Southeast Asia",
    "European Union",
    "EU",
    "West Bank",
}


def table(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a gzipped table with a header line."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


class Gazetteers:
    """Lists of countries, cities and organisations."""

    def __init__(self, folder: Path) -> None:
        self.countries: set[str] = {
            "U.S.",
            "US",
            "USA",
            "UK",
            "U.K.",
            "America",
            "Britain",
            "Korea",
            "UAE",
        }
        self.demonyms: set[str] = {
            "European",
            "Asian",
            "African",
            "American",
            "Arab",
            "Nordic",
            "Western",
            "Latin",
            "Soviet",
            "Scottish",
            "Welsh",
            "English",
            "Bavarian",
            "Dutch",
            "Catalan",
            "Californian",
            "Texan",
            "Kurdish",
            "Tibetan",
            "Taiwanese",
            "Palestinian",
        }
        for row in table(folder / "countries_odbl.tsv.gz"):
            self.countries |= {row["name"], row["official"]}
            self.countries |= {n for n in row["alt"].split("|") if len(n) > 3}
            self.demonyms |= {
                row["demonym"],
                row["demonym"].replace("South ", "").replace("North ", ""),
            }
        self.regions: set[str] = set(REGIONS)
        self.cities: set[str] = set()
        for row in table(folder / "cities_geonames15000.tsv.gz"):
            self.cities.add(row["city"])
            self.regions.add(row["subcountry"])
        self.regions -= {""}
        both = self.cities & self.regions
        self.cities -= self.countries | both
        self.regions -= self.countries | both
        self.organisations: dict[str, str] = {}
        for row in table(folder / "companies_us_listed.tsv.gz"):
            name = re.sub(
                r",? (Inc|Corp|Corporation|Ltd|Limited|plc|PLC|Company|Co|Holdings)\.?$",
                "",
                row["name"],
            )
            self.organisations[row["name"]] = self.organisations[name] = "Company"
        for row in table(folder / "organisations_ror_part.tsv.gz"):
            kinds = [ROR[kind] for kind in row["types"].split("|") if kind in ROR]
            if len(set(kinds)) == 1:
                self.organisations[re.sub(r" \([\w ]+\)$", "", row["name"])] = kinds[0]
        for row in table(folder / "universities_hipo.tsv.gz"):
            self.organisations[row["name"]] = "University"

    def fine(self, name: str, kinds: frozenset[str]) -> str | None:
        """Return the contract type of a name of some ``kinds``; None if the lists are silent."""
        name = re.sub(r"^[Tt]he ", "", name)
        if kinds == {"ORG"}:
            by_head = next((kind for pattern, kind in HEADS if re.search(pattern, name)), None)
            return self.organisations.get(name) or by_head
        if kinds and kinds <= {"GPE", "LOC"}:
            if name in self.countries:
                return "Country"
            if name in self.regions:
                return "Region"
            return "City" if name in self.cities else None
        single = {"PER": "Person", "PRODUCT": "Product", "EVENT": "Event", "WORK": "Work"}
        return single.get(next(iter(kinds))) if len(kinds) == 1 else None

    def nationalities(self, words: list[str], bits: list[int]) -> list[int]:
        """Return the allowed labels of words; a nationality is NORP unless marked otherwise."""
        norp = allowed(["NORP"])
        return [
            own & norp if own & norp and word[:1].isupper() and self.is_demonym(word) else own
            for word, own in zip(words, bits, strict=True)
        ]

    def is_demonym(self, word: str) -> bool:
        """Say whether a word is a nationality adjective."""
        return word in self.demonyms or word.removesuffix("s") in self.demonyms
