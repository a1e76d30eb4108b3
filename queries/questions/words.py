"""The word lists under ``wordlists/``, read once."""

from __future__ import annotations

import gzip
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class English:
    """Function words of questions, and irregular forms (``wordlists/english.toml``)."""

    lists: dict[str, list[str]]
    numbers: dict[str, float]
    scales: dict[str, float]
    currencies: dict[str, str]
    months: dict[str, int]
    quarters: dict[str, int]
    comparisons: dict[str, str]
    superlatives: dict[str, bool]
    comparatives: dict[str, bool]
    rewritten: dict[str, str]
    irregular: dict[str, str]


@dataclass(frozen=True, slots=True)
class Wordings:
    """Ways to say the same thing (``wordlists/wordings.toml``); each block is as in the file."""

    relations: list[dict[str, list[str]]]
    classes: list[list[str]]
    kinds: dict[str, str]  # a word for some things of a class, and one for all of them
    qualifiers: list[list[str]]
    roles: list[list[str]]
    leading: list[str]
    leading_verbs: list[str]
    leading_nouns: list[str]
    different_roles: frozenset[str]
    indicators: list[list[str]]
    empty_indicator_words: frozenset[str]


def _text(name: str) -> str:
    folder = resources.files("queries").joinpath("questions/wordlists")
    return folder.joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def english() -> English:
    """Return the function words of English."""
    data: dict[str, Any] = tomllib.loads(_text("english.toml"))
    tables = {name: table for name, table in data.items() if isinstance(table, dict)}
    lists = {name: words for name, words in data.items() if isinstance(words, list)}
    return English(lists=lists, **tables)


@lru_cache(maxsize=1)
def wordings() -> Wordings:
    """Return the ways to say relations, classes, roles and indicators."""
    data: dict[str, Any] = tomllib.loads(_text("wordings.toml"))
    roles, indicators = data["roles"], data["indicators"]
    return Wordings(
        relations=[_expanded(block) for block in data["relation"]],
        classes=[[*block["words"], *block.get("kinds", ())] for block in data["class"]],
        kinds={
            kind: block["words"][0] for block in data["class"] for kind in block.get("kinds", ())
        },
        qualifiers=[block["words"] for block in data["qualifier"]],
        roles=roles["same"],
        leading=roles["leading"],
        leading_verbs=roles["leading_verbs"],
        leading_nouns=roles["leading_nouns"],
        different_roles=frozenset(roles["different"]),
        indicators=indicators["same"],
        empty_indicator_words=frozenset(indicators["empty"]),
    )


@dataclass(frozen=True, slots=True)
class Regions:
    """Countries by continent and region; adjectives map to regions."""

    adjectives: dict[str, str]
    countries: dict[str, list[str]]


@lru_cache(maxsize=1)
def regions() -> Regions:
    """Return the regions of ``wordlists/regions.toml``."""
    return Regions(**tomllib.loads(_text("regions.toml")))


def _expanded(block: dict[str, Any]) -> dict[str, list[str]]:
    """Return a block with "open a store in" and the like for its verbs and objects."""
    end = block.get("verbs_preposition", "")
    pairs = [f"{v} {o} {end}" for v in block.get("verbs", ()) for o in block.get("objects", ())]
    kept = {k: v for k, v in block.items() if k not in {"verbs", "objects", "verbs_preposition"}}
    return {**kept, "forward": [*block["forward"], *pairs]}


@lru_cache(maxsize=1)
def demonyms() -> dict[str, tuple[str, ...]]:
    """Return the names of the country for "german", "south korean" and the like."""
    lines = (line for line in _text("demonyms.tsv").splitlines() if line and line[0] != "#")
    pairs = (line.split("\t") for line in lines)
    return {word: tuple(names.split("|")) for word, names in pairs}


@lru_cache(maxsize=1)
def _dictionary() -> dict[str, tuple[str, ...]]:
    """Map forms of English words to their base forms: lemminflect's list, without importing it."""
    spec = find_spec("lemminflect")
    if spec is None or not spec.submodule_search_locations:
        return {}
    file = Path(spec.submodule_search_locations[0]) / "resources" / "lemma_lu.csv.gz"
    found: dict[str, tuple[str, ...]] = {}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            form, kind, bases = line.rstrip().split(",", 2)
            more = bases.split("/") if kind in {"noun", "verb"} else ()
            found[form] = (*found.get(form, ()), *more)
    return found


def is_word(word: str) -> bool:
    """Whether a word in small letters stands in an English dictionary.

    >>> is_word("patents"), is_word("patnets")
    (True, False)
    """
    return word in _dictionary()


def base_forms(word: str) -> tuple[str, ...]:
    """Return the base forms of a noun or verb in small letters, none if no dictionary has it.

    >>> base_forms("termini")
    ('terminus',)
    """
    return tuple(dict.fromkeys(_dictionary().get(word, ())))


def plural(noun: str) -> str:
    """Return the plural of a label; one that is a plural stays.

    >>> plural("country"), plural("box"), plural("loan"), plural("shops")
    ('countries', 'boxes', 'loans', 'shops')
    """
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun == "person" or noun.endswith(" person"):
        return noun.removesuffix("person") + "people"
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return noun
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::00(?:\.0+)?)?(Z|\+00:00)?")


def said(value: object) -> str:
    """Return a value as a reader likes it.

    >>> said(67200000000), said(-0.3), said("2024-04"), said(True), said(80.0)
    ('67.2 billion', '-0.3', '2024-04', 'yes', '80')
    >>> said("2012-09-03T06:15:00Z")
    '2012-09-03 06:15 UTC'
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and (time := _TIME.fullmatch(value)):
        return f"{time[1]} {time[2]}{' UTC' if time[3] else ''}"
    if not isinstance(value, int | float):
        return str(value)
    if abs(value) < _SCALES[-1][0]:
        near = round(value, 2)
        return f"{int(near) if near == int(near) else near:,}"
    scale, name = next((s, n) for s, n in _SCALES if abs(value) >= s)
    return f"{value / scale:.4g} {name}"
