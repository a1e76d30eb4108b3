"""Pronouns and descriptions ("it", "the company") resolved to the entity they stand for.

Each goes to the likeliest entity before it by the fitted weights of
``extract/rules/names_antecedents.toml`` (features: :mod:`extract.entities.antecedents`), and is
left alone if even that is unlikely. ``training/calibrate_references.py`` fits the weights on the
project's own annotated articles.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from extract.choosing import ChoiceModel, load_choice
from extract.document import EntityMention, MentionKind
from extract.entities.anaphors import PLURALS, find_anaphor, quoted, referring_nouns, relative_head
from extract.entities.antecedents import Discourse, antecedent_features, fits, mention_of
from extract.entities.cues import genders_of, given_alone, origins_of, words_of_names
from extract.entities.groups import find_group, members, plural_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from spacy.tokens import Span

    from extract.entities.anaphors import Anaphor
    from extract.entities.groups import Group
    from extract.entities.likeness import SameScorer
    from kg.model import EntityType

    Rows = Sequence[tuple[str, dict[str, float]]]
    Choose = Callable[[Anaphor, Rows], tuple[str, float] | None]

_GROUP = 0.9
"""How sure it is that an entity is one of those for which "both" stands."""


@cache
def antecedent_model() -> ChoiceModel:
    """Return the fitted weights."""
    return load_choice("names_antecedents.toml")


def likeliest(_: Anaphor, rows: Rows) -> tuple[str, float] | None:
    """Return the entity that the weights choose with its chance, if any is likely enough.

    The candidates compete; that the expression stands for none of them is one more option.
    """
    model = antecedent_model()
    chances = model.chances([features for _, features in rows], nothing=True)
    found = zip(chances, (iri for iri, _ in rows), strict=True)
    chance, iri = max(found, key=lambda pair: pair[0], default=(0.0, ""))
    return (iri, chance) if iri and chance >= model.threshold else None


def find_references(
    content: Sequence[Span],
    mentions: Sequence[EntityMention],
    types: Mapping[str, EntityType],
    *,
    choose: Choose = likeliest,
    scorer: SameScorer | None = None,
) -> list[EntityMention]:
    """Return the mentions by pronoun and description.

    ``mentions`` are those by name; ``types`` gives each entity's type; ``choose`` picks among
    the candidates of an expression, so that training can teach it; ``scorer`` is the trained
    head that compares mentions, if the pipeline has one.
    """
    return list(_Resolver(content, mentions, types, choose, scorer).run()) if content else []


class _Resolver:
    """One pass over the sentences, keeping what was mentioned so far."""

    def __init__(
        self,
        content: Sequence[Span],
        mentions: Sequence[EntityMention],
        types: Mapping[str, EntityType],
        choose: Choose,
        scorer: SameScorer | None,
    ) -> None:
        doc = content[0].doc
        self.content = content
        self.choose = choose
        self.named = sorted(
            (m for m in mentions if m.kind is MentionKind.NAME), key=lambda m: (m.start, -m.end)
        )
        self.starts = [mention.start for mention in self.named]
        self.taken = {i for m in mentions for i in range(m.start, m.end)}
        self.nouns = referring_nouns()
        self.discourse = Discourse(
            doc,
            types,
            words_of_names(self.named, doc),
            genders_of(self.named, doc, types),
            Counter(mention.iri for mention in self.named),
            scorer=scorer,
            given=given_alone(self.named, doc, types),
            origins=origins_of(self.named, doc),
        )

    def run(self) -> Iterator[EntityMention]:
        for number, sentence in enumerate(self.content):
            yield from self._sentence(number, sentence)

    def _sentence(self, number: int, sentence: Span) -> Iterator[EntityMention]:
        begin = bisect_left(self.starts, sentence.start)
        names = self.named[begin : bisect_left(self.starts, sentence.end)]
        starts = [mention.start for mention in names]
        leads, at = True, sentence.start
        while at < sentence.end:
            here = bisect_right(starts, at) - 1
            mention: EntityMention | None = None
            if here >= 0 and starts[here] == at:
                mention = names[here]
            elif at not in self.taken:
                if group := find_group(sentence, at, self.taken):
                    yield from self._members(group, number)
                    at = group.end
                    continue
                mention = self._reference(number, sentence, at)
                if mention is not None:
                    yield mention
                else:
                    yield from self._they(number, at)
            if mention is None:
                leads = leads or sentence.doc[at].text == ";"
                at += 1
                continue
            self.discourse.note(mention, number, leads=leads)
            leads = False
            at = max(at + 1, mention.end)

    def _members(self, group: Group, number: int) -> Iterator[EntityMention]:
        """Yield one mention for each entity that "both companies" stands for."""
        noun = group.types or self.discourse.doc[group.start].lower_ == "the"
        kind = MentionKind.DESCRIPTION if noun else MentionKind.PRONOUN
        for iri in members(group, self.discourse, number):
            yield EntityMention(iri, group.start, group.end, kind, _GROUP)

    def _they(self, number: int, at: int) -> Iterator[EntityMention]:
        """Yield those for whom "they" stands: the names that are the last subject in the plural."""
        if self.discourse.doc[at].lower_ in PLURALS:
            for iri in plural_subject(self.discourse, number, at):
                yield EntityMention(iri, at, at + 1, MentionKind.PRONOUN, _GROUP)

    def _reference(self, number: int, sentence: Span, at: int) -> EntityMention | None:
        anaphor = find_anaphor(sentence, at, self.taken, self.nouns)
        if anaphor is None:
            return None
        if anaphor.form == "relative":
            return self._relative(anaphor)
        stop = bisect_left(self.starts, sentence.end)
        rows = antecedent_features(
            self.discourse,
            anaphor,
            sentence,
            number,
            inside_quote=quoted(sentence, at),
            ahead=self.named[bisect_left(self.starts, anaphor.end) : stop],
        )
        chosen = self.choose(anaphor, rows)
        if chosen is None:
            return None
        iri, chance = chosen
        if anaphor.gender:
            self.discourse.told[iri] = anaphor.gender
        return mention_of(anaphor, iri, chance)

    def _relative(self, anaphor: Anaphor) -> EntityMention | None:
        """Resolve "Foo Bank, which ...": what the clause hangs on, else the name before it."""
        discourse = self.discourse
        head = relative_head(discourse.doc[anaphor.start])
        end = anaphor.start
        end -= bool(end and discourse.doc[end - 1].text == ",")
        for seen in reversed(discourse.seen[-6:]):
            mention = seen.mention
            near = mention.end == end
            held = head is not None and mention.start <= head.i < mention.end
            if (held or (near and head is None)) and fits(
                anaphor, discourse.types[mention.iri], set()
            ):
                return mention_of(anaphor, mention.iri, 1.0)
        return None
