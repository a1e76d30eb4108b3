"""Universities, institutes and listed companies known elsewhere: ``organisations.tsv.gz``.

``training/shipped_gazetteers.py`` makes the file. It is kept as sorted lines and bisected, so that
opening it costs its decompression only.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

from kg.resolve.names import squash

if TYPE_CHECKING:
    from kg.model import EntityType


class Organisation(NamedTuple):
    """A known name: ``flag`` is ``a`` for an acronym, ``p`` for a company of the S&P 500.

    ``country`` is an ISO 3166-1 alpha-2 code and ``city`` a name; either may be empty.
    """

    key: str
    type: EntityType
    country: str
    city: str
    flag: str
    iri: str


def key_of(name: str, type: EntityType) -> str:  # noqa: A002 - the domain's word
    """Return the form under which a name is looked up.

    >>> from kg.model import EntityType
    >>> key_of("The Université of Foo-Bar", EntityType.UNIVERSITY)
    'universitefoobar'
    """
    return squash(name, type)


def organisations(key: str, type: EntityType) -> list[Organisation]:  # noqa: A002
    """Return the organisations of a type that bear a name, given by its key."""
    lines = _lines()
    start = f"{key}\t{type}\t".encode()
    found = []
    for at in range(bisect_left(lines, start), len(lines)):
        if not lines[at].startswith(start):
            break
        _, _, *rest = lines[at].decode().split("\t")
        found.append(Organisation(key, type, *rest))
    return found


@cache
def _lines() -> list[bytes]:
    path = resources.files("extract") / "gazetteers" / "organisations.tsv.gz"
    return gzip.decompress(path.read_bytes()).splitlines()
