"""What speaks for an entity as the antecedent of a pronoun or description: features.

A mention-ranking model (Denis and Baldridge 2008): each entity named before gets a chance from
where and how it was last mentioned, how often, and how it fits; the weights are data.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.document import EntityMention
from extract.entities.cues import demonyms
from extract.entities.likeness import likeness
from extract.grammar import tree_path
from kg.model import ORGANISATION_TYPES, EntityType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc, Span, Token

    from extract.entities.anaphors import Anaphor
    from extract.entities.likeness import SameScorer

_ARGUMENTS = frozenset({"nsubj", "nsubj:pass", "obj", "iobj", "obl"})
_LONGEST_PATH = 4
_NEAR = 2
"""Sentences back in which the network compares mentions with an expression."""

COMPARED = "alike"
"""How the features begin that the network's comparison gives."""

UNCOMPARED = "alike:none"
"""The feature that stands for them in a pipeline without such a head."""

REACH = 12
"""Sentences after which an entity is no longer a candidate."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention read so far: its sentence, whether it leads it, and its head token."""

    mention: EntityMention
    sentence: int
    leads: bool
    head: Token


@dataclass(slots=True)
class Discourse:
    """What was mentioned so far in an article.

    ``names`` are the words by which each entity is known, ``genders`` those that are known,
    ``totals`` how often each is named in the whole article. ``scorer`` is the network's judge of
    likeness, if there is one.
    """

    doc: Doc
    types: Mapping[str, EntityType]
    names: Mapping[str, set[str]]
    genders: dict[str, str]
    totals: Counter[str]
    seen: list[Seen] = field(default_factory=list)
    last: dict[str, Seen] = field(default_factory=dict)
    by_sentence: dict[int, list[Seen]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)
    titled: set[str] = field(default_factory=set)
    scorer: SameScorer | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    """The gender that the only name of a person has as a given name: Jordan may be a surname."""
    origins: Mapping[str, set[str]] = field(default_factory=dict)
    """The countries that each entity is known to be of."""
    told: dict[str, str] = field(default_factory=dict)
    """The gender by which each entity was last referred to."""

    def note(self, mention: EntityMention, sentence: int, *, leads: bool) -> None:
        """Remember a mention."""
        head = self.doc[mention.start : mention.end].root
        item = Seen(mention, sentence, leads, head)
        self.seen.append(item)
        self.last[mention.iri] = item
        self.by_sentence[sentence].append(item)
        self.counts[mention.iri] += 1
        if sentence == 0:
            self.titled.add(mention.iri)

    def candidates(self, anaphor: Anaphor, number: int) -> list[str]:
        """Return the entities that the expression may stand for, latest first."""
        found = []
        for iri, seen in self.last.items():
            if number - seen.sentence > REACH or seen.mention.end > anaphor.start:
                continue
            if fits(anaphor, self.types[iri], self.names.get(iri, set())) and not (
                anaphor.gender and self.genders.get(iri, anaphor.gender) != anaphor.gender
            ):
                found.append(iri)
        return sorted(found, key=lambda iri: -self.last[iri].mention.start)


def fits(anaphor: Anaphor, type_: EntityType, names: set[str]) -> bool:
    """Tell whether an entity of a type and known by some words may be meant."""
    if type_ in anaphor.types or (anaphor.noun and anaphor.noun in names):
        return True
    return (
        bool(anaphor.noun)
        and type_ in ORGANISATION_TYPES
        and bool(anaphor.types & ORGANISATION_TYPES)
    )


