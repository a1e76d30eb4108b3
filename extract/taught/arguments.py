"""What a taught relation may join: entities, dates, numbers, quoted texts and noun phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final

from extract.components.lexicon import fold
from extract.document import MentionKind
from extract.quantities import QuantityKind, find_amounts, find_periods
from kg.vocab import canonical_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from spacy.tokens import Doc, Span, Token

    from extract.document import ResolvedDoc

DATE: Final = "date"
NUMBER: Final = "number"
_PLACES: Final = frozenset({"Country", "Region", "City", "Place"})
QUOTE: Final = "quote"
NAME: Final = "name"
PHRASE: Final = "phrase"
LITERALS: Final = frozenset({DATE, NUMBER, "money", "percent", "rank", QUOTE, PHRASE})
"""Kinds that stand for themselves; every other kind is a thing with a name."""

_QUOTED: Final = re.compile(r"[\"“]([^\"“”]{1,80})[\"”]")
_WITHIN: Final = frozenset({"compound", "amod", "nummod", "flat", "nmod:desc", "nmod:unmarked"})
_LINKS: Final = frozenset({"of", "and", "the", "for", "de", "la", "&", "-", "–", ".", "/"})
_NO_NAMES: Final = frozenset({"DET", "ADP", "PRON", "SCONJ", "CCONJ", "ADV", "VERB", "AUX", "PART"})
_LONGEST: Final = 12
Place = tuple[int, int]
Spans = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """What may be the subject or object of a triple, with its places ``doc[start:end]``.

    ``key`` tells it from the others of its text: an entity's IRI, or kind and value. ``kind`` is
    an entity type or one of those above, ``forms`` are the ways in which the text writes it, the
    fullest first; ``value`` is a date in ISO 8601 or a plain number.
    """

    key: str
    kind: str
    forms: tuple[str, ...]
    spans: Spans
    value: str | None = None

    @property
    def name(self) -> str:
        """Return the fullest form."""
        return self.forms[0]


def find_arguments(
    resolved: ResolvedDoc, known: Mapping[tuple[str, ...], str] | None = None
) -> list[Argument]:
    """Return the arguments of a text, in the order of their first place.

    ``known`` are the words, folded, of names and phrases that the examples had, and their kind:
    they are found whatever the parse says.
    """
    found = [*_entities(resolved)]
    taken = {span for argument in found for span in argument.spans}
    named = {fold(form): argument for argument in found for form in argument.forms}
    certain = (
        _literals(resolved),
        _addresses(resolved, found),
        _known(resolved.doc, known or {}),
    )
    for argument in chain.from_iterable(certain):
        _add(argument, found, taken, named)
    whole = {span for one in found if one.kind not in LITERALS for span in one.spans}
    for argument in _phrases(resolved):
        if not any(_inside(argument.spans[0], span) for span in whole):
            _add(argument, found, taken, named)
    return sorted(_merged(found), key=lambda argument: argument.spans[0])


def _add(
    argument: Argument, found: list[Argument], taken: set[Place], named: Mapping[str, Argument]
) -> None:
    """Add an argument at its places that are not taken; a known name's places go to its entity."""
    spans = tuple(span for span in argument.spans if span not in taken)
    if not spans:
        return
    taken.update(spans)
    entity = named.get(fold(argument.name)) if argument.kind in {NAME, PHRASE} else None
    found.append(_replace_spans(entity or argument, spans))


def _inside(one: Place, two: Place) -> bool:
    return one != two and two[0] <= one[0] and one[1] <= two[1]


def _replace_spans(argument: Argument, spans: Spans) -> Argument:
    return Argument(argument.key, argument.kind, argument.forms, spans, argument.value)


def _merged(arguments: Iterable[Argument]) -> Iterator[Argument]:
    """Join what has one key."""
    by_key: dict[str, list[Argument]] = {}
    for argument in arguments:
        by_key.setdefault(argument.key, []).append(argument)
    for first, *rest in by_key.values():
        spans = tuple(sorted({span for one in (first, *rest) for span in one.spans}))
        forms = tuple(dict.fromkeys(form for one in (first, *rest) for form in one.forms))
        yield Argument(first.key, first.kind, forms, spans, first.value)


def _entities(resolved: ResolvedDoc) -> Iterator[Argument]:
    spans: dict[str, list[tuple[int, int]]] = {}
    written: dict[str, list[str]] = {}
    for mention in resolved.mentions:
        spans.setdefault(mention.iri, []).append((mention.start, mention.end))
        if mention.kind is not MentionKind.PRONOUN:
            text = resolved.doc[mention.start : mention.end].text
            if text[:1].isupper() and resolved.doc[mention.start].pos_ != "DET":
                written.setdefault(mention.iri, []).append(text)
    for entity in resolved.entities:
        if entity.iri in spans:
            forms = dict.fromkeys((entity.name, *entity.aliases, *written.get(entity.iri, ())))
            yield Argument(
                entity.iri, entity.type.value, tuple(forms), tuple(sorted(set(spans[entity.iri])))
            )


