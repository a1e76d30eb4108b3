"""The build hook: the explorer's files are built before they are packed (``web/build.py``).

A source distribution carries them built, so that a wheel is made of it without Node. Where they
cannot be built, the package is made without: the server says so, and all else works.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

if TYPE_CHECKING:
    from types import ModuleType


class ExplorerBuildHook(BuildHookInterface):
    """Builds the explorer if it is not up to date."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI where it is needed and not on the PATH."""
        explorer = _explorer(self.root)
        return [] if explorer.is_current() or explorer.has_npm() else [explorer.NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Build, or warn that the package will lack the explorer."""
        explorer = _explorer(self.root)
        if explorer.is_current():
            return
        try:
            explorer.build()
        except explorer.BuildError as error:
            self.app.display_warning(f"newskg is made without its explorer: {error}")


def _explorer(root: str) -> ModuleType:
    """Load ``web/build.py``, which belongs to no package."""
    path = Path(root) / "web" / "build.py"
    spec = importlib.util.spec_from_file_location("newskg_web_build", path)
    if spec is None or spec.loader is None:
        msg = f"{path} cannot be loaded"
        raise ImportError(msg)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
