"""When a fact holds or happens: the times of its sentences compete, by fitted weights.

A time may belong to another clause ("has led Foo since 2023 and studied at Bar"), to who reports
("said on Monday"), or to nothing that is lasting ("Foo, a member of Bar, lost 3 percent in
2024"); that a fact has no time of its own is one more option.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from extract.choosing import ChoiceModel, load_choice
from extract.grammar import clause_relation, governing_verb, item_root, tree_path
from extract.quantities import Period, Quantity
from extract.relations.views import LETTERS, LONGEST_SENTENCE, flat_view
from kg.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from spacy.tokens import Token

    from extract.document import ResolvedDoc
    from extract.relations.views import View
    from kg.model import Fact

_LONGEST_PATH: Final = 4
_REPORTING: Final = frozenset(
    {"say", "tell", "announce", "report", "add", "write", "note", "state", "declare", "confirm"}
)
_WEEKDAYS: Final = frozenset(
    {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today"}
    | {"yesterday"}
)


@dataclass(frozen=True, slots=True)
class DateOption:
    """A time that a fact may have, in ISO 8601, with what speaks for it."""

    period: str
    features: dict[str, float]


@cache
def date_model() -> ChoiceModel:
    """Return the fitted weights."""
    return load_choice("relations_dates.toml")


class Dates:
    """Finds the dates of an article's facts; needs a dependency parse."""

    def __init__(self, resolved: ResolvedDoc) -> None:
        self._resolved = resolved
        self._letters = {entity.iri: LETTERS[entity.type] for entity in resolved.entities}
        self._sentences = {
            sentence.start_char: sentence
            for sentence in resolved.content
            if len(sentence) <= LONGEST_SENTENCE
        }
        self._views: dict[int, View] = {}

    def _view(self, start: int) -> View | None:
        """Return the view of the sentence that starts at a character, made once."""
        if start not in self._views and start in self._sentences:
            sentence = self._sentences[start]
            self._views[start] = flat_view(sentence, self._resolved, self._letters)
        return self._views.get(start)

    def dated(self, fact: Fact) -> Fact:
        """Return the fact with its date; one of a sentence that is no evidence is kept."""
        if "date" not in ontology().predicates[fact.predicate].qualifiers:
            return fact
        found = self.options(fact)
        told = fact.qualifiers.date
        if told is not None and told not in {option.period for option in found}:
            return fact
        date = self._likeliest(found)
        return replace(fact, qualifiers=replace(fact.qualifiers, date=date))

    @staticmethod
    def _likeliest(found: list[DateOption]) -> str | None:
        model = date_model()
        chances = model.chances([option.features for option in found], nothing=True)
        best = max(zip(chances, found, strict=True), key=lambda pair: pair[0], default=None)
        return best[1].period if best is not None and best[0] >= model.threshold else None

    def options(self, fact: Fact) -> list[DateOption]:
        """Return the times of the fact's sentences; equal ones are one with all features."""
        joined: dict[str, dict[str, float]] = {}
        for evidence in fact.evidence:
            view = self._view(evidence.start)
            if view is None:
                continue
            times = [k for k, item in enumerate(view.items) if isinstance(item.value, Period)]
            for k in times:
                value = view.items[k].value
                features = dict(self._features(view, k, fact, rivals=len(times)))
                if isinstance(value, Period):
                    joined.setdefault(value.value, {}).update(features)
        return [DateOption(period, features) for period, features in joined.items()]

    def _features(
        self, view: View, k: int, fact: Fact, *, rivals: int
    ) -> Iterator[tuple[str, float]]:
        doc, item = self._resolved.doc, view.items[k]
        time = item_root(view, k, doc)
        verb = governing_verb(time)
        words = doc[item.start : item.end].text.lower().split()
        case = next((c.lower_ for c in time.children if c.dep_ == "case"), view.words[k - 1])
        case = case if case.isalpha() else "other"
        plain = [
            "bias",
            f"case:{case}",
            f"shape:{len(item.value.value) if isinstance(item.value, Period) else 0}",
            f"status:{fact.status}",
            f"rivals:{min(rivals, 3)}",
            f"near:{isinstance(item.value, Period) and item.value.value == fact.qualifiers.date}",
            f"first:{k < 3}",
            f"dep:{time.dep_}",
            f"head:{time.head.pos_}",
            f"when:{_relative(item.value, self._resolved.article.published)}:{fact.status}",
        ]
        plain += [f"is:{'day' if w in _WEEKDAYS else w}" for w in words if w.isalpha()]
        if verb is not None:
            plain += [f"verb:{verb.lemma_}", f"reports:{verb.lemma_ in _REPORTING}"]
        for name, iri in (("subject", fact.subject), ("object", fact.object)):
            plain += self._from_end(name, iri, view, k)
        for name in plain:
            yield name, 1.0
            yield f"{fact.predicate}:{name}", 1.0
        for name, iri in (("subject", fact.subject), ("object", fact.object)):
            places = _places(view, iri)
            if places:
                nearest = min(places, key=lambda place: abs(place - k))
                yield f"distance:{name}", math.log1p(abs(nearest - k))

    def _from_end(self, name: str, iri: str, view: View, k: int) -> Iterator[str]:
        """Yield how the time stands to the nearest mention of one end of the fact."""
        places = _places(view, iri)
        if not places:
            yield f"{name}:elsewhere"
            return
        doc = self._resolved.doc
        place = min(places, key=lambda p: abs(p - k))
        time, end = item_root(view, k, doc), item_root(view, place, doc)
        verb, other = governing_verb(end), governing_verb(time)
        side = "left" if k < place else "right"
        relation = clause_relation(verb, other)
        yield f"{name}:{side}:{relation}"
        if relation == "above:conj" and other is not None:
            yield f"{name}:shared:{time.i < other.i}"
        low, high = sorted((k, place))
        between = view.items[low + 1 : high]
        yield f"{name}:times:{min(sum(isinstance(i.value, Period) for i in between), 2)}"
        yield f"{name}:values:{min(sum(isinstance(i.value, Quantity) for i in between), 2)}"
        yield f"{name}:slots:{min(sum(i.slot is not None for i in between), 3)}"
        yield f"{name}:semicolon:{any(i.text == ';' for i in between)}"
        yield from _path(name, time, end)


def _path(name: str, time: Token, end: Token) -> Iterator[str]:
    up, down, _ = tree_path(time, end)
    if len(up) + len(down) <= _LONGEST_PATH:
        way = [f"<{t.dep_}" for t in up] + [f">{t.dep_}" for t in reversed(down)]
        yield f"{name}:path:{''.join(way)}"
    yield f"{name}:path:{min(len(up) + len(down), 8)}"


def _places(view: View, iri: str) -> list[int]:
    return [
        k
        for k, item in enumerate(view.items)
        if item.slot is not None and any(mention.iri == iri for mention in item.slot.mentions)
    ]


def _relative(value: object, published: date | None) -> str:
    """Tell whether a time is before, after or of the day of the article."""
    if not isinstance(value, Period) or published is None:
        return "unknown"
    period, today = value.value, published.isoformat()
    told = period if period[5:6].isdigit() else period[:4]
    if told == today[: len(told)]:
        return f"now:{len(told)}"
    return "after" if told > today[: len(told)] else "before"
