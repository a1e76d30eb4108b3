"""Coordinated names: what a sentence says of one of "A, B and C" it mostly says of all."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from extract.document import MentionKind
from extract.relations.joining import Siblings, pair_root
from extract.relations.views import outermost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extract.document import EntityMention, ResolvedDoc
    from extract.relations.facts import Gathered, Key


_FARTHEST: Final = 12
"""Tokens between two names of a list, at most."""
_LINKS: Final = frozenset({",", ";", "and", "or", "&", "*", "•", "-", "plus", "the"})
_PHRASES: Final = (["as", "well", "as"], ["along", "with"], ["together", "with"])


def coordinated(resolved: ResolvedDoc) -> dict[str, set[str]]:
    """Map entities to those with which some sentence lists them, by its parse or its commas."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in lists(resolved):
        for one in group:
            found[one] |= set(group) - {one}
    if not resolved.doc.has_annotation("DEP"):
        return found
    roots = {pair_root(resolved.doc, mention).i: mention.iri for mention in resolved.mentions}
    for place, iri in roots.items():
        for token in resolved.doc[place].conjuncts:
            other = roots.get(token.i)
            if other is not None and other != iri:
                found[iri].add(other)
    return found


def lists(resolved: ResolvedDoc) -> list[list[str]]:
    """Return the entities of each list of names."""
    return [list(dict.fromkeys(mention.iri for mention in run)) for run in listed(resolved)]


def listed(resolved: ResolvedDoc) -> list[list[EntityMention]]:
    """Return the runs of two or more names of one type: "A, B ($5m) and C", "A as well as B".

    Two names with a comma alone between them are no list ("Oslo, Bergen"), three are.
    """
    types = {entity.iri: entity.type for entity in resolved.entities}
    names = [m for m in outermost(resolved.mentions) if m.kind is MentionKind.NAME]
    groups: list[list[EntityMention]] = []
    run, closed = names[:1], False
    for before, mention in pairwise(names):
        words = _between(resolved, before, mention)
        if types[before.iri] is types[mention.iri] and _joins(words):
            closed = closed or any(word not in {",", "the"} for word in words)
        else:
            groups.append(run if closed or len(run) > 2 else [])
            run, closed = [], False
        run.append(mention)
    groups.append(run if closed or len(run) > 2 else [])
    return [group for group in groups if len({mention.iri for mention in group}) > 1]


def _between(resolved: ResolvedDoc, one: EntityMention, two: EntityMention) -> list[str]:
    """Return the words between two mentions, without what stands in brackets, if they are few."""
    words: list[str] = []
    inside = False
    if not 0 <= two.start - one.end <= _FARTHEST:
        return words
    for token in resolved.doc[one.end : two.start]:
        inside = inside or token.text == "("
        if not inside and not token.is_space:
            words.append(token.lower_)
        inside = inside and token.text != ")"
    return words


def _joins(words: list[str]) -> bool:
    if not words:
        return False
    plain = [word for word in words if word not in {",", "the"}]
    return plain in _PHRASES or all(word in _LINKS for word in words)


def sibling_evidence(
    key: Key, gathered: Mapping[Key, Gathered], partners: Mapping[str, set[str]]
) -> Siblings | None:
    """Return what is known of the same fact about coordinated names, if there are any."""
    subject, predicate, object_ = key
    keys = [(other, predicate, object_) for other in partners.get(subject, ()) if other != object_]
    keys += [(subject, predicate, other) for other in partners.get(object_, ()) if other != subject]
    known = [gathered[other] for other in keys if other in gathered]
    if not keys:
        return None
    chances = [pair.chance for item in known for pair in item.pairs]
    return Siblings(
        max((item.confidence for item in known), default=0.0), max(chances, default=0.0)
    )


def unread_siblings(
    gathered: Mapping[Key, Gathered], partners: Mapping[str, set[str]], *, least: float
) -> dict[Key, Key]:
    """Map facts of which nothing was read to surer ones about a name of the same list.

    Only what patterns or the head think at least ``least`` likely is said of the others too.
    """
    found: dict[Key, Key] = {}
    for key, item in gathered.items():
        if max((item.confidence, *(pair.chance for pair in item.pairs))) < least:
            continue
        subject, predicate, object_ = key
        others = [(other, predicate, object_) for other in partners.get(subject, ())]
        others += [(subject, predicate, other) for other in partners.get(object_, ())]
        for other in others:
            if other not in gathered and other[0] != other[2]:
                found.setdefault(other, key)
    return found
