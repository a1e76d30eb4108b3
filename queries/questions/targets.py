"""What a phrase of a question may stand for in a graph's vocabulary, each at a cost."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from queries.questions.ontology_reading import unit_of
from queries.questions.roots import Phrase, general, phrase, root
from queries.questions.syntax.vocabulary import blocks_for
from queries.questions.tokens import is_participle, token, tokenise
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from queries.questions.ontology import Link, Ontology

_FROM_COMMENT = 0.9
"""What it costs to know a property by a word of its definition only."""
_MODIFIER, _GENUS, _WORD = 0.9, 0.7, 0.6


@dataclass(frozen=True, slots=True)
class Target:
    """What a phrase may stand for: a class or property, at a cost (0: its own label)."""

    kind: str  # "class" or "property"
    iri: str
    cost: float
    doer: bool = False  # its name is of one who does something: "lender", "restorer"
    inverse: bool = False  # a wording that leads from the property's object to its subject
    names: str = ""  # a noun for the property's "subject" or "object"
    preposition: str = ""  # the one that the wording has after it: "work for"
    spelt: frozenset[tuple[str, ...]] = frozenset()  # the stems of the phrases that say so


_Key = tuple[str, str, bool, str, str]


class _Found:
    """Phrases with what they may stand for, each at its least cost."""

    def __init__(self) -> None:
        self.costs: dict[Phrase, dict[_Key, tuple[float, frozenset[Phrase]]]] = defaultdict(dict)

    def add(self, words: Phrase, key: _Key, cost: float, text: str = "") -> None:
        """Add a phrase; ``text`` is how it is spelt in the vocabulary."""
        if words:
            spelt = frozenset({surface(text)} if text else ())
            known, other = self.costs[words].get(key, (9.0, frozenset[Phrase]()))
            self.costs[words][key] = (min(known, cost), spelt | other)


def build_targets(ontology: Ontology) -> dict[Phrase, tuple[Target, ...]]:
    """Return what each phrase may stand for, by labels, their parts, synonyms and comments."""
    found = _Found()
    doers = {c.iri for c in ontology.classes.values() if is_doer(c.label)}
    doers |= {link.iri for link in ontology.links.values() if is_doer(link.label)}
    for concept in ontology.classes.values():
        comment = concept.comment if ontology.layers is None else ""
        _add_names(found, ("class", concept.iri), concept.names, comment)
    for link in ontology.links.values():
        _add_names(found, ("property", link.iri), link.names, link.comment, rare=link.literal)
        for words in _counted(link.names) if link.kind == "number" else ():
            found.add(words, ("property", link.iri, False, "", ""), 0.1)
        if link.inverse and not link.forward:
            _add_inverse(found, link)
    for link in ontology.relations():
        for text, cost, inverse, noun, preposition in _wordings(link):
            found.add(phrase(text), ("property", link.iri, inverse, noun, preposition), cost)
    return {
        words: tuple(
            sorted(
                (
                    Target(kind, iri, cost, iri in doers, inverse, names, preposition, spelt)
                    for (kind, iri, inverse, names, preposition), (cost, spelt) in t.items()
                ),
                key=lambda t: t.cost,
            )
        )
        for words, t in found.costs.items()
    }


def _add_names(
    found: _Found, term: tuple[str, str], names: Sequence[str], comment: str, *, rare: bool = False
) -> None:
    """Add the names of a class or property, their words, synonyms, and words of its definition."""
    named = [name for name in names if _is_noun_of(name)]
    nouns = {phrase(name) for name in named} if term[0] == "property" and not rare else set()
    passive = {phrase(name) for name in names if name.lower().endswith(" by")}
    for words, cost, text in _own_phrases(names, comment, concept=term[0] == "class"):
        # "owned by" leads to its object
        key = (*term, term[0] == "property" and words in passive, "subject" * (words in nouns), "")
        found.add(words, key, cost + 0.4 * (cost >= _FROM_COMMENT and rare), text)
        if cost <= _WORD and not (cost and words[0] in general().vague):
            for synonym in _synonyms(words):
                found.add(synonym, key, cost + 0.3)


def _add_inverse(found: _Found, link: Link) -> None:
    """Add the names of a property that is only declared as the inverse of this one."""
    for name in link.inverse:
        noun = "" if _is_verbal(name) else "subject"
        for words, cost, text in _own_phrases((name,), ""):
            found.add(words, ("property", link.iri, not noun, noun, ""), cost, text)


def _wordings(link: Link) -> Iterator[tuple[str, float, bool, str, str]]:
    """Yield wordings of a relation: words, cost, whether inverse, the end named, preposition."""
    said = [({
        "forward": link.forward, "inverse": link.inverse,
        "forward_nouns": link.subject_nouns, "inverse_nouns": link.object_nouns,
    }, 0.02)]  # fmt: skip
    said += [({k: tuple(v) for k, v in block.items()}, 0.1) for block in blocks_for(link)]
    nouns = {"forward_nouns": "subject", "inverse_nouns": "object"}
    for block, cost in said:
        for name in ("forward", "inverse", *nouns):
            for text in block.get(name, ()):
                words, last = _words(text)
                if words:
                    inverse, noun = name == "inverse", nouns.get(name, "")
                    yield " ".join(words), cost, inverse, noun, last


def _words(text: str) -> tuple[list[str], str]:
    """Return the words of a wording without "be" before them, and the preposition after them."""
    words, last = text.lower().split(), ""
    while words and words[-1] in english().lists["prepositions"]:
        last = words.pop()
    return (words[1:] if words[:1] in (["be"], ["is"], ["are"]) else words), last


def is_doer(label: str) -> bool:
    """Whether a label names one who does something, as "lender", "line manager" and "head" do.

    >>> is_doer("lender"), is_doer("supplies")
    (True, False)
    """
    last = label.split()[-1].lower()
    small = last in english().lists["prepositions"]  # "trained under"
    return not small and bool(re.search(r"(er|or|ist|ee|head|chief|author|spouse)$", last))


def _is_noun_of(name: str) -> bool:
    """Whether a property's name says what its subject is: "sequel of", but not "made of"."""
    words = [token(word) for word in name.lower().split()]
    if len(words) < 2 or words[-1].lower != "of" or is_participle(words[-2]):
        return False
    first = words[0].lower
    return first not in {"is", "has", "was"} and (first.endswith("ss") or not first.endswith("s"))


