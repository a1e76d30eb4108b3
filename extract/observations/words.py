"""Word lists of the observation finder, read once from ``extract/rules/observations.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class ObservationWords:
    """Lower-case word sets by role.

    ``verbs`` names what the money of a verb's form is, ``deeds`` that of its lemma;
    ``short_units`` spells units out.
    """

    indicators: frozenset[str]
    people: frozenset[str]
    skip: frozenset[str]
    up: frozenset[str]
    down: frozenset[str]
    negative: frozenset[str]
    rank: frozenset[str]
    superlatives: frozenset[str]
    planned: frozenset[str]
    headcount: frozenset[str]
    stake: frozenset[str]
    references: frozenset[str]
    stops: frozenset[str]
    reporting: frozenset[str]
    unit_parts: frozenset[str]
    light: frozenset[str]
    measuring: frozenset[str]
    hollow: frozenset[str]
    changes: frozenset[str]
    vague: frozenset[str]
    units: frozenset[str]
    rank_steps: frozenset[str]
    verbs: dict[str, str]
    deeds: dict[str, str]
    short_units: dict[str, str]


@cache
def observation_words() -> ObservationWords:
    """Return the word lists."""
    path = resources.files("extract") / "rules" / "observations.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    tables = {name: data.pop(name) for name in ("verbs", "deeds", "short_units")}
    words = {name: frozenset(listed) for name, listed in data.items()}
    return ObservationWords(**(tables | words))
