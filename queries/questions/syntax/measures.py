"""Questions about observations: "What was X's revenue in 2023?", "Which had the highest ...?"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from queries.questions.syntax.clauses import (
    Clauses,
    Form,
    Known,
    Meaning,
    Measure,
    Op,
    Order,
    Qualifier,
    Status,
    Variable,
)
from queries.questions.syntax.extras import set_aside
from queries.questions.syntax.grammar import Grammar
from queries.questions.syntax.phrases import Noun
from queries.questions.syntax.pieces import Kind
from queries.questions.syntax.relating import Relater
from queries.questions.syntax.tagging import Tagger
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from queries.questions.lexicon import Lexicon
    from queries.questions.periods import Period
    from queries.questions.syntax.extras import Extras
    from queries.questions.tokens import Token

_SPANS, _TELLING = 4, 3
_YES_NO = frozenset({"is", "was", "did", "does", "are", "were", "do", "has", "had", "have"})
_LOOSE = frozenset(
    [
        "of",
        "in",
        "for",
        "hold",
        "holds",
        "held",
        "take",
        "takes",
        "took",
        "occupy",
        "achieve",
        "at",
        "percent",
        "per",
        "cent",
        "%",
        "by",
        "is",
        "was",
        "are",
        "were",
        "did",
        "does",
        "do",
        "have",
        "has",
        "had",
        "what",
        "how",
        "many",
        "much",
        "there",
        "'s",
        "be",
        "on",
        "with",
        "its",
        "their",
        "than",
        "or",
        "number",
        "amount",
        "which",
        "value",
        "high",
        "large",
        "big",
        "low",
        "reach",
        "reported",
        "report",
        "will",
        "employ",
        "count",
        "total",
        "record",
        "recorded",
        "stand",
        "stood",
        "who",
        "get",
        "earn",
        "earned",
        "make",
        "made",
        "been",
        "level",
    ]
)


def measure_readings(tokens: Sequence[Token], lexicon: Lexicon, today: date) -> Iterator[Clauses]:
    """Yield the readings that ask for an observation's value, rank, or the one with the most."""
    words = [t for t in tokens if t.lower not in {"the", "a", "an"}]
    for start, end in lexicon.indicators.spans([t.stem for t in words])[:_SPANS]:
        if _is_name(words, start, end, lexicon) or _is_asked_class(words, start, end, lexicon):
            continue
        labels = _labels(words[start:end], lexicon)
        others = [t for t in (*words[:start], *words[end:]) if t.lower != "'s"]
        rest = set_aside(others, lexicon, today)
        for reading in _read(rest, labels, words, lexicon):
            yield replace(reading, cost=reading.cost + 0.2 + _cover(start, end))
    yield from _scattered(words, lexicon, today)


def _scattered(words: Sequence[Token], lexicon: Lexicon, today: date) -> Iterator[Clauses]:
    """Yield the readings by indicators whose words are not together: "money invested in AI"."""
    spans = Tagger(lexicon).entity_spans(words)
    named = {at for span in spans for at in range(span.start, span.end)}
    helping = english().lists["do"]
    free = [at for at, t in enumerate(words) if at not in named and t.lower not in helping]
    for used, labels in lexicon.indicators.scattered([words[at].stem for at in free])[:_SPANS]:
        taken = {free[at] for at in used}
        if taken == set(range(min(taken), max(taken) + 1)):
            continue  # they are together
        rest = [t for at, t in enumerate(words) if at not in taken and t.lower != "'s"]
        for reading in _read(set_aside(rest, lexicon, today), (labels, labels), words, lexicon):
            yield replace(reading, cost=reading.cost + 0.4 + 0.4 / len(taken))


def _cover(start: int, end: int) -> float:
    return 0.4 / (end - start)


