"""ArticleFacts ↔ JSON Lines, the form in which facts are printed, piped and loaded."""

from kg.jsonl.lines import read_lines, to_lines

__all__ = ["read_lines", "to_lines"]
