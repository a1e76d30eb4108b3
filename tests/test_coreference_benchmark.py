"""The coreference benchmark compares what the annotation and newskg mean alike."""

from __future__ import annotations

import spacy
from spacy.tokens import Doc

from benchmarks.coreference import entities_at, found_clusters, gold_clusters
from extract.document import EntityMention, ResolvedDoc
from kg.model import Article


def test_only_named_entities_with_two_mentions_count():
    row = {
        "token_offsets": [[0, 4], [5, 10], [11, 13]],
        "entities": [
            {"mentions": [[0, 1, 0, "NNP", "new"], [2, 3, 2, "PRP", "giv"]]},
            {"mentions": [[1, 2, 1, "NN", "new"], [2, 3, 2, "PRP", "giv"]]},
            {"mentions": [[1, 2, 1, "NNP", "new"]]},
        ],
    }

    assert gold_clusters(row) == [{0, 11}]


def test_a_cluster_is_the_heads_of_its_mentions():
    doc = Doc(spacy.blank("en").vocab, words=["Acme", "says", "it", "grew"])
    mentions = (EntityMention("x:a", 0, 1), EntityMention("x:a", 2, 3))
    resolved = ResolvedDoc(Article("a1", doc.text), doc, (), mentions, ())

    assert found_clusters(resolved) == [{0, 10}]
    assert entities_at(resolved, 10, 12) == {"x:a"}
    assert entities_at(resolved, 5, 9) == set()
