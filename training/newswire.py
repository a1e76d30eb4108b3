"""Our own annotated news: names, descriptions, pronouns, facts with status and sentence."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from training.example import ALL, Example, Pair, Words, allowed, fold, name_bits, packs, rows
from training.labels import COARSE, COARSE_OF, ROLE_OF, SYMMETRIC

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from training.gazetteers import Gazetteers

SOURCE = "own"
FOLDS = 5
KEPT = 20
"""Pairs of a window that hold nothing, at most."""
_LEAD = re.compile(
    r"^(?:(?:the|a|an|its|their|his|her|this|that|both)\b|(?:mr|mrs|ms|miss|dr|prof|sir|dame)\b\.?(?=\s)"
    r"|[\s\"'“”‘’«»(<])+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"[\s\"'“”‘’«»,.;:)>]+$")


@dataclass(frozen=True)
class Mention:
    """A mention in characters; ``core`` is the name without article and quotes, if it is one."""

    start: int
    end: int
    entity: str
    type: str
    kind: str
    core: tuple[int, int] | None


def held_back(article: str) -> bool:
    """Say whether an article belongs to the dev fold, which is never trained on."""
    return fold(article, FOLDS) == 0


def articles(path: Path, *, dev: bool) -> list[dict[str, Any]]:
    """Read the dev fold, or all the rest."""
    return [row for row in rows(path) if held_back(row["id"]) == dev]


def core_of(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without leading determiners and quotes and without trailing punctuation."""
    surface = text[start:end]
    lead = _LEAD.match(surface)
    a = start + (lead.end() if lead and lead.end() < len(surface) else 0)
    tail = _TAIL.search(text[a:end])
    b = (
        a + tail.start()
        if tail and not re.search(r"\b(Inc|Corp|Co|Ltd|U\.S|U\.K|Jr|Sr|D\.C)\.$", text[a:end])
        else end
    )
    return (a, b) if b > a else (start, end)


def mentions_of(row: dict[str, Any]) -> Iterator[Mention]:
    """Yield an article's mentions; a name counts as such by its capitals or its canonical form."""
    for entity in row["entities"]:
        canonical = _LEAD.sub("", entity["name"]).casefold()
        for m in entity["mentions"]:
            a, b = core_of(row["text"], m["start"], m["end"])
            surface = row["text"][a:b]
            letters = list(re.findall(r"[^\W_][\w.&'’-]*", surface))
            capital = bool(letters) and all(
                w[0].isupper() or w[0].isdigit() for w in (letters[0], letters[-1])
            )
            branded = len(letters) == 1 and any(c.isupper() for c in surface)
            name = m["kind"] != "pronoun" and (
                capital or branded or surface.casefold() == canonical
            )
            yield Mention(
                m["start"],
                m["end"],
                entity["id"],
                entity["type"],
                m["kind"],
                (a, b) if name else None,
            )


def coarse(mention: Mention, surface: str, gazetteers: Gazetteers) -> frozenset[str]:
    """Return the name type of a mention; nothing where it is better not learnt."""
    if mention.type in {"Country", "Region", "City"} and gazetteers.is_demonym(surface):
        return frozenset({"NORP"})
    if not any(c.isupper() or c.isdigit() for c in surface) and mention.type != "Program":
        return frozenset()
    return frozenset({COARSE_OF[mention.type]})


def names_of(
    row: dict[str, Any], gazetteers: Gazetteers
) -> list[tuple[int, int, frozenset[str], str]]:
    """Return the outermost names: start, end, name types, contract type."""
    found: list[tuple[int, int, frozenset[str], str]] = []
    named = [m for m in mentions_of(row) if m.core]
    for m in sorted(named, key=lambda m: -(m.end - m.start)):
        assert m.core is not None
        a, b = m.core
        if not any(a < end and b > start for start, end, _, _ in found):
            found.append((a, b, coarse(m, row["text"][a:b], gazetteers), m.type))
    return sorted(found)


@dataclass
class _Spans:
    """Mentions of one article in words, with the sentence of each."""

    at: tuple[int, int]
    entity: str
    type: str
    pronoun: bool
    sentence: int
    name: bool


