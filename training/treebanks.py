"""Universal Dependencies with the names and the coreference marked on the same words."""

from __future__ import annotations

import gzip
import random
from typing import TYPE_CHECKING, NamedTuple

from training.example import Example, Pair, Syntax, name_bits, packs, rows
from training.labels import ROLE_OF
from training.names import covered_types, kinds_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from training.gazetteers import Gazetteers

LONGEST = 200
GUM_ROLES = {
    "person": "PER",
    "organization": "ORG",
    "place": "PLACE",
    "event": "EVENT",
    "time": "DATE",
    "object": "PRODUCT",
}


class Sentence(NamedTuple):
    """The columns of one sentence; ``heads`` count from 1 within it."""

    words: list[str]
    lemmas: list[str]
    pos: list[str]
    tags: list[str]
    morphs: list[str]
    heads: list[int]
    deps: list[str]
    spaces: list[bool]


def read_conllu(path: Path) -> Iterator[list[Sentence]]:
    """Yield each document as a list of sentences, with multiword tokens as their words."""
    document: list[Sentence] = []
    lines: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.startswith("# newdoc") and document:
                yield document
                document = []
            elif line.strip() and not line.startswith("#"):
                lines.append(line.rstrip("\n").split("\t"))
            elif not line.strip() and lines:
                document.append(_sentence(lines))
                lines = []
    if document:
        yield document


def _sentence(lines: list[list[str]]) -> Sentence:
    inner: set[str] = set()
    glued: set[str] = set()
    for line in lines:
        if "-" in line[0]:
            first, last = map(int, line[0].split("-"))
            inner.update(str(n) for n in range(first, last))
            if "SpaceAfter=No" in line[9]:
                glued.add(str(last))
    words = [line for line in lines if line[0].isdigit()]
    spaces = [
        w[0] not in inner and w[0] not in glued and "SpaceAfter=No" not in w[9] for w in words
    ]
    return Sentence(
        words=[w[1] for w in words],
        lemmas=[w[2] for w in words],
        pos=[w[3] for w in words],
        tags=[w[4] for w in words],
        morphs=["" if w[5] == "_" else w[5] for w in words],
        heads=[int(w[6]) for w in words],
        deps=[w[7] for w in words],
        spaces=spaces,
    )


def lemma_script(word: str, lemma: str) -> str:
    """Return the recipe that makes ``lemma`` of ``word``; a class that the network learns along.

    ``K`` keeps the word, ``L`` lowers it; else ``lower|cut|suffix``: lower the word first if
    ``lower`` is 1, cut that many letters off its end, append the suffix. The pipeline itself
    takes lemmas from ``extract.language.lemmas``.

    >>> lemma_script("Studies", "study")
    '1|3|y'
    """
    if lemma == word:
        return "K"
    if lemma == word.lower():
        return "L"
    lower = lemma[:1].islower() or not lemma[:1].isalpha()
    base = word.lower() if lower else word
    same = 0
    while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
        same += 1
    return f"{int(lower)}|{len(base) - same}|{lemma[same:]}"


def window(source: str, sentences: list[Sentence]) -> Example:
    """Join sentences into one window."""
    example = Example(source, [], Syntax(), [])
    syntax, starts = example.syntax, example.starts
    assert syntax is not None
    assert starts is not None
    for sentence in sentences:
        offset = len(example.words)
        example.words += sentence.words
        syntax.tags += sentence.tags
        syntax.pos += sentence.pos
        syntax.morphs += sentence.morphs
        syntax.lemmas += [
            lemma_script(w, m) for w, m in zip(sentence.words, sentence.lemmas, strict=True)
        ]
        syntax.heads += [head + offset if head else 0 for head in sentence.heads]
        syntax.deps += sentence.deps
        starts += [at == 0 for at in range(len(sentence.words))]
    return example


def read_treebank(
    source: str,
    path: Path,
    gazetteers: Gazetteers,
    *,
    names: Path | None = None,
    coreference: Path | None = None,
    seed: int = 0,
) -> list[Example]:
    """Read a treebank in windows; names and mentions come from files over the same words."""
    chance = random.Random(seed)
    spans: dict[tuple[str, ...], list[tuple[int, int, str]]] = {}
    covered: frozenset[str] = frozenset()
    if names:
        marked = list(rows(names))
        covered = covered_types(names, marked)
        spans = {tuple(row["tokens"]): row["spans"] for row in marked}
    mentions = _mentions(coreference) if coreference else {}
    found = []
    for document in read_conllu(path):
        words = tuple(word for sentence in document for word in sentence.words)
        chains = mentions.get(words, [])
        offset = 0
        for pack in packs([len(s.words) for s in document], chance):
            sentences = [document[n] for n in pack]
            if max(len(s.words) for s in sentences) <= LONGEST:
                example = window(source, sentences)
                if names:
                    example.names = []
                    for sentence in sentences:
                        key = tuple(sentence.words)
                        here = spans.get(key)
                        length = len(key)
                        if here is None:
                            example.names += [0] * length
                        else:
                            typed = [(a, b, kinds_of(names, label)) for a, b, label in here]
                            bits = name_bits(length, typed, covered)
                            example.names += gazetteers.nationalities(sentence.words, bits)
                example.pairs = list(_same(chains, offset, len(example.words), chance))
                found.append(example)
            offset += sum(len(s.words) for s in sentences)
    return found


Chain = tuple[int, int, int, str]


def _mentions(path: Path) -> dict[tuple[str, ...], list[Chain]]:
    documents = {}
    for row in rows(path):
        chains = []
        for number, entity in enumerate(row["entities"]):
            role = GUM_ROLES.get(entity.get("type", ""), "UNKNOWN")
            chains += [(m[0], m[1], number, role) for m in entity["mentions"]]
        documents[tuple(row["tokens"])] = chains
    return documents


def _same(chains: list[Chain], offset: int, length: int, chance: random.Random) -> Iterator[Pair]:
    """Yield mention pairs of one window: all that name one entity, and some that do not."""
    inside = [c for c in chains if c[0] >= offset and c[1] <= offset + length]
    pairs = [(a, b) for a in inside for b in inside if a[:2] < b[:2]]
    true = [p for p in pairs if p[0][2] == p[1][2]]
    false = [p for p in pairs if p[0][2] != p[1][2]]
    kept = chance.sample(true, min(24, len(true))) + chance.sample(false, min(40, len(false)))
    for a, b in kept:
        first, second = (a[0] - offset, a[1] - offset), (b[0] - offset, b[1] - offset)
        yield Pair(first, second, (a[3], b[3]), unknown=None, same=a[2] == b[2])


__all__ = ["ROLE_OF", "Sentence", "read_conllu", "read_treebank", "window"]
