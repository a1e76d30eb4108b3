"""A question cut into elements: terms of the vocabulary, things, values, and small words."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from queries.questions.cover.signals import Element, number_at, signals, text_of, values
from queries.questions.ontology import Hanger
from queries.questions.roots import degrees, general, phrase, root
from queries.questions.syntax.pieces import Kind
from queries.questions.targets import Target
from queries.questions.tokens import tokenise
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from queries.questions.lexicon import Lexicon
    from queries.questions.tokens import Token

_PRONOUNS = frozenset(("they", "he", "she", "it", "who", "we", "you"))
_UNKNOWN, _LONGEST_NAME, _SYNONYM = 3.0, 10, 0.3
_FROM_DEFINITION = 0.6
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
    return _repaired(found, lexicon)


def _at(tokens: Sequence[Token], at: int, lexicon: Lexicon, today: date) -> Iterator[Element]:
    yield from values(tokens, at, today)
    yield from signals(tokens, at)
    yield from _things(tokens, at, lexicon)
    yield from _degrees(tokens, at, lexicon)
    yield from _terms(tokens, at, lexicon)
    yield from _places(tokens, at, lexicon)
    yield from _opposites(tokens, at, lexicon)
    if lexicon.ontology.layers is not None:
        yield from _stated(tokens, at)
        yield from _roles(tokens, at, lexicon)
        yield from _measured(tokens, at, lexicon)
    word = tokens[at]
    if word.lower in general().measuring and _before_value(tokens, at + 1):
        yield Element("light", at, at + 1, word.text, cost=0.7)
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
        and (word == "where" or lexicon.ontology.links[option.iri].kind in {"date", "year"})
    ]
    if options:
        best = tuple(sorted(options, key=lambda option: option.cost))
        yield Element("term", at, at + 1, word, options=best, value="asked", cost=-0.15)
    elif word == "where":
        yield Element("who", at, at + 1, word)


def _stated(tokens: Sequence[Token], at: int) -> Iterator[Element]:
    """Yield "plans to", "denied": the status of the facts meant."""
    lower = [token.lower for token in tokens[at : at + 4]]
    for status in ("planned", "denied"):
        for text in english().lists[status]:
            words = text.split()
            if lower[: len(words)] == words:
                cost = -0.05 - 0.15 * (len(words) - 1)
                yield Element(status, at, at + len(words), text, cost=cost)


def _roles(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    """Yield "chief executive", "rector": the one who has this role in a relation."""
    keys = [token.stem for token in tokens[at : at + 6]]
    best: dict[int, Element] = {}
    for entry in lexicon.vocabulary.at(keys, 0):
        if entry.kind is not Kind.ROLE:
            continue
        end = at + len(entry.stems)
        sense = entry.senses[0]
        words = phrase(text_of(tokens, at, end))
        held = any(lexicon.names.texts(role) for role in sense.roles)
        if not held and any(o.kind == "property" for o in lexicon.phrases.get(words, ())):
            continue
        option = Target("property", sense.predicate, 0.0, names="subject")
        best[end] = Element(
            "term", at, end, text_of(tokens, at, end), options=(option,), roles=sense.roles,
            cost=-0.1 * len(entry.stems),
        )  # fmt: skip
    yield from best.values()


def _measured(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Element]:
    """Yield the words of an indicator that observations are about."""
    layers = lexicon.ontology.layers
    if layers is None or tokens[at].lower in general().function:
        return
    for end in range(min(len(tokens), at + _LONGEST_NAME), at, -1):
        if tokens[end - 1].lower in general().function:
            continue
        if end == at + 1 and tokens[at].lower in general().signals["who"]:
            continue
        found = lexicon.indicators.matching([token.stem for token in tokens[at:end]])
        if found and not _is_qualifier(tokens[end - 1].text, lexicon):
            labels = tuple(label for extra, label in found if extra <= found[0][0] + 0.26)
            option = Target("property", layers.observations.value, min(0.3, 0.1 * found[0][0]))
            yield Element(
                "term", at, end, text_of(tokens, at, end), options=(option,), measured=labels,
                cost=0.1 * found[0][0] - 0.1 * (end - at) + 0.08,
            )  # fmt: skip


def _is_qualifier(text: str, lexicon: Lexicon) -> bool:
    links = lexicon.ontology.links
    return any(
        option.cost == 0 and option.kind == "property"
        and links[option.iri].hangs_on is Hanger.STATEMENT
        for option in lexicon.phrases.get(phrase(text), ())
    )  # fmt: skip


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
    if first in general().function and first not in {"on", "at"}:
        return
    for end in range(min(len(tokens), at + lexicon.longest + 3), at, -1):
        span = tokens[at:end]
        if span[-1].lower in general().function:
            continue
        if any(token.lower in {",", "'s", "and"} for token in span):
            continue
        words = phrase(text_of(tokens, at, end))
        known = _agreeing(lexicon.phrases.get(words, ()), tokens, end)
        if options := _fitting(known, tokens, at, lexicon):
            weight = 0.3 * options[0].cost - 0.08 * (len(words) - 1)
            verb = at > 0 and tokens[at - 1].lower in _PRONOUNS
            yield Element(
                "term", at, end, text_of(tokens, at, end), options=options, cost=weight - 0.02,
                verb=verb,
            )  # fmt: skip


def _agreeing(options: tuple[Target, ...], tokens: Sequence[Token], end: int) -> tuple[Target, ...]:
    """Let wordings whose preposition is another cost more: "work for" is not "work with"."""
    after = tokens[end].lower if end < len(tokens) else ""
    if not any(option.preposition for option in options):
        return options
    other = after in english().lists["prepositions"] and after != "by"
    changed = (
        replace(o, cost=o.cost + (_OTHER_PREPOSITION if other else _NO_PREPOSITION))
        if o.preposition != after and (o.preposition or (other and o.cost > 0))
        else o
        for o in options
    )
    return tuple(sorted(changed, key=lambda o: o.cost))


def _fitting(
    options: tuple[Target, ...], tokens: Sequence[Token], at: int, lexicon: Lexicon
) -> tuple[Target, ...]:
    """Leave out classes of which a word after a noun would be the verb, but that are no events.

    "Lent" may mean a loan; "prescribe" means no drug.
    """
    before = tokens[at - 1].lower if at else ""
    if not before or before in general().function or before in general().light:
        return options
    if not before[0].isalnum() or tokens[at].lower.endswith("s"):
        return options
    return tuple(
        o for o in options if o.kind != "class" or o.cost < _SYNONYM or o.iri in lexicon.events
    )


def _repaired(found: list[Element], lexicon: Lexicon) -> list[Element]:
    """Replace unknown words by the names or words of which they are misspellings."""
    joined: list[Element] = []
    at = 0
    while at < len(found):
        whole, size = _whole_name(found, at, lexicon)
        joined.append(whole or found[at])
        at += size
    return [_spelt(each, lexicon) if each.kind == "unknown" else each for each in joined]


def _whole_name(found: Sequence[Element], at: int, lexicon: Lexicon) -> tuple[Element | None, int]:
    """Return the name of which two or three elements, one of them unknown, are a misspelling."""
    for size in (3, 2):
        span = found[at : at + size]
        if len(span) < size or not any(e.kind == "unknown" for e in span):
            continue
        if any(e.kind not in {"unknown", "thing", "term"} or not e.text[0].isupper() for e in span):
            continue
        if any(one.end != other.start for one, other in pairwise(span)):
            continue
        text = " ".join(each.text for each in span)
        if named := lexicon.names.misspelt(text):
            note = f"{text} read as {named[0]}"
            return Element(
                "thing", span[0].start, span[-1].end, text, iris=named[1], note=note
            ), size  # fmt: skip
    return None, 1


def _spelt(each: Element, lexicon: Lexicon) -> Element:
    if each.text.lower().startswith("sub"):
        whole = phrase(each.text[3:].lstrip("-")) if len(each.text) > 5 else ()
        if any(o.kind == "class" for o in lexicon.phrases.get(whole, ())):
            return replace(each, kind="sub", options=lexicon.phrases[whole])
    if named := lexicon.names.misspelt(each.text):
        note = f"{each.text} read as {named[0]}"
        return replace(each, kind="thing", iris=named[1], note=note)
    word = lexicon.misspelt_word(each.text)
    if word is None or each.text[0].isupper():
        return each
    options = lexicon.phrases.get((word,), ())
    note = f"{each.text} read as {_spelling(word, options, lexicon)}"
    return replace(each, kind="term", options=options, note=note)


def _spelling(word: str, options: tuple[Target, ...], lexicon: Lexicon) -> str:
    """Return a word of the vocabulary with this root as it is written there."""
    for option in options:
        if option.kind == "class":
            names = lexicon.ontology.classes[option.iri].names
        else:
            link = lexicon.ontology.links[option.iri]
            names = (*link.names, *link.forward, *link.subject_nouns, *link.object_nouns)
        for token in (t for name in names for t in tokenise(name)):
            if root(token.lower) == word:
                return token.text
    return word
