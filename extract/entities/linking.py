"""IRIs of countries and cities elsewhere: ISO 3166 and GeoNames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import EntityType

if TYPE_CHECKING:
    from extract.components.lexicon import Lexicon
    from extract.entities.clusters import Cluster

_ISO = "https://www.iso.org/obp/ui/#iso:code:3166:"
_GEONAMES = "https://sws.geonames.org/"


def same_as(cluster: Cluster, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the IRIs under which others know a country, region or city; often none.

    A city is linked only if it has 500,000 people or more: smaller ones share their names.
    """
    if cluster.type is EntityType.COUNTRY and cluster.code and cluster.code != "XK":
        return (_ISO + cluster.code,)
    for text in sorted(cluster.texts):
        if cluster.type is EntityType.REGION and (code := lexicon.regions.get(text)):
            return (_ISO + code,)
        city = lexicon.cities.get(text)
        if cluster.type is EntityType.CITY and city and city.population >= 500_000:
            return (f"{_GEONAMES}{city.geonameid}/",)
    return ()
