"""One type for each name of an article, by the hints of all its mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extract.components.hints import Hints
from kg.model import ORGANISATION_TYPES, PLACE_TYPES, EntityType

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from extract.components.names import Found


_PLACE = 2.0
"""Points of its neighbours with which a name is called a place."""
_SURELY = 3.0
"""Points with which they call it so whatever its own words say: datelines, "based in"."""
_KNOWN = 8.0
"""Points of the own words of a region on which model and gazetteer agree."""
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
    families = dict.fromkeys(votes, 0)
    for name in found:
        votes[name.key].raise_to(name.own)
    for key, hints in _shortening_hints(set(votes)).items():
        votes[key].add(hints)
    for name in found:
        neighbours[name.key].add(name.context)
        context = sum(max(0.0, name.context[kind]) for kind in PLACE_TYPES)
        if context >= _SURELY or any(name.own[kind] > 0 for kind in PLACE_TYPES):
            places[name.key] += context
        families[name.key] += _calls_place(name)
    for key, hints in votes.items():
        speaks = " " in key and max(hints.values(), default=0.0) >= _SPEAKS
        hints.add(neighbours[key].at_most(_SPEAKS - 1) if speaks else neighbours[key])
    types = {key: hints.winner(EntityType.COMPANY) for key, hints in votes.items()}
    known = {name.key for name in found if name.own[EntityType.REGION] >= _KNOWN}
    called = {key for key in types if places[key] >= _PLACE or key in known}
    return _inherit(types, called, {key for key in types if families[key] > 0})


def _calls_place(name: Found) -> int:
    """Return 1 if a mention by itself looks like a place, -1 if like an organisation, else 0."""
    best = {
        family: max(name.own[kind] + name.context[kind] for kind in kinds)
        for family, kinds in ((1, PLACE_TYPES), (-1, ORGANISATION_TYPES))
    }
    return 0 if best[1] == best[-1] else max(best, key=lambda family: best[family])


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


def _inherit(
    types: dict[str, EntityType], places: Collection[str], likely: Collection[str]
) -> dict[str, EntityType]:
    """Give a short name the type of the only longer name that it shortens.

    ``places`` are the names that their neighbours call a place ("in York"), ``likely`` those that
    look like one at most mentions: "York Traders' Association" does not make them an association,
    as "York University" makes "York" a university.
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
            types[key] in PLACE_TYPES
            and (key in places or (key in likely and longer == {EntityType.ORGANIZATION}))
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
