"""A question cut into elements: terms of the vocabulary, things, values, and small words that tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from queries.questions.periods import Period, range_at
from queries.questions.plain.ontology import unit_of
from queries.questions.plain.words import degrees, general, phrase, root
from queries.questions.tokens import tokenise
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from queries.questions.plain.lexicon import Lexicon, Target
    from queries.questions.tokens import Token

_SIGNALS: dict[str, tuple[str, ...]] = {
    "which": ("which", "what"),
    "who": ("who", "whom", "whose", "everybody", "everyone", "anybody", "anyone", "people", "person",
            "somebody", "someone", "persons"),
    "count": ("how many", "number of", "the number of", "count of", "count"),
    "average": ("on average", "average", "mean", "averaged"),
    "sum": ("in total", "total", "sum of", "combined", "sum", "altogether", "summed", "overall"),
    "share": ("what percentage of", "percentage of", "what share of", "share of", "proportion of",
              "what proportion of", "what fraction of", "fraction of", "percentage", "percent of"),
    "not": ("not", "no", "never", "without", "n't", "none", "isn't", "doesn't",
            "didn't", "don't", "aren't", "wasn't", "weren't", "hasn't", "haven't", "lack", "lacks",
            "lacking", "cannot", "can't"),
    "per": ("per", "for each", "for every", "each", "every", "in each", "by each", "of each",
            "grouped by", "broken down by"),
    "or": ("or",),
    "and": ("and", ",", "as well as"),
    "but": ("but", "and not", "yet"),
    "both": ("both",),
    "by": ("by",),
    "to": ("to",),
    "of": ("of",),
    "from": ("from",),
    "possessive": ("'s",),
    "other": ("other than", "different from"),
    "others": ("other", "others", "all other", "all the other", "the other"),
    "mutual": ("each other", "one another"),
    "than": ("than",),
    "pairs": ("pairs of", "pair of"),
    "included": ("included", "including", "inclusive"),
    "free": ("how much", "how"),
    "sorted": ("highest first", "largest first", "most first", "descending", "in descending order",
               "from highest to lowest", "sorted", "ordered", "ranked"),
    "sorted up": ("lowest first", "smallest first", "ascending", "in ascending order",
                  "from lowest to highest", "earliest first", "oldest first", "cheapest first"),
}  # fmt: skip
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_FUNCTION = frozenset(
    ["in", "by", "from", "to", "at", "on", "of", "for", "with", "as", "and", "or", "the", "a", "an", "is", "are", "was", "were", "be", "been", "it", "its", "their", "do", "does", "did", "has", "have", "had", "that", "this", "there", "any", "all", "who", "which", "what", "whose", "how", "much", "many", "than", "into", "over", "under", "you", "i", "me", "we", "us", "he", "she", "them", "they", "one", "ones"]
)
_PRONOUNS = frozenset(("they", "he", "she", "it", "who", "we", "you"))
_UNKNOWN, _LONGEST_NAME = 3.0, 10


@dataclass(frozen=True, slots=True)
class Number:
    """A number as asked for, with its unit (dimension, factor) if it has one."""

    value: float
    unit: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """Tokens ``start:end`` as one thing; ``kind`` says which of the other fields count."""

    kind: str
    start: int
    end: int
    text: str
    options: tuple[Target, ...] = ()
    iris: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    value: Number | Period | str | float | None = None
    degree: str = ""
    great: bool = True
    cost: float = 0.0
    note: str = ""
    verb: bool = False  # it follows a pronoun, and so is a verb


def elements(question: str, lexicon: Lexicon, today: date) -> list[Element]:
    """Return the cheapest cover of the question's words by elements, light words left out."""
    tokens = tokenise(question)
    best: list[tuple[float, tuple[Element, ...]]] = [(0.0, ())]
    best += [(float("inf"), ())] * len(tokens)
    for at in range(len(tokens)):
        cost, path = best[at]
        for each in _at(tokens, at, lexicon, today):
            total = cost + each.cost + 0.1
            if each.end <= len(tokens) and total < best[each.end][0] - 1e-9:
                best[each.end] = (total, (*path, each))
    found = [each for each in best[-1][1] if each.kind != "light"]
    return _repaired(found, lexicon)


def _at(tokens: Sequence[Token], at: int, lexicon: Lexicon, today: date) -> Iterator[Element]:
    yield from _values(tokens, at, today)
    yield from _signals(tokens, at)
    yield from _things(tokens, at, lexicon)
    yield from _degrees(tokens, at, lexicon)
    yield from _terms(tokens, at, lexicon)
    yield from _places(tokens, at, lexicon)
    yield from _opposites(tokens, at, lexicon)
    word = tokens[at]
    if word.lower in general().light or not word.lower[0].isalnum():
        small = word.lower in _FUNCTION or not word.lower[0].isalnum()
        yield Element("light", at, at + 1, word.text, cost=0.0 if small else 0.1)
    else:
        yield Element("unknown", at, at + 1, word.text, cost=_UNKNOWN)


