"""All settings of a server together, from the command line, the environment and a file."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

from kg.configuration import Given, Reading, from_environ, from_file
from kg.engine.limits import Limits
from kg.settings import Settings
from queries.service.settings import ServiceSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAMES: Final = tuple(
    one.name
    for kind in (Settings, ServiceSettings, Limits)
    for one in fields(kind)
    if one.name != "limits"
)
"""The names of all settings, as a file has them."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """Where the server is and how it listens, and what its service does."""

    settings: Settings
    service: ServiceSettings


def configuration(
    environ: Mapping[str, str],
    file: Path | None = None,
    options: Mapping[str, object] | None = None,
) -> Configuration:
    """Return the settings: ``options`` go before ``environ``, that before the file.

    Raises:
        UsageError: Values of a wrong kind, or names in the file that are no settings: each in a
            sentence of its own.
    """
    in_file = from_file(file) if file is not None else {}
    reading = Reading(in_file)
    reading.refuse_others(NAMES)
    given = {
        name: Given(str(value), f"--{name.replace('_', '-')} {value}")
        for name, value in (options or {}).items()
    }
    reading.given = {**in_file, **from_environ(environ), **given}
    settings = reading.make(Settings, reading.of(Settings))
    service = ServiceSettings.read(reading)
    reading.finish()
    return Configuration(settings, service)
