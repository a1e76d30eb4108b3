"""The SPARQL 1.1 Protocol as pure functions: request in, reply out."""

from __future__ import annotations

from queries.protocol.query import Reply, answer, problem

__all__ = ["Reply", "answer", "problem"]
