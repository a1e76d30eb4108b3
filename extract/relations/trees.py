"""Candidates from the parse: the names that fill the roles of a word that states a predicate.

Roles come from :mod:`extract.relations.roles`, the words from :mod:`extract.relations.frames`.
Coordination is expanded here, once for all constructions: each name with each, or in order where
the sentence says "respectively".
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from extract.quantities import Quantity, QuantityKind
from extract.quantities.words import quantity_words
from extract.relations.coordination import listed
from extract.relations.frames import FOCUS, load_frames
from extract.relations.joining import SCENE, TREE
from extract.relations.matching import Candidate
from extract.relations.patterns import measured_confidence
from extract.relations.roles import find_roles
from extract.relations.views import LONGEST_SENTENCE, View, flat_view
from extract.relations.words import relation_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from spacy.tokens import Span, Token

    from extract.document import EntityMention, ResolvedDoc
    from extract.relations.frames import Frame
    from extract.relations.patterns import Pattern
    from extract.relations.roles import Roles
    from extract.relations.scenes import Backdrop
    from kg.model import Predicate

_INNER = frozenset({"nmod:poss", "compound", "nmod", "amod", "nmod:desc"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "SYM", "ADV", "X"})
_NEAR = 5
"""How many tokens after its verb a particle stands at most."""
_EXAMPLES = frozenset({"including", "such", "like"})


class TreeFinder:
    """Finds candidates in the sentences of one article."""

    def __init__(self, resolved: ResolvedDoc, letters: Mapping[str, str]) -> None:
        self._resolved = resolved
        self._letters = letters
        self._roles = find_roles(resolved.doc)
        self._mentions = self._by_token()
        self._lists = {mention: run for run in listed(resolved) for mention in run}

    def _by_token(self) -> dict[int, list[EntityMention]]:
        """Map tokens to the longest mention whose head they are, or that covers them.

        "Both companies" is one mention of each.
        """
        spans: dict[tuple[int, int], list[EntityMention]] = defaultdict(list)
        for mention in self._resolved.mentions:
            spans[mention.start, mention.end].append(mention)
        found: dict[int, list[EntityMention]] = {}
        ordered = sorted(spans, key=lambda span: span[1] - span[0])
        for start, end in ordered:
            found |= dict.fromkeys(range(start, end), spans[start, end])
        if self._resolved.doc.has_annotation("DEP"):
            for start, end in ordered:
                root = self._resolved.doc[start:end].root.i
                longest = max((found[root], spans[start, end]), key=lambda g: g[0].end - g[0].start)
                found[root] = longest
        return found

    def candidates(
        self, sentence: Span, *, focus: EntityMention | None = None
    ) -> Iterator[Candidate]:
        """Yield the candidates of one sentence; ``focus`` is what the one before speaks of."""
        words = [i for i in range(sentence.start, sentence.end) if i in self._roles]
        if not words or len(sentence) > LONGEST_SENTENCE:
            return
        view = flat_view(sentence, self._resolved, self._letters)
        for word in words:
            token = self._resolved.doc[word]
            for frame in _frames_of(token):
                if frame.scene or (frame.money and not _counts(view, QuantityKind.MONEY)):
                    continue
                if not frame.continues and not self._takes(word, frame.takes, view):
                    continue
                for one, other, pattern in self._pairs(frame, self._roles[word], sentence, focus):
                    if one.iri != other.iri:
                        yield _candidate(pattern, view, one, other, word)

    def continuing(
        self, sentence: Span, scenes: Mapping[Predicate, Backdrop]
    ) -> Iterator[Candidate]:
        """Yield the facts of which a sentence names one end only.

        ``scenes`` gives for each predicate what may stand for the other.
        """
        words = [i for i in range(sentence.start, sentence.end) if i in self._roles]
        if not scenes or len(sentence) > LONGEST_SENTENCE:
            return
        view = flat_view(sentence, self._resolved, self._letters)
        for word in words:
            for frame in _frames_of(self._resolved.doc[word]):
                if not frame.continues or not self._takes(word, frame.takes, view):
                    continue
                backdrop = scenes.get(frame.pattern.predicate)
                if backdrop is None:
                    continue
                told = frame.scene and backdrop.name != "topic"
                if told or _counts(view, backdrop.counts):
                    yield from self._filled(frame, backdrop, view, word)

    def _takes(self, word: int, wanted: str, view: View) -> bool:
        """Tell whether what a verb takes is of a list, or an amount of money, if that matters."""
        if not wanted:
            return True
        patients = self._roles[word].get("patient", {}).values()
        tokens = [self._resolved.doc[i] for fillers in patients for i in fillers]
        listed = relation_words().sets[wanted]
        if any(token.lower_ in listed for token in tokens):
            return True
        places = (_item(view, token.i) for token in tokens)
        values = [view.items[place].value for place in places if place is not None]
        return wanted == "money" and any(
            isinstance(value, Quantity) and value.kind is QuantityKind.MONEY for value in values
        )

    def _filled(
        self, frame: Frame, backdrop: Backdrop, view: View, word: int
    ) -> Iterator[Candidate]:
        """Yield the facts of a word one of whose ends is missing, with the scene's own."""
        roles, pattern = self._roles[word], frame.pattern
        ones = self._listed(self._fillers(roles, frame.subject, pattern.subjects), pattern.subjects)
        others = self._fillers(
            roles, frame.object, pattern.objects, avoid={mention.iri for mention in ones}
        )
        missing = frame.object if ones else frame.subject
        known = {mention.iri for mention in (*ones, *others)}
        if bool(ones) == bool(others) or self._told(word, missing):
            return
        name = f"{SCENE}{pattern.name.removeprefix(TREE).removeprefix(SCENE)}-{backdrop.name}"
        pattern = replace(pattern, name=name, confidence=measured_confidence(name))
        if ones and backdrop.object and self._may_be(backdrop.object, pattern.objects, known):
            yield from (_candidate(pattern, view, one, backdrop.object, word) for one in ones)
        if others and backdrop.subject and self._may_be(backdrop.subject, pattern.subjects, known):
            yield from (_candidate(pattern, view, backdrop.subject, one, word) for one in others)

    def _told(self, word: int, missing: Sequence[str]) -> bool:
        """Tell whether a sentence names or describes the missing end, if not as an entity.

        "gave $5m to schools", "joined the army" leave nothing open; "took part in the round" does.
        """
        plain, roles = relation_words().sets["round"], self._roles[word]
        tokens = [
            self._resolved.doc[i]
            for role in missing
            for fillers in roles.get(role, {}).values()
            for i in fillers
        ]
        sums = (self._resolved.doc[i] for f in roles.get("patient", {}).values() for i in f)
        within = (child for token in sums for child in token.children if child.dep_ == "nmod")
        tokens += [child for child in within if _preposition(child) in missing]
        return any(not _is_sum(token) and token.lower_ not in plain for token in tokens)

    def _listed(self, ends: list[EntityMention], allowed: str) -> list[EntityMention]:
        """Return some ends with the names between the same commas, which a parse may part."""
        found = list(ends)
        for one in ends:
            found += [
                other
                for other in self._lists.get(one, ())
                if self._letters[other.iri] in allowed and other not in found
            ]
        return found

    def _may_be(self, end: EntityMention, allowed: str, known: set[str]) -> bool:
        return self._letters[end.iri] in allowed and end.iri not in known

    def _pairs(
        self, frame: Frame, roles: Roles, sentence: Span, focus: EntityMention | None
    ) -> Iterator[tuple[EntityMention, EntityMention, Pattern]]:
        pattern = frame.pattern
        for role in frame.pair if "with" not in roles else ():  # "A and B signed a pact with C"
            group = self._fillers(roles, (role,), pattern.subjects)
            yield from ((one, other, pattern) for one, other in combinations(group, 2))
        if frame.pair:
            return
        ones = self._fillers(roles, frame.subject, pattern.subjects)
        used = {mention.iri for mention in ones}
        others = self._fillers(roles, frame.object, pattern.objects, avoid=used)
        if frame.focus is not None and ones and not others:
            spoken_of = self._spoken_of(sentence, ones, focus, pattern.objects)
            others, pattern = [m for m in (spoken_of,) if m is not None], frame.focus
        if len(ones) == len(others) > 1 and "respectively" in sentence.text:
            yield from ((one, other, pattern) for one, other in zip(ones, others, strict=True))
            return
        yield from ((one, other, pattern) for one in ones for other in others)

    def _spoken_of(
        self,
        sentence: Span,
        known: Sequence[EntityMention],
        focus: EntityMention | None,
        allowed: str,
    ) -> EntityMention | None:
        """Return the first organisation named before the known ends, else the focus."""
        taken = {mention.iri for mention in known}
        end = min(mention.start for mention in known)
        for mention in self._resolved.mentions:
            if (
                sentence.start <= mention.start < end
                and mention.iri not in taken
                and self._letters[mention.iri] in allowed
                and self._letters[mention.iri] in "CUROG"
            ):
                return mention
        if focus is None or focus.iri in taken or self._letters[focus.iri] not in allowed:
            return None
        return focus

    def _fillers(
        self,
        roles: Roles,
        wanted: Sequence[str],
        allowed: str,
        *,
        avoid: frozenset[str] | set[str] = frozenset(),
    ) -> list[EntityMention]:
        """Return the mentions of the first wanted role that has any, by the surest construction."""
        for role in wanted:
            for rank in sorted(roles.get(role, ())):
                found = [
                    mention
                    for i in roles[role][rank]
                    for mention in self._names(self._resolved.doc[i])
                    if self._letters[mention.iri] in allowed and mention.iri not in avoid
                ]
                if found:
                    return list(dict.fromkeys(found))
        return []

    def _names(self, token: Token) -> list[EntityMention]:
        """Return the mentions that a token and its coordinates stand for."""
        found: list[EntityMention] = []
        for one in (token, *(other for other in token.conjuncts if other.i > token.i)):
            found += self._mentions.get(one.i) or self._stands_for(one)
        return found

    def _stands_for(self, token: Token) -> list[EntityMention]:
        """Return the names behind a noun: "its rival, X"; "X, a firm"; "X's board"."""
        found: list[EntityMention] = []
        if token.dep_ == "appos" and token.head.i in self._mentions:
            return self._mentions[token.head.i]
        metonym = token.lower_ in relation_words().sets["metonyms"]
        for child in token.children:
            named = self._mentions.get(child.i)
            if named is None:
                continue
            example = any(case.lower_ in _EXAMPLES for case in child.children)
            if child.dep_ == "appos" or example or (metonym and child.dep_ in _INNER):
                found += named
                for other in child.conjuncts:
                    found += self._mentions.get(other.i, []) if other.i > child.i else []
        return found


