"""Whose number it may be: every entity in reach of a quantity, with what speaks for each.

The rules of :mod:`extract.observations.bearers`, the dependency parse and the article so far each
give features; :mod:`extract.observations.ranking` turns them into a probability.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from extract.grammar import governing_verb, item_root, tense, tree_path
from extract.observations.bearers import FINDERS, clause_span, find_bearer
from extract.observations.parallel import partner
from extract.observations.words import observation_words
from extract.quantities import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extract.document import ResolvedDoc
    from extract.observations.indicators import Reading
    from extract.relations.views import View

_LONGEST_PATH: Final = 6
_NOMINAL: Final = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})


@dataclass
class Story:
    """What the sentences so far were about; ``letters`` maps IRIs to type letters."""

    letters: dict[str, str]
    title: str | None = None
    before: list[str] = field(default_factory=list)
    last_bearer: str | None = None
    mentioned: Counter[str] = field(default_factory=Counter)
    focus: str | None = None
    recent: dict[str, str] = field(default_factory=dict)
    """The last entity of each type letter."""

    def read(self, view: View) -> None:
        """Take note of a sentence."""
        here = [m.iri for item in view.items if item.slot for m in item.slot.mentions]
        if here:
            self.before = list(dict.fromkeys(here))
            self.title = self.title or here[0]
        self.mentioned.update(here)
        for iri in here:
            self.recent[self.letters[iri]] = iri
        self.focus = next((iri for iri in here if self.letters[iri] in "CUROGM"), self.focus)

    def reach(self) -> Iterator[tuple[str, set[str]]]:
        """Yield entities of earlier sentences that a number may be about, and why."""
        reasons: dict[str, set[str]] = {}
        if self.title:
            reasons.setdefault(self.title, set()).add("title")
        bearers = [iri for iri in self.before if self.letters[iri] != "P"]
        for name, found in (
            ("first", self.before[:1]),
            ("first-bearer", bearers[:1]),
            ("before", self.before[:4]),
            ("organisation", [i for i in bearers if self.letters[i] in "CUROG"][:1]),
            ("last", [self.last_bearer] if self.last_bearer else []),
            ("often", [iri for iri, _ in self.mentioned.most_common(1)]),
        ):
            for iri in found:
                reasons.setdefault(iri, set()).add(name)
        for letter, iri in self.recent.items():
            reasons.setdefault(iri, set()).add(f"recent:{letter}")
        yield from reasons.items()


@dataclass(frozen=True, slots=True)
class Bearer:
    """An entity that a number may be about; ``item`` is its place in the view, if it is there."""

    iri: str
    item: int | None
    features: dict[str, float]


def bearers(
    view: View,
    i: int,
    reading: Reading,
    resolved: ResolvedDoc,
    story: Story,
    *,
    used: bool = False,
) -> list[Bearer]:
    """Return every entity that the value at item ``i`` may be about, with its features.

    ``used`` tells that a fact carries the value as its amount, share or number.
    """
    general = _of_value(view, i, reading, resolved)
    if used:
        general |= {"used": 1.0, f"used:{_family(reading)}": 1.0}
    places = {
        k: item.slot.mentions[0].iri for k, item in enumerate(view.items) if item.slot and k != i
    }
    chosen, other = find_bearer(view, i), partner(view, i)
    by_rule = {k: name for name, finder in FINDERS if (k := finder(view, i)) is not None}
    reasons = dict(story.reach())
    if reading.kind == "age":
        places, reasons = {k: iri for k, iri in places.items() if k == i - 2}, {}
    found = []
    for k, iri in places.items():
        if other is not None and k != other.item:
            continue
        features = dict(general)
        if other is not None:
            name = "respectively" if other.marked else "parallel"
            features |= {"listed": 1.0, f"listed:{name}": 1.0}
        features |= _in_sentence(view, i, k, reading, resolved)
        features |= {f"story:{name}": 1.0 for name in reasons.get(iri, ())}
        for name, finder in FINDERS:
            if finder(view, i) == k:
                features[f"rule:{name}"] = 1.0
        if chosen and chosen[0] == k:
            features[f"chosen:{chosen[1]}"] = 1.0
            features["chosen"] = 1.0
        features[f"places:{min(len(set(places.values())), 4)}"] = 1.0
        found.append(Bearer(iri, k, features))
    for iri, why in reasons.items():
        if iri in places.values() or other is not None:
            continue
        features = dict(general) | {"away": 1.0, f"away:{story.letters[iri]}": 1.0}
        features |= {f"away:{name}": 1.0 for name in why}
        features |= {f"away:{name}:{_family(reading)}": 1.0 for name in why}
        features[f"away:places:{min(len(set(places.values())), 3)}"] = 1.0
        features[f"away:{_family(reading)}"] = 1.0
        features["away:rule-here"] = float(bool(by_rule))
        found.append(Bearer(iri, None, features))
    return found


def _family(reading: Reading) -> str:
    return reading.kind.split("-")[0]


def _of_value(view: View, i: int, reading: Reading, resolved: ResolvedDoc) -> dict[str, float]:
    words = view.words
    before = words[i - 1] if i else "^"
    after = words[i + 1] if i + 1 < len(words) else "$"
    features = {"bias": 1.0, f"kind:{reading.kind}": 1.0}
    features |= {f"before:{before}": 1.0} if before[:1].isalpha() else {"before:other": 1.0}
    features |= {f"after:{after}": 1.0} if after[:1].isalpha() else {"after:other": 1.0}
    features |= {f"names:{word}": 1.0 for word in reading.indicator.split()[:6]}
    if resolved.doc.has_annotation("DEP"):
        features |= _of_clause(view, i, reading, resolved)
    value = view.items[i].value
    if isinstance(value, Quantity) and value.value:
        features["size"] = math.log10(abs(value.value) + 1e-3) / 10
        features["spelled"] = float(value.spelled)
    return features


def _of_clause(view: View, i: int, reading: Reading, resolved: ResolvedDoc) -> dict[str, float]:
    """Return the verb that governs the value, its tense, and what its subject is."""
    root = item_root(view, i, resolved.doc)
    verb = governing_verb(root)
    features = {f"role:{root.dep_}:{root.head.dep_}": 1.0, f"tense:{tense(verb)}": 1.0}
    if verb is None:
        return features
    family = _family(reading)
    features |= {f"verb:{verb.lemma_}": 1.0, f"verb:{verb.lemma_}:{family}": 1.0}
    subject = next((t for t in verb.children if t.dep_ in {"nsubj", "nsubj:pass"}), None)
    features[f"subject:{_kind_of_subject(view, subject)}"] = 1.0
    return features


def _kind_of_subject(view: View, subject: Token | None) -> str:
    """Return the letter and flag of the subject's slot, or what other word it is."""
    if subject is None:
        return "none"
    for item in view.items:
        if item.start <= subject.i < item.end:
            if item.slot:
                return f"{item.slot.letter}{item.slot.flag}"
            return "value" if item.value else subject.pos_
    return subject.pos_