def _is_name(words: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the span lies within a longer name."""
    spans = Tagger(lexicon).entity_spans(words)
    return any(s.start <= start and end <= s.end and s.end - s.start > end - start for s in spans)


def _is_asked_class(words: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether "which people" asks for things of a class rather than for a number of that name."""
    keys = [token.stem for token in words[start:end]]
    named = any(
        entry.kind is Kind.CLASS and len(entry.stems) == end - start
        for entry in lexicon.vocabulary.at(keys, 0)
    )
    return named and start > 0 and words[start - 1].lower in {"which", "what"}


def _labels(span: Sequence[Token], lexicon: Lexicon) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the closest indicators, and all that have every word."""
    found = lexicon.indicators.matching([t.stem for t in span])
    nearest = tuple(label for extra, label in found if extra <= found[0][0] + 0.26)
    return nearest, tuple(label for _, label in found)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is left of such a question: the things it is about."""

    nouns: tuple[Noun, ...]
    notes: tuple[str, ...]
    cost: float


def _parts(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[_Parts]:
    """Yield the noun phrases that fill ``tokens``, with nothing but small words between."""
    grammar = Grammar(Tagger(lexicon).pieces(tokens), len(tokens), lexicon, Relater(lexicon))

    def walk(at: int, nouns: tuple[Noun, ...], cost: float) -> Iterator[_Parts]:
        while at < len(tokens) and (
            tokens[at].lower in _LOOSE | {"and", ",", "that"} or grammar.past(at, Kind.FILLER) > at
        ):
            if (
                any(p.kind is Kind.CLASS for p in grammar.pieces.get(at + 1, ()))
                or tokens[at].lower == "who"
            ):
                for noun in grammar.nouns(at):
                    yield from walk(noun.end, (*nouns, noun), cost + noun.cost)
            at += 1
        if at >= len(tokens):
            yield _Parts(nouns, tuple(n for noun in nouns for n in noun.notes), cost)
            return
        for noun in grammar.nouns(at):
            yield from walk(noun.end, (*nouns, noun), cost + noun.cost)

    yield from walk(0, (), 0.0)


def _read(
    extras: Extras,
    labels: tuple[tuple[str, ...], tuple[str, ...]],
    words: Sequence[Token],
    lexicon: Lexicon,
) -> Iterator[Clauses]:
    if extras.asked and not _how_much(words):
        return
    first = words[0].lower if words else ""
    for parts in _parts(extras.tokens, lexicon):
        for wanted, cost in ((labels[0], 0.0), (labels[1], 0.9)):
            for meaning, more in _meanings(parts, extras, wanted, first):
                yield Clauses(meaning, parts.cost + cost + more, parts.notes)
                if extras.status is Status.ACTUAL and _looks_ahead(words, wanted):
                    planned = meaning.with_status(Status.PLANNED)
                    yield Clauses(planned, parts.cost + cost + more + 0.1, parts.notes)


def _looks_ahead(words: Sequence[Token], labels: Sequence[str]) -> bool:
    """Whether what is asked for may lie ahead: "is cutting", "revenue forecast"."""
    lower = [t.lower for t in words]
    said = {word for label in labels for word in label.lower().split()} | set(lower)
    progressive = any(t.lower.endswith("ing") for t in words) and bool({"is", "are"} & set(lower))
    return progressive or bool(said & set(english().lists["ahead"]))


def _how_much(words: Sequence[Token]) -> bool:
    lower = [w.lower for w in words]
    at = lower.index("how") if "how" in lower[:2] else len(lower)
    return lower[at + 1 : at + 2] in (["much"], ["high"], ["large"], ["many"])


def _meanings(
    parts: _Parts, extras: Extras, labels: tuple[str, ...], first: str
) -> Iterator[tuple[Meaning, float]]:
    variables = [n for n in parts.nouns if isinstance(n.node, Variable)]
    known = [n for n in parts.nouns if isinstance(n.node, Known)]
    if (
        extras.comparative is not None
        and (len(known) == 2 or len(extras.periods) == 2)
        and not variables
    ):
        yield from _compared(known, extras, labels, first)
    elif variables and (
        extras.superlative or extras.comparative is not None or extras.limits or extras.place
    ):
        yield from _ranked(variables[0], known, extras, labels)
    elif len(known) == 1 and not variables and len(extras.periods) <= 1 and not extras.superlative:
        yield from _value(known[0], extras, labels)
    elif variables and len(variables) == 1 and not known and not extras.superlative:
        yield from _table(variables[0], extras, labels)
    elif not variables and not known and _tells_all(extras, labels):
        anyone = Noun(Variable("one", label="whoever it is"), 0)
        yield from ((meaning, cost + 0.6) for meaning, cost in _value(anyone, extras, labels))


def _tells_all(extras: Extras, labels: Sequence[str]) -> bool:
    """Whether an indicator says whom it is about: "Korean professionals working abroad"."""
    long = max(len(label.split()) for label in labels) >= _TELLING
    return long and not extras.superlative and not extras.limits and extras.comparative is None


def _measure(
    noun: Noun, labels: tuple[str, ...], period: Period | None, extras: Extras
) -> list[Measure]:
    """Return the measure for the very period, and for any within it."""
    base = Measure(noun.node, labels, rank=extras.rank, status=extras.status)
    if period is None:
        return [base]
    days = (period.start or "", period.end or "")
    inside = replace(base, period=period.text, exact=False, days=days)
    return [replace(base, period=period.text), inside] if period.single else [inside]


def _value(noun: Noun, extras: Extras, labels: tuple[str, ...]) -> Iterator[tuple[Meaning, float]]:
    for cost, measure in enumerate(_measure(noun, labels, _only(extras), extras)):
        if extras.limits:
            limit = extras.limits[0]
            tested = replace(measure, test=Qualifier("", limit.op, limit.value))
            yield Meaning(Form.YESNO, (), (*noun.patterns, tested)), 0.5 * cost
            continue
        shown: tuple[str, ...] = ("value", "unit") if not extras.rank else ("value",)
        if measure.period is None:
            shown = (*shown, "period")
        yield Meaning(Form.ROWS, shown, (*noun.patterns, measure)), 0.5 * cost


def _only(extras: Extras) -> Period | None:
    return extras.periods[0] if extras.periods else None


def _table(noun: Noun, extras: Extras, labels: tuple[str, ...]) -> Iterator[tuple[Meaning, float]]:
    """Yield "the revenue of each company", "countries and their ..."."""
    assert isinstance(noun.node, Variable)
    for cost, measure in enumerate(_measure(noun, labels, _only(extras), extras)):
        yield (
            Meaning(Form.ROWS, (noun.node.name, "value"), (*noun.patterns, measure)),
            0.5 * cost + 0.3,
        )


def _ranked(
    noun: Noun, known: list[Noun], extras: Extras, labels: tuple[str, ...]
) -> Iterator[tuple[Meaning, float]]:
    """Yield "which country had the highest ...", also among named ones, or above a value."""
    assert isinstance(noun.node, Variable)
    among = tuple(iri for k in known if isinstance(k.node, Known) for iri in k.node.iris)
    for cost, measure in enumerate(_measure(noun, labels, _only(extras), extras)):
        pattern = replace(measure, shows_period=False)
        order = None
        if extras.place:
            pattern = replace(pattern, rank=True, test=Qualifier("", Op.EQUAL, float(extras.place)))
        elif extras.limits:
            pattern = replace(
                pattern, test=Qualifier("", extras.limits[0].op, extras.limits[0].value)
            )
        else:
            down = extras.superlative.descending if extras.superlative else bool(extras.comparative)
            order = Order("value", down, _count(extras))
        patterns = (*noun.patterns, pattern)
        yield (
            Meaning(Form.ROWS, (noun.node.name, "value"), patterns, order=order, among=among),
            0.5 * cost,
        )


def _count(extras: Extras) -> int | None:
    """Return how many of the first are wanted, ``None`` for all."""
    superlative = extras.superlative
    if superlative is None:
        return 1
    return None if superlative.every else superlative.count or 1


def _compared(
    known: list[Noun], extras: Extras, labels: tuple[str, ...], first: str
) -> Iterator[tuple[Meaning, float]]:
    """Yield "was A's ... higher than B's" and "higher in 2022 than in 2023"."""
    if not known or extras.comparative is None:
        return
    if first not in _YES_NO:
        yield from _chosen(known, extras, labels)
        return
    periods: list[Period | None] = [*extras.periods] or [None]
    left_noun, right_noun = known[0], known[-1]
    left = _measure(left_noun, labels, periods[0], extras)[0]
    right = _measure(right_noun, labels, periods[-1], extras)[0]
    if left == right:
        return
    other = replace(right, value="other", shows_period=False)
    left = replace(left, shows_period=False)
    op = Op.MORE if extras.comparative else Op.LESS
    yield (
        Meaning(
            Form.YESNO,
            (),
            (*left_noun.patterns, left, *right_noun.patterns, other),
            compared=(op, "value", "other"),
        ),
        0.0,
    )


def _chosen(
    known: list[Noun], extras: Extras, labels: tuple[str, ...]
) -> Iterator[tuple[Meaning, float]]:
    """Yield "who had the higher ..., A or B?"."""
    among = tuple(iri for k in known if isinstance(k.node, Known) for iri in k.node.iris)
    one = Variable("one", label="who")
    for cost, measure in enumerate(_measure(Noun(one, 0), labels, _only(extras), extras)):
        pattern = replace(measure, shows_period=False)
        order = Order("value", bool(extras.comparative), 1)
        yield Meaning(Form.ROWS, ("one", "value"), (pattern,), order=order, among=among), 0.5 * cost
