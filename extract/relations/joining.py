"""One probability for a fact from what patterns and the trained head say of it.

A logistic regression over a few features; ``training/calibrate_rules.py`` fits the weights on
articles that neither saw and writes them to ``extract/rules/relations_join.toml``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from extract.document import MentionKind
from extract.weights import LogisticModel, load_weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc, Token

    from extract.document import EntityMention
    from extract.relations.pairs import ScoredPair
    from kg.model import Predicate

_FLOOR: Final = 0.0005
TREE: Final = "tree-"
"""How the names of patterns begin that read the parse."""
SCENE: Final = "scene-"
"""How the names of patterns begin that continue a scene."""


@cache
def join_model() -> LogisticModel:
    """Return the fitted weights of facts."""
    return load_weights("relations_join.toml")


@dataclass(frozen=True, slots=True)
class Siblings:
    """The best pattern confidence and head score of the fact about names coordinated with its own.

    "A, B and C invest in D" says of all three the same.
    """

    pattern: float
    chance: float


def _logit(chance: float) -> float:
    chance = min(max(chance, _FLOOR), 1 - _FLOOR)
    return math.log(chance / (1 - chance))


def either(chances: Sequence[float]) -> float:
    """Return the noisy or of some chances.

    >>> either([0.5, 0.5])
    0.75
    """
    return 1 - math.prod(1 - chance for chance in chances)


def fact_features(
    predicate: Predicate,
    patterns: Mapping[str, float],
    pairs: Sequence[ScoredPair],
    siblings: Siblings | None = None,
) -> dict[str, float]:
    """Return the features of a fact.

    ``patterns`` has the confidence of each pattern that found it, ``pairs`` what the head says of
    its mention pairs, ``siblings`` what both say of the same fact about coordinated names.
    """
    features = {"bias": 1.0, f"is:{predicate}": 1.0}
    if patterns:
        best = max(patterns.values())
        features |= {
            "pattern": 1.0,
            "pattern:logit": _logit(best),
            "pattern:more": float(len(patterns) > 1),
            f"pattern:{predicate}": 1.0,
        }
        for kind, chosen in _by_kind(patterns).items():
            features |= _kind_features(kind, predicate, chosen)
    if pairs:
        features |= _head_features(predicate, pairs, alone=not patterns)
    else:
        features["head:none"] = 1.0
    if siblings is not None:
        features |= {
            "sibling": 1.0,
            "sibling:pattern": siblings.pattern,
            "sibling:head": _logit(siblings.chance),
            "sibling:less": float(bool(pairs) and siblings.chance > max(p.chance for p in pairs)),
        }
    return features


def _by_kind(patterns: Mapping[str, float]) -> dict[str, list[float]]:
    """Return the confidences of the patterns that read the parse, go on a scene, or read words."""
    found: dict[str, list[float]] = {"tree": [], "scene": [], "surface": []}
    for name, confidence in patterns.items():
        kind = "tree" if name.startswith(TREE) else "scene" if name.startswith(SCENE) else "surface"
        found[kind].append(confidence)
    return found


def _kind_features(kind: str, predicate: Predicate, found: Sequence[float]) -> dict[str, float]:
    if not found:
        return {f"{kind}:none": 1.0}
    return {kind: 1.0, f"{kind}:logit": _logit(max(found)), f"{kind}:{predicate}": 1.0}


def _head_features(
    predicate: Predicate, pairs: Sequence[ScoredPair], *, alone: bool
) -> dict[str, float]:
    best = max(pairs, key=lambda pair: pair.chance * (0.5 if pair.across else 1.0))
    logit = _logit(best.chance)
    kinds = {best.subject.kind, best.object.kind}
    one, two = (pair_root(best.sentence.doc, end) for end in (best.subject, best.object))
    others = [pair.chance for pair in pairs if pair is not best]
    return {
        "head:logit": logit,
        "head:alone": float(alone),
        "head:alone:logit": logit if alone else 0.0,
        f"head:{predicate}": logit,
        "head:rival": _logit(best.rival),
        "head:back": _logit(best.back),
        "head:more": either(others),
        "head:across": float(best.across),
        "head:distance": math.log1p(max(best.distance, 0)),
        "head:pronoun": float(MentionKind.PRONOUN in kinds),
        "head:description": float(MentionKind.DESCRIPTION in kinds),
        "head:reference": math.log(best.subject.chance * best.object.chance),
        f"order:{best.subject.start < best.object.start}": 1.0,
        f"subject:{best.letters[0]}:{best.subject.kind}": 1.0,
        f"object:{best.letters[1]}:{best.object.kind}": 1.0,
        f"subject:{best.letters[0]}:{predicate}": 1.0,
        f"object:{best.letters[1]}:{predicate}": 1.0,
        **_tree_features(one, two),
    }


def pair_root(doc: Doc, mention: EntityMention) -> Token:
    """Return the token of a mention on which its others depend."""
    return doc[mention.start : mention.end].root


def _tree_features(one: Token, two: Token) -> dict[str, float]:
    """Return how the ends stand to each other in the tree; nothing without a parse."""
    if not one.doc.has_annotation("DEP"):
        return {}
    features = {f"tree:subject:{one.dep_}": 1.0, f"tree:object:{two.dep_}": 1.0}
    if one.sent.start == two.sent.start:
        above = [one, *one.ancestors]
        other = [two, *two.ancestors]
        shared = {token.i for token in above} & {token.i for token in other}
        steps = sum(t.i not in shared for t in above) + sum(t.i not in shared for t in other)
        features["tree:steps"] = math.log1p(steps)
        features["tree:one-above"] = float(one.i in shared or two.i in shared)
    return features