def antecedent_features(
    discourse: Discourse,
    anaphor: Anaphor,
    sentence: Span,
    number: int,
    *,
    inside_quote: bool,
    ahead: Sequence[EntityMention] = (),
) -> list[tuple[str, dict[str, float]]]:
    """Return each candidate with its features, latest mentioned first.

    ``ahead`` are the names that follow in the sentence: "the company sent them to Foo's works"
    hardly speaks of Foo.
    """
    head = discourse.doc[anaphor.start : anaphor.end].root
    beside = _beside(discourse.doc, head, ahead)
    candidates = [iri for iri in discourse.candidates(anaphor, number) if iri not in beside]
    exact = sum(discourse.types[iri] in anaphor.types for iri in candidates)
    most = max((discourse.totals[iri] for iri in candidates), default=1)
    alike = _alike(discourse, anaphor, candidates, number)
    rows = []
    for rank, iri in enumerate(candidates):
        plain = {
            "bias": 1.0,
            f"rank:{min(rank, 3)}": 1.0,
            "rivals": math.log(len(candidates)),
            "fitting": math.log1p(exact),
            "quote": float(inside_quote),
            "share": discourse.totals[iri] / max(most, 1),
            "count": math.log1p(discourse.counts[iri]),
            "titled": float(iri in discourse.titled),
            f"type:{discourse.types[iri]}": 1.0,
            "exact": float(discourse.types[iri] in anaphor.types),
            "sentences": math.log1p(number),
        }
        plain |= _last_mention(discourse.last[iri], number)
        plain |= _role(discourse, iri, head, number)
        plain |= _ahead(discourse.doc, iri, head, ahead)
        if anaphor.noun:
            plain["named"] = float(anaphor.noun in discourse.names.get(iri, ()))
            plain[f"noun:{anaphor.noun}"] = 1.0
            plain["modified"] = _modified(discourse, anaphor, iri)
            plain |= _origin(discourse, anaphor, iri)
        if anaphor.gender:
            plain["gender"] = float(iri in discourse.genders)
            for name, known in (("told", discourse.told), ("given", discourse.given)):
                if gender := known.get(iri):
                    plain[f"{name}:{gender == anaphor.gender}"] = 1.0
        plain |= alike.get(iri, {"alike:far" if discourse.scorer else UNCOMPARED: 1.0})
        plain |= _position(anaphor, sentence, head)
        row = dict(plain)
        row |= {f"{anaphor.form}:{name}": value for name, value in plain.items()}
        rows.append((iri, row))
    return rows


def _alike(
    discourse: Discourse, anaphor: Anaphor, candidates: list[str], number: int
) -> dict[str, dict[str, float]]:
    """Return what the network says of each candidate's mentions nearby: the best, and its rank."""
    if discourse.scorer is None:
        return {}
    near = [
        seen.mention
        for distance in range(_NEAR + 1)
        for seen in discourse.by_sentence.get(number - distance, ())
        if seen.mention.iri in candidates and seen.mention.end <= anaphor.start
    ]
    pairs = [(mention, discourse.types[mention.iri]) for mention in near]
    scores = likeness(discourse.scorer, discourse.doc, pairs, anaphor.start, anaphor.end)
    best: dict[str, float] = {}
    for mention, score in zip(near, scores, strict=True):
        best[mention.iri] = max(best.get(mention.iri, score), score)
    ranked = sorted(best, key=lambda iri: -best[iri])
    return {
        iri: {"alike": best[iri], f"alike:rank:{min(rank, 2)}": 1.0}
        for rank, iri in enumerate(ranked)
    }


def _modified(discourse: Discourse, anaphor: Anaphor, iri: str) -> float:
    """Return the share of the words between article and noun by which the entity is known."""
    words = [t.lower_ for t in discourse.doc[anaphor.start + 1 : anaphor.end - 1] if t.is_alpha]
    known = discourse.names.get(iri, set())
    return sum(word in known for word in words) / len(words) if words else 0.0


def _origin(discourse: Discourse, anaphor: Anaphor, iri: str) -> dict[str, float]:
    """Tell whether "the Danish firm" agrees with what is known of where the entity is from."""
    words = [token.text for token in discourse.doc[anaphor.start : anaphor.end]]
    told = {demonyms()[word] for word in words if word in demonyms()}
    known = discourse.origins.get(iri)
    return {f"origin:{bool(told & known)}": 1.0} if told and known else {}


