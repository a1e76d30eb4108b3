"""How much the network takes two spans for one entity: what the trained pair head says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Protocol

from spacy.tokens import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from extract.document import EntityMention
    from kg.model import EntityType

_SUREST: Final = 4.0
"""Log odds beyond this say no more."""


class SameScorer(Protocol):
    """What scores pairs of spans: :class:`extract.language.relations.RelationModel`."""

    def same(self, doc: Doc, pairs: Sequence[tuple[Span, Span]]) -> Sequence[float]:
        """Return for each ordered pair the chance that both mention one entity."""
        ...


def likeness(
    scorer: SameScorer,
    doc: Doc,
    pairs: Sequence[tuple[EntityMention, EntityType]],
    start: int,
    end: int,
) -> list[float]:
    """Return for each mention and its type how likely tokens ``start:end`` mention the same.

    In log odds, the mean of both orders. The expression takes on each candidate's type.
    """
    spans = [
        (Span(doc, mention.start, mention.end, label=type_), Span(doc, start, end, label=type_))
        for mention, type_ in pairs
    ]
    chances = scorer.same(doc, [*spans, *((two, one) for one, two in spans)])
    odds = [_log_odds(chance) for chance in chances]
    return [(odds[n] + odds[n + len(spans)]) / 2 for n in range(len(spans))]


def _log_odds(chance: float) -> float:
    bounded = min(max(chance, 1e-6), 1 - 1e-6)
    return max(min(math.log(bounded / (1 - bounded)), _SUREST), -_SUREST)
