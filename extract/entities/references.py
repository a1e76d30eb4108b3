"""Pronouns and descriptions ("it", "the company") resolved to the entity they stand for.

A reference goes to the most salient entity before it that it fits: near, often named, and named
first in its sentence, where English news puts the subject (Lappin and Leass 1994 in small). What
fits nobody well is left alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.components.lexicon import word_set
from extract.document import EntityMention, MentionKind
from extract.entities.cues import description_nouns, genders_of, is_dummy, words_of_names
from kg.model import ORGANISATION_TYPES, EntityType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc, Span, Token

_PERSONAL = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
_NEUTRAL = frozenset(["it", "its", "itself"])
_PEOPLE = frozenset({EntityType.PERSON})
_THINGS = ORGANISATION_TYPES | {EntityType.COUNTRY}
_QUALIFIERS = frozenset(
    ["of", "that", "which", "who", "whose", "with", "where", "in", "from", "at", "for"]
)
_MAX_MODIFIERS = 3
_PRONOUN_REACH, _PERSON_REACH, _DESCRIPTION_REACH = 1, 3, 8
_MARGIN = {MentionKind.PRONOUN: 0.3, MentionKind.DESCRIPTION: 0.4}
"""By how much the best entity must lead the second; measured on our own annotated news."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A mention before the reference: where it is and whether it leads its sentence."""

    mention: EntityMention
    sentence: int
    leads: bool


def find_references(
    content: Sequence[Span], mentions: Sequence[EntityMention], types: Mapping[str, EntityType]
) -> list[EntityMention]:
    """Return the mentions by pronoun and description; precision comes first.

    ``mentions`` are those by name; ``types`` gives each entity's type.
    """
    return _Resolver(content, mentions, types).run() if content else []


