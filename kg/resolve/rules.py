"""Which profiles of a block are the same entity, how surely, and why: pure functions.

Each rule sees one block (:func:`kg.resolve.profile.keys`) and rests on names and on what the
articles say of both, never on what was decided before, so that the outcome does not depend on the
order of the articles. A name that may stand for two entities joins neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from kg import vocab
from kg.model import EntityType
from kg.resolve import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kg.resolve.profile import Evidence, Profile

LARGEST_BLOCK: Final = 60
"""Profiles; what more share tells nothing ("Kim"), and comparing them all would cost a square."""

THRESHOLD: Final = 0.7
_SHARED_COMPANY = 3
"""So many others, spoken of in the articles of both, speak for one person."""

_CHANCE_LETTERS = 3
"""Acronyms of so few letters stand for many things."""

_GENERAL: Final = frozenset({EntityType.ORGANIZATION, EntityType.PLACE})
_CLASHING: Final = (
    frozenset({EntityType.COMPANY, EntityType.UNIVERSITY}),
    frozenset({EntityType.COMPANY, EntityType.GOVERNMENT_BODY}),
    frozenset({EntityType.UNIVERSITY, EntityType.GOVERNMENT_BODY}),
    frozenset({EntityType.COUNTRY, EntityType.CITY}),
)


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """Two IRIs that a rule takes for one entity; ``left`` comes first by code points.

    ``why`` is a sentence for the user.
    """

    left: str
    right: str
    rule: str
    confidence: float
    why: str


def links(key: str, profiles: Sequence[Profile], evidence: Evidence) -> list[Link]:
    """Return the links that the rules see in the block ``key``; ``profiles`` are all of it."""
    if not 2 <= len(profiles) <= LARGEST_BLOCK:
        return []
    ordered = sorted(profiles, key=lambda profile: profile.iri)
    kind, _, value = key.partition(" ")
    found = _RULES[kind](value, ordered, evidence)
    return sorted({link for link in found if link.confidence >= THRESHOLD})


def _link(left: Profile, right: Profile, rule: str, confidence: float, why: str) -> Link:
    first, second = sorted((left.iri, right.iri))
    return Link(first, second, rule, round(confidence + _fit(left.type, right.type), 2), why)


def _fit(left: EntityType, right: EntityType) -> float:
    """Return what the types of two profiles take off the confidence."""
    if left is right:
        return 0.0
    if {left, right} & _GENERAL:
        return -0.03
    return -0.2 if frozenset({left, right}) in _CLASHING else -0.1


# --- the same IRI elsewhere -------------------------------------------------------------------


def _by_id(value: str, profiles: Sequence[Profile], _evidence: Evidence) -> Iterator[Link]:
    for other in profiles[1:]:
        first, second = sorted((profiles[0].iri, other.iri))
        yield Link(first, second, "same-as", 0.98, f"both are {value}")


# --- names ------------------------------------------------------------------------------------


def _by_name(value: str, profiles: Sequence[Profile], evidence: Evidence) -> Iterator[Link]:
    """Compare those for which the squashed form ``value`` is a name, an alias, or a shortening."""
    group, _, form = value.partition(" ")
    inside = [p for p in profiles if p.group == group]
    named = [p for p in inside if form in p.primaries]
    for left, right in pairwise(named):
        if _described(left, right) and not _shared(left, right, evidence):
            continue
        yield _link(
            left, right, "spelling", 0.95, f"{_said(left)} and {_said(right)} are spelt alike"
        )
    carriers = [p for p in inside if p not in named and form in p.shorts]
    yield from _same_short(form, carriers)
    if named:
        yield from _short_names(form, named, carriers, evidence)
        if not carriers:
            yield from _shortened(form, named, inside, evidence)
        yield from _seats(form, named, profiles)


def _described(left: Profile, right: Profile) -> bool:
    """Tell whether one is only described, and so is its article's: "training programme"."""
    return any(vocab.LOCAL in profile.iri and profile.group == "thing" for profile in (left, right))


def _said(profile: Profile) -> str:
    return f"“{profile.name}”"


def _alias(form: str, profile: Profile) -> str:
    fitting = sorted(a for a in profile.aliases if names.squash(a, profile.type) == form)
    return fitting[0] if fitting else form


