"""Which words state which predicate, and which of their roles are its ends: data, compiled once.

``extract/rules/relations_frames.toml`` groups words by what they state;
``extract/rules/relations_constructions.toml`` says which tokens play which role for a word.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from extract.relations.inflection import phrase_forms
from extract.relations.patterns import Pattern, end_letters, measured_confidence
from extract.relations.words import relation_words
from kg.model import Predicate

if TYPE_CHECKING:
    from collections.abc import Mapping

FOCUS: Final = "-focus"
"""How the names of patterns end whose missing end is what the text speaks of."""


@dataclass(frozen=True, slots=True)
class Construction:
    """A dependency pattern that finds a role: see the comment of its file.

    ``tags`` are the fine part-of-speech tags that the word may have, any if empty.
    """

    name: str
    verbal: bool
    role: str
    rank: int
    tags: frozenset[str]
    nodes: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that state a predicate.

    ``subject`` and ``object`` are roles in order of preference, ``pair`` those whose names are
    joined pairwise. ``scene`` words state their predicate only where an earlier fact of it goes on,
    ``continues`` words do so too; ``takes`` names the list of words that their object must be of.
    ``money`` asks for an amount of money in the sentence. ``focus`` is the pattern
    of the facts whose missing end is what the text speaks of, if the word allows that.
    """

    pattern: Pattern
    verbal: bool
    subject: tuple[str, ...]
    object: tuple[str, ...]
    pair: tuple[str, ...]
    money: bool
    focus: Pattern | None
    scene: bool = False
    continues: bool = False
    takes: str = ""


@dataclass(frozen=True)
class Frames:
    """All frames by word form; a verb with a particle is found by ``(form, particle)``."""

    verbs: Mapping[str, tuple[tuple[str, Frame], ...]]
    nouns: Mapping[str, tuple[Frame, ...]]


def _read(name: str) -> dict[str, Any]:
    path = resources.files("extract") / "rules" / name
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def constructions() -> tuple[Construction, ...]:
    """Return the constructions of the data file."""
    return tuple(
        Construction(
            entry["name"],
            entry["kind"] == "verb",
            entry["role"],
            entry.get("rank", 1),
            frozenset(entry.get("tag", "").split()),
            tuple(tuple(node) for node in entry["nodes"]),
        )
        for entry in _read("relations_constructions.toml")["construction"]
    )


def _plurals(noun: str) -> tuple[str, ...]:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun, noun[:-1] + "ies"
    return noun, noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def _frame(entry: dict[str, Any]) -> Frame:
    predicate = Predicate(entry["predicate"])
    subjects, objects = end_letters(predicate)
    pattern = Pattern(
        entry["name"],
        predicate,
        (),
        measured_confidence(entry["name"]),
        entry.get("subjects", subjects),
        entry.get("objects", objects),
    )
    name = entry["name"] + FOCUS
    focus = replace(pattern, name=name, confidence=measured_confidence(name))
    return Frame(
        pattern,
        "verbs" in entry,
        tuple(entry.get("S", ())),
        tuple(entry.get("O", ())),
        tuple(entry.get("P", ())),
        entry.get("money", False),
        focus if entry.get("focus") else None,
        entry.get("scene", False),
        entry.get("scene", False) or entry.get("continues", False),
        entry.get("takes", ""),
    )


@cache
def load_frames() -> Frames:
    """Return the frames with the forms of their words."""
    words = relation_words()
    verbs: dict[str, list[tuple[str, Frame]]] = defaultdict(list)
    nouns: dict[str, list[Frame]] = defaultdict(list)
    for entry in _read("relations_frames.toml")["frame"]:
        frame = _frame(entry)
        for verb in entry.get("verbs", "").split():
            stem, _, particle = verb.partition("_")
            for form in phrase_forms(stem, words.irregular).all():
                verbs[form].append((particle.replace("_", " "), frame))
        listed = words.lists[entry["list"]] if "list" in entry else ()
        for noun in (*entry.get("nouns", "").split(), *listed):
            for form in _plurals(noun.replace("_", " ")):
                if frame not in nouns[form]:
                    nouns[form].append(frame)
    return Frames(
        {form: tuple(found) for form, found in verbs.items()},
        {form: tuple(found) for form, found in nouns.items()},
    )