class _Resolver:
    """One pass over the sentences, keeping what was mentioned so far."""

    def __init__(
        self,
        content: Sequence[Span],
        mentions: Sequence[EntityMention],
        types: Mapping[str, EntityType],
    ) -> None:
        self.doc: Doc = content[0].doc
        self.content = content
        self.types = types
        self.named = sorted(
            (m for m in mentions if m.kind is MentionKind.NAME), key=lambda m: (m.start, -m.end)
        )
        self.starts = [mention.start for mention in self.named]
        self.in_names = {i for m in self.named for i in range(m.start, m.end)}
        self.inside = {i for m in mentions for i in range(m.start, m.end)}
        self.seen: list[_Candidate] = []
        self.counts: Counter[str] = Counter()
        self.names = words_of_names(self.named, self.doc)
        self.genders = genders_of(self.named, self.doc, types)
        self.totals = Counter(mention.iri for mention in self.named)
        self.most = max(self.totals.values(), default=1)

    def run(self) -> list[EntityMention]:
        found: list[EntityMention] = []
        for number, sentence in enumerate(self.content):
            found += self._sentence(number, sentence)
        return found

    def _sentence(self, number: int, sentence: Span) -> list[EntityMention]:
        found = []
        begin = bisect_left(self.starts, sentence.start)
        names = self.named[begin : bisect_left(self.starts, sentence.end)]
        starts = [m.start for m in names]
        leads = True
        at = sentence.start
        while at < sentence.end:
            here = bisect_right(starts, at) - 1
            if here >= 0 and starts[here] == at:
                self._note(names[here], number, leads=leads)
                leads = False
                at = max(at + 1, names[here].end)
                continue
            reference = None if at in self.inside else self._reference(number, sentence, at)
            if reference is not None:
                found.append(reference)
                self._note(reference, number, leads=leads)
                leads = False
                at = reference.end
                continue
            leads = leads or self.doc[at].text == ";"
            at += 1
        return found

    def _note(self, mention: EntityMention, sentence: int, *, leads: bool) -> None:
        self.seen.append(_Candidate(mention, sentence, leads))
        self.counts[mention.iri] += 1

    def _reference(self, number: int, sentence: Span, at: int) -> EntityMention | None:
        token = self.doc[at]
        low = token.lower_
        if low in _PERSONAL:
            return self._person(number, at, _PERSONAL[low])
        if low in _NEUTRAL and self._stands_for_something(sentence, token):
            return self._pick(
                number, at, at + 1, _THINGS, MentionKind.PRONOUN, reach=_PRONOUN_REACH
            )
        if low in {"who", "which", "whose"}:
            return self._relative(at, low)
        if low in {"the", "this"}:
            return self._description(number, sentence, at)
        return None

    def _person(self, number: int, at: int, gender: str) -> EntityMention | None:
        found = self._pick(
            number, at, at + 1, _PEOPLE, MentionKind.PRONOUN, reach=_PERSON_REACH, gender=gender
        )
        if found is not None:
            self.genders.setdefault(found.iri, gender)
        return found

    def _stands_for_something(self, sentence: Span, token: Token) -> bool:
        """Leave out "it" in quotations, as an object, and where it stands for nothing."""
        before = self.doc[sentence.start : token.i]
        quotes = sum(t.text in {'"', "“", "”"} for t in before)
        if quotes % 2:
            return False
        if token.lower_ != "it":
            return True
        starts = token.i == sentence.start or self.doc[token.i - 1].lower_ in word_set(
            "clause_starts"
        )
        return starts and not is_dummy(token)

    def _relative(self, at: int, low: str) -> EntityMention | None:
        """Resolve "Foo Bank, which ...": the name just before the comma."""
        end = at - 1 if at and self.doc[at - 1].text == "," else at
        before = [c.mention for c in self.seen[-3:] if c.mention.end == end]
        if not before:
            return None
        iri = before[-1].iri
        person = self.types[iri] is EntityType.PERSON
        if (low == "who" and not person) or (low == "which" and person):
            return None
        return EntityMention(iri, at, at + 1, MentionKind.PRONOUN)

    def _description(self, number: int, sentence: Span, at: int) -> EntityMention | None:
        nouns = description_nouns()
        for end in range(at + 2, min(at + 3 + _MAX_MODIFIERS, sentence.end + 1)):
            head = self.doc[end - 1]
            if (end - 1 in self.inside and not self._nationality(end - 1)) or head.is_punct:
                return None
            if end < sentence.end and (self.doc[end].lower_ in nouns or self.doc[end].text == "-"):
                continue
            if head.lower_ in nouns:
                if not self._closes(end, sentence):
                    return None
                kinds = nouns[head.lower_]
                return self._pick(
                    number,
                    at,
                    end,
                    kinds,
                    MentionKind.DESCRIPTION,
                    reach=_DESCRIPTION_REACH,
                    noun=head.lower_,
                )
        return None

    def _nationality(self, at: int) -> bool:
        return self.doc[at].is_title and at not in self.in_names

    def _closes(self, end: int, sentence: Span) -> bool:
        """Tell whether the noun phrase ends here: no name or qualifying phrase follows."""
        if end >= sentence.end:
            return True
        after = self.doc[end]
        if after.lower_ in _QUALIFIERS - {"in", "from", "at", "for", "with"}:
            return False
        return not (end in self.inside and after.is_title) and not (
            after.is_alpha and after.is_lower and after.lower_ in description_nouns()
        )

    def _pick(
        self,
        number: int,
        start: int,
        end: int,
        kinds: frozenset[EntityType],
        kind: MentionKind,
        *,
        reach: int,
        noun: str | None = None,
        gender: str | None = None,
    ) -> EntityMention | None:
        scores: dict[str, float] = {}
        for candidate in self.seen[-60:]:
            iri = candidate.mention.iri
            if self.types[iri] not in kinds or number - candidate.sentence > reach:
                continue
            if gender is not None and self.genders.get(iri, gender) != gender:
                continue
            score = self._salience(candidate, number, noun)
            scores[iri] = max(score, scores.get(iri, score))
        ranked = sorted(scores, key=lambda iri: (-scores[iri], -self._last(iri)))
        margin = 0.0 if kinds is _PEOPLE else _MARGIN[kind]
        if not ranked or (len(ranked) > 1 and scores[ranked[0]] - scores[ranked[1]] < margin):
            return None
        return EntityMention(ranked[0], start, end, kind)

    def _last(self, iri: str) -> int:
        return max(c.mention.start for c in self.seen[-60:] if c.mention.iri == iri)

    def _salience(self, candidate: _Candidate, number: int, noun: str | None) -> float:
        iri = candidate.mention.iri
        score = 1.0 if candidate.leads else 0.0
        described = noun is not None
        score -= (0.2 if described else 0.9) * (number - candidate.sentence)
        score += 0.15 * min(6, self.counts[iri])
        score += (1.5 if described else 0.5) * (self.totals[iri] / self.most)
        if candidate.mention.kind is not MentionKind.NAME:
            score += 0.3
        if noun is not None and noun in self.names.get(iri, ()):
            score += 2.5
        if self.types[iri] is EntityType.COUNTRY and noun is None:
            score -= 0.6
        return score
