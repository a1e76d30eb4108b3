"""One JSON object of a file, read field by field with errors that say where and what."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn, TypeVar

from pyoxigraph import NamedNode

from kg.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

_Choice = TypeVar("_Choice", bound=StrEnum)
_Made = TypeVar("_Made")

_SURROGATE = re.compile("[\ud800-\udfff]")
_SHOWN = 60
"""Characters of a bad value that an error message shows."""

_LARGEST_EXACT = 2**53
"""Beyond it a ``float``, which the domain types use for numbers, does not hold every integer."""


def shown(value: object) -> str:
    """Return ``value`` as JSON, cut so that it fits in a sentence."""
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "..."


class Fields:
    """The fields of a JSON object; ``where`` is its place for error messages, e.g. a line.

    A field that is ``null`` counts as absent. Every method raises :class:`InputError` with the
    place, the value, what was expected and the fix.

    >>> fields = Fields.parse('{"kind": "entity", "rank": 3}', where="a.jsonl, line 1")
    >>> fields.text("kind"), fields.whole("rank"), fields.optional_text("name")
    ('entity', 3, None)
    """

    def __init__(self, values: dict[str, object], *, where: str) -> None:
        self._values = values
        self.where = where

    @classmethod
    def parse(cls, line: str, *, where: str) -> Fields:
        """Read one line of JSON.

        Raises:
            InputError: It is not a JSON object.
        """
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            msg = f"{where}: {shown(line)} is not JSON ({error}); expected one object a line"
            raise InputError(msg) from error
        if not isinstance(value, dict):
            msg = f"{where}: {shown(value)} is not a JSON object; expected one object a line"
            raise InputError(msg)
        return cls(value, where=where)

    def _fail(self, name: str, expected: str) -> NoReturn:
        value = self._values.get(name)
        found = "is missing" if value is None else f"is {shown(value)}"
        msg = f"{self.where}: {name!r} {found}, expected {expected}"
        raise InputError(msg)

    def make(self, build: Callable[[], _Made]) -> _Made:
        """Return what ``build`` makes; its ``ValueError`` becomes an error of this place."""
        try:
            return build()
        except ValueError as error:
            msg = f"{self.where}: {error}; correct or drop this line"
            raise InputError(msg) from error

    def optional_text(self, name: str) -> str | None:
        """Return a text, or None if it is absent."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, str) or _SURROGATE.search(value):
            self._fail(name, "a text in quotes")
        return value

    def text(self, name: str) -> str:
        """Return a text that must be there."""
        value = self.optional_text(name)
        if value is None:
            self._fail(name, "a text in quotes")
        return value

    def iri(self, name: str) -> str:
        """Return an IRI that must be there."""
        return self._checked_iri(name, self.text(name))

    def iris(self, name: str) -> tuple[str, ...]:
        """Return a list of IRIs; empty if it is absent."""
        return tuple(self._checked_iri(name, iri) for iri in self.texts(name))

    def _checked_iri(self, name: str, iri: str) -> str:
        try:
            return NamedNode(iri).value
        except ValueError:
            self._fail(name, "an IRI such as https://w3id.org/newskg/id/org/acme")

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; empty if it is absent."""
        value = self._values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(
            isinstance(item, str) and not _SURROGATE.search(item) for item in value
        ):
            self._fail(name, "a list of texts")
        return tuple(value)

    def number(self, name: str) -> float | None:
        """Return a finite number, or None if it is absent."""
        value = self._values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._fail(name, "a plain number such as 67200000000")
        if isinstance(value, int) and abs(value) > _LARGEST_EXACT:
            try:
                return float(value)
            except OverflowError:
                self._fail(name, "a number below 1e308")
        return value

    def whole(self, name: str) -> int | None:
        """Return a whole number, or None if it is absent."""
        value = self.number(name)
        if value is None:
            return None
        if value != value // 1:
            self._fail(name, "a whole number")
        return int(value)

    def offset(self, name: str) -> int:
        """Return a character offset that must be there."""
        value = self.whole(name)
        if value is None:
            self._fail(name, "a character offset")
        return value

    def choice(self, name: str, kinds: type[_Choice], default: _Choice | None = None) -> _Choice:
        """Return a member of ``kinds``, or ``default`` if it is absent."""
        value = self._values.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or value not in {kind.value for kind in kinds}:
            self._fail(name, "one of " + ", ".join(kind.value for kind in kinds))
        return kinds(value)

    def object(self, name: str) -> Fields:
        """Return an object; an empty one if it is absent."""
        value = self._values.get(name, {})
        if value is None:
            value = {}
        if not isinstance(value, dict):
            self._fail(name, "an object in braces")
        return Fields(value, where=f"{self.where}, {name}")

    def objects(self, name: str) -> list[Fields]:
        """Return a list of objects; empty if it is absent."""
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._fail(name, "a list of objects in braces")
        return [Fields(item, where=f"{self.where}, {name}") for item in value]