def _addresses(resolved: ResolvedDoc, entities: Iterable[Argument]) -> Iterator[Argument]:
    """Yield a place with the one behind its comma: "Glen Ridge, New Jersey"."""
    doc = resolved.doc
    spans = sorted(span for one in entities if one.kind in _PLACES for span in one.spans)
    for (start, end), (after, last) in pairwise(spans):
        if after == end + 1 and doc[end].text == ",":
            yield _phrase(doc[start:last], NAME)


def _literals(resolved: ResolvedDoc) -> Iterator[Argument]:
    doc = resolved.doc
    for sentence in resolved.content:
        text, base = sentence.text, sentence.start_char
        periods = find_periods(text, resolved.article.published)
        for period in periods:
            span = _span(doc, base + period.start, base + period.end)
            if span is not None:
                yield _literal(DATE, period.value, span)
        taken = [(period.start, period.end) for period in periods]
        for item in find_amounts(text, taken=taken):
            span = _span(doc, base + item.start, base + item.end)
            if span is not None:
                kind = "number" if item.kind is QuantityKind.NUMBER else item.kind.value
                yield _literal(kind, canonical_number(item.value), span)
        for match in _QUOTED.finditer(text):
            span = _span(doc, base + match.start(1), base + match.end(1))
            if span is not None:
                yield Argument(
                    f"{QUOTE}:{fold(match[1])}", QUOTE, (match[1],), ((span.start, span.end),)
                )


def _literal(kind: str, value: str, span: Span) -> Argument:
    return Argument(f"{kind}:{value}", kind, (span.text,), ((span.start, span.end),), value)


def _span(doc: Doc, start: int, end: int) -> Span | None:
    return doc.char_span(start, end, alignment_mode="expand")


def _known(doc: Doc, known: Mapping[tuple[str, ...], str]) -> Iterator[Argument]:
    """Yield the stretches of a text that the examples knew, longest first."""
    words = [(word, token.i) for token in doc for word in words_of(token.text)]
    longest = max(map(len, known), default=0)
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            kind = known.get(tuple(word for word, _ in words[at : at + length]))
            if kind is not None:
                yield _phrase(doc[words[at][1] : words[at + length - 1][1] + 1], kind)
                at += length
                break
        else:
            at += 1


def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words in lower case, without accents, points and possessives.

    >>> words_of("J. P. McManus's U.S. firm")
    ('j', 'p', 'mcmanus', 'us', 'firm')
    """
    text = fold(text).replace("’s", "").replace("'s", "")
    text = re.sub(r"\b(\w)\.(?=\w\.)", r"\1", text)
    return tuple(re.findall(r"\w+", text))


def _phrase(span: Span, kind: str) -> Argument:
    text = " ".join(span.text.split())
    return Argument(f"text:{fold(text)}", kind, (text,), ((span.start, span.end),))


def _phrases(resolved: ResolvedDoc) -> Iterator[Argument]:
    """Yield noun phrases without their determiner, and runs of capitalised words."""
    doc = resolved.doc
    for sentence in resolved.content:
        for start, end in _capitals(sentence):
            yield _phrase(doc[start:end], NAME)
        for token in sentence:
            if token.pos_ in {"NOUN", "PROPN"} and token.dep_ not in _WITHIN:
                start = _left_edge(token)
                end = _right_edge(token)
                if end - start <= _LONGEST:
                    proper = doc[end - 1].pos_ == "PROPN" or doc[end - 1].text[:1].isupper()
                    yield _phrase(doc[start:end], NAME if proper else PHRASE)
                if start < token.i and not doc[token.i].is_title:
                    yield _phrase(doc[token.i : token.i + 1], PHRASE)
            elif token.pos_ == "ADJ" and token.dep_ in {"ROOT", "xcomp", "conj", "amod"}:
                yield _phrase(doc[token.i : token.i + 1], PHRASE)


def _left_edge(token: Token) -> int:
    start = token.i
    for child in reversed(list(token.lefts)):
        if child.dep_ not in _WITHIN or child.right_edge.i + 1 < start:
            break
        start = child.left_edge.i
    return start


def _right_edge(token: Token) -> int:
    end = token.i + 1
    for child in token.rights:
        if child.dep_ not in {"flat", "compound"} or child.i != end:
            break
        end = child.i + 1
    return end


def _capitals(sentence: Span) -> Iterator[tuple[int, int]]:
    """Yield runs of capitalised words and numbers, with and without the words that link them."""
    doc = sentence.doc
    runs: list[list[int]] = []
    for token in sentence:
        if token.text[:1].isupper() or (token.text[:1].isdigit() and token.i > 0):
            if runs and _linked(doc, runs[-1][1], token.i):
                runs[-1][1] = token.i + 1
            else:
                runs.append([token.i, token.i + 1])
    for start, end in runs:
        while start < end and doc[start].pos_ in _NO_NAMES:
            start += 1
        if start < end <= start + _LONGEST and any(
            t.is_title or t.is_upper for t in doc[start:end]
        ):
            yield start, end


def _linked(doc: Doc, end: int, start: int) -> bool:
    between = [token.lower_ for token in doc[end:start]]
    return not between or (len(between) <= 2 and set(between) <= _LINKS)
