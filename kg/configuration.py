"""Settings from a TOML file and the environment, every mistake told in a sentence.

A setting has one name everywhere: ``port`` in a file, ``NEWSKG_PORT`` in the environment,
``--port`` where a command has it. The command line goes before the environment, that before the
file.
"""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

PREFIX: Final = "NEWSKG_"
_TRUTHS: Final = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


@dataclass(frozen=True, slots=True)
class Given:
    """A value as it was given: where, and the folder that a relative path in it starts from."""

    value: object
    where: str
    folder: Path = Path()


def from_environ(environ: Mapping[str, str]) -> dict[str, Given]:
    """Return the settings in the environment; an empty variable is none.

    >>> from_environ({"NEWSKG_PORT": "80", "HOME": "/root"})["port"].where
    "NEWSKG_PORT='80'"
    """
    named = ((key, text) for key, text in environ.items() if key.startswith(PREFIX) and text)
    return {key.removeprefix(PREFIX).lower(): Given(text, f"{key}={text!r}") for key, text in named}


def from_file(path: Path) -> dict[str, Given]:
    """Return the settings in a TOML file; relative paths start from its folder.

    Raises:
        UsageError: The file is missing or not TOML.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}"
        raise UsageError(msg) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"{path} is not TOML: {error}"
        raise UsageError(msg) from error
    return {
        name: Given(value, f"{path}: {name} = {value!r}", path.parent)
        for name, value in found.items()
    }


@dataclass
class Reading:
    """Reads fields of dataclasses from what was given, and collects the mistakes."""

    given: Mapping[str, Given]
    mistakes: list[str] = field(default_factory=list)

    def of(self, kind: type[Any], *, without: Iterable[str] = ()) -> dict[str, Any]:
        """Return those fields of a dataclass that are given, each of its declared type."""
        read = {}
        for one in fields(kind):
            if one.name in self.given and one.name not in without:
                try:
                    read[one.name] = _READERS[str(one.type)](self.given[one.name])
                except (ValueError, KeyError, TypeError, AttributeError):
                    wanted = _WANTED[str(one.type)]
                    self.mistakes.append(f"{self.given[one.name].where} is no {wanted}")
        return read

    def make(self, kind: Callable[..., Any], values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - of kind
        """Return ``kind`` of the values; ``None``, and a mistake, if it refuses them."""
        try:
            return kind(**values)
        except UsageError as error:
            self.mistakes.append(str(error))
            return None

    def refuse_others(self, known: Iterable[str]) -> None:
        """Count a name in a file that is none of ``known`` as a mistake."""
        names = list(known)
        for name, one in self.given.items():
            if name not in names:
                near = difflib.get_close_matches(name, names, n=1)
                hint = f"did you mean {near[0]}?" if near else f"expected one of {', '.join(names)}"
                self.mistakes.append(f"{one.where}: there is no setting {name!r}: {hint}")

    def finish(self) -> None:
        """Raise the mistakes, if there are any.

        Raises:
            UsageError: With a sentence for each.
        """
        found = list(dict.fromkeys(self.mistakes))
        if len(found) == 1:
            raise UsageError(found[0])
        if found:
            lines = "".join(f"\n  {mistake}" for mistake in found)
            msg = f"{len(found)} settings are wrong:{lines}"
            raise UsageError(msg)


def _text(given: Given) -> str:
    if not isinstance(given.value, str) or not given.value:
        raise TypeError
    return given.value


def _path(given: Given) -> Path:
    return given.folder / Path(_text(given)).expanduser()


def _truth(given: Given) -> bool:
    if isinstance(given.value, bool):
        return given.value
    return _TRUTHS[_text(given).strip().lower()]


def _integer(given: Given) -> int:
    if isinstance(given.value, int) and not isinstance(given.value, bool):
        return given.value
    text = _text(given).strip()
    if not text.isascii() or not text.removeprefix("-").isdigit():
        raise ValueError(text)
    return int(text)


def _number(given: Given) -> float:
    if isinstance(given.value, int | float) and not isinstance(given.value, bool):
        return float(given.value)
    return float(_text(given))


def _names(given: Given) -> tuple[str, ...]:
    if isinstance(given.value, list):
        if not all(isinstance(one, str) for one in given.value):
            raise TypeError
        return tuple(given.value)
    return tuple(_text(given).replace(",", " ").split())


_READERS: Final[dict[str, Callable[[Given], object]]] = {
    "str": _text,
    "str | None": _text,
    "Path": _path,
    "Path | None": _path,
    "bool": _truth,
    "int": _integer,
    "float": _number,
    "tuple[str, ...]": _names,
}
_WANTED: Final = {
    "str": "text",
    "str | None": "text",
    "Path": "path",
    "Path | None": "path",
    "bool": "truth value: expected true or false",
    "int": "whole number",
    "float": "number",
    "tuple[str, ...]": "list of texts",
}
