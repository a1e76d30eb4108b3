"""Clusters of names that stand for one entity of an article."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from extract.components.lexicon import fold
from kg.model import ORGANISATION_TYPES, EntityType
from kg.vocab import kind_of, normalise_name

if TYPE_CHECKING:
    from spacy.tokens import Span


@dataclass(eq=False, slots=True)
class Cluster:
    """The names of one entity, in the order of the text, and its type.

    ``code`` is the ISO 3166-1 code of a country. ``adjectives`` are its nationality words.
    """

    type: EntityType
    names: list[Span] = field(default_factory=list)
    adjectives: list[Span] = field(default_factory=list)
    code: str | None = None
    _keys: tuple[int, set[str]] | None = None
    _texts: tuple[int, set[str]] | None = None

    @property
    def keys(self) -> set[str]:
        """The normalised names."""
        texts = self.texts
        if self._keys is None or self._keys[0] != len(self.names):
            self._keys = (len(self.names), {key_of(text, self.type) for text in texts})
        return self._keys[1]

    @property
    def texts(self) -> set[str]:
        """The names as they stand."""
        if self._texts is None or self._texts[0] != len(self.names):
            self._texts = (len(self.names), {name.text for name in self.names})
        return self._texts[1]

    @property
    def kind(self) -> str:
        """The kind that the entity's IRI rests on: person, org, place ..."""
        return kind_of(self.type)

    @property
    def start(self) -> int:
        """The first token of the first mention."""
        return min(span.start for span in (*self.names, *self.adjectives))

    def absorb(self, other: Cluster) -> None:
        """Take over the names of ``other``."""
        self.names = sorted([*self.names, *other.names], key=lambda span: span.start)
        self.adjectives = sorted([*self.adjectives, *other.adjectives], key=lambda s: s.start)


@lru_cache(maxsize=16384)
def key_of(text: str, kind: EntityType) -> str:
    """Return a name's normalised form without accents.

    >>> key_of("The Hélène Company", EntityType.COMPANY)
    'helene'
    """
    return fold(normalise_name(" ".join(text.split()), kind)) or fold(text)


def is_organisation(cluster: Cluster) -> bool:
    """Tell whether the cluster is of an organisation type."""
    return cluster.type in ORGANISATION_TYPES
