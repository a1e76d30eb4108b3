"""Word lists of the relation patterns, read once from ``extract/rules/relations_words.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extract.relations.inflection import phrase_forms


@dataclass(frozen=True, slots=True)
class RelationWords:
    """Irregular verbs, the word lists in order and as sets, and two sets of verb forms."""

    irregular: dict[str, list[str]]
    lists: dict[str, list[str]]
    sets: dict[str, frozenset[str]]
    chain: frozenset[str]
    verbs: frozenset[str]


def _forms(words: list[str], irregular: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(form for word in words for form in phrase_forms(word, irregular).all())


@cache
def relation_words() -> RelationWords:
    """Return the word lists."""
    path = resources.files("extract") / "rules" / "relations_words.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    lists, irregular = data["lists"], data["irregular"]
    chain = _forms(lists["chain"], irregular) | frozenset(lists["be"])
    sets = {name: frozenset(words) for name, words in lists.items()}
    return RelationWords(irregular, lists, sets, chain, _forms(lists["common_verbs"], irregular))
