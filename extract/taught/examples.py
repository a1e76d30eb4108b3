"""Examples and ontologies as an analyst writes them: JSON Lines of texts with triples."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from kg.errors import InputError
from kg.vocab import TAUGHT, check_taught

if TYPE_CHECKING:
    from collections.abc import Iterable

SHOWN: Final = 60
_ENDS_AND_RELATION: Final = 3
EXPECTED: Final = '{"text": "...", "triples": [["subject", "relation", "object"]]}'


@dataclass(frozen=True, slots=True)
class TextExample:
    """A text of a few sentences with every triple that it states."""

    text: str
    triples: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """A namespace for the relations; ``relations`` are the only ones that count, if any."""

    namespace: str = TAUGHT
    relations: frozenset[str] = frozenset()

    def holds(self, relation: str) -> bool:
        """Tell whether a relation counts."""
        return not self.relations or relation in self.relations


def read_examples(lines: Iterable[str], *, source: str) -> list[TextExample]:
    """Return the examples of a JSON Lines file; empty lines are passed over.

    Raises:
        InputError: A line is no example, or there is none.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            found.append(_example(line, f"{source}, line {number}"))
    if not any(example.triples for example in found):
        msg = f"{source} holds no triple: expected lines such as {EXPECTED}"
        raise InputError(msg)
    return found


def _example(line: str, where: str) -> TextExample:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        msg = f"{where}: {_shown(line)} is not JSON; expected {EXPECTED}"
        raise InputError(msg) from error
    text = value.get("text") if isinstance(value, dict) else None
    triples = value.get("triples") if isinstance(value, dict) else None
    if not isinstance(text, str) or not text.strip() or not isinstance(triples, list):
        msg = f"{where}: {_shown(line)} is no example; expected {EXPECTED}"
        raise InputError(msg)
    return TextExample(text, tuple(_triple(triple, where) for triple in triples))


def _triple(value: Any, where: str) -> tuple[str, str, str]:  # noqa: ANN401 - it is any JSON
    if (
        not isinstance(value, list)
        or len(value) != _ENDS_AND_RELATION
        or not all(isinstance(part, str) and part.strip() for part in value)
    ):
        msg = f"{where}: {_shown(json.dumps(value))} is no triple; expected three texts"
        raise InputError(msg)
    subject, relation, object_ = value
    return subject, relation, object_


def _shown(text: str) -> str:
    text = text.strip()
    return text if len(text) <= SHOWN else text[:SHOWN] + "..."


def read_ontology(data: bytes, *, source: str) -> Ontology:
    """Return the ontology of a JSON file: ``namespace``, and ``relations`` with a ``label`` each.

    The ontology files of Text2KGBench are of this form.

    Raises:
        InputError: It is not of this form.
    """
    expected = '{"namespace": "https://...#", "relations": [{"label": "..."}]}'
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        msg = f"{source} is not JSON ({error}); expected {expected}"
        raise InputError(msg) from error
    namespace = value.get("namespace", TAUGHT) if isinstance(value, dict) else None
    relations = value.get("relations", []) if isinstance(value, dict) else None
    if not isinstance(relations, list) or not all(
        isinstance(one, dict) and isinstance(one.get("label"), str) for one in relations
    ):
        msg = f"{source} is no ontology: expected {expected}"
        raise InputError(msg)
    if (
        not isinstance(namespace, str)
        or ":" not in namespace
        or set(namespace) & set(' <>"{}|\\^`')
    ):
        msg = f"{source}: namespace {namespace!r} is no IRI; expected one such as {TAUGHT}"
        raise InputError(msg)
    try:
        check_taught(namespace)
    except ValueError as error:
        msg = f"{source}: namespace {error}"
        raise InputError(msg) from error
    return Ontology(namespace, frozenset(one["label"] for one in relations))
