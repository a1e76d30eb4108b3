"""From names in an article to entities: aliases, coreference, linking."""

from extract.entities.resolve import resolve_names

__all__ = ["resolve_names"]