def _text(tokens: Sequence[Token], start: int, end: int) -> str:
    return " ".join(token.text for token in tokens[start:end])


def _signals(tokens: Sequence[Token], at: int) -> Iterator[Element]:
    for kind, phrases in _SIGNALS.items():
        for each in phrases:
            words = each.split()
            end = at + len(words)
            if [token.lower for token in tokens[at:end]] == words:
                yield Element(kind, at, end, each, cost=-0.02 - 0.15 * (len(words) - 1))
    for words, op in (("longer", ">"), ("shorter", "<")):
        if [token.lower for token in tokens[at : at + 2]] == [words, "than"]:
            number, _ = _number([token.lower for token in tokens], at + 2)
            if number is not None and number.unit is not None and number.unit[0] == "time":
                yield Element("compare", at, at + 2, words, value=op, cost=-0.4)
    for words, op in ((k.split(), v) for k, v in english().comparisons.items()):
        end = at + len(words)
        if [token.lower for token in tokens[at:end]] == words:
            yield Element("compare", at, end, " ".join(words), value=op, cost=-0.03 * len(words))
    word = tokens[at].lower
    if word in {"more", "fewer", "less"}:
        yield Element("more", at, at + 1, word, great=word == "more", cost=-0.01)
    if word == "between":
        yield Element("between", at, at + 1, word)
    if word in _ORDINALS:
        yield Element("ordinal", at, at + 1, word, value=float(_ORDINALS.index(word) + 1))
    if word in english().superlatives:
        great = english().superlatives[word]
        yield Element("superlative", at, at + 1, word, great=great, degree="superlative")


def _values(tokens: Sequence[Token], at: int, today: date) -> Iterator[Element]:
    lower = [token.lower for token in tokens]
    if lower[at] != "the" and (found := range_at(lower, at, today)):
        period, end = found
        yield Element("period", at, end, _text(tokens, at, end), value=period, cost=-0.1)
    number, end = _number(lower, at)
    if number is not None:
        yield Element("number", at, end, _text(tokens, at, end), value=number, cost=-0.05)


def _number(lower: Sequence[str], at: int) -> tuple[Number | None, int]:
    """Read "£500,000", "2.5 million euros", "40 kg", "eighteen"."""
    currency = english().currencies.get(lower[at]) if lower[at] in "$€£¥" else None
    start = at + (currency is not None)
    if start >= len(lower):
        return None, at
    digits = lower[start].replace(",", "")
    value = english().numbers.get(digits)
    if value is None:
        try:
            value = float(digits)
        except ValueError:
            return None, at
    end = start + 1
    while end < len(lower) and lower[end] in english().scales and not (
        lower[end] in {"m", "b", "k"} and currency is None
    ):  # fmt: skip
        value, end = value * english().scales[lower[end]], end + 1
    unit = ("money " + currency, 1.0) if currency else None
    for size in (2, 1):
        words = lower[end : end + size]
        named = unit_of(" ".join(words)) if len(words) == size else None
        if unit is None and named:
            return Number(value, named), end + size
    return Number(value, unit), end


