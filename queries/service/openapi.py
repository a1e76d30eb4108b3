"""Our OpenAPI 3.1 document: ``openapi.json`` with the address of this server put in."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import metadata, resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from queries.service.settings import ServiceSettings


def openapi(root: str, settings: ServiceSettings) -> bytes:
    """Return the document for the server at ``root``; without writes where they are off."""
    document = json.loads(_document())
    document["info"]["version"] = metadata.version("newskg")
    document["servers"] = [{"url": root}]
    if not settings.writable:
        for path in document["paths"].values():
            for method in _writes(path):
                del path[method]
    return json.dumps(document, indent=1).encode() + b"\n"


def _writes(path: dict[str, Any]) -> list[str]:
    return [name for name, one in path.items() if isinstance(one, dict) and one.get("x-writes")]


@lru_cache(maxsize=1)
def _document() -> str:
    return resources.files("queries").joinpath("service/openapi.json").read_text("utf-8")