def _last_mention(seen: Seen, number: int) -> dict[str, float]:
    distance = number - seen.sentence
    return {
        f"distance:{min(distance, 4)}": 1.0,
        "distance": math.log1p(distance),
        f"last:{seen.mention.kind}": 1.0,
        f"last:{seen.head.dep_.split(':')[0]}": 1.0,
        f"last:leads:{min(distance, 2)}": float(seen.leads),
    }


def _role(discourse: Discourse, iri: str, head: Token, number: int) -> dict[str, float]:
    """Return how the entity's mentions nearby stand in their clauses."""
    features: dict[str, float] = {}
    for distance in (0, 1):
        mine = [s for s in discourse.by_sentence.get(number - distance, ()) if s.mention.iri == iri]
        subject = any(s.head.dep_.startswith("nsubj") for s in mine)
        features[f"subject:{distance}"] = float(subject)
        features[f"only:{distance}"] = float(
            bool(mine) and len(mine) == len(discourse.by_sentence.get(number - distance, ()))
        )
        features[f"mentions:{distance}"] = float(min(len(mine), 3))
    last = discourse.last[iri]
    same = last.head.dep_.split(":")[0] == head.dep_.split(":")[0]
    features["parallel"] = float(same and bool(head.dep_))
    features[f"last:{last.head.dep_.split(':')[0]}:{min(number - last.sentence, 2)}"] = 1.0
    if last.sentence == number and head.dep_:
        features |= _way(last.head, head)
        features["bound"] = float(last.head.head == head.head and "poss" not in head.dep_)
        features["above"] = float(last.head.head.is_ancestor(head))
        features["speaks"] = float(last.head.head.lemma_ in _SPEECH)
    if last.head.head.lemma_ in _SPEECH and last.head.dep_.startswith("nsubj"):
        features[f"speaker:{min(number - last.sentence, 2)}"] = 1.0
    return features


def _beside(doc: Doc, head: Token, ahead: Sequence[EntityMention]) -> set[str]:
    """Return what is named as another argument of the verb: "it" does not work "with Foo" as Foo.

    Principle B of binding theory (Chomsky 1981).
    """
    if head.dep_ not in _ARGUMENTS:
        return set()
    named = ((m.iri, doc[m.start : m.end].root) for m in ahead)
    return {iri for iri, t in named if t.head == head.head and t.dep_.split(":")[0] in _ARGUMENTS}


def _ahead(doc: Doc, iri: str, head: Token, ahead: Sequence[EntityMention]) -> dict[str, float]:
    """Tell whether the entity is named further on, and whether within the expression's clause."""
    later = [doc[m.start : m.end].root for m in ahead if m.iri == iri]
    if not later:
        return {}
    return {"ahead": 1.0, "ahead:bound": float(any(head.head.is_ancestor(t) for t in later))}


def _way(one: Token, other: Token) -> dict[str, float]:
    """Return the way in the tree from the last mention to the expression, if it is short."""
    up, down, _ = tree_path(one, other)
    way = "".join([f"<{t.dep_}" for t in up] + [f">{t.dep_}" for t in reversed(down)])
    return {f"path:{way}": 1.0} if len(up) + len(down) <= _LONGEST_PATH else {"path:long": 1.0}


def _position(anaphor: Anaphor, sentence: Span, head: Token) -> dict[str, float]:
    possessive = head.lower_ in {"its", "his", "their", "our", "my"} or "poss" in head.dep_
    return {
        f"as:{head.dep_.split(':')[0]}": 1.0,
        "possessive": float(possessive),
        "first": float(anaphor.start - sentence.start < 2),
    }


_SPEECH = frozenset(
    [
        "say",
        "tell",
        "add",
        "announce",
        "explain",
        "claim",
        "stress",
        "note",
        "argue",
        "warn",
        "recall",
        "state",
        "report",
        "admit",
    ]
)


def mention_of(anaphor: Anaphor, iri: str, chance: float) -> EntityMention:
    """Return the expression as a mention."""
    return EntityMention(iri, anaphor.start, anaphor.end, anaphor.kind, chance)
