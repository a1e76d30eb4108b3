"""One type for each name of an article, by the hints of all its mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.components.hints import Hints
from kg.model import PLACE_TYPES, EntityType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extract.components.names import Found


_SPEAKS = 6.0
"""Points of a name's own words with which they say what it is: a head word, a gazetteer."""


def decide_types(found: Sequence[Found]) -> dict[str, EntityType]:
    """Return the type of each name, by its key.

    A name's own words count once, its neighbours at each mention; but a name of several words
    that says what it is ("Acme University") is not outvoted by many weak neighbours.
    """
    votes: dict[str, Hints] = {name.key: Hints() for name in found}
    neighbours: dict[str, Hints] = {name.key: Hints() for name in found}
    places = dict.fromkeys(votes, 0.0)
    for name in found:
        votes[name.key].raise_to(name.own)
    for key, hints in _shortening_hints(set(votes)).items():
        votes[key].add(hints)
    for name in found:
        neighbours[name.key].add(name.context)
        if any(name.own[kind] > 0 for kind in PLACE_TYPES):
            places[name.key] += sum(max(0.0, name.context[kind]) for kind in PLACE_TYPES)
    for key, hints in votes.items():
        speaks = " " in key and max(hints.values(), default=0.0) >= _SPEAKS
        hints.add(neighbours[key].at_most(_SPEAKS - 1) if speaks else neighbours[key])
    types = {key: hints.winner(EntityType.COMPANY) for key, hints in votes.items()}
    return _inherit(types, places)


def _shortening_hints(keys: set[str]) -> dict[str, dict[EntityType, float]]:
    """Hint by short forms: "Doe" after "Jane Doe" is a person, "Acme" after "Acme Foo" a firm."""
    hints: dict[str, dict[EntityType, float]] = {}
    for key in keys:
        words = key.split()
        if 2 <= len(words) <= 3:
            if words[-1] in keys:
                hints[key] = {EntityType.PERSON: 2.0}
            elif words[0] in keys:
                hints[key] = {EntityType.COMPANY: 1.5}
    return hints


_SHORT_OF = frozenset(
    {
        EntityType.PERSON,
        EntityType.COMPANY,
        EntityType.UNIVERSITY,
        EntityType.RESEARCH_INSTITUTE,
        EntityType.ORGANIZATION,
    }
)


def _inherit(types: dict[str, EntityType], places: Mapping[str, float]) -> dict[str, EntityType]:
    """Give a short name the type of the only longer name that it shortens.

    ``places`` says how strongly the neighbours of each name call it a place ("in York").
    """
    result = dict(types)
    for key in types:
        if " " in key and types[key] is not EntityType.PERSON:
            continue
        longer = {
            types[other]
            for other in types
            if types[other] in _SHORT_OF and _shortens(key, other, types[other])
        }
        is_place = types[key] is EntityType.COUNTRY or (
            types[key] in PLACE_TYPES and places[key] >= 2
        )
        if len(longer) == 1 and not is_place:
            result[key] = longer.pop()
    return result


def _shortens(short: str, long: str, kind: EntityType) -> bool:
    """Tell whether ``short`` may stand for ``long``: a surname, or the first word of a firm."""
    if short == long:
        return False
    words = long.split()
    if kind is EntityType.PERSON:
        return short in {words[-1], words[0]} and len(words) > 1
    return words[0] == short