def _things(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    if not tokens[at].lower[0].isalnum():
        return
    for end in range(min(len(tokens), at + _LONGEST_NAME), at, -1):
        span = tokens[at:end]
        if span[-1].lower in {",", "'s"}:
            continue
        text = _text(tokens, at, end)
        yield from _named(text, span, at, end, lexicon)
        if end - at <= 2 and (nation := lexicon.nation(text)):
            yield Element("thing", at, end, text, iris=nation, cost=0.02)


def _named(
    text: str, span: Sequence[Token], at: int, end: int, lexicon: Lexicon
) -> Iterator[Element]:
    from queries.questions.plain.lexicon import name_key

    key = name_key(text)
    single = end - at == 1
    like = any(token.is_name_like for token in span)
    if single and not like and (span[0].lower in _FUNCTION or span[0].lower in general().light):
        return
    iris, values = lexicon.names.get(key, ()), lexicon.values.get(key, ())
    if iris or values:
        # A name spelt in small letters that is also a word of the vocabulary is the word.
        doubt = 0.0 if like or phrase(text) not in lexicon.phrases else 0.15
        nations = lexicon.nation(text) if single else ()
        yield Element(
            "thing", at, end, text, iris=tuple(dict.fromkeys(iris + nations)), texts=values,
            cost=doubt - 0.05,
        )  # fmt: skip
    elif like and at_capital(span) and (found := lexicon.partial(text)):
        note = f"{text} read as {lexicon.labels[found[0]]}"
        cost = 0.5 if span[0].text[0].isupper() or span[0].text[0].isdigit() else 1.5
        yield Element("thing", at, end, text, iris=found, cost=cost, note=note)


def at_capital(span: Sequence[Token]) -> bool:
    """Whether a part of a name may begin here: with a capital or a figure, not a small word."""
    return span[0].is_name_like and span[0].lower not in general().light


def _degrees(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    """Yield "heavy", "heavier", "most expensive", and "most visited" with what they measure."""
    lower = [token.lower for token in tokens]
    for size in (2, 1):
        found = degrees().get(tuple(lower[at : at + size]))
        if found is None:
            continue
        adjective, degree, great = found
        lists = general().great.get(adjective) or general().small[adjective]
        options = [
            replace(target, cost=target.cost + 0.05 * rank)
            for rank, word in enumerate(lists)
            for target in lexicon.phrases.get(phrase(word), ())
            if target.kind == "property" and lexicon.ontology.links[target.iri].literal
        ]
        if options:
            best = tuple(sorted(options, key=lambda o: o.cost))
            cost = -0.12 - 0.1 * size + best[0].cost * 0.3
            yield Element(
                "term", at, at + size, _text(tokens, at, at + size), options=best,
                degree=degree or "positive", great=great, cost=cost,
            )  # fmt: skip


def _places(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    """Yield "where" as any property that tells a place, and "when" as any that tells a date."""
    word = tokens[at].lower
    if word not in general().asking:
        return
    options = [
        replace(option, cost=option.cost + 0.2)
        for each in general().asking[word]
        for option in lexicon.phrases.get(phrase(each), ())
        if option.kind == "property"
        and (word == "where" or lexicon.ontology.links[option.iri].kind in {"date", "year"})
    ]
    if options:
        best = tuple(sorted(options, key=lambda option: option.cost))
        yield Element("term", at, at + 1, word, options=best, value="asked", cost=-0.15)


def _opposites(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    """Yield "failed" as not "passed", "closed" as not "open"."""
    word = general().opposites.get(tokens[at].lower)
    if word is None:
        return
    options = tuple(
        option
        for option in lexicon.phrases.get(phrase(word), ())
        if option.kind == "property" and lexicon.ontology.links[option.iri].kind == "truth"
    )
    if options:
        yield Element("term", at, at + 1, word, options=options, great=False, cost=-0.1)


def _terms(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    first = tokens[at].lower
    if first in _FUNCTION and first not in {"on", "at"}:
        return
    for end in range(min(len(tokens), at + lexicon.longest + 3), at, -1):
        span = tokens[at:end]
        if span[-1].lower in _FUNCTION:
            continue
        if any(token.lower in {",", "'s", "and"} for token in span):
            continue
        words = phrase(_text(tokens, at, end))
        if options := lexicon.phrases.get(words, ()):
            weight = 0.3 * options[0].cost - 0.08 * (len(words) - 1)
            verb = at > 0 and tokens[at - 1].lower in _PRONOUNS
            yield Element(
                "term", at, end, _text(tokens, at, end), options=options, cost=weight - 0.02,
                verb=verb,
            )  # fmt: skip


def _repaired(found: list[Element], lexicon: Lexicon) -> list[Element]:
    """Replace unknown words by the names or words of which they are misspellings."""
    result: list[Element] = []
    for each in found:
        result.append(each if each.kind != "unknown" else _spelt(each, lexicon))
    joined: list[Element] = []
    for each in result:
        before = joined[-1] if joined else None
        if each.kind == "unknown" and each.text[0].isupper() and before and before.end == each.start and before.kind in {
            "unknown", "thing"
        }:  # fmt: skip
            text = f"{before.text} {each.text}"
            if named := lexicon.misspelt(text):
                note = f"{text} read as {named[0]}"
                joined[-1] = Element(
                    "thing", before.start, each.end, text, iris=named[1], note=note
                )
                continue
        joined.append(each)
    return joined


def _spelt(each: Element, lexicon: Lexicon) -> Element:
    if each.text.lower().startswith("sub"):
        whole = phrase(each.text[3:].lstrip("-")) if len(each.text) > 5 else ()
        if any(o.kind == "class" for o in lexicon.phrases.get(whole, ())):
            return replace(each, kind="sub", options=lexicon.phrases[whole])
    if named := lexicon.misspelt(each.text):
        note = f"{each.text} read as {named[0]}"
        return replace(each, kind="thing", iris=named[1], note=note)
    word = lexicon.misspelt_word(each.text)
    if word is None or each.text[0].isupper():
        return each
    note = f"{each.text} read as {word}"
    return replace(each, kind="term", options=lexicon.phrases.get((word,), ()), note=note)


__all__ = ["Element", "Number", "elements", "pairwise", "root"]