def _in_sentence(
    view: View, i: int, k: int, reading: Reading, resolved: ResolvedDoc
) -> dict[str, float]:
    slot, words = view.items[k].slot, view.words
    if slot is None:
        return {}
    low, high = sorted((i, k))
    between = range(low + 1, high)
    slots = sum(view.items[j].slot is not None for j in between)
    values = sum(isinstance(view.items[j].value, Quantity) for j in between)
    start, end = clause_span(view, i)
    side = "left" if k < i else "right"
    preceding = words[k - 1] if k else "^"
    following = words[k + 1] if k + 1 < len(words) else "$"
    family = _family(reading)
    features = {
        f"{side}": 1.0,
        f"{side}:distance": math.log(high - low),
        f"{side}:slots:{min(slots, 3)}": 1.0,
        f"{side}:values:{min(values, 2)}": 1.0,
        f"{side}:clause:{start <= k < end}": 1.0,
        f"letter:{slot.letter}": 1.0,
        f"letter:{slot.letter}:{family}": 1.0,
        f"flag:{slot.flag}": 1.0,
        f"{side}:preceded:{preceding if preceding.isalpha() else 'other'}": 1.0,
        f"followed:{following if following.isalpha() or len(following) < 3 else 'other'}": 1.0,
    }
    if role := _source(view, k):
        features |= {f"source:{role}": 1.0, f"source:{role}:{slot.letter}": 1.0}
    if k + 1 == i or k - 1 == i:
        features[f"{side}:beside"] = 1.0
    if high - low == 2:
        features[f"{side}:joined:{words[low + 1]}"] = 1.0
    return features | _parsed(view, i, k, resolved)


def _source(view: View, k: int) -> str:
    """Tell whether the slot is only who says so: "according to X", "X expects"."""
    words = view.words
    if "according" in words[max(k - 3, 0) : k]:
        return "according"
    if set(words[k + 1 : k + 3]) & observation_words().reporting:
        return "reports"
    return ""


def _parsed(view: View, i: int, k: int, resolved: ResolvedDoc) -> dict[str, float]:
    """Return the way from the value to the mention in the tree."""
    doc = resolved.doc
    if not doc.has_annotation("DEP"):
        return {}
    one, other = item_root(view, i, doc), item_root(view, k, doc)
    up, down, top = tree_path(one, other)
    way = [f"<{token.dep_}" for token in up] + [f">{token.dep_}" for token in reversed(down)]
    features = {f"dep:{other.dep_}": 1.0, f"path:length:{min(len(way), 8)}": 1.0}
    if top is not None:
        features[f"top:{'n' if top.pos_ in _NOMINAL else 'v'}:{other.dep_}"] = 1.0
        features[f"down:{''.join(way[len(up) :])[:40]}"] = 1.0
        if len(way) <= _LONGEST_PATH:
            features[f"path:{''.join(way)}"] = 1.0
        if not down:
            features["above"] = 1.0
    return features
