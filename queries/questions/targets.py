"""What a phrase of a question may stand for in a graph's vocabulary, each at a cost."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from queries.questions.roots import Phrase, general, phrase, root
from queries.questions.syntax.vocabulary import blocks_for
from queries.questions.tokens import tokenise
from queries.questions.words import english

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from queries.questions.ontology import Link, Ontology

_FROM_COMMENT = 0.9
"""What it costs to know a property by a word of its definition only."""


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


def build_targets(ontology: Ontology) -> dict[Phrase, tuple[Target, ...]]:
    """Return what each phrase may stand for, by labels, their parts, synonyms and comments."""
    found: dict[Phrase, dict[_Key, tuple[float, frozenset[tuple[str, ...]]]]] = defaultdict(dict)

    def add(
        words: Phrase,
        kind: str,
        iri: str,
        cost: float,
        said: tuple[bool, str, str] = (False, "", ""),
        text: str = "",
    ) -> None:
        if not words:
            return
        key = (kind, iri, *said)
        spelt = frozenset({surface(text)} if text else ())
        known, other = found[words].get(key, (9.0, frozenset[tuple[str, ...]]()))
        found[words][key] = (min(known, cost), spelt | other)

    doers = {c.iri for c in ontology.classes.values() if is_doer(c.label)}
    doers |= {link.iri for link in ontology.links.values() if is_doer(link.label)}

    rare = {link.iri for link in ontology.links.values() if link.literal}
    terms = [("class", c.iri, c.names, "") for c in ontology.classes.values()]
    terms += [("property", link.iri, link.names, link.comment) for link in ontology.links.values()]
    for kind, iri, names, comment in terms:
        passive = {phrase(name) for name in names if name.lower().endswith(" by")}
        for words, cost, text in _own_phrases(names, comment):
            said = (kind == "property" and words in passive, "", "")  # "owned by": by its object
            add(words, kind, iri, cost + 0.4 * (cost >= _FROM_COMMENT and iri in rare), said, text)
            if cost <= 0.6 and not (cost and words[0] in general().vague):
                for synonym in _synonyms(words):
                    add(synonym, kind, iri, cost + 0.3, said)
    for link in (each for each in ontology.links.values() if each.inverse and not each.forward):
        for name in link.inverse:  # of a property that is only declared as this one's inverse
            noun = "" if _is_verbal(name) else "subject"
            for words, cost, text in _own_phrases((name,), ""):
                add(words, "property", link.iri, cost, (not noun, noun, ""), text)
    for link in ontology.relations():
        for words, cost, inverse, noun, preposition in _wordings(link):
            add(words, "property", link.iri, cost, (inverse, noun, preposition))
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
        for words, t in found.items()
    }


def _wordings(link: Link) -> Iterator[tuple[Phrase, float, bool, str, str]]:
    """Yield wordings of a relation: phrase, cost, whether inverse, the end named, preposition."""
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
                    yield phrase(" ".join(words)), cost, inverse, noun, last


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


def _own_phrases(names: Iterable[str], comment: str) -> Iterable[tuple[Phrase, float, str]]:
    for name in names:
        words = phrase(name)
        yield words, 0.0, name
        if len(words) > 1:
            for text in (t.lower for t in tokenise(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name))):
                word = phrase(text)[0]
                if word in words:
                    vague = 0.2 * (word in general().vague)
                    yield (word,), vague + (0.4 if word == words[-1] else 0.5), text
    light = {root(word) for word in general().light}
    for word in phrase(comment):
        if len(word) > 2 and word not in light and not word.isdigit():
            yield (word,), _FROM_COMMENT, ""


@lru_cache(maxsize=50_000)
def _synonyms(words: Phrase) -> tuple[Phrase, ...]:
    return tuple(other for group in general().same if words in group for other in group)
