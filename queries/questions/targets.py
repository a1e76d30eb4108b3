"""What a phrase of a question may stand for in a graph's vocabulary, each at a cost."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from queries.questions.roots import Phrase, general, phrase, root
from queries.questions.syntax.vocabulary import blocks_for
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


def build_targets(ontology: Ontology) -> dict[Phrase, tuple[Target, ...]]:
    """Return what each phrase may stand for, by labels, their parts, synonyms and comments."""
    found: dict[Phrase, dict[tuple[str, str, bool, str, str], float]] = defaultdict(dict)

    def add(
        words: Phrase,
        kind: str,
        iri: str,
        cost: float,
        said: tuple[bool, str, str] = (False, "", ""),
    ) -> None:
        if words:
            key = (kind, iri, *said)
            found[words][key] = min(found[words].get(key, 9.0), cost)

    doers = {c.iri for c in ontology.classes.values() if is_doer(c.label)}
    doers |= {link.iri for link in ontology.links.values() if is_doer(link.label)}

    rare = {link.iri for link in ontology.links.values() if link.literal}
    terms = [("class", c.iri, c.names, "") for c in ontology.classes.values()]
    terms += [("property", link.iri, link.names, link.comment) for link in ontology.links.values()]
    for kind, iri, names, comment in terms:
        passive = {phrase(name) for name in names if name.lower().endswith(" by")}
        for words, cost in _own_phrases(names, comment):
            said = (kind == "property" and words in passive, "", "")  # "owned by": by its object
            add(words, kind, iri, cost + 0.4 * (cost >= _FROM_COMMENT and iri in rare), said)
            if cost <= 0.6 and not (cost and words[0] in general().vague):
                for synonym in _synonyms(words):
                    add(synonym, kind, iri, cost + 0.3, said)
    for link in ontology.relations():
        for words, cost, inverse, noun, preposition in _wordings(link):
            add(words, "property", link.iri, cost, (inverse, noun, preposition))
    return {
        words: tuple(
            sorted(
                (
                    Target(kind, iri, cost, iri in doers, inverse, names, preposition)
                    for (kind, iri, inverse, names, preposition), cost in t.items()
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
    return bool(re.search(r"(er|or|ist|ee|head|chief|author|spouse)$", label.split()[-1].lower()))


def _own_phrases(names: Iterable[str], comment: str) -> Iterable[tuple[Phrase, float]]:
    for name in names:
        words = phrase(name)
        yield words, 0.0
        if len(words) > 1:
            for at, word in enumerate(words):
                vague = 0.2 * (word in general().vague)
                yield (word,), vague + (0.4 if at == len(words) - 1 else 0.5)
    light = {root(word) for word in general().light}
    for word in phrase(comment):
        if len(word) > 2 and word not in light and not word.isdigit():
            yield (word,), _FROM_COMMENT


@lru_cache(maxsize=50_000)
def _synonyms(words: Phrase) -> tuple[Phrase, ...]:
    return tuple(other for group in general().same if words in group for other in group)
