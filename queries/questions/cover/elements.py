"""A question cut into elements: terms of the vocabulary, things, values, and small words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from queries.questions.cover.repairing import repaired
from queries.questions.cover.signals import Element, number_at, signals, text_of, values
from queries.questions.cover.stated import amounts, measured, roles, stated
from queries.questions.cover.terms import terms
from queries.questions.roots import degrees, general, phrase
from queries.questions.tokens import plain, tokenise
from queries.questions.words import demonyms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from queries.questions.lexicon import Lexicon
    from queries.questions.tokens import Token

_PRONOUNS = frozenset(("they", "he", "she", "it", "who", "we", "you"))
_ASKED_KINDS = {"where": {"thing", "text"}, "when": {"date", "year"}}
_UNKNOWN, _LONGEST_NAME, _SYNONYM = 3.0, 10, 0.3
_FROM_DEFINITION, _OTHER_FORM = 0.6, 0.6
_OTHER_PREPOSITION, _NO_PREPOSITION = 0.5, 0.05


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
    return repaired(found, lexicon)


def _at(tokens: Sequence[Token], at: int, lexicon: Lexicon, today: date) -> Iterator[Element]:
    yield from values(tokens, at, today)
    yield from signals(tokens, at)
    yield from _things(tokens, at, lexicon)
    yield from _degrees(tokens, at, lexicon)
    yield from terms(tokens, at, lexicon)
    yield from _places(tokens, at, lexicon)
    yield from _opposites(tokens, at, lexicon)
    if lexicon.ontology.layers is not None:
        yield from stated(tokens, at)
        yield from amounts(tokens, at, lexicon)
        yield from roles(tokens, at, lexicon)
        yield from measured(tokens, at, lexicon)
    word = tokens[at]
    if word.lower in general().measuring and _before_value(tokens, at + 1):
        yield Element("light", at, at + 1, word.text, cost=0.7)
    if word.lower in general().spending and "many" in [t.lower for t in tokens[:at]]:
        yield Element("light", at, at + 1, word.text)  # "how many days did X spend in"
    if word.lower in general().light or not word.lower[0].isalnum():
        small = word.lower in general().function or not word.lower[0].isalnum()
        yield Element("light", at, at + 1, word.text, cost=0.0 if small else 0.1)
    else:
        yield Element("unknown", at, at + 1, word.text, cost=_UNKNOWN)


def _before_value(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number with a unit comes next: "more than 1 million dollars"."""
    lower = [token.lower for token in tokens]
    found = (number_at(lower, i)[0] for i in range(at, min(len(lower), at + 4)))
    return any(number is not None and number.unit is not None for number in found)


def _things(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    if not tokens[at].lower[0].isalnum():
        return
    for end in range(min(len(tokens), at + _LONGEST_NAME), at, -1):
        span = tokens[at:end]
        if span[-1].lower in {",", "'s"}:
            continue
        text = text_of(tokens, at, end)
        yield from _named(text, span, at, end, lexicon)
        if end - at <= 2 and (nation := lexicon.names.nation(text)):
            yield Element("thing", at, end, text, iris=nation, cost=0.02)


def _named(
    text: str, span: Sequence[Token], at: int, end: int, lexicon: Lexicon
) -> Iterator[Element]:
    single = end - at == 1
    like = any(token.is_name_like for token in span)
    if (
        single
        and not like
        and (span[0].lower in general().function or span[0].lower in general().light)
    ):
        return
    iris, values = lexicon.names.exact(text), lexicon.names.texts(text)
    iris = tuple(dict.fromkeys((*iris, *lexicon.names.region(text))))
    if not iris and not values and text.endswith("s"):  # "strikers" are those who are "striker"
        singular = text[:-3] + "y" if text.endswith("ies") else text[:-1]
        values = lexicon.names.texts(singular)
    if iris or values:
        # A name spelt in small letters that is also a word of the vocabulary is the word.
        doubt = 0.0 if like or phrase(text) not in lexicon.phrases else 0.15
        nations = lexicon.names.nation(text) if single else ()
        yield Element(
            "thing", at, end, text, iris=tuple(dict.fromkeys(iris + nations)), texts=values,
            cost=doubt - 0.05,
        )  # fmt: skip
    elif like and plain(text) in demonyms():
        return  # the people of a country that the graph lacks
    elif like and at_capital(span) and (found := lexicon.names.holding(text)):
        note = f"{text} read as {lexicon.names.label(found[0])}"
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
        if found is None or _measures(tokens, at + size, lexicon):  # "the highest fee"
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
                "term", at, at + size, text_of(tokens, at, at + size), options=best,
                degree=degree or "positive", great=great, cost=cost,
            )  # fmt: skip


def _measures(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a number's own name stands here."""
    links = lexicon.ontology.links
    return any(
        option.kind == "property" and option.cost < _FROM_DEFINITION
        and links[option.iri].kind == "number"
        for end in (at + 1, at + 2, at + 3)
        if end <= len(tokens)
        for option in lexicon.phrases.get(phrase(text_of(tokens, at, end)), ())
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
        and lexicon.ontology.links[option.iri].kind in _ASKED_KINDS[word]
    ]
    if options:
        best = tuple(sorted(options, key=lambda option: option.cost))
        yield Element("term", at, at + 1, word, options=best, value="asked", cost=-0.15)
    elif word == "where":
        yield Element("who", at, at + 1, word)


def _opposites(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    """Yield "failed" as not "passed", "closed" as not "open"."""
    words = general().opposites.get(tokens[at].lower, ())
    options = tuple(
        option
        for word in words
        for option in lexicon.phrases.get(phrase(word), ())
        if option.kind == "property" and lexicon.ontology.links[option.iri].kind == "truth"
    )
    if options:
        yield Element("term", at, at + 1, tokens[at].text, options=options, great=False, cost=-0.1)