def _same_short(form: str, carriers: Sequence[Profile]) -> Iterator[Link]:
    """Join long names that share their acronym and their words: "Foo Institute (FI)"."""
    for left, right in combinations(carriers, 2):
        short = _alias(form, left)
        if names.is_acronym(short) and _share_words(left, right):
            why = f"{_said(left)} and {_said(right)} are both called {short} and share their words"
            yield _link(left, right, "acronym-and-words", 0.88, why)


def _share_words(left: Profile, right: Profile) -> bool:
    """Tell whether the words of one long name are among those of the other."""
    pairs = (
        (set(names.full_words(a, left.type)), set(names.full_words(b, right.type)))
        for a in set(left.names)
        for b in set(right.names)
    )
    return any(min(len(a), len(b)) >= 2 and (a <= b or b <= a) for a, b in pairs)


def _short_names(
    form: str, named: Sequence[Profile], carriers: Sequence[Profile], evidence: Evidence
) -> Iterator[Link]:
    """Join a name with the one entity that articles call so: "Foo" and "Foo Motors, or Foo"."""
    senses = _senses(carriers)
    for profile in named:
        if len(senses) == 1:
            fitting = senses
        else:
            partners = evidence.partners(profile.iri)
            fitting = [
                sense
                for sense in senses
                if any(partners & evidence.partners(other.iri) for other in sense)
            ]
        if len(fitting) == 1 and _may_shorten(form, fitting[0][0]):
            best = fitting[0][0]
            doubtful = _chance_acronym(profile, best) or _only_begins(form, profile, best)
            if doubtful and not _shared(profile, best, evidence):
                continue
            why = f"{_said(best)} is also called {_alias(form, best)}"
            yield _link(profile, best, "alias", 0.88, why)


def _chance_acronym(named: Profile, long: Profile) -> bool:
    """Tell whether short letters may be those of another sort of organisation: AMD, AU."""
    return (
        names.is_acronym(named.name)
        and len(named.name) <= _CHANCE_LETTERS
        and named.type is not long.type
    )


def _only_begins(form: str, named: Profile, long: Profile) -> bool:
    """Tell whether a short name may be another's: Foo is not Foo Ventures, nor the Foo Foundation.

    An article may call a subsidiary by its parent's name. Words such as Motors or University add
    nothing, if both are of one type.
    """
    if long.group != "org":
        return False
    for name in set(long.names):
        words = names.words(name, long.type)
        ends = [n for n in range(1, len(words)) if "".join(words[:n]) == form]
        if ends:
            plain = all(word in names.word_set("plain") for word in words[ends[0] :])
            return not plain or named.type is not long.type
    return False


def _senses(carriers: Sequence[Profile]) -> list[list[Profile]]:
    """Return the entities that carry one alias, those with the same words taken together."""
    senses: list[list[Profile]] = []
    for profile in carriers:
        known = next((s for s in senses if any(_share_words(profile, p) for p in s)), None)
        if known is None:
            senses.append([profile])
        else:
            known.append(profile)
    return senses


def _may_shorten(form: str, profile: Profile) -> bool:
    """Tell whether an alias is telling: for a thing or a place one word such as "Campus" is not."""
    alias = _alias(form, profile)
    telling = " " in alias or names.is_acronym(alias)
    return profile.group in {"org", "person"} or telling


def _shortened(
    form: str, named: Sequence[Profile], inside: Sequence[Profile], evidence: Evidence
) -> Iterator[Link]:
    """Join "Foo" with "Foo Group", and an acronym with the only long name that it fits."""
    weak = [p for p in inside if p not in named and form in p.weak]
    for profile in named if len(weak) == 1 else ():
        why = f"{_said(weak[0])} is {_said(profile)} with a word that any company may have"
        yield _link(profile, weak[0], "company-word", 0.78, why)
    long = [p for p in inside if p not in named and p not in weak and form in p.initials]
    for profile in named if len(long) == 1 else ():
        if not names.is_acronym(profile.name):
            continue
        if len(form) > 3 or _shared(profile, long[0], evidence):
            why = f"{profile.name} are the initials of {_said(long[0])}"
            yield _link(profile, long[0], "initials", 0.8, why)


def _seats(form: str, named: Sequence[Profile], profiles: Sequence[Profile]) -> Iterator[Link]:
    """Join "Foo" the government with Foo the city or country that is known elsewhere."""
    known = [p for p in named if p.group == "place" and p.ids]
    bodies = [p for p in profiles if p.type is EntityType.GOVERNMENT_BODY and form in p.primaries]
    if len(known) == 1:
        for body in bodies:
            first, second = sorted((body.iri, known[0].iri))
            why = f"a government is called {_said(body)} after its seat"
            yield Link(first, second, "seat", 0.8, why)


