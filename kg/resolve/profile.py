"""What is known of an entity for resolution: its names in all articles, and where it may match.

A profile belongs to one IRI as articles use it. Its *keys* name the blocks in which it is compared:
two profiles that share no key are never compared, so that the cost grows with the number of names
and not with its square.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from kg.model import EntityType
from kg.resolve import names
from kg.vocab import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_THINGS: Final = frozenset({"program", "product", "work", "event"})
_FEWEST_WORDS = 4
"""So many words in another order still are one name: "Institute for Human-Centred Foo"."""


@dataclass(frozen=True)
class Profile:
    """An entity as the articles that use ``iri`` know it.

    ``names`` are its names, one for each article (so a name may stand there often), ``aliases``
    the others; ``ids`` its IRIs elsewhere; ``articles`` the graphs that name it.
    """

    iri: str
    type: EntityType
    names: tuple[str, ...]
    aliases: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()

    @cached_property
    def group(self) -> str:
        """What entities may be one: organisations, people, places, or things of any other kind."""
        kind = kind_of(self.type)
        return "thing" if kind in _THINGS else kind

    @cached_property
    def name(self) -> str:
        """The name that most articles use."""
        return min(set(self.names), key=lambda name: (-self.names.count(name), name))

    @cached_property
    def is_lone(self) -> bool:
        """Whether a person is known by one word only."""
        forms = (*self.names, *self.aliases)
        return self.type is EntityType.PERSON and all(
            names.person_name(form) is None for form in forms
        )

    @cached_property
    def primaries(self) -> frozenset[str]:
        """The squashed names."""
        return frozenset(_squashed(self.names, self.type))

    @cached_property
    def shorts(self) -> frozenset[str]:
        """The squashed aliases that are no names."""
        return frozenset(_squashed(self.aliases, self.type)) - self.primaries

    @cached_property
    def weak(self) -> frozenset[str]:
        """The squashed names of an organisation without words such as Group at their end."""
        if self.group != "org":
            return frozenset()
        return frozenset(names.without_weak(name, self.type) for name in set(self.names)) - {""}

    @cached_property
    def initials(self) -> frozenset[str]:
        """The acronyms that an organisation's long names may have."""
        if self.group != "org":
            return frozenset()
        return frozenset(
            form for name in set(self.names) for form in names.initials(name, self.type)
        )

    @cached_property
    def sorted_words(self) -> frozenset[str]:
        """The words of each long name, in order of the alphabet."""
        if self.group == "person":
            found = [names.person_words(name) for name in set(self.names)]
            return frozenset(" ".join(sorted(words)) for words in found if len(words) > 1)
        found = [names.full_words(name, self.type) for name in {*self.names, *self.aliases}]
        return frozenset(" ".join(sorted(words)) for words in found if len(words) >= _FEWEST_WORDS)


class Evidence(Protocol):
    """What rules may ask besides names."""

    def partners(self, iri: str) -> frozenset[str]:
        """Return the entities, but no places, that a fact of some article links with ``iri``."""

    def company(self, iri: str) -> frozenset[str]:
        """Return the other entities, but no places, that the articles of ``iri`` speak of."""


def _squashed(forms: tuple[str, ...] | frozenset[str], type_: EntityType) -> Iterator[str]:
    for form in set(forms):
        if type_ is EntityType.PERSON:
            words = names.person_words(form)
            if len(words) > 1:
                yield "".join(words)
        elif not names.is_generic(names.words(form, type_)):
            yield names.squash(form, type_)


def keys(profile: Profile) -> frozenset[str]:
    """Return the blocks in which a profile is compared with others.

    >>> acme = Profile("x:a", EntityType.COMPANY, ("Acme Group",), frozenset({"AGX"}))
    >>> sorted(keys(acme))
    ['n org acme', 'n org acmegroup', 'n org agx']
    """
    found = {f"i {iri}" for iri in profile.ids}
    forms = (profile.primaries, profile.shorts, profile.weak, profile.initials)
    found |= {f"n {profile.group} {form}" for group in forms for form in group}
    found |= {f"w {profile.group} {form}" for form in profile.sorted_words}
    if profile.type is EntityType.PERSON:
        found |= set(_person_keys(profile))
    if profile.type is EntityType.GOVERNMENT_BODY:
        found |= {f"n place {form}" for form in profile.primaries}
    return frozenset(found)


def _person_keys(profile: Profile) -> Iterator[str]:
    for name in {*profile.names, *profile.aliases}:
        person = names.person_name(name)
        if person is not None:
            yield f"p {names.sounding(person.last)} {names.sounding(person.first)[:1]}"
            yield f"s {person.last}"
            yield f"s {person.first}"
        elif profile.is_lone and (words := names.person_words(name)):
            yield f"s {words[-1]}"
