"""The relation patterns of ``extract/rules/relations.toml`` with their measured confidence."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from extract.relations.templates import Template, compile_template
from extract.relations.views import LETTERS
from kg.model import Predicate, Status
from kg.ontology import ontology

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST_CONFIDENCE: Final = 0.2
"""A pattern that is right less often is off; what it finds is judged by the join model too."""
_OPENS: Final = 0.5


def end_letters(predicate: Predicate) -> tuple[str, str]:
    """Return the type letters that the ontology allows at subject and object.

    >>> end_letters(Predicate.CITIZEN_OF)
    ('P', 'N')
    """
    info = ontology().predicates[predicate]
    letters = [
        "".join(letter for type_, letter in LETTERS.items() if type_ in ends)
        for ends in (info.domain, info.range)
    ]
    return letters[0], letters[1]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Templates that state one predicate.

    ``confidence`` is how often the pattern is right on the development articles; ``subjects``
    and ``objects`` are the type letters allowed at the ends.
    ``qualifiers`` are fixed ones, such as a share of 100 for "wholly owned".
    """

    name: str
    predicate: Predicate
    templates: tuple[Template, ...]
    confidence: float
    subjects: str
    objects: str
    status: Status | None = None
    inside: bool = False
    fixed: tuple[tuple[str, str | float], ...] = ()

    @property
    def opens(self) -> bool:
        """Whether it was measured and is sure enough for sentences to go on from its facts."""
        return self.confidence > _OPENS


class TemplateIndex:
    """The templates that read whole sentences, by the words of which they need one."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self._templates: list[tuple[Pattern, Template]] = []
        self._always: set[int] = set()
        self._by_word: dict[str, set[int]] = defaultdict(set)
        for pattern in patterns:
            for template in () if pattern.inside else pattern.templates:
                number = len(self._templates)
                self._templates.append((pattern, template))
                for word in template.needs:
                    self._by_word[word].add(number)
                if not template.needs:
                    self._always.add(number)

    def possible(self, words: Iterable[str]) -> list[tuple[Pattern, Template]]:
        """Return the templates that a sentence of these words may match, in their order."""
        found = [self._by_word[word] for word in {*words} if word in self._by_word]
        return [self._templates[number] for number in sorted(self._always.union(*found))]


def _read(name: str) -> dict[str, Any]:
    path = resources.files("extract") / "rules" / name
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def measured() -> dict[str, float]:
    """Return how often each pattern is right, as far as it was measured."""
    return dict(_read("relations_confidence.toml")["confidence"])


def measured_confidence(name: str) -> float:
    """Return how often a pattern is right, 0.5 if that was never measured."""
    return float(measured().get(name, 0.5))


@cache
def load_patterns(*, least: float = LEAST_CONFIDENCE) -> tuple[Pattern, ...]:
    """Return the patterns whose measured confidence is at least ``least``."""
    patterns: list[Pattern] = []
    for entry in _read("relations.toml")["pattern"]:
        confidence = measured_confidence(entry["name"])
        if confidence < least:
            continue
        predicate = Predicate(entry["predicate"])
        subject, object_ = end_letters(predicate)
        letters = {"S": entry.get("S", subject), "O": entry.get("O", object_)}
        patterns.append(
            Pattern(
                name=entry["name"],
                predicate=predicate,
                templates=tuple(compile_template(line, letters) for line in entry["forms"]),
                confidence=confidence,
                subjects=letters["S"],
                objects=letters["O"],
                status=Status(entry["status"]) if "status" in entry else None,
                inside=entry.get("inside", False),
                fixed=tuple(entry.get("fixed", {}).items()),
            )
        )
    return tuple(patterns)


@cache
def shipped_templates() -> TemplateIndex:
    """Return the index of the shipped patterns, made once."""
    return TemplateIndex(load_patterns())
