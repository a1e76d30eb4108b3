"""Coordinated names: what a sentence says of one of "A, B and C" it mostly says of all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from extract.relations.joining import Siblings, pair_root

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extract.document import ResolvedDoc
    from extract.relations.facts import Gathered, Key


def coordinated(resolved: ResolvedDoc) -> dict[str, set[str]]:
    """Map entities to those with which the parse coordinates them in some sentence."""
    found: dict[str, set[str]] = defaultdict(set)
    if not resolved.doc.has_annotation("DEP"):
        return found
    roots = {pair_root(resolved.doc, mention).i: mention.iri for mention in resolved.mentions}
    for place, iri in roots.items():
        for token in resolved.doc[place].conjuncts:
            other = roots.get(token.i)
            if other is not None and other != iri:
                found[iri].add(other)
    return found


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
