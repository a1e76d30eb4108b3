"""Everything a question to a graph may name: classes, properties, things, and texts in the data."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from kg import vocab
from queries.questions.plain.ontology import Ontology, english_first, read_ontology
from queries.questions.plain.words import Phrase, general, phrase, root
from queries.questions.schema import local_name, texts
from queries.questions.tokens import plain, tokenise
from queries.questions.words import demonyms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from queries.questions.schema import Graph

_NAMING = " ".join(
    f"<{iri}>"
    for iri in (
        *(vocab.RDFS + "label", vocab.SKOS + "prefLabel", vocab.SKOS + "altLabel"),
        *("http://xmlns.com/foaf/0.1/name", "https://schema.org/name", "http://schema.org/name"),
        *("http://purl.org/dc/terms/title", "https://schema.org/alternateName"),
    )
)
_NAMES = f"""
SELECT DISTINCT ?thing ?naming ?name (LANG(?name) AS ?language) WHERE {{
  VALUES ?naming {{ {_NAMING} }} ?thing ?naming ?name
}}"""
_TYPES = "SELECT ?thing ?class WHERE { ?thing a ?class FILTER(ISIRI(?thing)) }"
_TEXTS = f"""
SELECT DISTINCT ?property ?text WHERE {{ ?thing ?property ?text
  FILTER(ISLITERAL(?text) && (DATATYPE(?text) = <http://www.w3.org/2001/XMLSchema#string>
    || LANG(?text) != "")) FILTER(STRLEN(?text) < 80)
  FILTER NOT EXISTS {{ VALUES ?naming {{ {_NAMING} }} FILTER(?property = ?naming) }}
}}"""
_CLOSE = 86
_FROM_COMMENT = 0.9
"""What it costs to know a property by a word of its definition only."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a phrase may stand for: a class or property, at a cost (0: its own label)."""

    kind: str  # "class" or "property"
    iri: str
    cost: float
    doer: bool = False  # its name is of one who does something: "lender", "restorer"


