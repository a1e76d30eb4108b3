"""Which predicates hold between two spans: scores from the vectors that the network left behind."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from spacy.language import Language

from extract.language.network import HEADS, LABELS, Heads, read_labels
from extract.language.signatures import ROLES, fits
from extract.language.types import ContractTypes
from extract.language.words import distance_classes, surroundings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc, Span

FILES = (HEADS, LABELS)
KEY = "relations"
"""Where a doc's ``user_data`` holds what the component found."""


@dataclass(frozen=True, slots=True)
class PairScores:
    """What the network says of an ordered pair of spans; all values are probabilities.

    ``relations`` has each predicate and some relations outside the contract (bornIn, spouse ...);
    ``statuses`` sum to 1 and tell how the best one would hold;
    ``same`` is the chance that both spans mention one entity.
    """

    relations: dict[str, float]
    statuses: dict[str, float]
    same: float


class RelationModel:
    """Scores pairs of spans; as a component, keeps likely facts between names.

    ``doc.user_data["relations"]`` gets rows of first start, first end, second start, second end
    (token numbers), predicate, probability, status.
    """

    def __init__(self, *, threshold: float = 0.3, sentences: int = 1) -> None:
        self.threshold, self.sentences = threshold, sentences
        self._folder: Path | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Score the names of one sentence or of neighbouring ones."""
        if len(doc.ents) < 2:
            doc.user_data[KEY] = []
            return doc
        number = {token.i: n for n, sent in enumerate(doc.sents) for token in sent}
        near = [
            (one, two)
            for one, two in permutations(doc.ents, 2)
            if abs(number[one.start] - number[two.start]) <= self.sentences
        ]
        rows = []
        for (one, two), scores in zip(near, self.scores(doc, near), strict=True):
            status = max(scores.statuses, key=scores.statuses.__getitem__)
            for predicate, chance in scores.relations.items():
                if chance >= self.threshold and fits(predicate, one.label_, two.label_):
                    rows.append(
                        [
                            one.start,
                            one.end,
                            two.start,
                            two.end,
                            predicate,
                            round(chance, 4),
                            status,
                        ]
                    )
        doc.user_data[KEY] = rows
        return doc

    def scores(self, doc: Doc, pairs: Sequence[tuple[Span, Span]]) -> list[PairScores]:
        """Score ordered pairs of spans of one doc: names, descriptions or pronouns.

        The role of a span (person, organisation, place ...) follows from its label; a span
        without one gets the role of its most likely contract type.
        """
        if not pairs:
            return []
        features = self._features(doc, pairs)
        related = self._heads.dense("pair2", np.maximum(self._heads.dense("pair1", features), 0))
        same = self._heads.dense("same2", np.maximum(self._heads.dense("same1", features), 0))[:, 0]
        count = len(self._labels["relation"])
        scale, shift = self._heads.arrays.get("calibration", (1.0, 0.0))
        chances = _sigmoid(np.asarray(related[:, :count] * scale + shift, np.float32))
        statuses = _softmax(related[:, count:])
        return [
            PairScores(
                dict(zip(self._labels["relation"], map(float, row[:count]), strict=True)),
                dict(zip(self._labels["status"], map(float, status), strict=True)),
                float(alike),
            )
            for row, status, alike in zip(chances, statuses, _sigmoid(same), strict=True)
        ]

    def same(self, doc: Doc, pairs: Sequence[tuple[Span, Span]]) -> list[float]:
        """Return for each ordered pair of spans the chance that both mention one entity."""
        if not pairs:
            return []
        features = self._features(doc, pairs)
        odds = self._heads.dense("same2", np.maximum(self._heads.dense("same1", features), 0))
        return [float(chance) for chance in _sigmoid(odds[:, 0])]

    def _features(self, doc: Doc, pairs: Sequence[tuple[Span, Span]]) -> NDArray[np.float32]:
        """Return the pair head's features, as training made them: (pairs, features)."""
        real = [token.i for token in doc if not token.is_space]
        at = {place: n for n, place in enumerate(real)}
        vectors = np.asarray(doc.tensor, np.float32)[real]
        spans = {(s.start, s.end): _words(s, at) for pair in pairs for s in pair}
        first = np.array([spans[one.start, one.end] for one, _ in pairs])
        second = np.array([spans[two.start, two.end] for _, two in pairs])
        one = (vectors[first[:, 0]] + vectors[first[:, 1] - 1]) / 2
        two = (vectors[second[:, 0]] + vectors[second[:, 1] - 1]) / 2
        runs = surroundings(first, second, len(vectors))
        largest = {(a, b): vectors[a:b].max(0) for a, b in {*map(tuple, runs.reshape(-1, 2))}}
        between, before, after = (
            np.stack([largest[a, b] for a, b in runs[:, part]]) for part in range(3)
        )
        roles = np.array([[self._role(doc, one), self._role(doc, two)] for one, two in pairs])
        return np.concatenate(
            [
                one,
                two,
                one * two,
                between,
                np.maximum(before, after),
                self._heads.arrays["role.weight"][roles].reshape(len(pairs), -1),
                self._heads.arrays["distance.weight"][distance_classes(first, second)],
            ],
            -1,
        )

    def _role(self, doc: Doc, span: Span) -> int:
        label = span.label_
        if label not in ROLES:
            ends = np.asarray(doc.tensor, np.float32)[[span.start, span.end - 1]]
            row = self._types.scores([ends])[0]
            label = self._labels["type"][int(row.argmax())]
        return self._labels["role"].index(ROLES[label])

    def from_disk(self, path: str | Path, **_: object) -> RelationModel:
        """Load the trained files.

        Raises:
            FileNotFoundError: One of them is missing.
        """
        folder = Path(path)
        self._labels = read_labels(folder / LABELS)
        self._heads = Heads.load(folder / HEADS)
        self._types = ContractTypes(self._heads, self._labels)
        self._folder = folder
        return self

    def to_disk(self, path: str | Path, **_: object) -> None:
        """Copy the trained files."""
        if self._folder is None:
            msg = "The relation model has no weights; load it with spacy.load or from_disk"
            raise ValueError(msg)
        Path(path).mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copyfile(self._folder / name, Path(path) / name)


def _words(span: Span, at: dict[int, int]) -> tuple[int, int]:
    """Return a span in words without white space."""
    inside = [at[token.i] for token in span if token.i in at]
    if not inside:
        msg = f"Span {span.start}:{span.end} holds white space only; a span to score needs a word"
        raise ValueError(msg)
    return inside[0], inside[-1] + 1


def _sigmoid(x: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))), np.float32)


def _softmax(x: NDArray[np.float32]) -> NDArray[np.float32]:
    e = np.exp(x - x.max(-1, keepdims=True))
    return np.asarray(e / e.sum(-1, keepdims=True), np.float32)


@Language.factory(
    "newskg_relations",
    requires=["doc.tensor", "doc.ents", "doc.sents"],
    assigns=["doc.user_data"],
    default_config={"threshold": 0.3, "sentences": 1},
)
def make_relation_model(
    nlp: Language,  # noqa: ARG001 - spaCy passes it
    name: str,  # noqa: ARG001
    threshold: float,
    sentences: int,
) -> RelationModel:
    """Build the component.

    Args:
        nlp: The pipeline.
        name: The component's name in it.
        threshold: The least probability of a kept fact.
        sentences: How many sentences apart two names may be.
    """
    return RelationModel(threshold=threshold, sentences=sentences)