def _is_verbal(name: str) -> bool:
    """Whether a property's name is said of its subject: "served by", "has part", "leads"."""
    words = name.lower().split()
    ends_small = words[-1] in english().lists["prepositions"]
    return (
        ends_small
        or words[0] in {"is", "has", "was"}
        or (len(words) == 1 and words[0].endswith("s"))
    )


def surface(text: str) -> tuple[str, ...]:
    """Return the stems of a phrase without its small words: "inspector" is not "inspection"."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    found = [(phrase(t.lower), t.stem) for t in tokenise(spaced)]
    whole = phrase(spaced)
    return tuple(stem for words, stem in found if words and words[0] in whole)


def _counted(names: Iterable[str]) -> Iterator[Phrase]:
    """Yield what a number counts: "number of judges", "judge count"."""
    for name in names:
        words = phrase(name)
        if len(words) > 1 and words[0] == root("number"):
            yield words[1:]
        elif len(words) > 1 and words[-1] == root("count"):
            yield words[:-1]


def _own_phrases(
    names: Iterable[str], comment: str, *, concept: bool = False
) -> Iterable[tuple[Phrase, float, str]]:
    """Yield phrases, costs and texts: a name, its words, the words of a definition.

    The last word of a class's name says what it is, that of its definition nearly so.
    """
    for name in names:
        if (short := _without_unit(name)) != name:
            yield from _own_phrases((short,), "", concept=concept)
        words = phrase(name)
        yield words, 0.0, name
        if len(words) > 1:
            for text in (t.lower for t in tokenise(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))):
                word = phrase(text)[0]
                if word in words:
                    vague = 0.2 * (word in general().vague)
                    other = _MODIFIER if concept else 0.5
                    yield (word,), vague + (0.4 if word == words[-1] else other), text
    if concept:
        yield from ((word, _GENUS, "") for word in _genus(comment))
        return
    light = {root(word) for word in general().light}
    for word in phrase(comment):
        if len(word) > 2 and word not in light and not word.isdigit():
            yield (word,), _FROM_COMMENT, ""


def _without_unit(name: str) -> str:
    """Return a name without the unit at its end.

    >>> _without_unit("price (USD)"), _without_unit("launch mass kg")
    ('price', 'launch mass')
    """
    short = re.sub(r"\s*\([^)]*\)\s*$", "", name)
    before, _, last = short.rpartition(" ")
    return before if before and unit_of(last.lower()) and len(last) > 1 else short or name


def _genus(comment: str) -> Iterator[Phrase]:
    """Yield what a definition says that a thing of the class is: "A mountain or summit."."""
    words: list[str] = []
    for word in re.findall(r"[^\W\d_]+|[.,;:(]", comment):
        ends = not word[0].isalpha() or word in english().lists["relative"]
        if ends or word in english().lists["prepositions"] or word == "or":
            if words:
                yield phrase(words[-1])
            words = []
            if word != "or":
                return
        elif word.lower() not in general().light:
            words.append(word.lower())
    if words:
        yield phrase(words[-1])


@lru_cache(maxsize=50_000)
def _synonyms(words: Phrase) -> tuple[Phrase, ...]:
    return tuple(other for group in general().same if words in group for other in group)
