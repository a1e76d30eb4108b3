"""Expressions that refer to several entities: "both companies", "the other two", "the latter".

A group is the nearest list of as many names, or all fitting entities of which the last sentences
speak, if they are as many. "The former" and "the latter" are ends of a group of two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from extract.entities.anaphors import ACTORS, PEOPLE
from extract.entities.cues import description_nouns
from kg.model import ORGANISATION_TYPES, EntityType

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from spacy.tokens import Span, Token

    from extract.entities.antecedents import Discourse, Seen

_NUMBERS: Final = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTS: Final = {word: count for count, word in enumerate(_NUMBERS, start=2)}
_SETS: Final = {"pair": 2, "duo": 2, "trio": 3, "quartet": 4}
_BOTH: Final = frozenset({"both", "neither"})
_LAST: Final = {"former": 0, "latter": -1}
_OPENERS: Final = frozenset({"the", "these", "those", "all"})
_LINKS: Final = frozenset({"of", "the", "these", "those"})
_REACH: Final = 3
"""Sentences back in which the members of a group are named."""
_MODIFIERS: Final = 2
"""Words between the number and the noun, at most: "the two Korean car makers"."""
_SOCIAL: Final = ORGANISATION_TYPES | {EntityType.COUNTRY}
_NOUNS: Final = {
    **dict.fromkeys(("sides", "parties", "partners", "allies", "rivals", "institutions"), _SOCIAL),
    **dict.fromkeys(("governments", "nations", "countries"), frozenset({EntityType.COUNTRY})),
    **dict.fromkeys(("men", "women", "brothers", "sisters", "founders"), PEOPLE),
}
"""What nouns in the plural mean that name no type of entity in the singular."""
_KINDS: Final = (ORGANISATION_TYPES, PEOPLE, ACTORS - ORGANISATION_TYPES)
"""Types that make up a group of which no noun tells the type."""
_ENDS: Final = frozenset({"VERB", "AUX", "PUNCT", "ADV", "PART", "ADP", "SCONJ", "CCONJ"})
"""What stands after an expression without a noun: "the two agreed"."""


@dataclass(frozen=True, slots=True)
class Group:
    """Tokens ``start:end`` that refer to ``count`` entities of one of some types, any if empty.

    ``place`` is which of them is meant, if one; ``rest`` says that they are what remains of a
    larger list beside those that the sentence names.
    """

    start: int
    end: int
    count: int
    types: frozenset[EntityType]
    place: int | None = None
    rest: bool = False


def find_group(sentence: Span, at: int, taken: Collection[int]) -> Group | None:
    """Return the expression for a group that begins at token ``at``.

    ``taken`` are the tokens of names.
    """
    words = [token.lower_ for token in sentence.doc[at : min(at + 5, sentence.end)]]
    if words[0] == "the" and len(words) > 1 and words[1] in _LAST:
        bare = _bare(sentence, at + 2)
        return Group(at, at + 2, 2, frozenset(), place=_LAST[words[1]]) if bare else None
    if words[0] not in _OPENERS | _BOTH:
        return None
    size, count = 1, 2 if words[0] in _BOTH else 0
    while size < len(words) and words[size] in _LINKS:
        size += 1
    rest = not count and size < len(words) and words[size] == "other"
    size += rest
    if not count and size < len(words):
        count = _COUNTS.get(words[size], 0) or _SETS.get(words[size], 0)
        size += 1
    if not count or any(i in taken for i in range(at, at + size)):
        return None
    return _with_noun(sentence, Group(at, at + size, count, frozenset(), rest=rest), taken)


def _with_noun(sentence: Span, group: Group, taken: Collection[int]) -> Group | None:
    """Return a group with the noun that follows it, if it refers to entities at all."""
    doc, start, end = sentence.doc, group.start, group.end
    for place in range(end, min(end + _MODIFIERS + 1, sentence.end)):
        if types := _plural_types(doc[place]):
            return Group(start, place + 1, group.count, types, rest=group.rest)
        if not _modifies(doc[place]):
            break
    joined = doc[start].dep_.startswith("cc") or end in taken  # "both A and B"
    return group if _bare(sentence, end) and not joined else None


def _bare(sentence: Span, end: int) -> bool:
    """Tell whether no noun follows at a token."""
    return end >= sentence.end or sentence.doc[end].pos_ in _ENDS


def _modifies(token: Token) -> bool:
    return token.dep_ in {"amod", "compound", "nmod"} and token.head.i > token.i


def _plural_types(token: Token) -> frozenset[EntityType]:
    """Return the types of what a noun in the plural means, if it refers to entities."""
    low = token.lower_
    if low in _NOUNS:
        return _NOUNS[low]
    if not low.endswith("s"):
        return frozenset()
    return description_nouns().get(low[:-3] + "y" if low.endswith("ies") else low[:-1], frozenset())


def plural_subject(discourse: Discourse, number: int, at: int) -> list[str]:
    """Return the listed entities that are the last subject in the plural before token ``at``.

    Only this sentence and the one before count.
    """
    for back in (0, 1):
        items = [
            item for item in discourse.by_sentence.get(number - back, ()) if item.mention.end <= at
        ]
        subjects = {item.mention.iri: item for item in items if _is_subject(item.head)}
        for listed in reversed(list(lists(items))):
            first = subjects.get(listed[0])
            if first is not None and not _plural_between(discourse, first.head.i, at):
                kinds = {_kind_of(discourse.types[iri]) for iri in listed}
                return listed if len(kinds) == 1 else []
        if any(_is_subject(item.head) for item in items):
            return []
    return []


def _is_subject(token: Token) -> bool:
    return token.dep_.startswith("nsubj")


def _kind_of(type_: EntityType) -> int:
    return next((n for n, kind in enumerate(_KINDS) if type_ in kind), len(_KINDS))


def _plural_between(discourse: Discourse, start: int, end: int) -> bool:
    """Tell whether another subject in the plural, such as "the workers", stands between."""
    return any(
        token.tag_ in {"NNS", "NNPS"} and _is_subject(token)
        for token in discourse.doc[start + 1 : end]
    )


def members(group: Group, discourse: Discourse, number: int) -> list[str]:
    """Return the entities for which a group of sentence ``number`` stands; none if unsure."""
    for kind in (group.types,) if group.types else _KINDS:
        found = _of_kind(group, kind, discourse, number)
        if found:
            return found if group.place is None else [found[group.place]]
    return []


def _of_kind(
    group: Group, types: Collection[EntityType], discourse: Discourse, number: int
) -> list[str]:
    seen: list[str] = []
    for back in range(_REACH + 1):
        fitting = [
            item
            for item in discourse.by_sentence.get(number - back, ())
            if discourse.types[item.mention.iri] in types and item.mention.end <= group.start
        ]
        named = [iri for iri in dict.fromkeys(i.mention.iri for i in fitting) if iri not in seen]
        for listed in (*reversed(list(lists(fitting))), [*named, *seen]):
            members = [iri for iri in listed if not (group.rest and back and iri in seen)]
            if len(members) == group.count and (back or not group.rest):
                return members
        if group.rest and back:
            continue
        seen = [*named, *seen]
        if len(seen) >= group.count and not group.rest:
            return []
    return []


def lists(items: Sequence[Seen]) -> Iterator[list[str]]:
    """Yield the coordinated entities among some mentions, in order of the text."""
    owners = {i: item for item in items for i in range(item.mention.start, item.mention.end)}
    found: dict[int, list[str]] = {}
    for item in items:
        doc = item.head.doc
        tokens = doc[item.mention.start : item.mention.end]
        joined = {t.i for token in tokens for t in token.conjuncts if owners.get(t.i, item) != item}
        if joined:
            group = sorted((item, *(owners[i] for i in joined)), key=lambda one: one.mention.start)
            found[group[0].mention.start] = list(dict.fromkeys(one.mention.iri for one in group))
    yield from (found[place] for place in sorted(found))
