"""General knowledge of names: word lists read once from ``extract/rules``."""

from __future__ import annotations

import gzip
import tomllib
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import pycountry

from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class City:
    """A city of the gazetteer: its country (ISO 3166-1 alpha-2), people, and GeoNames number."""

    country: str
    population: int
    geonameid: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known of names before an article is read.

    ``countries`` maps each name of a country to its code, ``adjectives`` each nationality
    ("Korean", "Koreans"), ``country_names`` the code to the name used in news. ``given`` maps
    given names to ``f``, ``m`` or an empty string where both bear it. ``heads`` maps
    ``last``, ``first`` and ``anywhere`` to head words (lower case) and their type. ``wikidata``
    maps a country's code to its Wikidata item, ``abbreviations`` "Ont" to "Ontario".
    """

    common: frozenset[str]
    given: Mapping[str, str]
    surname_first: frozenset[str]
    countries: Mapping[str, str]
    country_names: Mapping[str, str]
    adjectives: Mapping[str, str]
    regions: Mapping[str, str]
    region_adjectives: frozenset[str]
    cities: Mapping[str, City]
    heads: Mapping[str, Mapping[str, EntityType]]
    honorifics: frozenset[str]
    roles: frozenset[str]
    nouns: Mapping[str, tuple[EntityType, ...]] = field(default_factory=dict)
    wikidata: Mapping[str, str] = field(default_factory=dict)
    abbreviations: Mapping[str, str] = field(default_factory=dict)

    def full_region(self, name: str) -> str:
        """Return a state's or province's full name: "Ontario" for "Ont."."""
        return self.abbreviations.get(name, self.abbreviations.get(name.rstrip("."), name))


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents.

    >>> fold("Hélène")
    'helene'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@cache
def load_lexicon() -> Lexicon:
    """Read all word lists once."""
    countries, names, adjectives = _countries()
    regions, region_adjectives = _regions()
    roles = _toml("names_roles.toml")
    nouns: dict[str, tuple[EntityType, ...]] = {}
    for label, words in roles["nouns"].items():
        for word in words:
            nouns[word] = (*nouns.get(word, ()), EntityType(label))
    return Lexicon(
        common=frozenset(_lines("names_common_words.txt.gz")),
        given={fold(name): gender for name, gender in _rows("names_given.txt", 2)},
        surname_first=frozenset(_lines("names_surname_first.txt")),
        countries=countries,
        country_names=names,
        adjectives=adjectives,
        regions=regions,
        region_adjectives=region_adjectives,
        cities=_cities(),
        heads=_heads(),
        honorifics=frozenset(roles["honorifics"]),
        roles=frozenset(role.casefold() for role in roles["roles"]),
        nouns=nouns,
        wikidata=dict(_rows("places_wikidata.tsv", 2)),
        abbreviations=dict(_rows("places_abbreviations.tsv", 2)),
    )


@cache
def word_set(name: str) -> frozenset[str]:
    """Return a word list of ``rules/names_words.toml``, e.g. ``months``."""
    return frozenset(_toml("names_words.toml")[name].split())


def _countries() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    codes: dict[str, str] = {}
    for country in pycountry.countries:
        codes[country.name] = country.alpha_2
        if common := getattr(country, "common_name", None):
            codes[common] = country.alpha_2
    names = {code: name for name, code in codes.items()}
    adjectives: dict[str, str] = {}
    for code, name, others, people in _rows("places_countries.tsv", 4):
        names[code] = name
        for known in (name, *_split(others)):
            codes[known] = code
        for word in _split(people):
            adjectives[word] = code
    return codes, names, adjectives


# Countries whose states and provinces news in English names without their country.
_STATES_OF = ("US", "CA", "AU", "DE", "IN", "JP", "CN", "MX", "BR", "ID", "MY", "ES", "IT")


def _regions() -> tuple[dict[str, str], frozenset[str]]:
    regions: dict[str, str] = {}
    for code in _STATES_OF:
        for part in pycountry.subdivisions.get(country_code=code):  # type: ignore[no-untyped-call]
            if part.type not in {"Municipality", "City", "Outlying area", "Metropolitan city"}:
                regions[ascii_of(part.name)] = part.code
    adjectives: set[str] = set()
    for name, people in _rows("places_regions.tsv", 2):
        regions.setdefault(name, "")
        adjectives.update(_split(people))
    return regions, frozenset(adjectives)


def _cities() -> dict[str, City]:
    cities: dict[str, City] = {}
    for name, country, people, number in _rows("places_cities.tsv.gz", 4):
        city = City(country, int(people), int(number))
        for key in {name, ascii_of(name)}:
            if key not in cities or cities[key].population < city.population:
                cities[key] = city
    return cities


def ascii_of(name: str) -> str:
    """Return a name without its accents."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(char for char in plain if not unicodedata.combining(char))


def _heads() -> dict[str, dict[str, EntityType]]:
    heads: dict[str, dict[str, EntityType]] = {"last": {}, "first": {}, "anywhere": {}}
    for label, groups in _toml("names_heads.toml").items():
        for place, words in groups.items():
            for word in words:
                heads[place].setdefault(word.casefold(), EntityType(label))
    return heads


def _split(cell: str) -> list[str]:
    return [word.strip() for word in cell.split("|") if word.strip()]


def _read(name: str) -> str:
    data = (resources.files("extract") / "rules" / name).read_bytes()
    return (gzip.decompress(data) if name.endswith(".gz") else data).decode("utf-8")


def _lines(name: str) -> list[str]:
    return [line for line in _read(name).splitlines() if line and not line.startswith("#")]


def _rows(name: str, width: int) -> list[list[str]]:
    rows = (line.split("\t") for line in _lines(name))
    return [row + [""] * (width - len(row)) for row in rows]


@cache
def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(_read(name))
