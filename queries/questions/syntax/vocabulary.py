"""Phrases of a graph's ontology and of English, by their stems: what a wording may mean."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from queries.questions.syntax.pieces import Kind, Sense
from queries.questions.tokens import stems
from queries.questions.words import english, wordings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from queries.questions.ontology import Link, Ontology

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A phrase: what it is, and the classes, relations or qualifiers that it stands for."""

    kind: Kind
    stems: Stems
    preposition: str = ""
    iris: tuple[str, ...] = ()
    senses: tuple[Sense, ...] = ()


@dataclass(slots=True)
class Vocabulary:
    """Entries by first stem; entries of one phrase and kind are joined."""

    entries: dict[tuple[Kind, Stems, str], Entry] = field(default_factory=dict)
    by_first: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def add(self, entry: Entry) -> None:
        """Add an entry, joined with one of the same phrase."""
        key = (entry.kind, entry.stems, entry.preposition)
        if not entry.stems and not entry.preposition:
            return
        if known := self.entries.get(key):
            entry = Entry(
                entry.kind,
                entry.stems,
                entry.preposition,
                tuple(dict.fromkeys(known.iris + entry.iris)),
                tuple(dict.fromkeys(known.senses + entry.senses)),
            )
        self.entries[key] = entry

    def freeze(self) -> Vocabulary:
        """Index the entries by their first stem; call once after the last :meth:`add`."""
        self.by_first.clear()
        for entry in self.entries.values():
            self.by_first[entry.stems[0] if entry.stems else ""].append(entry)
        return self

    def at(self, tokens: Sequence[str], start: int) -> Iterator[Entry]:
        """Yield the entries whose stems stand at ``start``."""
        for entry in self.by_first.get(tokens[start], ()):
            if tuple(tokens[start : start + len(entry.stems)]) == entry.stems:
                yield entry

    def words(self) -> set[str]:
        """Return every stem of every phrase."""
        return {stem for entry in self.entries.values() for stem in entry.stems}


def build_vocabulary(ontology: Ontology) -> Vocabulary:
    """Return the phrases for the classes, relations and qualifiers of an ontology."""
    vocabulary = Vocabulary()
    for info in ontology.classes.values():
        for phrase in _class_words(info.names):
            vocabulary.add(Entry(Kind.CLASS, stems(phrase), iris=(info.iri,)))
    classes = {stems(word) for block in wordings().classes for word in block}
    classes |= {stems(info.label) for info in ontology.classes.values()}
    for relation in ontology.relations():
        for entry in _relation_entries(relation):
            if entry.kind is not Kind.NOUN or entry.stems not in classes:
                vocabulary.add(entry)
    for qualifier in ontology.qualifiers():
        for phrase in _qualifier_words(qualifier.names):
            vocabulary.add(Entry(Kind.QUALIFIER, stems(phrase), iris=(qualifier.iri,)))
    return vocabulary


def _class_words(words: Sequence[str]) -> Iterator[str]:
    """Yield the class's own words, and those of each block that begins with one of them."""
    yield from words
    own = {stems(word) for word in words}
    for block in wordings().classes:
        if stems(block[0]) in own:
            yield from block


def _qualifier_words(words: Sequence[str]) -> Iterator[str]:
    yield from words
    own = {stems(word) for word in words[:1]}
    for block in wordings().qualifiers:
        if own & {stems(word) for word in block[:1]}:
            yield from block


def _relation_entries(info: Link) -> Iterator[Entry]:
    forward, inverse = Sense(info.iri), Sense(info.iri, inverse=not info.symmetric)
    for phrase in info.forward:
        yield from phrase_entries(phrase, forward)
    for phrase in info.inverse:
        yield from phrase_entries(phrase, inverse)
    for nouns, sense in ((info.subject_nouns, forward), (info.object_nouns, inverse)):
        for phrase in nouns:
            yield from noun_entries(phrase, sense)
    for block in blocks_for(info):
        for phrase in block.get("forward", []):
            yield from phrase_entries(phrase, forward)
        for phrase in block.get("inverse", []):
            yield from phrase_entries(phrase, inverse)
        for phrase in block.get("forward_nouns", []):
            yield from noun_entries(phrase, forward)
        for phrase in block.get("inverse_nouns", []):
            yield from noun_entries(phrase, inverse)


def blocks_for(info: Link) -> list[dict[str, list[str]]]:
    """Return the blocks of wordings for the property's label."""
    own = _without_be(info.label)
    return [
        block
        for block in wordings().relations
        if own in {_without_be(label) for label in block.get("labels", block["forward"][:1])}
    ]


def _without_be(phrase: str) -> Stems:
    """Return the stems without "be": "is part of" and "part of" are one."""
    return tuple(stem for stem in stems(phrase) if stem not in {"be", "is", "are", "was"})


def restrict_by_role(vocabulary: Vocabulary) -> None:
    """Let "head of" mean those with a leading role only, not everyone who works there.

    Where a phrase has a sense with roles, its senses of the same relation without are dropped.
    """
    restricted = {
        (entry.stems, sense.predicate)
        for entry in vocabulary.entries.values()
        for sense in entry.senses
        if sense.roles
    }
    for key, entry in list(vocabulary.entries.items()):
        kept = tuple(
            s for s in entry.senses if s.roles or (entry.stems, s.predicate) not in restricted
        )
        if kept != entry.senses:
            del vocabulary.entries[key]
            if kept:
                vocabulary.entries[key] = replace(entry, senses=kept)


def phrase_entries(phrase: str, sense: Sense) -> Iterator[Entry]:
    """Yield the entries of a verb phrase such as "invest in", "be based in", "be owned by".

    "be owned by" reads from what is owned: as a verb it is turned round ("own"), and the
    passive turns it back.
    """
    words, preposition = _split(stems(phrase))
    if words[:1] in (("be",), ("is",), ("are",), ("was",), ("were",)):
        yield Entry(Kind.ADJECTIVE, words[1:], preposition, senses=(sense,))
        if preposition != "by" and len(words) > 1:
            yield from noun_entries(" ".join(phrase.split()[1:]), sense)
    else:
        yield Entry(Kind.VERB, words, preposition, senses=(sense,))


def noun_entries(phrase: str, sense: Sense) -> Iterator[Entry]:
    """Yield the entry of a noun phrase such as "shareholder of": it names the sense's subject."""
    words, preposition = _split(stems(phrase))
    yield Entry(Kind.NOUN, words, preposition, senses=(sense,))


def _split(words: Stems) -> tuple[Stems, str]:
    if len(words) > 1 and words[-1] in english().lists["prepositions"]:
        return words[:-1], words[-1]
    return words, ""


def synonym_stems(groups: Iterable[Sequence[str]]) -> dict[Stems, Stems]:
    """Map the stems of each phrase of a group to those of the group's first."""
    return {stems(phrase): stems(group[0]) for group in groups for phrase in group}


def place_relations(ontology: Ontology) -> dict[str, frozenset[str]]:
    """Return the properties that say where something is, by their use in the word list."""
    found: dict[str, set[str]] = {
        use: set() for use in ("in", "from", "nation", "within", "containing")
    }
    for info in ontology.relations():
        for block in blocks_for(info):
            for use in block.get("place", []):
                found[use].add(info.iri)
                found["containing"].add(info.iri)
    return {use: frozenset(iris) for use, iris in found.items()}
