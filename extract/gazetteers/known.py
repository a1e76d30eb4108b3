"""A user's known names: looked up exactly as they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from kg.model import EntityType

KNOWN = "kg_gazetteer"
"""Key of ``doc.user_data``: the :class:`Gazetteer` that the names of a document were found with."""

_SHORTEST = 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class KnownName:
    """An entity by its name, its aliases, its type, and its IRI elsewhere, which may be empty."""

    name: str
    type: EntityType
    iri: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gazetteer:
    """Known names. One that stands for two types is left out; for two IRIs, it has none."""

    entries: tuple[KnownName, ...] = ()

    @cached_property
    def types(self) -> Mapping[str, EntityType]:
        """The type of each name and alias, with single spaces."""
        found: dict[str, set[EntityType]] = {}
        for entry in self.entries:
            for name in (entry.name, *entry.aliases):
                found.setdefault(" ".join(name.split()), set()).add(entry.type)
        return {name: kinds.pop() for name, kinds in found.items() if len(kinds) == 1}

    @cached_property
    def _iris(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for entry in self.entries:
            for name in (entry.name, *entry.aliases):
                found.setdefault(" ".join(name.split()), set()).add(entry.iri)
        return found

    def iri(self, name: str, type: EntityType) -> str:  # noqa: A002 - the domain's word
        """Return the IRI of a name of that type; empty if there is none or more than one."""
        if self.types.get(name) is not type:
            return ""
        iris = self._iris[name]
        return next(iter(iris)) if len(iris) == 1 else ""

    @cached_property
    def first_words(self) -> Mapping[str, int]:
        """The first word of each name, with the most words of a name that begins so."""
        found: dict[str, int] = {}
        for name in self.types:
            parts = _WORD.findall(name)
            if parts:
                found[parts[0]] = max(found.get(parts[0], 0), len(parts))
        return found


def is_distinctive(name: str, common: Container[str]) -> bool:
    """Tell whether a name can be looked for in any text: of two words, or one odd one.

    >>> [is_distinctive(name, {"apple"}) for name in ("Foo Labs", "Zorblatt", "Apple", "foo", "Ab")]
    [True, True, False, False, False]
    """
    if not any(char.isupper() or char.isdigit() for char in name):
        return False
    return " " in name or (len(name) >= _SHORTEST and name.casefold() not in common)