@lru_cache(maxsize=500_000)
def name_key(text: str) -> str:
    """Return a name without case, accents, punctuation and articles.

    >>> name_key("The Mute Bridge"), name_key("K. O'Neil")
    ('mute bridge', "k o'neil")
    """
    words = [t.lower.replace(".", "") for t in tokenise(text) if t.lower[:1].isalnum()]
    kept = [word for word in words if word not in {"the", "a", "an"}] or words
    return " ".join(kept)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Built once for a graph by :func:`read_lexicon`."""

    ontology: Ontology
    phrases: Mapping[Phrase, tuple[Target, ...]]
    longest: int
    names: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    classes: Mapping[str, tuple[str, ...]]
    values: Mapping[str, tuple[tuple[str, str], ...]]
    parts: Mapping[str, tuple[str, ...]]

    def nation(self, word: str) -> tuple[str, ...]:
        """Return the things named as the country of "german" or "south korean"."""
        countries = demonyms().get(plain(word), ())
        return tuple(dict.fromkeys(i for n in countries for i in self.names.get(name_key(n), ())))

    def partial(self, text: str) -> tuple[str, ...]:
        """Return the things of the best name that has all these words, in order."""
        words = name_key(text).split()
        if not words:
            return ()
        keys = [k for k in self.parts.get(words[0], ()) if _within(words, k.split())]
        best = sorted(keys, key=lambda k: (not k.startswith(words[0]), len(k)))
        iris = dict.fromkeys(iri for key in best[:1] for iri in self.names[key])
        return tuple(iris)

    def misspelt(self, text: str) -> tuple[str, tuple[str, ...]] | None:
        """Return the name of which ``text`` is surely a misspelling, and its things."""
        key = name_key(text)
        if len(key) < 5:
            return None
        found = process.extractOne(key, self.names.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
        return (self.labels[self.names[found[0]][0]], self.names[found[0]]) if found else None

    def misspelt_word(self, word: str) -> str | None:
        """Return the word of the vocabulary that is surely meant by one it does not have."""
        if len(word) < 5 or not word.isalpha():
            return None
        key = root(word)
        words = {w for p in self.phrases for w in p if len(w) > 3 and w[0] == key[0]}
        words = {w for w in words if not key.startswith(w) and not w.startswith(key)}
        found = process.extractOne(key, words, scorer=OSA.distance, score_cutoff=1 + (len(key) > 8))
        return found[0] if found else None

    def nearest(self, text: str, count: int = 3) -> list[str]:
        """Return labels like ``text``, for advice."""
        found = process.extract(
            name_key(text), self.names.keys(), scorer=fuzz.WRatio, limit=2 * count, score_cutoff=70
        )
        named = (self.labels[self.names[key][0]] for key, _, _ in found)
        return list(dict.fromkeys(named))[:count]


def _within(words: list[str], whole: list[str]) -> bool:
    """Whether ``words`` stand in ``whole`` in this order."""
    rest = iter(whole)
    return all(any(word == each for each in rest) for word in words)


def read_lexicon(graph: Graph) -> Lexicon:
    """Read the vocabulary, the names and the short texts of a graph."""
    ontology = read_ontology(graph)
    phrases = _phrases(ontology)
    classes: dict[str, set[str]] = defaultdict(set)
    for row in texts(graph, _TYPES):
        if row["class"] in ontology.classes:
            classes[row["thing"]].add(row["class"])
    named: dict[str, list[tuple[str, str]]] = defaultdict(list)
    also: dict[str, set[str]] = defaultdict(set)
    for row in texts(graph, _NAMES):
        thing = row["thing"]
        if thing not in classes:
            continue
        if not row["naming"].endswith(("altLabel", "alternateName")):
            named[thing].append((row.get("language", ""), row["name"]))
        also[thing].add(row["name"])
    labels = {thing: english_first(found)[0] for thing, found in named.items()}
    for thing in classes:
        labels.setdefault(thing, next(iter(sorted(also[thing])), local_name(thing)))
        also[thing].add(labels[thing])
    names: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    for thing, spellings in also.items():
        for name in spellings:
            key = name_key(name)
            names[key].add(thing)
            for word in key.split():
                parts[word].add(key)
    names.pop("", None)
    values: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in texts(graph, _TEXTS):
        if row["property"] in ontology.links:
            values[name_key(row["text"])].add((row["property"], row["text"]))
    return Lexicon(
        ontology, phrases, max((len(p) for p in phrases), default=1), _sorted(names), labels,
        {t: tuple(sorted(c)) for t, c in classes.items()},
        {key: tuple(sorted(pairs)) for key, pairs in values.items()}, _sorted(parts),
    )  # fmt: skip


def _sorted(index: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(items)) for key, items in index.items()}


def _phrases(ontology: Ontology) -> dict[Phrase, tuple[Target, ...]]:
    """Return what each phrase may stand for, by labels, their parts, synonyms and comments."""
    found: dict[Phrase, dict[tuple[str, str], float]] = defaultdict(dict)

    def add(words: Phrase, kind: str, iri: str, cost: float) -> None:
        if words:
            known = found[words].get((kind, iri), 9.0)
            found[words][kind, iri] = min(known, cost)

    doers = {c.iri for c in ontology.classes.values() if is_doer(c.label)}
    doers |= {link.iri for link in ontology.links.values() if is_doer(link.label)}

    rare = {link.iri for link in ontology.links.values() if link.literal}
    terms = [("class", c.iri, c.names, "") for c in ontology.classes.values()]
    terms += [("property", link.iri, link.names, link.comment) for link in ontology.links.values()]
    for kind, iri, names, comment in terms:
        for words, cost in _own_phrases(names, comment):
            add(words, kind, iri, cost + 0.4 * (cost >= _FROM_COMMENT and iri in rare))
            if cost <= 0.6 and not (cost and words[0] in general().vague):
                for synonym in _synonyms(words):
                    add(synonym, kind, iri, cost + 0.3)
    return {
        words: tuple(
            sorted(
                (Target(*key, cost, key[1] in doers) for key, cost in t.items()),
                key=lambda t: t.cost,
            )
        )
        for words, t in found.items()
    }


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
