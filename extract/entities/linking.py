"""IRIs elsewhere: ISO 3166, Wikidata, GeoNames, ROR or a web domain, and tickers.

A name that two organisations of its type share stays unlinked unless the article names the country
of one only; so does an acronym, or a name of common words alone, without a place that fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.components.lexicon import ascii_of, fold
from extract.gazetteers.shipped import Organisation, key_of, organisations
from kg.model import EntityType
from kg.resolve.names import is_generic, words
from kg.vocab import normalise_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extract.components.lexicon import Lexicon
    from extract.entities.clusters import Cluster
    from extract.gazetteers.known import Gazetteer

_ISO = "https://www.iso.org/obp/ui/#iso:code:3166:"
_WIKIDATA = "http://www.wikidata.org/entity/"
_GEONAMES = "https://sws.geonames.org/"
_LINKED = frozenset({EntityType.UNIVERSITY, EntityType.RESEARCH_INSTITUTE, EntityType.COMPANY})
_LARGE_CITY = 500_000
_SHORTEST_SURE = 6
"""A shorter word alone may be another company's name too, unless it is a very large one's."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The places that an article names: countries (ISO 3166-1) and cities (folded)."""

    countries: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()

    @classmethod
    def of(cls, clusters: Iterable[Cluster], lexicon: Lexicon) -> Setting:
        """Collect the places; a region or large city stands for its country too."""
        countries, cities = set(), set()
        for cluster in clusters:
            if cluster.type is EntityType.COUNTRY and cluster.code:
                countries.add(cluster.code)
            for text in cluster.texts:
                if cluster.type is EntityType.REGION and (code := lexicon.regions.get(text)):
                    countries.add(code.partition("-")[0])
                elif cluster.type is EntityType.CITY:
                    cities.add(fold(text))
                    city = lexicon.cities.get(text)
                    if city and city.population >= _LARGE_CITY:
                        countries.add(city.country)
        return cls(frozenset(countries), frozenset(cities))

    def fits(self, one: Organisation) -> bool:
        """Tell whether the article names the organisation's country."""
        return one.country in self.countries

    def fits_closely(self, one: Organisation) -> bool:
        """Tell whether the article names the organisation's city, too."""
        return bool(one.city) and fold(one.city) in self.cities


def same_as(cluster: Cluster, lexicon: Lexicon, setting: Setting) -> tuple[str, ...]:
    """Return the IRIs under which others know an entity; often none.

    A city is linked only if it has 500,000 people or more: smaller ones share their names.
    """
    if cluster.type is EntityType.COUNTRY and cluster.code and cluster.code != "XK":
        item = lexicon.wikidata.get(cluster.code)
        return (_ISO + cluster.code, *([_WIKIDATA + item] if item else []))
    if cluster.type in _LINKED:
        return _organisation(cluster, lexicon, setting)
    for text in sorted(cluster.texts):
        if cluster.type is EntityType.REGION and (code := lexicon.regions.get(text)):
            return (_ISO + code,)
        city = lexicon.cities.get(text)
        if cluster.type is EntityType.CITY and city and city.population >= _LARGE_CITY:
            return (f"{_GEONAMES}{city.geonameid}/",)
    return ()


def users_iri(cluster: Cluster, gazetteer: Gazetteer) -> tuple[str, ...]:
    """Return the one IRI that the user's gazetteers give an entity's names."""
    texts = (" ".join(text.split()) for text in cluster.texts)
    found = {iri for text in texts if (iri := gazetteer.iri(text, cluster.type))}
    return tuple(found) if len(found) == 1 else ()


def _organisation(cluster: Cluster, lexicon: Lexicon, setting: Setting) -> tuple[str, ...]:
    """Return the one IRI that the names agree on; none for a part of what the name is linked to."""
    texts = {" ".join(text.split()) for text in cluster.texts}
    linked = {text: iri for text in texts if (iri := _linked(text, cluster, lexicon, setting))}
    if any(_holds(longer, text) for text in linked for longer in texts - linked.keys()):
        return ()
    found = set(linked.values())
    return tuple(found) if len(found) == 1 else ()


def _holds(longer: str, name: str) -> bool:
    """Tell whether a longer form names a part of what a name is for, or another beside it."""
    return any(f"{name}{sign} " in longer for sign in ("'s", "’s", " and", " &"))


def _linked(name: str, cluster: Cluster, lexicon: Lexicon, setting: Setting) -> str | None:
    candidates = organisations(key_of(name, cluster.type), cluster.type)
    if cluster.type is EntityType.COMPANY:
        sure = [one for one in candidates if _is_sure_company(one, name, lexicon)]
    else:
        vague = len({one.iri for one in candidates}) > 1 or _is_vague(name, cluster.type, lexicon)
        sure = [one for one in candidates if _is_sure(one, setting, vague=vague)]
    iris = {one.iri for one in sure}
    return iris.pop() if len(iris) == 1 else None


def _is_sure(one: Organisation, setting: Setting, *, vague: bool) -> bool:
    """Tell whether the article's places speak for it where its name alone does not do."""
    if not vague and one.flag != "a":
        return True
    if one.type is EntityType.RESEARCH_INSTITUTE:
        return setting.fits_closely(one)
    return setting.fits(one)


def _is_vague(name: str, kind: EntityType, lexicon: Lexicon) -> bool:
    """Tell whether a name is made of common words only."""
    parts = words(name, kind)
    return is_generic(parts) or all(ascii_of(part) in lexicon.common for part in parts)


def _is_sure_company(one: Organisation, name: str, lexicon: Lexicon) -> bool:
    """Tell whether a name is a listed company's: a long or odd one, or of the S&P 500."""
    without_form = normalise_name(name, one.type)
    if one.flag == "p" or without_form != normalise_name(name, EntityType.WORK):
        return True
    parts = words(name, one.type)
    if len(parts) > 1:
        return not _is_vague(name, one.type, lexicon)
    return len(parts[0]) >= _SHORTEST_SURE and parts[0] not in lexicon.common
