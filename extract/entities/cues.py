"""What tells whether a reference may stand for an entity: nouns, gender, dummy "it"."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from extract.components.lexicon import fold, load_lexicon, word_set
from kg.model import EntityType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc, Token

    from extract.document import EntityMention

_BEFORE = 5
"""Words before a name among which an adjective tells where it is from."""
_HONORIFICS = {
    **dict.fromkeys(("mr", "mr.", "sir", "lord"), "m"),
    **dict.fromkeys(("mrs", "mrs.", "ms", "ms.", "dame", "lady"), "f"),
}


@cache
def description_nouns() -> dict[str, frozenset[EntityType]]:
    """Return the nouns that may refer to something named before, with the types they fit."""
    file = resources.files("extract") / "rules" / "names_references.toml"
    nouns: dict[str, set[EntityType]] = {}
    for label, words in tomllib.loads(file.read_text(encoding="utf-8"))["nouns"].items():
        for word in words:
            nouns.setdefault(word, set()).add(EntityType(label))
    for word, types in load_lexicon().nouns.items():
        nouns.setdefault(word, set()).update(types)
    return {word: frozenset(kinds) for word, kinds in nouns.items()}


def words_of_names(named: Sequence[EntityMention], doc: Doc) -> dict[str, set[str]]:
    """Return the words by which each entity is known: of its names, and of what they are called.

    "Foo, a battery recycler" makes a recycler of Foo, "chipmaker Acme" a chipmaker of
    Acme.
    """
    nouns = description_nouns()
    words: dict[str, set[str]] = {}
    for mention in named:
        known = words.setdefault(mention.iri, set())
        known.update(t.lower_ for t in doc[max(0, mention.start - 1) : mention.end])
        after = [t.lower_ for t in doc[mention.end : mention.end + 8]]
        if after[:1] == [","] and after[1:2] and after[1] in {"a", "an", "the", "one"}:
            known.update(word for word in after[2:] if word in nouns)
    return words


@cache
def demonyms() -> dict[str, str]:
    """Return the country codes of adjectives such as "Danish" and of names of countries."""
    file = resources.files("extract") / "rules" / "places_countries.tsv"
    found: dict[str, str] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        code, *names = line.split("\t")
        if not line.startswith("#"):
            found |= dict.fromkeys(
                (word for name in names for word in name.split("|") if word), code
            )
    return found


def origins_of(named: Sequence[EntityMention], doc: Doc) -> dict[str, set[str]]:
    """Return the countries that adjectives before its names give to each entity.

    "French drug maker Foo" and "Danish start-up Bar" are of one country each.
    """
    found: dict[str, set[str]] = {}
    for mention in named:
        root = doc[mention.start : mention.end].root
        for token in root.subtree:
            if mention.start - _BEFORE <= token.i < mention.start and token.text in demonyms():
                found.setdefault(mention.iri, set()).add(demonyms()[token.text])
    return found


def genders_of(
    named: Sequence[EntityMention], doc: Doc, types: Mapping[str, EntityType]
) -> dict[str, str]:
    """Return the gender of people whose honorific or given name tells it."""
    given = load_lexicon().given
    found: dict[str, str] = {}
    for mention in named:
        if types[mention.iri] is not EntityType.PERSON:
            continue
        title = doc[mention.start - 1].lower_ if mention.start else ""
        name = given.get(fold(doc[mention.start].text), "")
        if gender := _HONORIFICS.get(title) or (name if mention.end - mention.start > 1 else ""):
            found[mention.iri] = gender
    return found


def given_alone(
    named: Sequence[EntityMention], doc: Doc, types: Mapping[str, EntityType]
) -> dict[str, str]:
    """Return the gender of the given names by which alone people are called; it may deceive."""
    given = load_lexicon().given
    return {
        mention.iri: gender
        for mention in named
        if types[mention.iri] is EntityType.PERSON
        and mention.end - mention.start == 1
        and (gender := given.get(fold(doc[mention.start].text), ""))
    }


def is_dummy(token: Token) -> bool:
    """Tell whether "it" stands for nothing: "it is clear that", "it was expected to"."""
    if token.lower_ != "it" or token.i + 2 >= len(token.doc):
        return False
    doc = token.doc
    after = doc[token.i + 1].lower_
    if after not in word_set("no_reference") and doc[token.i + 1].text not in {"'s", "’s"}:
        return False
    return any(
        doc[i].lower_ in word_set("dummy") for i in range(token.i + 2, min(token.i + 4, len(doc)))
    )
