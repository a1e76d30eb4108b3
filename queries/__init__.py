"""Questions in, answers out: plain English, named queries and the SPARQL protocol."""

from __future__ import annotations

from queries.named import NamedQuery, listed, named_queries, run_named
from queries.questions.answer import Answer, Outcome
from queries.questions.ask import ask, known_names, suggestions

__all__ = [
    "Answer",
    "NamedQuery",
    "Outcome",
    "ask",
    "known_names",
    "listed",
    "named_queries",
    "run_named",
    "suggestions",
]
