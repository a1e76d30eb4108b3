"""Measure how the cost of resolution grows with the number of names; print a Markdown table.

    python -m benchmarks.resolution --names 20000 100000

The names are made up and share words and surnames as real ones do. Seconds are of the CPU,
one thread. ``one more`` is an article with five names added to a store in memory of so many names.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from kg.model import Article, ArticleFacts, Entity, EntityType
from kg.resolve.articles import ArticleEvidence, profiles_of
from kg.resolve.clusters import resolve
from kg.store import GraphStore
from kg.vocab import entity_iri

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = ["Acme", "Bolt", "Crux", "Delta", "Echo", "Foxtrot", "Golf", "Hotel"]
LAST = ["Motors", "Group", "Bank", "Energy", "Foods", "Steel", "Labs", "Media"]
AN_ARTICLE = 10


def entity(type_: EntityType, name: str, *aliases: str) -> Entity:
    return Entity(entity_iri(type_, name), type_, name, aliases)


def entities(count: int) -> Iterator[Entity]:
    """Yield so many names; of every four companies two are one under two names."""
    for n in range(count):
        word = "".join(chr(97 + n // 26**k % 26) for k in range(4))
        if n % 4 == 0:
            yield entity(EntityType.PERSON, f"{word.title()} {FIRST[n % 8]}son")
        elif n % 4 == 3:
            before = "".join(chr(97 + (n - 1) // 26**k % 26) for k in range(4))
            yield entity(EntityType.COMPANY, before.upper())
        else:
            name = f"{FIRST[n % 8]} {word} {LAST[n // 8 % 8]}"
            yield entity(EntityType.COMPANY, name, word.upper())


def articles(count: int) -> list[ArticleFacts]:
    """Put names into articles so that two names of one company are in two of them."""
    found = list(entities(count))
    number = max(1, count // AN_ARTICLE)
    return [ArticleFacts(Article(f"a{n}", ""), tuple(found[n::number])) for n in range(number)]


def whole(made: list[ArticleFacts]) -> tuple[float, int]:
    """Return the seconds of resolving all at once, and how many entities were joined."""
    start = time.process_time()
    found = resolve(profiles_of(made), ArticleEvidence(made))
    return time.process_time() - start, len(found)


def stepwise(made: list[ArticleFacts]) -> tuple[float, float]:
    """Return the seconds of adding all to a store one by one, and those of one more."""
    with GraphStore.memory() as store:
        start = time.process_time()
        for facts in made:
            store.add(facts)
        between = time.process_time()
        more = [entity(EntityType.COMPANY, f"Acme {word} Motors") for word in "abcde"]
        store.add(ArticleFacts(Article("more", ""), tuple(more)))
        return between - start, time.process_time() - between


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--names", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--store", action="store_true", help="measure a store, too: minutes")
    given = parser.parse_args()
    sys.stdout.write("| names | all at once, s | joined | store, s | one more, ms |\n")
    sys.stdout.write("|---|---|---|---|---|\n")
    for count in given.names:
        made = articles(count)
        seconds, joined = whole(made)
        row = [f"{count:,}", f"{seconds:.1f}", f"{joined:,}", "", ""]
        if given.store:
            every, one = stepwise(made)
            row[3:] = [f"{every:.1f}", f"{1000 * one:.0f}"]
        sys.stdout.write(f"| {' | '.join(row)} |\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