def read_newswire(
    path: Path, gazetteers: Gazetteers, *, dev: bool = False, seed: int = 0, every: bool = False
) -> list[Example]:
    """Read the articles in windows; ``every``: with all pairs that hold nothing."""
    chance = random.Random(seed)
    found = []
    for row in articles(path, dev=dev):
        found += list(_windows(row, gazetteers, chance, every=every))
    return found


def _windows(
    row: dict[str, Any], gazetteers: Gazetteers, chance: random.Random, *, every: bool
) -> Iterator[Example]:
    words = Words(row["text"])
    begins = [words.span(a, b) for a, b in row["sentences"]]
    first = {span[0]: n for n, span in enumerate(begins) if span}
    number, sentence_of = 0, []
    for at in range(len(words.words)):
        number = first.get(at, number)
        sentence_of.append(number)
    typed = [
        (s[0], s[1], kinds)
        for a, b, kinds, _ in names_of(row, gazetteers)
        if (s := words.span(a, b))
    ]
    bits = name_bits(len(words.words), typed, frozenset(COARSE))
    spans = []
    for m in mentions_of(row):
        at = words.span(*(m.core or (m.start, m.end)))
        if at:
            spans.append(
                _Spans(
                    at,
                    m.entity,
                    m.type,
                    m.kind == "pronoun",
                    sentence_of[at[0]],
                    m.core is not None,
                )
            )
            if m.type == "Program" and not m.core and m.kind != "pronoun":
                for k in range(*at):
                    bits[k] |= allowed(["PROGRAM"]) if bits[k] == 1 else 0
    lengths = [sum(1 for s in sentence_of if s == n) for n in range(len(begins))]
    for pack in packs(lengths, chance, low=45, high=150):
        a, b = sum(lengths[: pack.start]), sum(lengths[: pack.stop])
        here = [s for s in spans if a <= s.at[0] and s.at[1] <= b]
        yield Example(
            SOURCE,
            words.words[a:b],
            starts=[k == a or sentence_of[k] != sentence_of[k - 1] for k in range(a, b)],
            names=bits[a:b],
            types=[(s.at[0] - a, s.at[1] - a, s.type) for s in here if not s.pronoun],
            pairs=list(_pairs(row, here, a, chance, 10**6 if every else KEPT)),
        )


def _pairs(
    row: dict[str, Any], here: list[_Spans], offset: int, chance: random.Random, most: int
) -> Iterator[Pair]:
    facts: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for fact in row["facts"]:
        facts.setdefault((fact["subject"], fact["object"]), []).append(fact)
        if fact["predicate"] in SYMMETRIC:
            facts.setdefault((fact["object"], fact["subject"]), []).append(fact)
    unmarked = []
    for one, two in product(here, here):
        if (
            one is two
            or abs(one.sentence - two.sentence) > 1
            or (one.at[0] < two.at[1] and two.at[0] < one.at[1])
        ):
            continue
        stated = facts.get((one.entity, two.entity), [])
        sentences = {one.sentence, two.sentence}
        true = [f for f in stated if sentences & set(f["sentences"]) and _needed(f, one, two, here)]
        unsure = frozenset(f["predicate"] for f in stated) - {f["predicate"] for f in true}
        pair = Pair(
            (one.at[0] - offset, one.at[1] - offset),
            (two.at[0] - offset, two.at[1] - offset),
            (ROLE_OF[COARSE_OF[one.type]], ROLE_OF[COARSE_OF[two.type]]),
            true=frozenset(f["predicate"] for f in true),
            unknown=unsure,
            status=true[0]["status"] if true else None,
            same=one.entity == two.entity,
        )
        if true or pair.same:
            yield pair
        else:
            unmarked.append(pair)
    yield from chance.sample(unmarked, min(most, len(unmarked)))


def _needed(fact: dict[str, Any], one: _Spans, two: _Spans, here: list[_Spans]) -> bool:
    """Say whether a pair states a fact: both in its sentence, or one before that is not in it."""
    stated = set(fact["sentences"])
    if one.sentence in stated and two.sentence in stated:
        return one.sentence == two.sentence
    inside, outside = (one, two) if one.sentence in stated else (two, one)
    return outside.sentence < inside.sentence and not any(
        s.entity == outside.entity and s.sentence == inside.sentence for s in here
    )


__all__ = [
    "ALL",
    "SOURCE",
    "articles",
    "core_of",
    "held_back",
    "mentions_of",
    "names_of",
    "read_newswire",
]
