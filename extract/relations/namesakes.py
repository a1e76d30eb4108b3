"""Programmes, events and products that bear the name of who runs or makes them: "Acme Open Day"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from extract.document import MentionKind
from extract.relations.matching import Candidate
from extract.relations.patterns import Pattern, end_letters, measured_confidence
from extract.relations.views import flat_view
from kg.model import Predicate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from spacy.tokens import Span

    from extract.document import EntityMention, ResolvedDoc

_OWNED: Final = {
    "M": Predicate.RUNS_PROGRAM,
    "E": Predicate.ORGANIZES,
    "D": Predicate.DEVELOPS,
}
_OWNERS: Final = frozenset("CUROG")
_SHORTEST: Final = 3


class Namesakes:
    """Knows who is named in which names of an article; ``letters`` are its entities' types."""

    def __init__(self, resolved: ResolvedDoc, letters: Mapping[str, str]) -> None:
        self._resolved = resolved
        self._letters = letters
        names = {
            name: entity.iri
            for entity in resolved.entities
            if letters[entity.iri] in _OWNERS
            for name in (entity.name, *entity.aliases)
            if len(name) >= _SHORTEST
        }
        self._owners: dict[str, str] = {}
        for entity in resolved.entities:
            if letters[entity.iri] not in _OWNED:
                continue
            before = [name for name in names if entity.name.startswith((f"{name} ", f"{name}'s "))]
            if before:
                self._owners[entity.iri] = names[max(before, key=len)]

    def candidates(self, sentence: Span) -> Iterator[Candidate]:
        """Yield who runs or makes what a sentence names."""
        if not self._owners:
            return
        named = [
            mention
            for mention in self._resolved.mentions
            if mention.iri in self._owners
            and mention.kind is MentionKind.NAME
            and sentence.start <= mention.start < sentence.end
        ]
        for mention in {mention.iri: mention for mention in named}.values():
            owner = self._nearest(self._owners[mention.iri], mention)
            view = flat_view(sentence, self._resolved, self._letters)
            places = [
                i
                for i, item in enumerate(view.items)
                if item.slot and {owner, mention} & set(item.slot.mentions)
            ] or [0]
            first, last = min(places), max(places) + 1
            pattern = _pattern(_OWNED[self._letters[mention.iri]])
            yield Candidate(owner, mention, pattern, view, first, first, last)

    def _nearest(self, owner: str, named: EntityMention) -> EntityMention:
        mentions = [m for m in self._resolved.mentions if m.iri == owner]
        return min(mentions, key=lambda m: abs(m.start - named.start))


def _pattern(predicate: Predicate) -> Pattern:
    name = f"namesake:{predicate}"
    return Pattern(name, predicate, (), measured_confidence(name), *end_letters(predicate))