def _frames_of(token: Token) -> Iterator[Frame]:
    frames = load_frames()
    if token.pos_ in {"VERB", "AUX"}:
        for particle, frame in frames.verbs.get(token.lower_, ()):
            if not particle or any(
                child.lower_ == particle.split()[0]
                for child in token.rights
                if child.i < token.i + 5
            ):
                yield frame
    elif token.pos_ in _NOMINAL:
        yield from frames.nouns.get(token.lower_, ())


def _preposition(token: Token) -> str:
    return next((child.lower_ for child in token.children if child.dep_ == "case"), "")


def _is_sum(token: Token) -> bool:
    """Tell whether a token is an amount: "6 billion won", "$5m", "10%", "10 percent"."""
    if token.pos_ in {"NUM", "SYM"} or token.tag_ == "$":
        return True
    counted = any(child.dep_ == "nummod" for child in token.children)
    return counted and token.lower_ in {"percent", "cent", *quantity_words().currency_words}


def _counts(view: View, kind: QuantityKind | None) -> bool:
    return kind is None or any(
        isinstance(item.value, Quantity) and item.value.kind is kind for item in view.items
    )


def _candidate(
    pattern: Pattern, view: View, one: EntityMention, other: EntityMention, word: int
) -> Candidate:
    """Return the match as patterns leave theirs, so that status and qualifiers are read alike.

    What the text speaks of lies outside the match, as another clause or sentence names it.
    """
    ends = (one,) if pattern.name.endswith(FOCUS) else (one, other)
    places = [_item(view, end) for end in (*(end.start for end in ends), word)]
    known = [place for place in places if place is not None] or [0]
    first, last = min(known), max(known)
    return Candidate(one, other, pattern, view, first, first, last + 1, word=word)


def _item(view: View, token: int) -> int | None:
    for i, item in enumerate(view.items):
        if item.start <= token < max(item.end, item.start + 1):
            return i
    return None
