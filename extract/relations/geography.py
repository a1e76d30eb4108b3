"""Whether the gazetteers place a city or region in the area that a possible fact names."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pycountry

from extract.components.lexicon import Lexicon, load_lexicon
from kg.model import EntityType, Predicate

if TYPE_CHECKING:
    from extract.document import ResolvedDoc
    from kg.model import Entity

_WHERE = frozenset({Predicate.LOCATED_IN, Predicate.HEADQUARTERED_IN, Predicate.OPERATES_IN})


class Geography:
    """The places of an article by the countries in which the gazetteers know them."""

    def __init__(self, resolved: ResolvedDoc) -> None:
        lexicon = load_lexicon()
        self._types = {entity.iri: entity.type for entity in resolved.entities}
        self._countries = {entity.iri: _country(entity, lexicon) for entity in resolved.entities}
        self._parts = {entity.iri: _part(entity, lexicon) for entity in resolved.entities}

    def contradicts(self, subject: str, predicate: Predicate, object_: str) -> bool:
        """Tell whether two parts of one country lie side by side: "in Arizona, New Mexico"."""
        if predicate is not Predicate.LOCATED_IN:
            return False
        inner, outer = self._parts[subject], self._parts[object_]
        alike = inner.partition("-")[0] == outer.partition("-")[0]
        return bool(inner and outer) and alike and outer not in _around(inner)

    def features(self, subject: str, predicate: Predicate, object_: str) -> dict[str, float]:
        """Return whether a place is known to lie inside or outside of another."""
        if predicate not in _WHERE:
            return {}
        one, two = self._types[subject], self._types[object_]
        inner, outer = self._countries[subject], self._countries[object_]
        if two is EntityType.CITY and one is EntityType.CITY:
            return {"place:city-in-city": 1.0}
        if not inner or not outer:
            return {f"place:unknown:{one}:{two}": 1.0}
        return {f"place:{'inside' if inner == outer else 'outside'}:{two}": 1.0}


def _country(entity: Entity, lexicon: Lexicon) -> str:
    """Return the ISO 3166-1 code of a place's country, if the gazetteers know it."""
    for name in (entity.name, *entity.aliases):
        if entity.type is EntityType.COUNTRY and name in lexicon.countries:
            return lexicon.countries[name]
        if entity.type is EntityType.REGION and lexicon.regions.get(name):
            return lexicon.regions[name].partition("-")[0]
        if entity.type is EntityType.CITY and name in lexicon.cities:
            return lexicon.cities[name].country
    return ""


def _part(entity: Entity, lexicon: Lexicon) -> str:
    """Return the ISO 3166-2 code of a region that is no city of the same country and name."""
    code = lexicon.regions.get(entity.name, "")
    city = lexicon.cities.get(entity.name)
    if city is not None and entity.type is EntityType.CITY and code.startswith(city.country):
        return ""
    return code


@cache
def _wholes() -> dict[str, str]:
    return {part.code: part.parent_code or "" for part in pycountry.subdivisions}


@cache
def _around(code: str) -> frozenset[str]:
    """Return a part of a country with the parts that it lies in."""
    whole = _wholes().get(code)
    return frozenset({code}) | (_around(whole) if whole else frozenset())