def _by_words(value: str, profiles: Sequence[Profile], evidence: Evidence) -> Iterator[Link]:
    """Join long names of the same words in another order; for two words others must agree."""
    few = value.count(" ") < 3  # the group's name and two words
    for left, right in combinations(profiles, 2):
        if left.primaries & right.primaries or (few and not _shared(left, right, evidence)):
            continue
        if left.type is EntityType.PERSON and not _turned(left, right):
            continue
        why = f"{_said(left)} and {_said(right)} have the same words"
        yield _link(left, right, "word-order", 0.85, why)


def _turned(left: Profile, right: Profile) -> bool:
    """Tell whether two names differ in where the surname stands: Min-su Kim, Kim Min-su."""
    pairs = (
        (names.person_words(a), names.person_words(b))
        for a in set(left.names)
        for b in set(right.names)
    )
    return any(b in {(*a[1:], a[0]), (a[-1], *a[:-1])} for a, b in pairs if a and b)


# --- people -----------------------------------------------------------------------------------


def _by_person(_value: str, profiles: Sequence[Profile], evidence: Evidence) -> Iterator[Link]:
    """Compare people whose surnames sound alike and whose given names begin alike."""
    for left, right in combinations(profiles, 2):
        found = _same_person(left, right, profiles, evidence)
        if found is not None:
            yield found


def _same_person(
    left: Profile, right: Profile, profiles: Sequence[Profile], evidence: Evidence
) -> Link | None:
    one, two = names.person_name(left.name), names.person_name(right.name)
    if one is None or two is None:
        return None
    both = f"{_said(left)} and {_said(right)}"
    if one.last != two.last or (one.first != two.first and names.sound_alike(one, two)):
        if names.sound_alike(one, two) and _shared(left, right, evidence):
            why = f"{both} may be two spellings of one name, and articles say the same of both"
            return _link(left, right, "transliteration", 0.85, why)
        return None
    if one.first == two.first and names.may_be_middles(one.middle, two.middle):
        if _has_rival(one, profiles) and not _shared(left, right, evidence):
            return None
        return _link(left, right, "middle-name", 0.9, f"{both} differ in a middle name only")
    if names.is_short_form(one.first, two.first) and _shared(left, right, evidence):
        why = f"{both} may be one name, and articles say the same of both"
        return _link(left, right, "short-given-name", 0.85, why)
    return None


def _has_rival(person: names.PersonName, profiles: Sequence[Profile]) -> bool:
    """Tell whether two people of these names differ in the middle: George H. W., George W."""
    known = [names.person_name(profile.name) for profile in profiles]
    middles = {
        other.middle
        for other in known
        if other is not None and (other.first, other.last) == (person.first, person.last)
    }
    return any(not names.may_be_middles(a, b) for a, b in combinations(sorted(middles), 2))


def _by_surname(value: str, profiles: Sequence[Profile], evidence: Evidence) -> Iterator[Link]:
    """Join a lone surname with the one person of that name of whom articles say the same."""
    lone = [profile for profile in profiles if profile.is_lone]
    for left, right in combinations(lone, 2):
        if _shared(left, right, evidence):
            why = f"articles say the same of both people called {value}"
            yield _link(left, right, "surname-and-facts", 0.8, why)
    full = [profile for profile in profiles if not profile.is_lone]
    for profile in lone:
        fitting = [other for other in full if _shared(profile, other, evidence)]
        if len(fitting) == 1:
            why = f"articles say the same of {value} and of {_said(fitting[0])}"
            yield _link(profile, fitting[0], "surname-and-facts", 0.8, why)


def _shared(left: Profile, right: Profile, evidence: Evidence) -> bool:
    """Tell whether articles link both with one entity, or speak of the same ones beside them."""
    if evidence.partners(left.iri) & evidence.partners(right.iri):
        return True
    return len(evidence.company(left.iri) & evidence.company(right.iri)) >= _SHARED_COMPANY


_RULES: Final[dict[str, Callable[[str, Sequence[Profile], Evidence], Iterator[Link]]]] = {
    "i": _by_id,
    "n": _by_name,
    "w": _by_words,
    "p": _by_person,
    "s": _by_surname,
}
