"""Sentence boundaries for news: at the edges of its parts always, inside them by punctuation."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np
from spacy.language import Language

from extract.components.stops import after_stops

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.tokens import Doc
    from thinc.types import Ints2d

EDGES = "kg_edges"
"""Key of ``doc.user_data``: character offsets at which a part of the article starts or ends."""


class Sentences:
    """Set ``token.is_sent_start``.

    ``doc.user_data["kg_edges"]`` holds the character offsets where a sentence starts whatever
    the words say. A blank line is an edge too. With ``edges_only``, all other places are left to
    a model that comes later in the pipeline.
    """

    def __init__(self, *, edges_only: bool = False) -> None:
        self.edges_only = edges_only

    def __call__(self, doc: Doc) -> Doc:
        """Mark the first token of each sentence of ``doc``."""
        edges = sorted(doc.user_data.get(EDGES, ()))
        starts = _edge_tokens(doc, edges) | _paragraph_tokens(doc)
        if not self.edges_only:
            starts |= after_stops(doc)
        # One array instead of token.is_sent_start, which looks at the whole document each time.
        marks = np.full(len(doc), 0 if self.edges_only else -1, dtype=np.int64)
        marks[[at for at in {0, *starts} if at < len(doc)]] = 1
        doc.from_array(["SENT_START"], cast("Ints2d", marks.astype(np.uint64).reshape(-1, 1)))
        return doc


def _edge_tokens(doc: Doc, edges: Iterable[int]) -> set[int]:
    """Return the first token that starts at or after each edge."""
    offsets = [token.idx for token in doc]
    found = set()
    number = 0
    for edge in edges:
        while number < len(offsets) and (offsets[number] < edge or doc[number].is_space):
            number += 1
        if number < len(offsets):
            found.add(number)
    return found


def _paragraph_tokens(doc: Doc) -> set[int]:
    return {token.i + 1 for token in doc[:-1] if token.is_space and token.text.count("\n") > 1}


@Language.factory(
    "kg_sentences", assigns=["token.is_sent_start"], default_config={"edges_only": False}
)
def make_sentences(
    nlp: Language,  # noqa: ARG001 - spaCy passes it
    name: str,  # noqa: ARG001
    edges_only: bool,
) -> Sentences:
    """Build the component.

    Args:
        nlp: The pipeline.
        name: The component's name in it.
        edges_only: Leave what punctuation says to a model that comes later.
    """
    return Sentences(edges_only=edges_only)
